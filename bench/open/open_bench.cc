// G4: reopening with many finished and 1,000 active releases, until all of them are scheduled, against SQLite reading
// the same rows.
#include <benchmark/benchmark.h>

#include <chrono>

#include "bench/engine/engine_bench.h"
#include "core/command.h"

namespace slipway {
namespace {

using Clock = std::chrono::steady_clock;

double Since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void Exec(const std::string& path, const std::string& sql) {
  sqlite3* db = nullptr;
  sqlite3_open(path.c_str(), &db);
  sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
  sqlite3_close(db);
}

// What SQLite alone needs to find the active streams and read their records.
double ReadActive(const std::string& path) {
  const auto start = Clock::now();
  sqlite3* db = nullptr;
  sqlite3_open(path.c_str(), &db);
  sqlite3_stmt* streams = nullptr;
  sqlite3_stmt* events = nullptr;
  sqlite3_prepare_v2(db, "SELECT id, version, head FROM streams WHERE active = 1 ORDER BY id", -1, &streams, nullptr);
  sqlite3_prepare_v2(db, "SELECT prev, payload FROM events WHERE position = ?1", -1, &events, nullptr);
  int64_t bytes = 0;
  while (sqlite3_step(streams) == SQLITE_ROW) {
    for (int64_t at = sqlite3_column_int64(streams, 2); at != 0;) {
      sqlite3_bind_int64(events, 1, at);
      if (sqlite3_step(events) != SQLITE_ROW) break;
      at = sqlite3_column_int64(events, 0);
      bytes += sqlite3_column_bytes(events, 1);
      sqlite3_reset(events);
    }
  }
  benchmark::DoNotOptimize(bytes);
  sqlite3_finalize(streams);
  sqlite3_finalize(events);
  sqlite3_close(db);
  return Since(start);
}

// Scheduled: the dispatcher has every task, and as many as there are slots for were handed to the runner.
constexpr int kParallel = 64;

void Reopen(benchmark::State& bench) {
  const int64_t finished = bench.range(0);
  const std::string folder = FreshFolder("open-" + std::to_string(finished));
  {
    BenchEngine engine(folder);
    const int64_t definition = engine.Import(ChainDocument(3));
    for (int i = 0; i < 1000; ++i) engine.Create(definition);
    engine.FinishRunning();
  }
  const std::string path = folder + "/slipway.db";
  // History by copying: the rows of a finished release of four records, as the engine writes them.
  Exec(path, "BEGIN; WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < " +
                 std::to_string(finished * 4) +
                 ") "
                 "INSERT OR IGNORE INTO events (position, stream, sequence, prev, time, payload) SELECT 1000000 + i, 100000 + i / 4, i % 4 + 1, CASE i % 4 WHEN 0 THEN 0 "
                 "ELSE 999999 + i END, 0, "
                 "(SELECT payload FROM events WHERE position = 1) FROM n; COMMIT");
  Exec(path, "BEGIN; WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < " +
                 std::to_string(finished) +
                 ") "
                 "INSERT INTO streams SELECT 100000 + i, 4, 1000003 + 4 * i, 0 FROM n; COMMIT; PRAGMA "
                 "wal_checkpoint(TRUNCATE)");
  double ours = 0;
  double limit = 0;
  for (auto _ : bench) {
    limit += ReadActive(path);
    const auto start = Clock::now();
    BenchEngine engine(folder, kParallel);
    const double once = Since(start);
    ours += once;
    bench.SetIterationTime(once);
    const v1::GetStatusResponse status = *engine.engine->GetStatus({});
    if (status.running_tasks() + status.waiting_tasks() != 1000 || engine.runner.started.size() != static_cast<size_t>(kParallel)) {
      bench.SkipWithError("not every active release was scheduled");
    }
  }
  bench.counters["ratio"] = ours / limit;
  std::filesystem::remove_all(folder);
}
BENCHMARK(Reopen)
    ->Name("G4_reopen")
    ->Arg(100000)
    ->Arg(1000000)
    ->Iterations(5)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace slipway
