// An observer that remembers what it was told, and lets a test wait for it.
#ifndef SLIPWAY_TESTS_PORTS_RECORDING_OBSERVER_H_
#define SLIPWAY_TESTS_PORTS_RECORDING_OBSERVER_H_

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "ports/runner.h"

namespace slipway {

// Thread-safe.
class RecordingObserver : public RunnerObserver {
 public:
  // Far beyond what any case needs: running into it means that what was waited for never comes.
  static constexpr absl::Duration kDeadline = absl::Seconds(60);

  void OnStarted(const std::string& token, absl::Time) override { Record("started", token); }
  void OnProgress(const std::string& token, int32_t percent, const std::string& operation) override {
    absl::MutexLock lock(&mutex_);
    progress_[token].emplace_back(percent, operation);
  }
  void OnLog(const std::string& token, int64_t bytes) override {
    absl::MutexLock lock(&mutex_);
    log_bytes_[token] = bytes;
  }
  void OnFinished(const ProcessResult& result) override {
    absl::MutexLock lock(&mutex_);
    calls_[result.token].push_back("finished");
    results_[result.token].push_back(result);
  }

  bool AwaitStarted(const std::string& token) {
    return Await([this, token] {
      const auto& calls = calls_[token];
      return std::find(calls.begin(), calls.end(), "started") != calls.end();
    });
  }
  // The `nth` (from 1) result of the token; one with `message` "no result" when it does not come.
  ProcessResult AwaitFinished(const std::string& token, size_t nth = 1) {
    if (!Await([this, token, nth] { return results_[token].size() >= nth; })) {
      ProcessResult none;
      none.message = "no result";
      none.exit_code = -1;
      none.result = TaskResult::kAbandoned;
      return none;
    }
    absl::MutexLock lock(&mutex_);
    return results_[token][nth - 1];
  }
  bool AwaitLog(const std::string& token, int64_t bytes) {
    return Await([this, token, bytes] { return log_bytes_[token] >= bytes; });
  }
  bool AwaitProgress(const std::string& token) {
    return Await([this, token] { return !progress_[token].empty(); });
  }

  // "started" and "finished", in the order they came.
  std::vector<std::string> calls(const std::string& token) {
    absl::MutexLock lock(&mutex_);
    return calls_[token];
  }
  std::vector<std::pair<int32_t, std::string>> progress(const std::string& token) {
    absl::MutexLock lock(&mutex_);
    return progress_[token];
  }

 private:
  void Record(const std::string& call, const std::string& token) {
    absl::MutexLock lock(&mutex_);
    calls_[token].push_back(call);
  }
  template <typename Predicate>
  bool Await(Predicate predicate) {
    absl::MutexLock lock(&mutex_);
    return mutex_.AwaitWithTimeout(absl::Condition(&predicate), kDeadline);
  }

  absl::Mutex mutex_;
  std::map<std::string, std::vector<std::string>> calls_;
  std::map<std::string, std::vector<ProcessResult>> results_;
  std::map<std::string, std::vector<std::pair<int32_t, std::string>>> progress_;
  std::map<std::string, int64_t> log_bytes_;
};

}  // namespace slipway

#endif  // SLIPWAY_TESTS_PORTS_RECORDING_OBSERVER_H_
