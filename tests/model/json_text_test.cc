// The parser for documents of unknown origin: everything bad is a clear error, nothing is lost of what is good.
#include "model/json_text.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace slipway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string ErrorOf(absl::string_view text, const Limits& limits = Limits()) {
  const auto parsed = ParseJson(text, limits);
  if (parsed.ok()) return "(no error)";
  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(parsed.status().message());
}

std::string RoundTrip(absl::string_view text, int indent = -1) {
  const auto parsed = ParseJson(text, Limits());
  return parsed.ok() ? WriteJson(*parsed, indent) : std::string(parsed.status().message());
}

std::string Nested(int depth, const std::string& open, const std::string& close) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += open;
  text += "1";
  for (int i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(ParseJson, BuildsTheTreeTheLibraryBuilds) {
  const std::string text =
      R"({"b": [1, -2, 3.5, "x\u00e9\n", true, false, null, {}, []], "a": {"c": {"d": [[{"e": 1}]]}}})";
  const auto parsed = ParseJson(text, Limits());
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_TRUE(*parsed == Json::parse(text));
}

TEST(ParseJson, TakesScalarsAsDocuments) {
  EXPECT_EQ(RoundTrip("null"), "null");
  EXPECT_EQ(RoundTrip(" 42 "), "42");
  EXPECT_EQ(RoundTrip("\"x\""), "\"x\"");
}

TEST(ParseJson, KeepsKeyOrderAndAllDigits) {
  const std::string text =
      R"({"z":1,"a":18446744073709551615,"m":-9223372036854775808,"big":123456789012345678901234567890,"neg":-98765432109876543210,"f":0.1})";
  EXPECT_EQ(RoundTrip(text), text);
}

TEST(ParseJson, AcceptsByteOrderMarkAndCarriageReturns) {
  EXPECT_EQ(RoundTrip("\xEF\xBB\xBF{\r\n  \"a\": 1\r\n}\r\n"), R"({"a":1})");
}

TEST(ParseJson, WritesTextThatReadsBackTheSame) {
  const std::string text =
      R"({"quote\"back\\slash":"tab\tnew\nline\r\b\f\u0001 \u00e9 \ud83d\ude80 /","empty":{},"list":[]})";
  const auto parsed = ParseJson(text, Limits());
  ASSERT_TRUE(parsed.ok());
  for (const int indent : {-1, 0, 2}) {
    const auto again = ParseJson(WriteJson(*parsed, indent), Limits());
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_TRUE(*again == *parsed);
  }
  EXPECT_EQ(RoundTrip(R"({"a":[1,{"b":2}],"c":{}})", 2),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": 2\n    }\n  ],\n  \"c\": {}\n}");
}

TEST(ParseJson, SaysLineAndColumnOfASyntaxError) {
  EXPECT_THAT(ErrorOf("{\n  \"a\": 1,\n  \"b\" 2\n}"), StartsWith("INVALID_JSON: line 3, column 7: "));
  EXPECT_THAT(ErrorOf("{\"a\": nope}"), StartsWith("INVALID_JSON: line 1, column 8: "));
  EXPECT_THAT(ErrorOf("{} {}"), StartsWith("INVALID_JSON: line 1, column 4: "));
}

TEST(ParseJson, SaysWhereATruncatedTextEnds) {
  EXPECT_THAT(ErrorOf("{\n  \"a\": [1, 2"),
              StartsWith("TRUNCATED_JSON: the text ends too early, at line 2, column 13: "));
  EXPECT_THAT(ErrorOf("{\"a\": \"unfinis"), StartsWith("TRUNCATED_JSON: "));
  EXPECT_THAT(ErrorOf(""), StartsWith("TRUNCATED_JSON: "));
}

TEST(ParseJson, NeverQuotesTheTextWhichMayBeSecret) {
  EXPECT_THAT(ErrorOf(R"({"value": "hunter2" "hunter3"})"), Not(HasSubstr("hunter")));
  EXPECT_THAT(ErrorOf(R"({"value": "hunter2)"), Not(HasSubstr("hunter")));
  EXPECT_THAT(ErrorOf("{\"value\": \"hunter2\n\"}"), Not(HasSubstr("hunter")));
}

TEST(ParseJson, SaysTheByteThatIsNotUtf8) {
  EXPECT_THAT(ErrorOf("{\"a\": \"x\xFF\"}"), StartsWith("INVALID_UTF8: byte 8 is not UTF-8"));
  EXPECT_THAT(ErrorOf("\xFF\xFE{\0}\0"), HasSubstr("the text is UTF-16"));
  EXPECT_THAT(ErrorOf("{\"\xC0\xAF\": 1}"), StartsWith("INVALID_UTF8: byte 2 "));
}

TEST(ParseJson, DoesNotStopAtAZeroByte) {
  EXPECT_THAT(ErrorOf(absl::string_view("{}\0 not looked at", 17)), HasSubstr("a zero byte at offset 2"));
}

TEST(ParseJson, RefusesLoneSurrogatesAndHugeNumbers) {
  EXPECT_THAT(ErrorOf(R"({"a": "\ud800"})"), StartsWith("INVALID_JSON: "));
  EXPECT_THAT(ErrorOf(R"({"a": 1e999})"), StartsWith("INVALID_JSON: a number is too large"));
}

TEST(ParseJson, RefusesTenThousandLevelsWithoutFallingOver) {
  EXPECT_THAT(ErrorOf(Nested(10000, "[", "]")), StartsWith("DOCUMENT_TOO_DEEP: more than 64 "));
  EXPECT_THAT(ErrorOf(Nested(10000, "{\"a\":", "}")), StartsWith("DOCUMENT_TOO_DEEP: more than 64 "));
  EXPECT_THAT(ErrorOf(Nested(1000000, "[", "")), StartsWith("DOCUMENT_TOO_DEEP: "));
}

TEST(ParseJson, TakesExactlyTheDepthAllowed) {
  Limits limits;
  limits.max_document_depth = 3;
  EXPECT_TRUE(ParseJson(Nested(3, "[", "]"), limits).ok());
  EXPECT_FALSE(ParseJson(Nested(4, "[", "]"), limits).ok());
}

TEST(ParseJson, RefusesAHundredMegabytesUnread) {
  std::string text = "{\"a\": \"";
  text.append(100 << 20, 'x');
  text += "\"}";
  EXPECT_THAT(ErrorOf(text), StartsWith("DOCUMENT_TOO_LARGE: 104857609 bytes; at most 16777216 are accepted"));
}

TEST(ParseJson, TakesExactlyTheSizeAllowed) {
  Limits limits;
  limits.max_document_bytes = 10;
  EXPECT_TRUE(ParseJson("[1,2,3,45]", limits).ok());
  EXPECT_FALSE(ParseJson("[1,2,3,456]", limits).ok());
}

// The library's own tree builder compares each new key with all before it: minutes for such a text.
TEST(ParseJson, IsLinearInTheNumberOfKeysOfOneObject) {
  std::string text = "{";
  for (int i = 0; i < 400000; ++i) absl::StrAppend(&text, i == 0 ? "" : ",", "\"key", i, "\":", i);
  text += "}";
  const auto parsed = ParseJson(text, Limits());
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->size(), 400000u);
  EXPECT_EQ(WriteJson(*parsed, -1), text);
}

TEST(ParseJson, NotesDuplicateKeysAndKeepsTheLastAtTheFirstPlace) {
  JsonNotes notes;
  const auto parsed = ParseJson(R"({"a": 1, "b": [{"c": 1, "d": 2, "c": 3}], "a": 2})", Limits(), &notes);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(WriteJson(*parsed, -1), R"({"a":2,"b":[{"c":3,"d":2}]})");
  EXPECT_THAT(notes.duplicate_keys, ElementsAre("b[0].c", "a"));
}

TEST(ParseJson, NotesDuplicatesAmongManyKeys) {
  std::string text = "{\"x\":0";
  for (int i = 0; i < 50; ++i) absl::StrAppend(&text, ",\"k", i, "\":", i);
  JsonNotes notes;
  const auto parsed = ParseJson(text + ",\"k7\":70}", Limits(), &notes);
  ASSERT_TRUE(parsed.ok());
  EXPECT_THAT(notes.duplicate_keys, ElementsAre("k7"));
  EXPECT_EQ(parsed->at("k7").get<int>(), 70);
  EXPECT_EQ(parsed->size(), 51u);
}

TEST(ParseJson, NotesSecretsThatHoldAValue) {
  const auto has_secrets = [](absl::string_view text) {
    JsonNotes notes;
    EXPECT_TRUE(ParseJson(text, Limits(), &notes).ok());
    return notes.has_secret_values;
  };
  EXPECT_TRUE(has_secrets(R"({"v": {"value": "x", "isSecret": true}})"));
  EXPECT_TRUE(has_secrets(R"({"v": {"IsSecret": "True", "Value": ""}})"));
  EXPECT_FALSE(has_secrets(R"({"v": {"value": null, "isSecret": true}})"));
  EXPECT_FALSE(has_secrets(R"({"v": {"value": "x", "isSecret": false}})"));
}

TEST(FindInvalidUtf8, AcceptsEveryWellFormedSequenceAndNothingElse) {
  EXPECT_EQ(FindInvalidUtf8("a\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"),
            absl::string_view::npos);
  for (const absl::string_view bad : {"\x80", "\xC1\xBF", "\xC2", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xE2\x82",
                                      "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xF0\x90\x80"}) {
    EXPECT_EQ(FindInvalidUtf8(absl::StrCat("ok", bad)), 2u)
        << absl::StrCat(absl::Hex(static_cast<unsigned char>(bad[0])));
  }
}

}  // namespace
}  // namespace slipway
