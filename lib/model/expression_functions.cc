// Every function of task-contract 4.2, and those of server tasks (1.5).
#include <algorithm>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "model/expression_node.h"
#include "model/json_path.h"
#include "model/release_name.h"
#include "model/unicode.h"

namespace slipway {
namespace {

using Function = ExpressionFunction;
using Args = Arguments;

absl::Status TypeError(const Function& function, absl::string_view what, const Value& value) {
  return absl::InvalidArgumentError(absl::StrCat(function.name, "(): ", what, ", got ", KindName(value.kind())));
}

absl::StatusOr<std::string> Text(Evaluator& evaluator, const Function& function, const ExpressionNode& node) {
  SLIPWAY_ASSIGN_OR_RETURN(const Value value, evaluator.Evaluate(node));
  std::optional<std::string> text = value.ToText();
  if (!text) return TypeError(function, "expected a value that converts to a string", value);
  return *std::move(text);
}

template <JobStatus... kStatuses>
absl::StatusOr<Value> StatusIs(Evaluator& evaluator, const Function&, const Args&) {
  const JobStatus status = evaluator.scope().status();
  return Value::Boolean(((status == kStatuses) || ...));
}

absl::StatusOr<Value> Always(Evaluator&, const Function&, const Args&) { return Value::Boolean(true); }

template <bool kStopAt>
absl::StatusOr<Value> AndOr(Evaluator& evaluator, const Function&, const Args& args) {
  for (const auto& argument : args) {
    SLIPWAY_ASSIGN_OR_RETURN(const Value value, evaluator.Evaluate(*argument));
    if (value.ToBoolean() == kStopAt) return Value::Boolean(kStopAt);
  }
  return Value::Boolean(!kStopAt);
}

absl::StatusOr<Value> Not(Evaluator& evaluator, const Function&, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const Value value, evaluator.Evaluate(*args[0]));
  return Value::Boolean(!value.ToBoolean());
}

absl::StatusOr<Value> Xor(Evaluator& evaluator, const Function&, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const Value left, evaluator.Evaluate(*args[0]));
  SLIPWAY_ASSIGN_OR_RETURN(const Value right, evaluator.Evaluate(*args[1]));
  return Value::Boolean(left.ToBoolean() != right.ToBoolean());
}

template <bool kWanted>
absl::StatusOr<Value> Equal(Evaluator& evaluator, const Function&, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const Value left, evaluator.Evaluate(*args[0]));
  SLIPWAY_ASSIGN_OR_RETURN(const Value right, evaluator.Evaluate(*args[1]));
  return Value::Boolean(Value::Equal(left, right) == kWanted);
}

template <bool (*kHolds)(int)>
absl::StatusOr<Value> Ordered(Evaluator& evaluator, const Function& function, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const Value left, evaluator.Evaluate(*args[0]));
  SLIPWAY_ASSIGN_OR_RETURN(const Value right, evaluator.Evaluate(*args[1]));
  const std::optional<int> order = Value::Compare(left, right);
  if (!order) {
    return absl::InvalidArgumentError(
        absl::StrCat(function.name, "(): cannot compare ", KindName(left.kind()), " with ", KindName(right.kind())));
  }
  return Value::Boolean(kHolds(*order));
}

bool Greater(int order) { return order > 0; }
bool GreaterOrEqual(int order) { return order >= 0; }
bool Less(int order) { return order < 0; }
bool LessOrEqual(int order) { return order <= 0; }

template <bool kWanted>
absl::StatusOr<Value> In(Evaluator& evaluator, const Function&, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const Value left, evaluator.Evaluate(*args[0]));
  for (size_t i = 1; i < args.size(); ++i) {
    SLIPWAY_ASSIGN_OR_RETURN(const Value right, evaluator.Evaluate(*args[i]));
    if (Value::Equal(left, right)) return Value::Boolean(kWanted);
  }
  return Value::Boolean(!kWanted);
}

template <bool (*kHolds)(absl::string_view, absl::string_view)>
absl::StatusOr<Value> TextTest(Evaluator& evaluator, const Function& function, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string text, Text(evaluator, function, *args[0]));
  SLIPWAY_ASSIGN_OR_RETURN(const std::string needle, Text(evaluator, function, *args[1]));
  return Value::Boolean(kHolds(absl::AsciiStrToUpper(text), absl::AsciiStrToUpper(needle)));
}

bool HasText(absl::string_view text, absl::string_view needle) { return absl::StrContains(text, needle); }
bool HasPrefix(absl::string_view text, absl::string_view needle) { return absl::StartsWith(text, needle); }
bool HasSuffix(absl::string_view text, absl::string_view needle) { return absl::EndsWith(text, needle); }

absl::StatusOr<Value> ContainsValue(Evaluator& evaluator, const Function&, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const Value container, evaluator.Evaluate(*args[0]));
  SLIPWAY_ASSIGN_OR_RETURN(const Value wanted, evaluator.Evaluate(*args[1]));
  bool found = false;
  if (container.kind() == ValueKind::kArray) {
    for (const Value& item : container.array()) found = found || Value::Equal(wanted, item);
  } else if (container.kind() == ValueKind::kObject) {
    for (const auto& [name, member] : container.object()) found = found || Value::Equal(wanted, member);
  }
  return Value::Boolean(found);
}

absl::StatusOr<Value> Coalesce(Evaluator& evaluator, const Function&, const Args& args) {
  Value value;
  for (const auto& argument : args) {
    SLIPWAY_ASSIGN_OR_RETURN(value, evaluator.Evaluate(*argument));
    const bool empty =
        value.kind() == ValueKind::kNull || (value.kind() == ValueKind::kString && value.string().empty());
    if (!empty) return value;
  }
  return value;
}

// What format(), join(), replace() and convertToJson() may make: each can multiply its input, and they nest.
constexpr size_t kMaxText = size_t{1} << 20;

absl::Status TooLong(const Function& function) {
  return absl::InvalidArgumentError(
      absl::StrCat(function.name, "(): the text would be longer than ", kMaxText, " bytes"));
}

std::optional<size_t> FormatIndex(absl::string_view digits) {
  size_t index;
  const bool all_digits = std::all_of(digits.begin(), digits.end(), [](char c) { return absl::ascii_isdigit(c); });
  if (!all_digits || !absl::SimpleAtoi(digits, &index)) return std::nullopt;
  return index;
}

absl::StatusOr<Value> Format(Evaluator& evaluator, const Function& function, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string format, Text(evaluator, function, *args[0]));
  const auto bad = [&](size_t at) {
    // The text itself only if the definition says it: else it may be a secret.
    const bool is_literal = args[0]->kind == NodeKind::kLiteral;
    return absl::InvalidArgumentError(absl::StrCat("format(): invalid format string at position ",
                                                   CountCharacters(absl::string_view(format).substr(0, at)) + 1,
                                                   is_literal ? absl::StrCat(": ", QuoteString(format)) : ""));
  };
  std::vector<std::optional<Value>> values(args.size() - 1);  // each evaluated once, however often it is used
  std::string out;
  for (size_t i = 0; i < format.size(); ++i) {
    const char c = format[i];
    if ((c == '{' || c == '}') && i + 1 < format.size() && format[i + 1] == c) {
      out.push_back(c);
      ++i;
    } else if (c == '{') {
      const size_t end = format.find('}', i);
      if (end == std::string::npos) return bad(i);
      const absl::string_view item = absl::string_view(format).substr(i + 1, end - i - 1);
      const size_t colon = item.find(':');
      const std::optional<size_t> index = FormatIndex(item.substr(0, colon));
      if (!index || *index >= values.size()) return bad(i);
      std::optional<Value>& value = values[*index];
      if (!value) {
        SLIPWAY_ASSIGN_OR_RETURN(value, evaluator.Evaluate(*args[*index + 1]));
      }
      const std::optional<std::string> text = value->ToText();
      if (!text) return TypeError(function, "expected a value that converts to a string", *value);
      const auto time = colon == absl::string_view::npos ? std::nullopt : value->ToDateTime();
      if (colon != absl::string_view::npos && !time) return bad(i);
      out += time ? FormatDotNetDate(item.substr(colon + 1), *time, absl::UTCTimeZone()) : *text;
      i = end;
    } else if (c == '}') {
      return bad(i);
    } else {
      out.push_back(c);
    }
    if (out.size() > kMaxText) return TooLong(function);
  }
  return Value::String(std::move(out));
}

absl::StatusOr<Value> Join(Evaluator& evaluator, const Function& function, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string separator, Text(evaluator, function, *args[0]));
  SLIPWAY_ASSIGN_OR_RETURN(const Value list, evaluator.Evaluate(*args[1]));
  if (list.kind() != ValueKind::kArray) return Value::String(list.ToText().value_or(""));
  std::string out;
  for (size_t i = 0; i < list.array().size(); ++i) {
    if (i > 0) out += separator;
    out += list.array()[i].ToText().value_or("");
    if (out.size() > kMaxText) return TooLong(function);
  }
  return Value::String(std::move(out));
}

absl::StatusOr<Value> Length(Evaluator& evaluator, const Function& function, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const Value value, evaluator.Evaluate(*args[0]));
  switch (value.kind()) {
    case ValueKind::kString:
      return Value::Number(Decimal(static_cast<int64_t>(CountUtf16Units(value.string()))));
    case ValueKind::kArray:
      return Value::Number(Decimal(static_cast<int64_t>(value.array().size())));
    case ValueKind::kObject:
      return Value::Number(Decimal(static_cast<int64_t>(value.object().size())));
    default:
      return TypeError(function, "expected a string, an array or an object", value);
  }
}

absl::StatusOr<Value> Lower(Evaluator& evaluator, const Function& function, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string text, Text(evaluator, function, *args[0]));
  return Value::String(absl::AsciiStrToLower(text));
}

absl::StatusOr<Value> Upper(Evaluator& evaluator, const Function& function, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string text, Text(evaluator, function, *args[0]));
  return Value::String(absl::AsciiStrToUpper(text));
}

absl::StatusOr<Value> Trim(Evaluator& evaluator, const Function& function, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string text, Text(evaluator, function, *args[0]));
  return Value::String(std::string(StripBlanks(text)));
}

absl::StatusOr<Value> Replace(Evaluator& evaluator, const Function& function, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string text, Text(evaluator, function, *args[0]));
  SLIPWAY_ASSIGN_OR_RETURN(const std::string from, Text(evaluator, function, *args[1]));
  SLIPWAY_ASSIGN_OR_RETURN(const std::string to, Text(evaluator, function, *args[2]));
  if (from.empty()) return Value::String(text);
  std::string out;
  size_t start = 0;
  for (size_t found; (found = text.find(from, start)) != std::string::npos; start = found + from.size()) {
    absl::StrAppend(&out, absl::string_view(text).substr(start, found - start), to);
    if (out.size() > kMaxText) return TooLong(function);
  }
  absl::StrAppend(&out, absl::string_view(text).substr(start));
  return Value::String(std::move(out));
}

absl::StatusOr<Value> Split(Evaluator& evaluator, const Function& function, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string text, Text(evaluator, function, *args[0]));
  SLIPWAY_ASSIGN_OR_RETURN(const std::string listed, Text(evaluator, function, *args[1]));
  absl::flat_hash_set<absl::string_view> delimiters;
  for (size_t at = 0, size; at < listed.size(); at += size) {
    size = CharacterSize(listed, at);
    delimiters.insert(absl::string_view(listed).substr(at, size));
  }
  ValueArray parts;
  size_t start = 0;
  for (size_t at = 0, size; at < text.size(); at += size) {
    size = CharacterSize(text, at);
    if (!delimiters.contains(absl::string_view(text).substr(at, size))) continue;
    parts.push_back(Value::String(text.substr(start, at - start)));
    start = at + size;
  }
  parts.push_back(Value::String(text.substr(start)));
  return Value::Array(std::move(parts));
}

absl::StatusOr<Value> Iif(Evaluator& evaluator, const Function&, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const Value condition, evaluator.Evaluate(*args[0]));
  return evaluator.Evaluate(*args[condition.ToBoolean() ? 1 : 2]);
}

absl::StatusOr<Value> ConvertToJson(Evaluator& evaluator, const Function& function, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const Value value, evaluator.Evaluate(*args[0]));
  std::string text = ValueToJson(value);
  if (text.size() > kMaxText) return TooLong(function);
  return Value::String(std::move(text));
}

absl::StatusOr<Value> Counter(Evaluator&, const Function&, const Args&) {
  return absl::InvalidArgumentError("counter(): only variable definitions may use it, never conditions");
}

absl::StatusOr<Value> JsonPath(Evaluator& evaluator, const Function& function, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string path, Text(evaluator, function, *args[0]));
  SLIPWAY_ASSIGN_OR_RETURN(ValueArray matches, SelectJsonPath(evaluator.scope().FindNamed("root").value_or(Value()), path));
  return Value::Array(std::move(matches));
}

absl::StatusOr<Value> Count(Evaluator& evaluator, const Function& function, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const Value value, evaluator.Evaluate(*args[0]));
  if (value.kind() == ValueKind::kNull) return Value::Number(Decimal(0));
  if (value.kind() == ValueKind::kArray) return Value::Number(Decimal(static_cast<int64_t>(value.array().size())));
  if (value.kind() == ValueKind::kObject) return Value::Number(Decimal(static_cast<int64_t>(value.object().size())));
  return TypeError(function, "expected an array or an object", value);
}

absl::StatusOr<Value> IsUrl(Evaluator& evaluator, const Function&, const Args& args) {
  SLIPWAY_ASSIGN_OR_RETURN(const Value value, evaluator.Evaluate(*args[0]));
  const std::string text = absl::AsciiStrToLower(value.ToText().value_or(""));
  for (absl::string_view scheme : {"http://", "https://"}) {
    if (absl::StartsWith(text, scheme)) return Value::Boolean(text.size() > scheme.size());
  }
  return Value::Boolean(false);
}

constexpr int kMany = 255;
constexpr ExpressionFunction kFunctions[] = {
    {"always", 0, 0, Always},
    {"and", 2, kMany, AndOr<false>},
    {"canceled", 0, 0, StatusIs<JobStatus::kCanceled>},
    {"coalesce", 2, kMany, Coalesce},
    {"contains", 2, 2, TextTest<HasText>},
    {"containsValue", 2, 2, ContainsValue},
    {"convertToJson", 1, 1, ConvertToJson},
    {"counter", 0, 2, Counter},
    {"endsWith", 2, 2, TextTest<HasSuffix>},
    {"eq", 2, 2, Equal<true>},
    {"failed", 0, 0, StatusIs<JobStatus::kFailed>},
    {"format", 1, kMany, Format},
    {"ge", 2, 2, Ordered<GreaterOrEqual>},
    {"gt", 2, 2, Ordered<Greater>},
    {"iif", 3, 3, Iif},
    {"in", 2, kMany, In<true>},
    {"join", 2, 2, Join},
    {"le", 2, 2, Ordered<LessOrEqual>},
    {"length", 1, 1, Length},
    {"lower", 1, 1, Lower},
    {"lt", 2, 2, Ordered<Less>},
    {"ne", 2, 2, Equal<false>},
    {"not", 1, 1, Not},
    {"notIn", 2, kMany, In<false>},
    {"or", 2, kMany, AndOr<true>},
    {"replace", 3, 3, Replace},
    {"split", 2, 2, Split},
    {"startsWith", 2, 2, TextTest<HasPrefix>},
    {"succeeded", 0, 0, StatusIs<JobStatus::kSucceeded, JobStatus::kSucceededWithIssues>},
    {"succeededOrFailed", 0, 0, StatusIs<JobStatus::kSucceeded, JobStatus::kSucceededWithIssues, JobStatus::kFailed>},
    {"trim", 1, 1, Trim},
    {"upper", 1, 1, Upper},
    {"xor", 2, 2, Xor},
};
constexpr ExpressionFunction kServerFunctions[] = {
    {"count", 1, 1, Count},
    {"isUrl", 1, 1, IsUrl},
    {"jsonpath", 1, 1, JsonPath},
};

template <size_t kSize>
const ExpressionFunction* FindIn(const ExpressionFunction (&functions)[kSize], absl::string_view name) {
  const auto* found =
      std::find_if(std::begin(functions), std::end(functions),
                   [&](const ExpressionFunction& function) { return absl::EqualsIgnoreCase(name, function.name); });
  return found == std::end(functions) ? nullptr : found;
}

}  // namespace

const ExpressionFunction* FindExpressionFunction(absl::string_view name, bool of_server_tasks) {
  const ExpressionFunction* found = FindIn(kFunctions, name);
  return found == nullptr && of_server_tasks ? FindIn(kServerFunctions, name) : found;
}

}  // namespace slipway
