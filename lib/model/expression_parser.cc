// Text to tree (task-contract 4.1). Recursive descent, with a depth limit well below any stack's.
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "model/expression_node.h"

namespace slipway {
namespace {

using NodePtr = std::unique_ptr<ExpressionNode>;

bool IsKeywordStart(char c) { return absl::ascii_isalpha(c) || c == '_'; }
bool IsKeyword(char c) { return absl::ascii_isalnum(c) || c == '_'; }

class Parser {
 public:
  explicit Parser(absl::string_view text) : text_(text) {}

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
        absl::StrCat("more than ", kMaxDepth, " levels of nesting at position ", at_ + 1));
  }

  absl::StatusOr<NodePtr> ParseExpression(int depth) {
    if (depth > kMaxDepth) return TooDeep();
    SLIPWAY_ASSIGN_OR_RETURN(NodePtr node, ParsePrimary(depth));
    // Accessors nest in the tree like arguments do.
    for (int accessors = 0;; ++accessors) {
      SkipBlanks();
      if (accessors > kMaxDepth && (Peek() == '[' || Peek() == '.')) return TooDeep();
      if (Peek() == '[') {
        ++at_;
        SkipBlanks();
        if (Peek() == '*') {
          ++at_;
          node = Wrap(NodeKind::kWildcard, std::move(node), nullptr);
        } else {
          SLIPWAY_ASSIGN_OR_RETURN(NodePtr index, ParseExpression(depth + 1));
          node = Wrap(NodeKind::kIndex, std::move(node), std::move(index));
        }
        SkipBlanks();
        if (Peek() != ']') return at_ >= text_.size() ? Error("Unclosed indexer: expected ']'") : Unexpected();
        ++at_;
      } else if (Peek() == '.') {
        ++at_;
        SkipBlanks();
        if (Peek() == '*') {
          ++at_;
          node = Wrap(NodeKind::kWildcard, std::move(node), nullptr);
          continue;
        }
        if (!IsKeywordStart(Peek())) return Error("Expected a property name");
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
    const ExpressionFunction* function = FindExpressionFunction(word);
    if (Peek() != '(') {
      if (function != nullptr) return Error(absl::StrCat("Expected '(' after function '", word, "'"));
      if (!absl::EqualsIgnoreCase(word, "variables")) return UnrecognizedAt(start, word);
      node->kind = NodeKind::kNamedValue;
      return node;
    }
    if (function == nullptr) return UnrecognizedAt(start, word);
    node->kind = NodeKind::kCall;
    node->function = function;
    ++at_;
    SkipBlanks();
    if (Peek() == ')') {
      ++at_;
    } else {
      while (true) {
        SLIPWAY_ASSIGN_OR_RETURN(NodePtr argument, ParseExpression(depth + 1));
        node->children.push_back(std::move(argument));
        SkipBlanks();
        if (at_ >= text_.size()) {
          return Error(
              absl::StrCat("Unclosed function '", word, "' that starts at position ", start + 1, ": expected ')'"));
        }
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
                                                     start + 1, ": expected ", expected, ", got ", count));
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
    return UnrecognizedAt(start, text_.substr(start));
  }

  absl::StatusOr<Value> TakeNumber() {
    const size_t start = at_;
    while (at_ < text_.size() && !absl::ascii_isspace(text_[at_]) &&
           !absl::StrContains("[](),", text_.substr(at_, 1))) {
      ++at_;
    }
    const absl::string_view token = text_.substr(start, at_ - start);
    size_t dots = 0;
    for (char c : token) dots += c == '.';
    if (dots >= 2) {
      if (std::optional<VersionNumber> version = VersionNumber::Parse(token))
        return Value::Version(*std::move(version));
    } else if (std::optional<Decimal> number = Decimal::Parse(token, false)) {
      return Value::Number(*number);
    }
    return UnrecognizedAt(start, token);
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

  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void SkipBlanks() {
    while (at_ < text_.size()) {
      if (absl::ascii_isspace(text_[at_])) {
        ++at_;
      } else if (absl::StartsWith(text_.substr(at_), "\xC2\xA0")) {  // no-break space, as copied from web pages
        at_ += 2;
      } else {
        return;
      }
    }
  }

  absl::Status Error(absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat(what, " at position ", at_ + 1));
  }

  absl::Status Unexpected() const {
    return absl::InvalidArgumentError(
        absl::StrCat("Unexpected symbol '", text_.substr(at_, 1), "' at position ", at_ + 1));
  }

  static absl::Status UnrecognizedAt(size_t start, absl::string_view token) {
    return absl::InvalidArgumentError(
        absl::StrCat("Unrecognized value '", token.substr(0, 60), "' at position ", start + 1));
  }

  const absl::string_view text_;
  size_t at_ = 0;
};

}  // namespace

absl::StatusOr<Expression> Expression::Parse(absl::string_view text) {
  if (text.size() > kMaxLength) {
    return absl::InvalidArgumentError(
        absl::StrCat("the expression is ", text.size(), " characters long; at most ", kMaxLength, " are allowed"));
  }
  Expression expression;
  if (absl::StripAsciiWhitespace(text).empty()) return expression;
  SLIPWAY_ASSIGN_OR_RETURN(NodePtr root, Parser(text).Parse());
  if (root->kind == NodeKind::kCall && root->name == "succeeded") return expression;
  expression.root_ = std::move(root);
  return expression;
}

}  // namespace slipway
