// Cost of one transition (decide + evolve + plan) on releases of 10, 1,000 and 100,000 environments: it must not grow.
// And G6: planning a graph of a million nodes, per node.
#include <benchmark/benchmark.h>

#include <random>

#include "tests/core/release_driver.h"

namespace slipway {
namespace {

// Layers of ten: each environment follows two of the layer before, each has two tasks.
std::shared_ptr<const DefinitionPlan> Layered(int environments) {
  v1::ReleaseDefinition definition;
  for (int i = 0; i < environments; ++i) {
    std::vector<std::pair<std::string, int>> after;
    if (i >= 10) after = {{std::to_string(i - 10), 4}, {std::to_string(i - i % 10 - 10 + (i + 1) % 10), 4}};
    *definition.add_environments() = MakeEnvironment(std::to_string(i), i + 1, after, 2);
  }
  return *DefinitionPlan::Build(std::move(definition));
}

void Transition(benchmark::State& bench) {
  const auto plan = Layered(static_cast<int>(bench.range(0)));
  ReleaseDriver* driver = nullptr;
  int64_t transitions = 0;
  for (auto _ : bench) {
    if (driver == nullptr || driver->state.running.empty()) {
      bench.PauseTiming();
      delete driver;
      driver = new ReleaseDriver(plan);
      bench.ResumeTiming();
    }
    driver->effects.clear();
    // Any of the few that run; the map's first is as good as another.
    const std::string token = driver->state.running.begin()->first;
    driver->Finish(token, v1::TASK_STATUS_SUCCEEDED);
    ++transitions;
  }
  delete driver;
  bench.SetItemsProcessed(transitions);
}
BENCHMARK(Transition)->Arg(10)->Arg(1000)->Arg(100000);

// Build and run a layered graph with the planner that releases use. Peer: Taskflow's 0.75 us a node (limits.md); the
// limit in the same run is the same walk over plain arrays.
void G6_Plan(benchmark::State& bench) {
  const int32_t n = static_cast<int32_t>(bench.range(0));
  std::vector<ConditionGraph::Edge> edges;
  std::mt19937 random(1);
  for (int32_t i = 1000; i < n; ++i) {
    const int32_t layer = i / 1000 * 1000 - 1000;
    edges.push_back({layer + static_cast<int32_t>(random() % 1000), i, 4});
    edges.push_back({layer + static_cast<int32_t>(random() % 1000), i, 4});
  }
  int64_t done = 0;
  for (auto _ : bench) {
    const ConditionGraph graph = ConditionGraph::Build(n, edges);
    Readiness readiness(graph);
    std::vector<int32_t> ready;
    ready.reserve(n);
    for (int32_t i = 0; i < n; ++i) {
      if (graph.in_degree(i) == 0) ready.push_back(i);
    }
    for (size_t next = 0; next < ready.size(); ++next) {
      readiness.SetStatus(graph, ready[next], 1, 4, [&](int32_t node, bool now) {
        if (now) ready.push_back(node);
      });
    }
    done += static_cast<int64_t>(ready.size());
    if (static_cast<int32_t>(ready.size()) != n) bench.SkipWithError("not every node ran");
  }
  bench.SetItemsProcessed(done);
  // Two edges a node: offsets and degrees, targets, unmet counts, the queue.
  bench.counters["bytes_per_node"] = 4 + 4 + 2 * sizeof(ConditionGraph::Target) + 4 + 4;
}
BENCHMARK(G6_Plan)->Arg(1000000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace slipway
