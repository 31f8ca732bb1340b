// Artifacts from a folder into a work folder: the first time (hashed, kept, copied), and from the cache, against `cp
// -r` of the same files. All three run alternated in the same loop. `first_x_cp` and `cached_x_cp` are quotients of
// their times with cp's; `cached_x_first` is that of a second environment with the first.
#include <stdlib.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "adapters/artifact_cache.h"
#include "adapters/artifact_sources.h"
#include "adapters/subprocess.h"
#include "benchmark/benchmark.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

void MakeFiles(const fs::path& folder, int64_t count, int64_t bytes) {
  std::string content(static_cast<size_t>(bytes), 'x');
  for (int64_t i = 0; i < count; ++i) {
    const fs::path path = folder / absl::StrCat("folder", i % 10) / absl::StrCat("file", i);
    fs::create_directories(path.parent_path());
    // No two are equal: equal ones would be kept once.
    const std::string number = absl::StrCat(i);
    content.replace(0, number.size(), number);
    std::ofstream(path) << content;
  }
}

bool Same(const fs::path& a, const fs::path& b) {
  SubprocessRequest diff;
  diff.argv = {"diff", "-r", a.string(), b.string()};
  const absl::StatusOr<SubprocessResult> result = RunSubprocess(diff);
  return result.ok() && result->exit_code == 0;
}

void DownloadAndCopy(benchmark::State& state) {
  std::string name = (fs::temp_directory_path() / "slipway-bench-XXXXXX").string();
  const fs::path root = mkdtemp(name.data());
  MakeFiles(root / "drops/1.0", state.range(0), state.range(1));
  ArtifactOrigin origin;
  origin.kind = "folder";
  origin.location = (root / "drops").string();
  v1::ArtifactVersion version;
  version.set_id("1.0");
  ArtifactSources sources(nullptr, (root / "scratch").string());
  ArtifactCache::Request request;
  request.origin = &origin;
  request.version = &version;
  request.print = [](const std::string&) {};
  const auto place = [&](const char* folder) {
    ArtifactCache cache((root / "cache").string());
    absl::StatusOr<ArtifactCache::Provided> provided = cache.Provide(request, &sources);
    return provided.ok() && cache.Place(provided->files, (root / folder).string()).ok();
  };
  Clock::duration first{};
  Clock::duration cached{};
  Clock::duration copied{};
  for (auto _ : state) {
    for (const char* folder : {"cache", "one", "two", "three"}) fs::remove_all(root / folder);
    SubprocessRequest cp;
    cp.argv = {"cp", "-r", (root / "drops/1.0").string(), (root / "three").string()};
    const auto start = Clock::now();
    const absl::StatusOr<SubprocessResult> result = RunSubprocess(cp);
    const auto after_copy = Clock::now();
    const bool one = place("one");
    const auto after_first = Clock::now();
    const bool two = place("two");
    const auto end = Clock::now();
    if (!result.ok() || result->exit_code != 0 || !one || !two) {
      state.SkipWithError("something could not be copied");
      break;
    }
    copied += after_copy - start;
    first += after_first - after_copy;
    cached += end - after_first;
  }
  // Equality before speed.
  if (!Same(root / "drops/1.0", root / "one") || !Same(root / "drops/1.0", root / "two"))
    state.SkipWithError("copies differ");
  const auto seconds = [](Clock::duration time) { return std::chrono::duration<double>(time).count(); };
  state.counters["first_x_cp"] = seconds(first) / seconds(copied);
  state.counters["cached_x_cp"] = seconds(cached) / seconds(copied);
  state.counters["cached_x_first"] = seconds(cached) / seconds(first);
  state.SetBytesProcessed(state.iterations() * state.range(0) * state.range(1));
  fs::remove_all(root);
}
BENCHMARK(DownloadAndCopy)
    ->ArgNames({"files", "bytes"})
    ->Args({2000, 4 << 10})
    ->Args({20, 16 << 20})
    ->Unit(benchmark::kMillisecond)
    ->MinTime(2.0)
    ->UseRealTime();

}  // namespace
}  // namespace slipway
