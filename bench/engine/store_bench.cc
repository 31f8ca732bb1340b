// Store::Commit with K transitions, against SQLite alone writing the same (an event and a state row for each), alternated
// commit by commit. What the engine may spend for itself is what is left between this ratio and those of G1 and G2.
#include <benchmark/benchmark.h>

#include <chrono>

#include "bench/engine/engine_bench.h"

namespace slipway {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kStreams = 1000;

double Since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void StoreCommit(benchmark::State& bench) {
  const int64_t per_commit = bench.range(0);
  const std::string folder = FreshFolder("store-" + std::to_string(per_commit));
  {
    RawSqlite raw(folder);
    SqliteStoreOptions options;
    options.path = folder + "/store.db";
    std::unique_ptr<Store> store = *OpenSqliteStore(options);
    WriteBatch batch;
    for (StreamId id = 1; id <= kStreams; ++id) {
      batch.appends.push_back({id, 0, absl::FromUnixSeconds(1), {std::string(256, 'e')}, true});
    }
    std::vector<int64_t> positions;
    absl::Status status = store->Commit(batch, &positions);
    batch.appends.resize(per_commit);
    double ours = 0;
    double limit = 0;
    bool store_first = false;
    for (auto _ : bench) {
      for (StreamAppend& append : batch.appends) ++append.expected_version;
      const auto run_raw = [&] {
        const auto start = Clock::now();
        raw.Commit(per_commit);
        limit += Since(start);
      };
      store_first = !store_first;
      if (!store_first) run_raw();
      const auto start = Clock::now();
      status.Update(store->Commit(batch, &positions));
      const double once = Since(start);
      if (store_first) run_raw();
      ours += once;
      bench.SetIterationTime(once);
    }
    if (!status.ok()) bench.SkipWithError(status.ToString().c_str());
    bench.counters["ratio"] = limit / ours;
    bench.counters["per_second"] = static_cast<double>(bench.iterations() * per_commit) / ours;
  }
  std::filesystem::remove_all(folder);
}
BENCHMARK(StoreCommit)->Name("store_commit")->Arg(1)->Arg(16)->Iterations(3000)->UseManualTime();
BENCHMARK(StoreCommit)->Name("store_commit")->Arg(100)->Iterations(1500)->UseManualTime();
BENCHMARK(StoreCommit)->Name("store_commit")->Arg(1000)->Iterations(300)->UseManualTime();

}  // namespace
}  // namespace slipway
