// What jsonpath('...') selects, and the functions of server tasks (task-contract 1.5).
#include "model/json_path.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "model/expression.h"
#include "model/json_text.h"
#include "model/json_value.h"

namespace slipway {
namespace {

constexpr char kDocument[] = R"({
  "count": 3,
  "state": "active",
  "items": [
    {"id": 1, "state": "active", "size": 2.5, "tags": ["a", "b"]},
    {"id": 2, "state": "closed", "size": 10, "owner": null},
    {"id": 3, "state": "active", "size": 7, "child": {"id": 31}}
  ],
  "odd name": {"x": true}
})";

Value Document(absl::string_view text = kDocument) { return ValueFromJson(ParseJson(text, Limits()).value()); }

// What is selected, as JSON on one line.
std::string Select(absl::string_view path, const Value& root = Document()) {
  const absl::StatusOr<ValueArray> found = SelectJsonPath(root, path);
  if (!found.ok()) return absl::StrCat("error: ", found.status().message());
  return WriteJson(ParseJson(ValueToJson(Value::Array(*found)), Limits()).value(), -1);
}

struct Case {
  const char* name;
  const char* path;
  const char* selected;
};
void PrintTo(const Case& given, std::ostream* out) { *out << given.path; }

class JsonPath : public testing::TestWithParam<Case> {};

TEST_P(JsonPath, Selects) { EXPECT_EQ(Select(GetParam().path), GetParam().selected); }

INSTANTIATE_TEST_SUITE_P(
    Paths, JsonPath,
    testing::Values(Case{"Member", "$.count", "[3]"}, Case{"TheDollarIsOptional", "count", "[3]"},
                    Case{"LeadingPoint", ".count", "[3]"}, Case{"QuotedName", "$['odd name'].x", "[true]"},
                    Case{"NamesAreExact", "$.Count", "[]"}, Case{"Missing", "$.a.b[0]", "[]"},
                    Case{"Index", "$.items[1].id", "[2]"}, Case{"FromTheEnd", "$.items[-1].id", "[3]"},
                    Case{"BeyondTheEnd", "$.items[3]", "[]"}, Case{"Wildcard", "$.items[*].id", "[1,2,3]"},
                    Case{"WildcardMember", "$['odd name'].*", "[true]"}, Case{"Slice", "$.items[0:2].id", "[1,2]"},
                    Case{"SliceWithStep", "$.items[::2].id", "[1,3]"},
                    Case{"SliceWithAHugeStep", "$.items[0::9223372036854775807].id", "[1]"},
                    Case{"SliceFromTheEnd", "$.items[-2:].id", "[2,3]"}, Case{"Union", "$.items[0,2].id", "[1,3]"},
                    Case{"UnionOfNames", "$.items[0]['id','state']", R"([1,"active"])"},
                    Case{"Descendants", "$..id", "[1,2,3,31]"}, Case{"DescendantsIndexed", "$..tags[1]", R"(["b"])"},
                    Case{"FilterByText", "$.items[?(@.state == 'active')].id", "[1,3]"},
                    Case{"TextIsExact", "$.items[?(@.state == 'Active')].id", "[]"},
                    Case{"FilterByNumber", "$.items[?(@.size > 2.5)].id", "[2,3]"},
                    Case{"FilterAndOr", "$.items[?(@.id == 1 || @.state == 'active' && @.size >= 7)].id", "[1,3]"},
                    Case{"FilterParentheses", "$.items[?((@.id==1||@.id==2) && @.state!='closed')].id", "[1]"},
                    Case{"FilterExists", "$.items[?(@.child)].id", "[3]"},
                    Case{"FilterNull", "$.items[?(@.owner == null)].id", "[2]"},
                    Case{"FilterOfFilter", "$.items[?(@.tags[?(@ == 'b')])].id", "[1]"},
                    Case{"TextIsNoNumber", "$.items[?(@.id == '1')].id", "[]"}),
    [](const testing::TestParamInfo<Case>& given) { return given.param.name; });

TEST(JsonPathErrors, NameThePosition) {
  EXPECT_EQ(Select("$.items["), "error: jsonpath(): expected an index, a quoted name, `*` or `?(` at position 9, got the end");
  EXPECT_EQ(Select("$.items[0"), "error: jsonpath(): expected `]` at position 10, got the end");
  EXPECT_EQ(Select("$.items[?(@.a = 1)]"), "error: jsonpath(): expected `)` at position 15, got '='");
  EXPECT_EQ(Select("$.items['a]"), "error: jsonpath(): expected a closing ' at position 12, got the end");
  EXPECT_EQ(Select("$x"), "error: jsonpath(): expected the end, `.` or `[` at position 2, got 'x'");
  EXPECT_EQ(Select("$.items[1:2:0]"), "error: jsonpath(): expected a step of 1 or more at position 14, got ']'");
  EXPECT_EQ(Select("$.items[99999999999999999999]"),
            "error: jsonpath(): expected an index at position 9, got '9'");
}

TEST(JsonPathErrors, LimitsHoldWhateverThePathIs) {
  EXPECT_THAT(Select(std::string(5000, '.')), testing::HasSubstr("at most 4096"));
  EXPECT_THAT(Select(absl::StrCat("$[?(", std::string(1000, '('), "@")), testing::HasSubstr("nested parentheses"));
  std::string deep;
  for (int i = 0; i < 60; ++i) deep += "[";
  for (int i = 0; i < 60; ++i) deep += "]";
  EXPECT_THAT(Select("$..*..*..*..*..*", Document(deep)), testing::HasSubstr("more than 100000 values"));
}

class ServerScope : public ExpressionScope {
 public:
  JobStatus status() const override { return JobStatus::kSucceeded; }
  std::optional<ScopeVariable> FindVariable(absl::string_view) const override { return std::nullopt; }
  std::optional<Value> FindNamed(absl::string_view name) const override {
    return name == "root" ? std::optional(Document()) : std::nullopt;
  }
};

std::string Evaluate(absl::string_view text) {
  const absl::StatusOr<Expression> expression = Expression::Parse(text, {"root"});
  if (!expression.ok()) return std::string(expression.status().message());
  const absl::StatusOr<EvaluationResult> result = expression->Evaluate(ServerScope(), false);
  return result.ok() ? (result->value ? "true" : "false") : std::string(result.status().message());
}

TEST(ServerExpression, ReadsTheAnswer) {
  EXPECT_EQ(Evaluate("eq(root['state'], 'active')"), "true");
  EXPECT_EQ(Evaluate("eq(root.items[1].state, 'CLOSED')"), "true");
  EXPECT_EQ(Evaluate("eq(count(jsonpath('$.items[?(@.state == ''active'')]')), 2)"), "true");
  EXPECT_EQ(Evaluate("le(count(root['missing']), 0)"), "true");
  EXPECT_EQ(Evaluate("isUrl('https://x')"), "true");
  EXPECT_EQ(Evaluate("isUrl('ftp://x')"), "false");
  EXPECT_EQ(Evaluate("gt(count(root['state']), 0)"), "count(): expected an array or an object, got String");
}

TEST(ServerExpression, ItsFunctionsAreNotThoseOfConditions) {
  EXPECT_FALSE(Expression::Parse("eq(count(variables), 1)").ok());
  EXPECT_FALSE(Expression::Parse("eq(jsonpath('$'), 1)").ok());
}

}  // namespace
}  // namespace slipway
