// The real slipway-runner keeps the Runner port's contract.
#include <unistd.h>

#include <algorithm>

#include "tests/adapters/process_runner_fixture.h"
#include "tests/ports/runner_contract.h"

namespace slipway {
namespace {

class ProcessRunnerHarness : public RunnerHarness {
 public:
  explicit ProcessRunnerHarness(RunnerObserver* observer) {
    // A host that dies says no goodbye.
    fixture_.options().shut_down_with_host = false;
    fixture_.options().runner_arguments = {"--idle-timeout-ms", "2000"};
    fixture_.Open(observer);
  }
  Runner& runner() override { return fixture_.host(); }
  void RestartHost(RunnerObserver* observer) override { fixture_.Open(observer); }
  ProcessRequest Succeeding(const std::string& token) override { return Counted(token, "exit 0"); }
  ProcessRequest Exiting(const std::string& token, int exit_code) override {
    return Counted(token, absl::StrCat("exit ", exit_code));
  }
  ProcessRequest Endless(const std::string& token) override {
    ProcessRequest request = Counted(token, "exec sleep 1000");
    return request;
  }
  ProcessRequest Impossible(const std::string& token) override {
    ProcessRequest request = Counted(token, "exit 0");
    request.argv = {fixture_.Path("no-such-program")};
    return request;
  }
  int TimesRun(const std::string& token) override {
    const std::string runs = ReadFile(fixture_.Path("runs"));
    int count = 0;
    for (size_t at = 0; (at = runs.find(absl::StrCat("<", token, ">"), at)) != std::string::npos; ++at) ++count;
    return count;
  }

 private:
  ProcessRequest Counted(const std::string& token, const std::string& script) {
    return fixture_.Script(token, absl::StrCat("echo '<", token, ">' >> runs; ", script));
  }
  ProcessRunnerFixture fixture_;
};

std::unique_ptr<RunnerHarness> MakeHarness(RunnerObserver* observer) {
  return std::make_unique<ProcessRunnerHarness>(observer);
}

INSTANTIATE_TEST_SUITE_P(ProcessRunner, RunnerContract, testing::Values(&MakeHarness));

}  // namespace
}  // namespace slipway
