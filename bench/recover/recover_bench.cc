// G5, our side: 1,000 releases in flight, the host killed with kill -9; from opening again until all of them are
// finished. The peer is DBOS: 3.7 s (limits.md).
#include <benchmark/benchmark.h>
#include <signal.h>
#include <sys/wait.h>

#include <chrono>

#include "bench/engine/engine_bench.h"

namespace slipway {
namespace {

constexpr double kDbosSeconds = 3.7;
constexpr int kReleases = 1000;

void Recover(benchmark::State& bench) {
  double ours = 0;
  int64_t rounds = 0;
  for (auto _ : bench) {
    const std::string folder = FreshFolder("recover");
    int ready[2];
    if (pipe(ready) != 0) return bench.SkipWithError("no pipe");
    const pid_t child = fork();
    if (child == 0) {
      BenchEngine engine(folder);
      const int64_t definition = engine.Import(ChainDocument(3));
      for (int i = 0; i < kReleases; ++i) engine.Create(definition);
      engine.FinishRunning();
      if (write(ready[1], "x", 1) != 1) _exit(1);
      pause();
      _exit(0);
    }
    char byte;
    if (read(ready[0], &byte, 1) != 1) bench.SkipWithError("the host did not come up");
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    close(ready[0]);
    close(ready[1]);
    const auto start = std::chrono::steady_clock::now();
    {
      BenchEngine engine(folder);
      int64_t done = 0;
      while (const int64_t some = engine.FinishRunning()) done += some;
      const double once = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      ours += once;
      bench.SetIterationTime(once);
      if (done != 2 * kReleases) bench.SkipWithError("not every release was finished");
    }
    ++rounds;
    std::filesystem::remove_all(folder);
  }
  bench.counters["ratio"] = ours / rounds / kDbosSeconds;
}
BENCHMARK(Recover)->Name("G5_recover")->Iterations(5)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace slipway
