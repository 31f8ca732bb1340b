// Evaluating expressions in tests: a scope of given variables and named values, results as readable text.
#ifndef SLIPWAY_TESTS_MODEL_EXPRESSION_SCOPE_H_
#define SLIPWAY_TESTS_MODEL_EXPRESSION_SCOPE_H_

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "model/expression.h"

namespace slipway::testing {

class FakeScope : public ExpressionScope {
 public:
  JobStatus status() const override { return job_status; }
  std::optional<ScopeVariable> FindVariable(absl::string_view name) const override {
    for (const auto& [known, variable] : variables) {
      if (absl::EqualsIgnoreCase(known, name)) return variable;
    }
    return std::nullopt;
  }
  std::optional<Value> FindNamed(absl::string_view name) const override {
    for (const auto& [known, value] : named) {
      if (absl::EqualsIgnoreCase(known, name)) return value;
    }
    return std::nullopt;
  }

  JobStatus job_status = JobStatus::kSucceeded;
  std::map<std::string, ScopeVariable> variables = {
      {"Name", {"Contoso"}}, {"Empty", {""}}, {"Number", {"2"}}, {"Secret", {"hunter2,abc", true}}};
  std::map<std::string, Value> named;
};

inline Value Text(std::string text) { return Value::String(std::move(text)); }
inline Value Whole(int64_t number) { return Value::Number(Decimal(number)); }

// root: {"name": "web", "hosts": [{"name": "a", "ports": [80, 443]}, {"name": "b"}, "c"], "none": null,
//        "when": 2024-02-29 13:05:09, "1": "one"}; list: ["x", "y", 3].
inline FakeScope ServerScope() {
  FakeScope scope;
  const Value ports = Value::Array({Whole(80), Whole(443)});
  const Value hosts = Value::Array(
      {Value::Object({{"name", Text("a")}, {"ports", ports}}), Value::Object({{"name", Text("b")}}), Text("c")});
  const absl::Time when = absl::FromCivil(absl::CivilSecond(2024, 2, 29, 13, 5, 9), absl::UTCTimeZone());
  scope.named["root"] = Value::Object({{"name", Text("web")},
                                       {"hosts", hosts},
                                       {"none", Value()},
                                       {"when", Value::DateTime(when)},
                                       {"1", Text("one")}});
  scope.named["list"] = Value::Array({Text("x"), Text("y"), Whole(3)});
  return scope;
}

inline std::vector<absl::string_view> NamesOf(const FakeScope& scope) {
  std::vector<absl::string_view> names;
  for (const auto& [name, value] : scope.named) names.push_back(name);
  return names;
}

// "Kind:text", "parse error: ..." or "error: ...".
inline std::string Evaluated(absl::string_view text, const FakeScope& scope) {
  const absl::StatusOr<Expression> expression = Expression::Parse(text, NamesOf(scope));
  if (!expression.ok()) {
    EXPECT_EQ(expression.status().code(), absl::StatusCode::kInvalidArgument);
    return absl::StrCat("parse error: ", expression.status().message());
  }
  const absl::StatusOr<Value> value = expression->EvaluateValue(scope);
  if (!value.ok()) {
    EXPECT_EQ(value.status().code(), absl::StatusCode::kInvalidArgument);
    return absl::StrCat("error: ", value.status().message());
  }
  return absl::StrCat(KindName(value->kind()), ":", value->ToText().value_or(""));
}
inline std::string Evaluated(absl::string_view text) { return Evaluated(text, ServerScope()); }

// The message of Parse, or "".
inline std::string ParseError(absl::string_view text) {
  const absl::StatusOr<Expression> expression = Expression::Parse(text);
  if (expression.ok()) return "";
  EXPECT_EQ(expression.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(expression.status().message());
}

inline std::string NormalForm(absl::string_view text) {
  const absl::StatusOr<Expression> expression = Expression::Parse(text);
  return expression.ok() ? expression->NormalForm() : std::string(expression.status().message());
}

// One line of a table: what is evaluated, and what comes out.
struct Vector {
  const char* name;
  const char* text;
  const char* expected;
};

inline void PrintTo(const Vector& vector, std::ostream* out) { *out << vector.text << " -> " << vector.expected; }

inline std::string VectorName(const ::testing::TestParamInfo<Vector>& info) { return info.param.name; }

inline std::string Repeated(absl::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) absl::StrAppend(&out, text);
  return out;
}

}  // namespace slipway::testing

#endif  // SLIPWAY_TESTS_MODEL_EXPRESSION_SCOPE_H_
