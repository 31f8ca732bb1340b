// Simulated transitions, against the bare core (decide, evolve, plan) over the same graph in the same loop: what the
// engine around it costs in virtual time. And whole releases of 10,000 environments, per environment, against one of 100.
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "adapters/simulator.h"
#include "benchmark/benchmark.h"
#include "tests/core/release_driver.h"
#include "tests/engine/definitions.h"

namespace slipway {
namespace {

using Clock = std::chrono::steady_clock;

double Seconds(Clock::duration time) { return std::chrono::duration<double>(time).count(); }

// Layers of ten: each environment follows two of the layer before.
std::vector<std::pair<std::string, int>> Before(int i) {
  if (i < 10) return {};
  return {{std::to_string(i - 10), 4}, {std::to_string(i - i % 10 - 10 + (i + 1) % 10), 4}};
}

std::shared_ptr<const DefinitionPlan> Layered(int environments) {
  v1::ReleaseDefinition definition;
  for (int i = 0; i < environments; ++i) {
    *definition.add_environments() = MakeEnvironment(std::to_string(i), i + 1, Before(i), 2);
  }
  return *DefinitionPlan::Build(std::move(definition));
}

std::string LayeredDocument(int environments) {
  std::vector<Json> list;
  for (int i = 0; i < environments; ++i) {
    std::vector<std::string> after;
    for (const auto& [name, mask] : Before(i)) after.push_back(name);
    list.push_back(EnvironmentJson(std::to_string(i), i + 1, after, {PhaseJson({TaskJson("a"), TaskJson("b")})}));
  }
  return DefinitionJson(std::move(list)).dump();
}

// From the start of the release to its end; how many tasks were run.
int64_t RunRelease(const std::shared_ptr<const DefinitionPlan>& plan) {
  ReleaseDriver driver(plan);
  int64_t tasks = 0;
  while (!driver.state.running.empty()) {
    driver.effects.clear();
    const std::string token = driver.state.running.begin()->first;
    driver.Finish(token, v1::TASK_STATUS_SUCCEEDED);
    ++tasks;
  }
  return tasks;
}

void Simulated_transitions(benchmark::State& state) {
  constexpr int kEnvironments = 40;
  constexpr int kReleases = 20;
  v1::SimulateRequest request;
  request.set_document(LayeredDocument(kEnvironments));
  request.set_script(R"({"releases":{"every":"1h","count":20}})");
  request.set_format("json");
  const auto plan = Layered(kEnvironments);
  Clock::duration ours{}, core{};
  int64_t transitions = 0, tasks = 0;
  for (auto _ : state) {
    const auto start = Clock::now();
    const absl::StatusOr<v1::SimulateResponse> response = Simulate(request);
    const auto middle = Clock::now();
    for (int i = 0; i < kReleases; ++i) tasks += RunRelease(plan);
    core += Clock::now() - middle;
    ours += middle - start;
    if (!response.ok() || response->deployments() != kReleases * kEnvironments) {
      return state.SkipWithError("the simulation did not deploy everything");
    }
    transitions += response->transitions();
    state.SetIterationTime(Seconds(middle - start));
  }
  state.counters["per_second"] = static_cast<double>(transitions) / Seconds(ours);
  state.counters["x_core"] = Seconds(ours) / Seconds(core);
}
BENCHMARK(Simulated_transitions)->UseManualTime()->Unit(benchmark::kMillisecond);

void Release_of_environments(benchmark::State& state) {
  const int count = static_cast<int>(state.range(0));
  const auto plan = Layered(count);
  const auto small = Layered(100);
  Clock::duration ours{}, ours_small{};
  for (auto _ : state) {
    const auto start = Clock::now();
    if (RunRelease(plan) != 2 * count) return state.SkipWithError("not every task ran");
    const auto middle = Clock::now();
    for (int i = 0; i < count / 100; ++i) RunRelease(small);
    ours_small += Clock::now() - middle;
    ours += middle - start;
    state.SetIterationTime(Seconds(middle - start));
  }
  state.counters["us_per_environment"] = 1e6 * Seconds(ours) / static_cast<double>(state.iterations() * count);
  state.counters["x_100"] = Seconds(ours) / Seconds(ours_small);
}
BENCHMARK(Release_of_environments)->Arg(1000)->Arg(10000)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace slipway
