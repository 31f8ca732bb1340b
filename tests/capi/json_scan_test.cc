// JsonScanner against nlohmann's parser: the same events, and the same refusals, for every text.
#include "capi/json_scan.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "capi/utf8.h"

namespace slipway::capi {
namespace {

// The events of a text, one a line; "refused" at the end of one that is not JSON.
struct Events {
  std::string text;
  bool Add(const std::string& event) {
    text += event + "\n";
    return true;
  }
  bool null() { return Add("null"); }
  bool boolean(bool value) { return Add(value ? "true" : "false"); }
  bool number_integer(int64_t value) { return Add("int " + std::to_string(value)); }
  bool number_unsigned(uint64_t value) { return Add("uint " + std::to_string(value)); }
  bool number_float(double value) { return Add("float " + std::to_string(value) + (std::signbit(value) ? " -" : "")); }
  bool string(std::string& value) { return Add("string " + value); }
  bool key(std::string& value) { return Add("key " + value); }
  bool start_object() { return Add("{"); }
  bool end_object() { return Add("}"); }
  bool start_array() { return Add("["); }
  bool end_array() { return Add("]"); }
  void malformed(size_t) {}
  void too_large(size_t) {}
};

struct OracleEvents : Events {
  using Events::number_float;
  bool number_float(double value, const std::string&) { return Events::number_float(value); }
  bool start_object(std::size_t) { return Events::start_object(); }
  bool start_array(std::size_t) { return Events::start_array(); }
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) { return false; }
};

std::string Scanned(const std::string& text) {
  Events events;
  return JsonScanner<Events>(text, &events).Scan() ? events.text : events.text + "refused";
}

std::string Oracle(const std::string& text) {
  OracleEvents events;
  return nlohmann::json::sax_parse(text.begin(), text.end(), &events) ? events.text : events.text + "refused";
}

// Of a refused text only the refusal counts: how far each came before it noticed is its own affair.
void ExpectTheSame(const std::string& text) {
  const std::string expected = Oracle(text), got = Scanned(text);
  const bool refused = expected.size() >= 7 && expected.compare(expected.size() - 7, 7, "refused") == 0;
  if (refused) {
    EXPECT_TRUE(got.size() >= 7 && got.compare(got.size() - 7, 7, "refused") == 0) << text;
  } else {
    EXPECT_EQ(got, expected) << text;
  }
}

const char* const kTexts[] = {"{}",
                              "[]",
                              "null",
                              " true ",
                              "\xEF\xBB\xBF{\"a\":1}",
                              "\xEF\xBB",
                              "",
                              "  ",
                              "{\"a\":{\"b\":[1,2,{\"c\":null}]},\"d\":\"e\"}",
                              "[0,-0,-0.0,1,-1,12.5,1e3,1E+3,1e-3,-9223372036854775808,-9223372036854775809,"
                              "18446744073709551615,18446744073709551616]",
                              "[1e308,1e309,-1e309,1e-400,4.9e-324,0.1e999,123456789012345678901234567890]",
                              "[01]",
                              "[1.]",
                              "[.5]",
                              "[+1]",
                              "[-]",
                              "[1e]",
                              "[1e+]",
                              "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\\uD83D\\uDE80\"",
                              "\"\\uD83D\"",
                              "\"\\uDE80\"",
                              "\"\\uD83Dx\"",
                              "\"\\uD83D\\u0041\"",
                              "\"\\u12G4\"",
                              "\"\\u-123\"",
                              "\"\\x\"",
                              "\"tab\there\"",
                              "\"open",
                              "\"ends with \\",
                              "{\"a\":1,}",
                              "{\"a\" 1}",
                              "{a:1}",
                              "{\"a\":1 \"b\":2}",
                              "{,}",
                              "[1,]",
                              "[,1]",
                              "[1 2]",
                              "[1}",
                              "{\"a\":1]",
                              "[[[[[]]]]]",
                              "[",
                              "{",
                              "}",
                              "]",
                              "{\"a\":",
                              "{\"a\"",
                              "nul",
                              "nulls",
                              "truefalse",
                              "[nan]",
                              "{} {}",
                              "1 2",
                              "// c\n1",
                              "\"Gr\xC3\xBC\xC3\x9F"
                              "e \xF0\x9F\x9A\x80\"",
                              "[\"\\u0000\"]",
                              "{\"\":\"\"}",
                              "\f1",
                              "[1\v]"};

TEST(JsonScan, GivenTextsOfEveryKindThenEventsAndRefusalsAreThoseOfTheOracle) {
  for (const char* text : kTexts) ExpectTheSame(text);
}

TEST(JsonScan, GivenAHundredThousandMutationsThenEventsAndRefusalsAreThoseOfTheOracle) {
  std::mt19937 random(20261123);
  const std::string pieces = "{}[]\",:\\u0123456789abcdefDE+-.truefalsn \n\t/\xC3\xA9";
  int compared = 0, accepted = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string text = kTexts[random() % std::size(kTexts)];
    for (uint32_t changes = 1 + random() % 3; changes > 0; --changes) {
      const size_t at = text.empty() ? 0 : random() % text.size();
      const char piece = pieces[random() % pieces.size()];
      switch (random() % 3) {
        case 0:
          text.insert(at, 1, piece);
          break;
        case 1:
          if (!text.empty()) text[at] = piece;
          break;
        default:
          if (!text.empty()) text.erase(at, 1);
      }
    }
    if (ValidUtf8Prefix(text) != text.size()) continue;  // refused before it is scanned
    ExpectTheSame(text);
    ++compared;
    accepted += Scanned(text).find("refused") == std::string::npos ? 1 : 0;
    if (HasFailure()) return;
  }
  EXPECT_GT(compared, 80'000);
  EXPECT_GT(accepted, 5'000) << "both sides must be tried";
}

TEST(JsonScan, GivenAZeroInTheTextThenItIsRefusedAndNotTakenForTheEnd) {
  EXPECT_NE(Scanned(std::string("{}\0", 3)).find("refused"), std::string::npos);
}

}  // namespace
}  // namespace slipway::capi
