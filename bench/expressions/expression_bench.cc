// Evaluating conditions, against what any implementation must at least do: RE2 matching the same text once (`x_re2`), in
// the same loop. `succeeded()`, which most conditions are, against an empty loop.
#include <chrono>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "benchmark/benchmark.h"
#include "model/expression.h"
#include "re2/re2.h"

namespace slipway {
namespace {

using Clock = std::chrono::steady_clock;

class Scope : public ExpressionScope {
 public:
  JobStatus status() const override { return JobStatus::kSucceeded; }
  std::optional<ScopeVariable> FindVariable(absl::string_view name) const override {
    if (absl::EqualsIgnoreCase(name, "Build.SourceBranch")) return ScopeVariable{"refs/heads/main", false};
    return std::nullopt;
  }
};

constexpr int kRounds = 1000;

void Condition(benchmark::State& state, const char* text) {
  const Expression expression = Expression::Parse(text).value();
  const Scope scope;
  const RE2 peer("(?i)refs/heads/(main|release/.*)");
  const std::string branch = "refs/heads/main";
  Clock::duration ours{}, theirs{}, empty{};
  for (auto _ : state) {
    const auto start = Clock::now();
    for (int i = 0; i < kRounds; ++i) benchmark::DoNotOptimize(expression.Evaluate(scope, false));
    const auto middle = Clock::now();
    for (int i = 0; i < kRounds; ++i) benchmark::DoNotOptimize(RE2::FullMatch(branch, peer));
    const auto then = Clock::now();
    for (int i = 0; i < kRounds; ++i) benchmark::DoNotOptimize(i);
    empty += Clock::now() - then;
    theirs += then - middle;
    ours += middle - start;
    state.SetIterationTime(std::chrono::duration<double>(middle - start).count());
  }
  state.counters["ns"] = static_cast<double>(std::chrono::nanoseconds(ours).count()) /
                         static_cast<double>(state.iterations() * kRounds);
  state.counters["x_re2"] = static_cast<double>(ours.count()) / static_cast<double>(theirs.count());
  state.counters["x_empty"] = static_cast<double>(ours.count()) / static_cast<double>(empty.count());
}
BENCHMARK_CAPTURE(Condition, succeeded, "succeeded()")->UseManualTime();
BENCHMARK_CAPTURE(Condition, branch, "and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))")
    ->UseManualTime();
BENCHMARK_CAPTURE(Condition, alternatives,
                  "and(succeeded(), or(eq(variables['Build.SourceBranch'], 'refs/heads/develop'), "
                  "startsWith(variables['Build.SourceBranch'], 'refs/heads/ma'), in(variables['Missing'], 'a', 'b')))")
    ->UseManualTime();

void Parse(benchmark::State& state) {
  const std::string text = "and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))";
  for (auto _ : state) benchmark::DoNotOptimize(Expression::Parse(text));
}
BENCHMARK(Parse);

}  // namespace
}  // namespace slipway
