// G7: processes a second through slipway-runner, logs captured, against a raw posix_spawn loop and against ninja, same
// -j. G8: the same with 1 GiB resident in the host.
#include <benchmark/benchmark.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>

#include "adapters/process_runner.h"

extern char** environ;

namespace slipway {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kJobs = 2;
constexpr int kProcesses = 1000;

double Since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::string Folder(const char* name) {
  const std::string folder =
      std::filesystem::current_path().string() + "/bench-runner-" + name + "-" + std::to_string(getpid());
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

double RawSpawn() {
  const auto start = Clock::now();
  int running = 0;
  char program[] = "/bin/true";
  char* argv[] = {program, nullptr};
  for (int i = 0; i < kProcesses; ++i) {
    if (running == kJobs) {
      wait(nullptr);
      --running;
    }
    pid_t pid;
    if (posix_spawn(&pid, program, nullptr, nullptr, argv, environ) == 0) ++running;
  }
  while (running-- > 0) wait(nullptr);
  return Since(start);
}

double Ninja(const std::string& folder) {
  {
    std::ofstream file(folder + "/build.ninja");
    file << "rule run\n  command = /bin/true && touch $out\n";
    for (int i = 0; i < kProcesses; ++i) file << "build o" << i << ": run\n";
  }
  for (int i = 0; i < kProcesses; ++i) std::filesystem::remove(folder + "/o" + std::to_string(i));
  std::filesystem::remove(folder + "/.ninja_log");
  const auto start = Clock::now();
  if (std::system(("cd '" + folder + "' && ninja -j" + std::to_string(kJobs) + " >/dev/null").c_str()) != 0) return 0;
  return Since(start);
}

class Driver : public RunnerObserver {
 public:
  explicit Driver(const std::string& folder, bool shell) : folder_(folder), shell_(shell) {
    ProcessRunnerOptions options;
    options.state_directory = folder + "/state";
    options.runner_path = SLIPWAY_RUNNER;
    runner_ = *ProcessRunner::Create(options);
    runner_->SetObserver(this);
  }
  ~Driver() override { runner_.reset(); }

  double Run() {
    std::unique_lock lock(mutex_);
    started_ = finished_ = 0;
    ++round_;
    const auto start = Clock::now();
    for (int i = 0; i < kJobs; ++i) StartNext();
    done_.wait(lock, [this] { return finished_ == kProcesses; });
    return Since(start);
  }
  void OnStarted(const std::string&, absl::Time) override {}
  void OnProgress(const std::string&, int32_t, const std::string&) override {}
  void OnLog(const std::string&, int64_t) override {}
  void OnFinished(const ProcessResult& result) override {
    runner_->Forget(result.token).IgnoreError();
    std::lock_guard lock(mutex_);
    if (result.result != TaskResult::kSucceeded) failed_ = true;
    if (started_ < kProcesses) StartNext();
    if (++finished_ == kProcesses) done_.notify_one();
  }
  bool failed() const { return failed_; }

 private:
  void StartNext() {
    ProcessRequest request;
    request.token = "b" + std::to_string(round_) + "-" + std::to_string(started_++);
    request.argv = {"/bin/true"};
    if (shell_) request.argv = {"/bin/sh", "-c", "/bin/true && touch " + folder_ + "/" + request.token};
    request.working_directory = "/";
    request.log_path = folder_ + "/logs/" + request.token + ".log";
    runner_->Start(request).IgnoreError();
  }
  const std::string folder_;
  const bool shell_;
  std::mutex mutex_;
  std::condition_variable done_;
  int started_ = 0;
  int finished_ = 0;
  int round_ = 0;
  bool failed_ = false;
  std::unique_ptr<ProcessRunner> runner_;
};

void Direct(benchmark::State& bench) {
  const std::string folder = Folder("direct");
  {
    Driver driver(folder, false);
    driver.Run();
    double ours = 0, limit = 0;
    for (auto _ : bench) {
      limit += RawSpawn();
      const double once = driver.Run();
      ours += once;
      bench.SetIterationTime(once);
    }
    if (driver.failed()) bench.SkipWithError("a process failed");
    bench.counters["ratio"] = ours / limit;
  }
  std::filesystem::remove_all(folder);
}
BENCHMARK(Direct)->Name("G7_direct")->Iterations(4)->UseManualTime()->Unit(benchmark::kMillisecond);

void Shell(benchmark::State& bench) {
  const std::string folder = Folder("shell");
  {
    Driver driver(folder, true);
    driver.Run();
    double ours = 0, peer = 0;
    for (auto _ : bench) {
      peer += Ninja(folder);
      const double once = driver.Run();
      ours += once;
      bench.SetIterationTime(once);
    }
    if (driver.failed()) bench.SkipWithError("a process failed");
    bench.counters["ratio"] = ours / peer;
  }
  std::filesystem::remove_all(folder);
}
BENCHMARK(Shell)->Name("G7_shell")->Iterations(3)->UseManualTime()->Unit(benchmark::kMillisecond);

void Resident(benchmark::State& bench) {
  const std::string folder = Folder("resident");
  {
    Driver driver(folder, false);
    driver.Run();
    double without = 0, with = 0;
    for (auto _ : bench) {
      without += driver.Run();
      std::unique_ptr<char[]> block(new char[size_t{1} << 30]);
      std::memset(block.get(), 1, size_t{1} << 30);
      benchmark::DoNotOptimize(block.get());
      const double once = driver.Run();
      with += once;
      bench.SetIterationTime(once);
    }
    bench.counters["ratio"] = without / with;
  }
  std::filesystem::remove_all(folder);
}
BENCHMARK(Resident)->Name("G8_resident")->Iterations(3)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace slipway
