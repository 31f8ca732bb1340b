#include "model/json_path.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "model/unicode.h"

namespace slipway {
namespace {

constexpr int kMaxFilterDepth = 32;

struct Filter;

struct Slice {
  std::optional<int64_t> start, end;
  int64_t step = 1;
};

// One step of a path.
struct Step {
  enum class Kind { kNames, kIndexes, kSlice, kAll, kFilter } kind = Kind::kAll;
  bool descend = false;  // `..`: of the value and of everything below it
  std::vector<std::string> names;
  std::vector<int64_t> indexes;
  Slice slice;
  std::shared_ptr<const Filter> filter;
};
using Path = std::vector<Step>;

// `a && b`, `a || b`, a comparison, or the existence of a path.
struct Filter {
  enum class Kind { kAnd, kOr, kExists, kCompare } kind = Kind::kExists;
  std::vector<Filter> operands;
  struct Side {
    std::optional<Path> path;  // from @
    Value literal;
  };
  Side left, right;
  std::string comparison;
};

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(c) || c == '_' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

class Parser {
 public:
  explicit Parser(absl::string_view text) : text_(text) {}

  absl::StatusOr<Path> Parse() {
    SkipBlanks();
    Path path;
    if (!Take("$") && at_ < text_.size() && IsNameCharacter(text_[at_])) {
      SLIPWAY_RETURN_IF_ERROR(ParseName(/*descend=*/false, &path));
    }
    SLIPWAY_RETURN_IF_ERROR(ParseSteps(&path));
    SkipBlanks();
    if (at_ < text_.size()) return Unexpected("the end, `.` or `[`");
    return path;
  }

 private:
  absl::Status Unexpected(absl::string_view wanted) const {
    const absl::string_view rest = text_.substr(at_);
    return absl::InvalidArgumentError(
        absl::StrCat("jsonpath(): expected ", wanted, " at position ", CountCharacters(text_.substr(0, at_)) + 1, ", got ",
                     rest.empty() ? "the end" : absl::StrCat("'", rest.substr(0, CharacterSize(rest, 0)), "'")));
  }

  void SkipBlanks() {
    while (at_ < text_.size() && absl::ascii_isspace(text_[at_])) ++at_;
  }
  bool Take(absl::string_view token) {
    if (!absl::StartsWith(text_.substr(at_), token)) return false;
    at_ += token.size();
    return true;
  }
  bool TakeAfterBlanks(absl::string_view token) {
    SkipBlanks();
    return Take(token);
  }

  absl::Status ParseSteps(Path* path) {
    while (at_ < text_.size()) {
      if (Take("..")) {
        if (at_ < text_.size() && text_[at_] == '[') {
          SLIPWAY_RETURN_IF_ERROR(ParseBrackets(/*descend=*/true, path));
        } else {
          SLIPWAY_RETURN_IF_ERROR(ParseName(/*descend=*/true, path));
        }
      } else if (Take(".")) {
        SLIPWAY_RETURN_IF_ERROR(ParseName(/*descend=*/false, path));
      } else if (text_[at_] == '[') {
        SLIPWAY_RETURN_IF_ERROR(ParseBrackets(/*descend=*/false, path));
      } else {
        break;
      }
    }
    return absl::OkStatus();
  }

  absl::Status ParseName(bool descend, Path* path) {
    Step step;
    step.descend = descend;
    if (!Take("*")) {
      const size_t start = at_;
      while (at_ < text_.size() && IsNameCharacter(text_[at_])) ++at_;
      if (at_ == start) return Unexpected("a name or `*`");
      step.kind = Step::Kind::kNames;
      step.names.emplace_back(text_.substr(start, at_ - start));
    }
    path->push_back(std::move(step));
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> ParseQuoted() {
    const char quote = text_[at_++];
    std::string out;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      out.push_back(text_[at_++]);
    }
    if (at_ == text_.size()) return Unexpected(absl::StrCat("a closing ", std::string(1, quote)));
    ++at_;
    return out;
  }

  bool AtQuote() const { return at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"'); }

  absl::StatusOr<std::optional<int64_t>> ParseInteger() {
    SkipBlanks();
    const size_t start = at_;
    if (at_ < text_.size() && text_[at_] == '-') ++at_;
    while (at_ < text_.size() && absl::ascii_isdigit(text_[at_])) ++at_;
    if (at_ == start) return std::optional<int64_t>();
    int64_t value;
    if (!absl::SimpleAtoi(text_.substr(start, at_ - start), &value)) {
      at_ = start;
      return Unexpected("an index");
    }
    SkipBlanks();
    return std::optional<int64_t>(value);
  }

  absl::Status ParseBrackets(bool descend, Path* path) {
    ++at_;
    SkipBlanks();
    Step step;
    step.descend = descend;
    if (Take("*")) {
      step.kind = Step::Kind::kAll;
    } else if (Take("?")) {
      if (!TakeAfterBlanks("(")) return Unexpected("`(`");
      SLIPWAY_ASSIGN_OR_RETURN(Filter filter, ParseOr(0));
      if (!TakeAfterBlanks(")")) return Unexpected("`)`");
      step.kind = Step::Kind::kFilter;
      step.filter = std::make_shared<const Filter>(std::move(filter));
    } else if (AtQuote()) {
      step.kind = Step::Kind::kNames;
      do {
        SkipBlanks();
        if (!AtQuote()) return Unexpected("a quoted name");
        SLIPWAY_ASSIGN_OR_RETURN(std::string name, ParseQuoted());
        step.names.push_back(std::move(name));
      } while (TakeAfterBlanks(","));
    } else {
      SLIPWAY_RETURN_IF_ERROR(ParseIndexes(&step));
    }
    if (!TakeAfterBlanks("]")) return Unexpected("`]`");
    path->push_back(std::move(step));
    return absl::OkStatus();
  }

  absl::Status ParseIndexes(Step* step) {
    SLIPWAY_ASSIGN_OR_RETURN(std::optional<int64_t> first, ParseInteger());
    if (Take(":")) {
      step->kind = Step::Kind::kSlice;
      step->slice.start = first;
      SLIPWAY_ASSIGN_OR_RETURN(step->slice.end, ParseInteger());
      if (Take(":")) {
        SLIPWAY_ASSIGN_OR_RETURN(const std::optional<int64_t> stride, ParseInteger());
        if (stride.value_or(1) < 1) return Unexpected("a step of 1 or more");
        step->slice.step = stride.value_or(1);
      }
      return absl::OkStatus();
    }
    if (!first) return Unexpected("an index, a quoted name, `*` or `?(`");
    step->kind = Step::Kind::kIndexes;
    step->indexes.push_back(*first);
    while (TakeAfterBlanks(",")) {
      SLIPWAY_ASSIGN_OR_RETURN(const std::optional<int64_t> next, ParseInteger());
      if (!next) return Unexpected("an index");
      step->indexes.push_back(*next);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Filter> ParseOr(int depth) {
    return ParseChain(depth, "||", Filter::Kind::kOr, [this](int deeper) {
      return ParseChain(deeper, "&&", Filter::Kind::kAnd, [this](int deepest) { return ParseTerm(deepest); });
    });
  }

  template <typename Operand>
  absl::StatusOr<Filter> ParseChain(int depth, absl::string_view separator, Filter::Kind kind, const Operand& operand) {
    SLIPWAY_ASSIGN_OR_RETURN(Filter first, operand(depth));
    if (!TakeAfterBlanks(separator)) return first;
    Filter chain;
    chain.kind = kind;
    chain.operands.push_back(std::move(first));
    do {
      SLIPWAY_ASSIGN_OR_RETURN(Filter next, operand(depth));
      chain.operands.push_back(std::move(next));
    } while (TakeAfterBlanks(separator));
    return chain;
  }

  absl::StatusOr<Filter> ParseTerm(int depth) {
    if (depth > kMaxFilterDepth) return Unexpected(absl::StrCat("at most ", kMaxFilterDepth, " nested parentheses"));
    if (TakeAfterBlanks("(")) {
      SLIPWAY_ASSIGN_OR_RETURN(Filter inner, ParseOr(depth + 1));
      if (!TakeAfterBlanks(")")) return Unexpected("`)`");
      return inner;
    }
    Filter filter;
    SLIPWAY_ASSIGN_OR_RETURN(filter.left, ParseSide());
    SkipBlanks();
    for (absl::string_view comparison : {"==", "!=", "<>", "<=", ">=", "<", ">"}) {
      if (!Take(comparison)) continue;
      filter.kind = Filter::Kind::kCompare;
      filter.comparison = std::string(comparison);
      SLIPWAY_ASSIGN_OR_RETURN(filter.right, ParseSide());
      return filter;
    }
    if (!filter.left.path) return Unexpected("a comparison");
    return filter;
  }

  absl::StatusOr<Filter::Side> ParseSide() {
    SkipBlanks();
    Filter::Side side;
    if (Take("@")) {
      Path path;
      SLIPWAY_RETURN_IF_ERROR(ParseSteps(&path));
      side.path = std::move(path);
      return side;
    }
    if (AtQuote()) {
      SLIPWAY_ASSIGN_OR_RETURN(std::string text, ParseQuoted());
      side.literal = Value::String(std::move(text));
      return side;
    }
    const size_t start = at_;
    while (at_ < text_.size() && (IsNameCharacter(text_[at_]) || text_[at_] == '.' || text_[at_] == '+')) ++at_;
    const absl::string_view word = text_.substr(start, at_ - start);
    if (word == "true" || word == "false") {
      side.literal = Value::Boolean(word == "true");
    } else if (word == "null") {
      side.literal = Value();
    } else if (const std::optional<Decimal> number = Decimal::Parse(word, /*lenient=*/false)) {
      side.literal = Value::Number(*number);
    } else {
      at_ = start;
      return Unexpected("`@`, a text in quotes, a number, true, false or null");
    }
    return side;
  }

  const absl::string_view text_;
  size_t at_ = 0;
};

absl::Status TooMany() {
  return absl::ResourceExhaustedError(
      absl::StrCat("jsonpath(): more than ", kMaxJsonPathMatches, " values are selected on the way"));
}

class Selector {
 public:
  absl::StatusOr<ValueArray> Select(const Value& root, const Path& path) {
    ValueArray current = {root};
    for (const Step& step : path) {
      ValueArray next;
      for (const Value& value : current) {
        if (step.descend) {
          SLIPWAY_RETURN_IF_ERROR(Descend(step, value, &next));
        } else {
          SLIPWAY_RETURN_IF_ERROR(Apply(step, value, &next));
        }
      }
      current = std::move(next);
    }
    return current;
  }

 private:
  absl::Status Add(const Value& value, ValueArray* out) {
    if (++selected_ > kMaxJsonPathMatches) return TooMany();
    out->push_back(value);
    return absl::OkStatus();
  }

  // Depth is that of the document, which its parser has limited.
  absl::Status Descend(const Step& step, const Value& value, ValueArray* out) {
    if (++selected_ > kMaxJsonPathMatches) return TooMany();
    SLIPWAY_RETURN_IF_ERROR(Apply(step, value, out));
    if (value.kind() == ValueKind::kArray) {
      for (const Value& item : value.array()) SLIPWAY_RETURN_IF_ERROR(Descend(step, item, out));
    } else if (value.kind() == ValueKind::kObject) {
      for (const auto& [name, member] : value.object()) SLIPWAY_RETURN_IF_ERROR(Descend(step, member, out));
    }
    return absl::OkStatus();
  }

  absl::Status Apply(const Step& step, const Value& value, ValueArray* out) {
    if (value.kind() == ValueKind::kObject) return ApplyToObject(step, value.object(), out);
    if (value.kind() == ValueKind::kArray) return ApplyToArray(step, value.array(), out);
    return absl::OkStatus();
  }

  absl::Status ApplyToObject(const Step& step, const ValueObject& object, ValueArray* out) {
    for (const std::string& wanted : step.names) {
      for (const auto& [name, member] : object) {
        if (name == wanted) SLIPWAY_RETURN_IF_ERROR(Add(member, out));
      }
    }
    if (step.kind != Step::Kind::kAll && step.kind != Step::Kind::kFilter) return absl::OkStatus();
    for (const auto& [name, member] : object) SLIPWAY_RETURN_IF_ERROR(AddIfKept(step, member, out));
    return absl::OkStatus();
  }

  absl::Status ApplyToArray(const Step& step, const ValueArray& array, ValueArray* out) {
    const int64_t size = static_cast<int64_t>(array.size());
    for (int64_t index : step.indexes) {
      if (index < 0) index += size;
      if (index >= 0 && index < size) SLIPWAY_RETURN_IF_ERROR(Add(array[index], out));
    }
    if (step.kind == Step::Kind::kSlice) {
      const auto bound = [size](int64_t at) { return std::clamp<int64_t>(at < 0 ? at + size : at, 0, size); };
      const int64_t end = bound(step.slice.end.value_or(size));
      for (int64_t i = bound(step.slice.start.value_or(0)); i < end;) {
        SLIPWAY_RETURN_IF_ERROR(Add(array[i], out));
        if (step.slice.step >= size) break;
        i += step.slice.step;
      }
    }
    if (step.kind != Step::Kind::kAll && step.kind != Step::Kind::kFilter) return absl::OkStatus();
    for (const Value& item : array) SLIPWAY_RETURN_IF_ERROR(AddIfKept(step, item, out));
    return absl::OkStatus();
  }

  absl::Status AddIfKept(const Step& step, const Value& value, ValueArray* out) {
    if (step.filter != nullptr) {
      SLIPWAY_ASSIGN_OR_RETURN(const bool kept, Holds(*step.filter, value));
      if (!kept) return absl::OkStatus();
    }
    return Add(value, out);
  }

  absl::StatusOr<bool> Holds(const Filter& filter, const Value& value) {
    if (filter.kind == Filter::Kind::kAnd || filter.kind == Filter::Kind::kOr) {
      const bool stop_at = filter.kind == Filter::Kind::kOr;
      for (const Filter& operand : filter.operands) {
        SLIPWAY_ASSIGN_OR_RETURN(const bool holds, Holds(operand, value));
        if (holds == stop_at) return stop_at;
      }
      return !stop_at;
    }
    SLIPWAY_ASSIGN_OR_RETURN(const ValueArray left, Values(filter.left, value));
    if (filter.kind == Filter::Kind::kExists) return !left.empty();
    SLIPWAY_ASSIGN_OR_RETURN(const ValueArray right, Values(filter.right, value));
    for (const Value& a : left) {
      for (const Value& b : right) {
        if (Compare(filter.comparison, a, b)) return true;
      }
    }
    return false;
  }

  absl::StatusOr<ValueArray> Values(const Filter::Side& side, const Value& value) {
    if (!side.path) return ValueArray{side.literal};
    return Select(value, *side.path);
  }

  // As in JSON: a text is never equal to a number, and its case counts.
  static bool Compare(absl::string_view comparison, const Value& a, const Value& b) {
    const bool equal = a.kind() == b.kind() && (a.kind() == ValueKind::kString ? a.string() == b.string()
                                                                               : Value::Equal(a, b));
    if (comparison == "==") return equal;
    if (comparison == "!=" || comparison == "<>") return !equal;
    if (a.kind() != b.kind() || (a.kind() != ValueKind::kNumber && a.kind() != ValueKind::kString)) return false;
    const int order =
        a.kind() == ValueKind::kString ? a.string().compare(b.string()) : a.ToNumber()->Compare(*b.ToNumber());
    if (comparison == "<") return order < 0;
    if (comparison == "<=") return order <= 0;
    if (comparison == ">") return order > 0;
    return order >= 0;
  }

  size_t selected_ = 0;
};

}  // namespace

absl::StatusOr<ValueArray> SelectJsonPath(const Value& root, absl::string_view path) {
  if (path.size() > kMaxJsonPathLength) {
    return absl::ResourceExhaustedError(
        absl::StrCat("jsonpath(): the path has ", path.size(), " bytes; at most ", kMaxJsonPathLength, " are read"));
  }
  SLIPWAY_ASSIGN_OR_RETURN(const Path parsed, Parser(path).Parse());
  return Selector().Select(root, parsed);
}

}  // namespace slipway
