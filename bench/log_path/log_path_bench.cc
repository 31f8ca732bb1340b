// G9: from a task's pipe to its log file, with 0, 1, 10 and 100 secrets, against reading the same bytes from a pipe and
// dropping them. Both sides alternate within one benchmark; the masked log is compared with a naive replace first.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "runner/masker.h"
#include "runner/task_output.h"

namespace slipway {
namespace {

constexpr size_t kBytes = 32 << 20;
constexpr size_t kChunk = 64 << 10;  // what the runner reads at once
constexpr char kTime[] = "2026-01-02T03:04:05.0000000Z ";

using Clock = std::chrono::steady_clock;

std::vector<std::string> Secrets(int64_t count) {
  std::vector<std::string> secrets;
  for (int64_t i = 0; i < count; ++i) secrets.push_back(absl::StrCat("s3cr", 7919 * (i + 13) % 1000003, "-T0ken", i, "Z"));
  return secrets;
}

// Lines as builds and deployments write them; one in fifty holds a secret.
std::string Output(const std::vector<std::string>& secrets) {
  std::string text;
  text.reserve(kBytes + 256);
  for (size_t i = 0; text.size() < kBytes; ++i) {
    if (i % 50 == 7 && !secrets.empty()) {
      absl::StrAppend(&text, "connecting as deploy with ", secrets[i / 50 % secrets.size()], " to db-", i % 7, "\n");
    } else {
      absl::StrAppend(&text, "  [", i, "] copied target/classes/com/example/shop/Module", i * 31 % 4099,
                      ".class to /srv/app/current/WEB-INF/classes (", i * 7 % 65536, " bytes)\n");
    }
  }
  return text;
}

// Feeds `text` through a pipe; `take` gets what one read gives.
template <typename Take>
double SecondsThroughPipe(const std::string& text, Take take) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) std::abort();
  fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
  std::thread writer([&] {
    for (size_t done = 0; done < text.size();) {
      const ssize_t wrote = write(ends[1], text.data() + done, std::min(kChunk, text.size() - done));
      if (wrote > 0) done += static_cast<size_t>(wrote);
    }
    close(ends[1]);
  });
  std::string buffer(kChunk, '\0');
  const Clock::time_point begin = Clock::now();
  for (ssize_t got; (got = read(ends[0], buffer.data(), buffer.size())) > 0;) {
    take(absl::string_view(buffer.data(), static_cast<size_t>(got)));
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  writer.join();
  close(ends[0]);
  return seconds;
}

std::unique_ptr<TaskOutput> OpenLog(const std::string& path, const std::vector<std::string>& secrets) {
  TaskOutputOptions options;
  options.log_path = path;
  options.secrets = secrets;
  options.now = [] { return absl::FromUnixSeconds(1767323045); };
  return *TaskOutput::Open(std::move(options));
}

// Whether the log is what replacing each secret, one after the other, gives.
bool EqualsNaive(const std::string& path, const std::string& text, const std::vector<std::string>& secrets) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream log;
  log << file.rdbuf();
  std::string expected = text;
  for (const std::string& secret : secrets) expected = absl::StrReplaceAll(expected, {{secret, "***"}});
  std::string stamped;
  stamped.reserve(log.str().size());
  for (size_t at = 0; at < expected.size();) {
    const size_t end = expected.find('\n', at) + 1;
    stamped += kTime;
    stamped.append(expected, at, end - at);
    at = end;
  }
  return log.str() == stamped;
}

void G9_log_path(benchmark::State& state) {
  const std::vector<std::string> secrets = Secrets(state.range(0));
  const std::string text = Output(secrets);
  const std::string path =
      (std::filesystem::temp_directory_path() / absl::StrCat("slipway-g9-", getpid(), "-", state.range(0))).string();
  double ours = 0;
  double limit = 0;
  bool checked = false;
  for (auto _ : state) {
    std::filesystem::remove(path);
    std::unique_ptr<TaskOutput> output = OpenLog(path, secrets);
    limit += SecondsThroughPipe(text, [](absl::string_view chunk) { benchmark::DoNotOptimize(chunk.data()); });
    ours += SecondsThroughPipe(text, [&](absl::string_view chunk) { output->Write(false, chunk); });
    output->Finish();
    if (!checked && !EqualsNaive(path, text, secrets)) {
      state.SkipWithError("the log is not what a naive replace gives");
      break;
    }
    checked = true;
  }
  std::filesystem::remove(path);
  state.counters["ratio"] = ours > 0 ? limit / ours : 0;
  state.counters["MB_per_second"] = ours > 0 ? static_cast<double>(text.size()) * static_cast<double>(state.iterations()) / ours / 1e6 : 0;
}

BENCHMARK(G9_log_path)->Arg(0)->Arg(1)->Arg(10)->Arg(100)->Iterations(10)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace slipway
