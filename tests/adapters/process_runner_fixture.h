// A state folder of its own, hosts that come and go, and tasks that are shell scripts.
#ifndef SLIPWAY_TESTS_ADAPTERS_PROCESS_RUNNER_FIXTURE_H_
#define SLIPWAY_TESTS_ADAPTERS_PROCESS_RUNNER_FIXTURE_H_

#include <signal.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "adapters/process_runner.h"
#include "gtest/gtest.h"
#include "tests/ports/recording_observer.h"

namespace slipway {

// For what can only be looked at (a process, a file). The deadline is far beyond what any case needs.
inline bool Eventually(const std::function<bool()>& holds) {
  for (const absl::Time deadline = absl::Now() + RecordingObserver::kDeadline; absl::Now() < deadline;) {
    if (holds()) return true;
    absl::SleepFor(absl::Milliseconds(2));
  }
  return holds();
}

inline std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// A zombie counts as gone: its parent may be an init that reaps late.
inline bool ProcessIsGone(int pid) {
  const std::string stat = ReadFile(absl::StrCat("/proc/", pid, "/stat"));
  const size_t name_end = stat.rfind(')');
  return name_end == std::string::npos || stat.compare(name_end, 3, ") Z") == 0 ||
         stat.compare(name_end, 3, ") X") == 0;
}

class TempFolder {
 public:
  TempFolder() {
    std::string pattern = testing::TempDir() + "/slipway-runner-XXXXXX";
    path_ = ::mkdtemp(pattern.data()) == nullptr ? "" : pattern;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class ProcessRunnerFixture {
 public:
  ProcessRunnerFixture() {
    options_.state_directory = folder_.path() + "/state";
    options_.runner_path = SLIPWAY_RUNNER;
  }

  ProcessRunnerOptions& options() { return options_; }
  const std::string& folder() const { return folder_.path(); }
  std::string Path(const std::string& name) const { return absl::StrCat(folder_.path(), "/", name); }

  ProcessRunner& Open(RunnerObserver* observer) {
    host_.reset();
    absl::StatusOr<std::unique_ptr<ProcessRunner>> host = ProcessRunner::Create(options_);
    EXPECT_TRUE(host.ok()) << host.status();
    host_ = *std::move(host);
    host_->SetObserver(observer);
    return *host_;
  }
  void Close() { host_.reset(); }
  ProcessRunner& host() { return *host_; }

  ProcessRequest Script(const std::string& token, const std::string& script) const {
    ProcessRequest request;
    request.token = token;
    request.argv = {"/bin/sh", "-c", script};
    request.working_directory = folder_.path();
    request.log_path = LogPath(token);
    return request;
  }
  std::string LogPath(const std::string& token) const { return Path(absl::StrCat("logs/", token, ".log")); }
  std::string Log(const std::string& token) const { return ReadFile(LogPath(token)); }

 private:
  TempFolder folder_;
  ProcessRunnerOptions options_;
  std::unique_ptr<ProcessRunner> host_;
};

}  // namespace slipway

#endif  // SLIPWAY_TESTS_ADAPTERS_PROCESS_RUNNER_FIXTURE_H_
