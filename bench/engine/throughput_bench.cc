// G1, G2, G3: durable transitions a second with K releases in flight, against SQLite alone, alternated commit by
// commit.
#include <benchmark/benchmark.h>

#include <chrono>

#include "bench/engine/engine_bench.h"

namespace slipway {
namespace {

using Clock = std::chrono::steady_clock;

double Since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// A transition: a task's end is reported, decided and stored, and the next task of its release started. Nobody can run
// these tasks, so the engine concludes them itself and what is measured is decide, store and dispatch; what a process
// costs besides is bench_runner's matter.
void Transitions(benchmark::State& bench) {
  const int64_t in_flight = bench.range(0);
  const std::string folder = FreshFolder("engine-" + std::to_string(in_flight));
  {
    BenchEngine engine(folder);
    RawSqlite raw(folder);
    // Long enough that no release ends while it is measured.
    const int64_t definition = engine.Import(ChainDocument(1000, /*known=*/false));
    // Drafts first: all of them start in one round, and from then on go in step, one commit a round.
    for (int64_t i = 0; i < in_flight; ++i) engine.CreateDraft(definition);
    engine.StartAll(in_flight);
    double ours = 0;
    double limit = 0;
    int64_t transitions = 0;
    for (auto _ : bench) {
      const auto start = Clock::now();
      const int64_t before = engine.Transitions();
      engine.engine->Pump();
      const int64_t done = engine.Transitions() - before;
      const double first = Since(start);
      const auto middle = Clock::now();
      raw.Commit(in_flight);
      limit += Since(middle);
      ours += first;
      transitions += done;
      bench.SetIterationTime(first);
      if (done != in_flight) {
        bench.SkipWithError("a release ended early");
        break;
      }
    }
    bench.counters["ratio"] = limit / ours;
    bench.counters["per_second"] = static_cast<double>(transitions) / ours;
  }
  std::filesystem::remove_all(folder);
}
BENCHMARK(Transitions)->Name("G2_one_at_a_time")->Arg(1)->Iterations(900)->UseManualTime();
BENCHMARK(Transitions)
    ->Name("G1_in_flight")
    ->Arg(100)
    ->Arg(1000)
    ->Iterations(200)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace slipway
