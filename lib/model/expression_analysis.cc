#include "model/expression_analysis.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "model/expression_node.h"

namespace slipway {
namespace {

using Outcome = std::optional<bool>;

bool IsFunction(const ExpressionNode& node, absl::string_view name) {
  return node.kind == NodeKind::kCall && absl::EqualsIgnoreCase(node.name, name);
}

bool IsText(const ExpressionNode& node) {
  return node.kind == NodeKind::kLiteral && node.literal.kind() == ValueKind::kString;
}

// variables['x'] and variables.x
const std::string* VariableName(const ExpressionNode& node) {
  if (node.kind != NodeKind::kIndex) return nullptr;
  const ExpressionNode& container = *node.children[0];
  if (container.kind != NodeKind::kNamedValue || !absl::EqualsIgnoreCase(container.name, "variables")) return nullptr;
  return IsText(*node.children[1]) ? &node.children[1]->literal.string() : nullptr;
}

bool IsKnownBeforehand(const ExpressionNode& node) {
  if (node.kind == NodeKind::kNamedValue || IsFunction(node, "counter")) return false;
  return std::all_of(node.children.begin(), node.children.end(),
                     [](const auto& child) { return IsKnownBeforehand(*child); });
}

class StatusScope : public ExpressionScope {
 public:
  explicit StatusScope(JobStatus status) : status_(status) {}
  JobStatus status() const override { return status_; }
  std::optional<ScopeVariable> FindVariable(absl::string_view) const override { return std::nullopt; }

 private:
  const JobStatus status_;
};

// One eq(variables['x'], 'text') or ne(...), also the other way round.
struct Comparison {
  std::string variable;  // lower case
  std::string text;      // lower case: strings compare without case
  bool equal = true;
};

void CollectComparisons(const ExpressionNode& node, absl::string_view joined_by, std::vector<Comparison>* out) {
  if (IsFunction(node, joined_by)) {
    for (const auto& child : node.children) CollectComparisons(*child, joined_by, out);
    return;
  }
  const bool equal = IsFunction(node, "eq");
  if (!equal && !IsFunction(node, "ne")) return;
  for (const int side : {0, 1}) {
    const std::string* variable = VariableName(*node.children[side]);
    const ExpressionNode& other = *node.children[1 - side];
    if (variable == nullptr || !IsText(other)) continue;
    out->push_back({absl::AsciiStrToLower(*variable), absl::AsciiStrToLower(other.literal.string()), equal});
  }
}

// Of `comparisons`, two that cannot both have the outcome `wanted` (true: both hold; false: both fail).
bool Exclude(const std::vector<Comparison>& comparisons, bool wanted) {
  constexpr size_t kMost = 100;  // all pairs are looked at
  for (size_t i = 0; i < std::min(comparisons.size(), kMost); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const Comparison& a = comparisons[i];
      const Comparison& b = comparisons[j];
      if (a.variable != b.variable) continue;
      const bool a_is = a.equal == wanted;  // says that the variable has this text
      const bool b_is = b.equal == wanted;
      if ((a_is && b_is && a.text != b.text) || (a_is != b_is && a.text == b.text)) return true;
    }
  }
  return false;
}

class Analysis {
 public:
  explicit Analysis(JobStatus status) : scope_(status), evaluator_(scope_) {}

  Outcome Of(const ExpressionNode& node) {
    if (IsKnownBeforehand(node)) {
      const absl::StatusOr<Value> value = evaluator_.Evaluate(node);
      return value.ok() ? Outcome(value->ToBoolean()) : std::nullopt;
    }
    if (IsFunction(node, "and")) return Join(node, "and", false);
    if (IsFunction(node, "or")) return Join(node, "or", true);
    if (IsFunction(node, "not")) return Not(Of(*node.children[0]));
    if (IsFunction(node, "xor")) {
      const Outcome left = Of(*node.children[0]);
      const Outcome right = Of(*node.children[1]);
      return left && right ? Outcome(*left != *right) : std::nullopt;
    }
    if (IsFunction(node, "iif")) {
      const Outcome choice = Of(*node.children[0]);
      if (choice) return Of(*node.children[*choice ? 1 : 2]);
      const Outcome yes = Of(*node.children[1]);
      return yes == Of(*node.children[2]) ? yes : std::nullopt;
    }
    return std::nullopt;
  }

 private:
  static Outcome Not(Outcome outcome) { return outcome ? Outcome(!*outcome) : std::nullopt; }

  // `decisive`: the outcome of one child that settles the whole.
  Outcome Join(const ExpressionNode& node, absl::string_view name, bool decisive) {
    bool all_known = true;
    for (const auto& child : node.children) {
      const Outcome outcome = Of(*child);
      if (outcome == Outcome(decisive)) return decisive;
      all_known = all_known && outcome.has_value();
    }
    if (all_known) return !decisive;
    std::vector<Comparison> comparisons;
    CollectComparisons(node, name, &comparisons);
    // and(): two that cannot both hold; or(): two that cannot both fail.
    return Exclude(comparisons, !decisive) ? Outcome(decisive) : std::nullopt;
  }

  const StatusScope scope_;
  Evaluator evaluator_;
};

bool IsEmptyText(const ExpressionNode& node) { return IsText(node) && node.literal.string().empty(); }

void CollectVariables(const ExpressionNode& node, absl::flat_hash_set<std::string>* seen,
                      std::vector<std::string>* out) {
  if (IsFunction(node, "eq") || IsFunction(node, "ne")) {
    if (IsEmptyText(*node.children[1]) && VariableName(*node.children[0]) != nullptr) return;
    if (IsEmptyText(*node.children[0]) && VariableName(*node.children[1]) != nullptr) return;
  }
  // coalesce() exists for what may be missing.
  if (IsFunction(node, "coalesce")) return;
  const std::string* variable = VariableName(node);
  if (variable != nullptr && seen->insert(absl::AsciiStrToLower(*variable)).second) out->push_back(*variable);
  for (const auto& child : node.children) CollectVariables(*child, seen, out);
}

}  // namespace

bool ExpressionFacts::NeverHolds() const {
  return std::all_of(outcome.begin(), outcome.end(), [](Outcome at) { return at == Outcome(false); });
}

bool ExpressionFacts::AlwaysHolds() const {
  return std::all_of(outcome.begin(), outcome.end(), [](Outcome at) { return at == Outcome(true); });
}

bool ExpressionFacts::HoldsOnlyAfterFailure() const {
  return At(JobStatus::kSucceeded) == Outcome(false) && At(JobStatus::kSucceededWithIssues) == Outcome(false) &&
         At(JobStatus::kCanceled) == Outcome(false) && At(JobStatus::kFailed) != Outcome(false);
}

ExpressionFacts AnalyzeExpression(const Expression& expression) {
  ExpressionFacts facts;
  constexpr JobStatus kAll[] = {JobStatus::kSucceeded, JobStatus::kSucceededWithIssues, JobStatus::kFailed,
                                JobStatus::kCanceled};
  const ExpressionNode* root = expression.root();
  if (root == nullptr) {  // succeeded()
    facts.outcome = {true, true, false, false};
    return facts;
  }
  absl::flat_hash_set<std::string> seen;
  CollectVariables(*root, &seen, &facts.variables);
  for (const JobStatus status : kAll) facts.outcome[static_cast<size_t>(status)] = Analysis(status).Of(*root);
  return facts;
}

}  // namespace slipway
