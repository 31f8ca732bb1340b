// Text to tree (task-contract 4.1). Recursive descent, with a depth limit well below any stack's.
#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "model/expression_node.h"
#include "model/unicode.h"

namespace slipway {
namespace {

using NodePtr = std::unique_ptr<ExpressionNode>;

bool IsKeywordStart(char c) { return absl::ascii_isalpha(c) || c == '_'; }
bool IsKeyword(char c) { return absl::ascii_isalnum(c) || c == '_'; }

class Parser {
 public:
  Parser(absl::string_view text, absl::Span<const absl::string_view> named_values)
      : text_(text), named_values_(named_values) {}

  absl::StatusOr<NodePtr> Parse() {
    SLIPWAY_ASSIGN_OR_RETURN(NodePtr node, ParseExpression(1));
    SkipBlanks();
    if (at_ < text_.size()) return Unexpected();
    return node;
  }

 private:
  static constexpr int kMaxDepth = Expression::kMaxDepth;

  absl::Status TooDeep() const {
    return absl::InvalidArgumentError(
        absl::StrCat("more than ", kMaxDepth, " levels of nesting at position ", PositionOf(at_)));
  }

  absl::StatusOr<NodePtr> ParseExpression(int depth) {
    if (depth > kMaxDepth) return TooDeep();
    SLIPWAY_ASSIGN_OR_RETURN(NodePtr node, ParsePrimary(depth));
    // Accessors nest in the tree like arguments do.
    for (int accessors = 0;; ++accessors) {
      SkipBlanks();
      if (accessors >= kMaxDepth && (Peek() == '[' || Peek() == '.')) return TooDeep();
      if (Peek() == '[') {
        const size_t open = at_++;
        SkipBlanks();
        if (at_ >= text_.size()) return UnclosedIndex(open);
        if (Peek() == '*') {
          ++at_;
          node = Wrap(NodeKind::kWildcard, std::move(node), nullptr);
        } else {
          SLIPWAY_ASSIGN_OR_RETURN(NodePtr index, ParseExpression(depth + 1));
          node = Wrap(NodeKind::kIndex, std::move(node), std::move(index));
        }
        SkipBlanks();
        if (Peek() != ']') return at_ >= text_.size() ? UnclosedIndex(open) : Unexpected();
        ++at_;
      } else if (Peek() == '.') {
        ++at_;
        SkipBlanks();
        if (Peek() == '*') {
          ++at_;
          node = Wrap(NodeKind::kWildcard, std::move(node), nullptr);
          continue;
        }
        if (!IsKeywordStart(Peek())) return Error(absl::StrCat("Expected a property name", Found()));
        auto index = std::make_unique<ExpressionNode>();
        index->literal = Value::String(std::string(TakeKeyword()));
        node = Wrap(NodeKind::kIndex, std::move(node), std::move(index));
      } else {
        return node;
      }
    }
  }

  absl::StatusOr<NodePtr> ParsePrimary(int depth) {
    SkipBlanks();
    if (at_ >= text_.size()) return Error("Unexpected end of the expression");
    const char c = Peek();
    auto node = std::make_unique<ExpressionNode>();
    if (c == '\'') {
      SLIPWAY_ASSIGN_OR_RETURN(node->literal, TakeString());
      return node;
    }
    if (absl::ascii_isdigit(c) || c == '-' || c == '.') {
      SLIPWAY_ASSIGN_OR_RETURN(node->literal, TakeNumber());
      return node;
    }
    if (!IsKeywordStart(c)) return Unexpected();
    const size_t start = at_;
    const absl::string_view word = TakeKeyword();
    SkipBlanks();
    if (absl::EqualsIgnoreCase(word, "true") || absl::EqualsIgnoreCase(word, "false")) {
      node->literal = Value::Boolean(absl::EqualsIgnoreCase(word, "true"));
      return node;
    }
    node->name = std::string(word);
    const ExpressionFunction* function = FindExpressionFunction(word, IsNamedValue("root"));
    if (Peek() != '(') {
      if (function != nullptr) return Error(absl::StrCat("Expected '(' after function '", word, "'", Found()));
      if (!IsNamedValue(word)) {
        const std::string known = absl::StrJoin(named_values_, ", ");
        return UnrecognizedAt(start, word,
                              absl::StrCat("the named values here are variables", known.empty() ? "" : ", ", known));
      }
      node->kind = NodeKind::kNamedValue;
      return node;
    }
    if (function == nullptr) return UnrecognizedAt(start, word, "there is no such function");
    node->kind = NodeKind::kCall;
    node->function = function;
    ++at_;
    SkipBlanks();
    if (Peek() == ')') {
      ++at_;
    } else {
      while (true) {
        SkipBlanks();
        if (at_ >= text_.size()) return UnclosedFunction(word, start);
        SLIPWAY_ASSIGN_OR_RETURN(NodePtr argument, ParseExpression(depth + 1));
        node->children.push_back(std::move(argument));
        SkipBlanks();
        if (at_ >= text_.size()) return UnclosedFunction(word, start);
        const char next = Peek();
        if (next != ',' && next != ')') return Unexpected();
        ++at_;
        if (next == ')') break;
      }
    }
    const int count = static_cast<int>(node->children.size());
    if (count < function->min_arguments || count > function->max_arguments) {
      const std::string expected = function->min_arguments == function->max_arguments
                                       ? absl::StrCat(function->min_arguments)
                                       : absl::StrCat(function->min_arguments, " to ", function->max_arguments);
      return absl::InvalidArgumentError(absl::StrCat("Unexpected number of arguments of '", word, "' at position ",
                                                     PositionOf(start), ": expected ", expected, ", got ", count));
    }
    return node;
  }

  absl::StatusOr<Value> TakeString() {
    const size_t start = at_++;
    std::string value;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c != '\'') {
        value.push_back(c);
      } else if (Peek() == '\'') {
        value.push_back('\'');
        ++at_;
      } else {
        return Value::String(std::move(value));
      }
    }
    return UnrecognizedAt(start, text_.substr(start), "the string has no closing quote");
  }

  absl::StatusOr<Value> TakeNumber() {
    const size_t start = at_;
    at_ = NumberEnd(start);
    const absl::string_view token = text_.substr(start, at_ - start);
    size_t dots = 0;
    for (char c : token) dots += c == '.';
    if (dots >= 2) {
      if (std::optional<VersionNumber> version = VersionNumber::Parse(token))
        return Value::Version(*std::move(version));
    } else if (std::optional<Decimal> number = Decimal::Parse(token, false)) {
      return Value::Number(*number);
    }
    return UnrecognizedAt(start, token, "expected a number like -1.5 or a version of 2 to 4 parts like 1.2.3");
  }

  absl::string_view TakeKeyword() {
    const size_t start = at_;
    while (at_ < text_.size() && IsKeyword(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

  static NodePtr Wrap(NodeKind kind, NodePtr container, NodePtr index) {
    auto node = std::make_unique<ExpressionNode>();
    node->kind = kind;
    node->children.push_back(std::move(container));
    if (index != nullptr) node->children.push_back(std::move(index));
    return node;
  }

  bool IsNamedValue(absl::string_view word) const {
    if (absl::EqualsIgnoreCase(word, "variables")) return true;
    return std::any_of(named_values_.begin(), named_values_.end(),
                       [&](absl::string_view known) { return absl::EqualsIgnoreCase(known, word); });
  }

  size_t NumberEnd(size_t at) const {
    while (at < text_.size() && BlankSize(text_, at) == 0 && !absl::StrContains("[](),", text_.substr(at, 1))) ++at;
    return at;
  }

  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void SkipBlanks() {
    while (const size_t blank = BlankSize(text_, at_)) at_ += blank;
  }

  // What error texts call the token at the current place.
  absl::string_view Token() const {
    if (at_ >= text_.size()) return "";
    const char c = text_[at_];
    size_t end = at_;
    if (c == '\'') {
      end = text_.find('\'', at_ + 1);
      return text_.substr(at_, end == absl::string_view::npos ? end : end + 1 - at_);
    }
    while (end < text_.size() && IsKeyword(text_[end])) ++end;
    if (c == '-' || absl::ascii_isdigit(c)) end = NumberEnd(at_);
    return text_.substr(at_, end > at_ ? end - at_ : CharacterSize(text_, at_));
  }

  std::string Found() const {
    return at_ >= text_.size() ? ", found the end of the expression"
                               : absl::StrCat(", found '", ShownText(Token(), kMaxShown), "'");
  }

  // 1-based, in characters.
  size_t PositionOf(size_t at) const { return CountCharacters(text_.substr(0, at)) + 1; }

  absl::Status Error(absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat(what, " at position ", PositionOf(at_)));
  }

  absl::Status Unexpected() const {
    return Error(absl::StrCat("Unexpected symbol '", ShownText(Token(), kMaxShown), "'"));
  }

  absl::Status UnclosedIndex(size_t open) const {
    return Error(absl::StrCat("Unclosed '[' that stands at position ", PositionOf(open), ": expected ']'"));
  }

  absl::Status UnclosedFunction(absl::string_view name, size_t start) const {
    return Error(
        absl::StrCat("Unclosed function '", name, "' that starts at position ", PositionOf(start), ": expected ')'"));
  }

  absl::Status UnrecognizedAt(size_t start, absl::string_view token, absl::string_view why) const {
    return absl::InvalidArgumentError(absl::StrCat("Unrecognized value '", ShownText(token, kMaxShown),
                                                   "' at position ", PositionOf(start), ": ", why));
  }

  static constexpr size_t kMaxShown = 60;

  const absl::string_view text_;
  const absl::Span<const absl::string_view> named_values_;
  size_t at_ = 0;
};

}  // namespace

absl::StatusOr<Expression> Expression::Parse(absl::string_view text, absl::Span<const absl::string_view> named_values) {
  if (text.size() > kMaxLength) {
    const size_t length = CountCharacters(text);
    if (length > kMaxLength) {
      return absl::InvalidArgumentError(
          absl::StrCat("the expression is ", length, " characters long; at most ", kMaxLength, " are allowed"));
    }
  }
  Expression expression;
  if (StripBlanks(text).empty()) return expression;
  SLIPWAY_ASSIGN_OR_RETURN(NodePtr root, Parser(text, named_values).Parse());
  if (root->kind == NodeKind::kCall && root->name == "succeeded") return expression;
  expression.root_ = std::move(root);
  return expression;
}

}  // namespace slipway
