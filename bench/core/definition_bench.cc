// G11: an exported definition to the model, against the JSON library's own parse of the same text (<= 1.5 x).
//
// Both sides run alternated in the same loop, so that whatever else the machine does meets both. The peer is the faster
// of the library's two trees (nlohmann::json sorts keys, ordered_json keeps them); the counters name both.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmark/benchmark.h"
#include "model/definition_import.h"

namespace slipway {
namespace {

using Clock = std::chrono::steady_clock;

// The shape and sizes of real exports: a task has about 20 inputs, most of them short.
std::string Task(int number) {
  std::string inputs;
  for (int i = 0; i < 20; ++i) {
    absl::StrAppend(&inputs, i == 0 ? "" : ",", "\"ConnectedInput", i, "\":\"",
                    i % 4 == 0 ? "$(System.DefaultWorkingDirectory)/_Web/drop/**/*.zip" : "true", "\"");
  }
  return absl::StrCat(
      R"j({"environment":{},"taskId":"d9bafed4-0b18-4f58-968d-86655b4d2ce9","version":"2.*","name":"Deploy )j", number,
      R"j(","refName":"Deploy)j", number,
      R"j(","enabled":true,"alwaysRun":false,"continueOnError":false,"timeoutInMinutes":0,)j"
      R"j("retryCountOnTaskFailure":0,"definitionType":"task","overrideInputs":{},)j"
      R"j("condition":"succeeded()","inputs":{)j",
      inputs, "}}");
}

std::string Environment(int number) {
  constexpr absl::string_view kApprovals =
      R"j({"approvals":[{"rank":1,"isAutomated":true,"isNotificationOn":false,"id":1}],"approvalOptions":)j"
      R"j({"requiredApproverCount":null,"releaseCreatorCanBeApprover":false,)j"
      R"j("autoTriggeredAndPreviousEnvironmentApprovedCanBeSkipped":false,"enforceIdentityRevalidation":false,)j"
      R"j("timeoutInMinutes":0,"executionOrder":1}})j";
  std::string tasks;
  for (int i = 0; i < 8; ++i) absl::StrAppend(&tasks, i == 0 ? "" : ",", Task(i));
  const std::string condition =
      number == 1 ? R"j({"name":"ReleaseStarted","conditionType":1,"value":""})j"
                  : absl::StrCat(R"j({"name":"Stage )j", number - 1, R"j(","conditionType":2,"value":"4"})j");
  return absl::StrCat(
      R"j({"id":)j", number, R"j(,"name":"Stage )j", number, R"j(","rank":)j", number,
      R"j(,"owner":{"displayName":"Person 1","url":"https://example.invalid/1","id":"4adb1680-0eac-6149-b5ee-fc8b4f6ca227",)j"
      R"j("uniqueName":"person1@example.invalid"},"variables":{"Url":{"value":"https://example.invalid"},"Token":)j"
      R"j({"value":null,"isSecret":true}},"variableGroups":[],"preDeployApprovals":)j",
      kApprovals, R"j(,"deployStep":{"id":2},"postDeployApprovals":)j", kApprovals,
      R"j(,"deployPhases":[{"deploymentInput":{"parallelExecution":{"parallelExecutionType":0},"agentSpecification":)j"
      R"j({"identifier":"ubuntu-22.04"},"skipArtifactsDownload":false,"artifactsDownloadInput":{"downloadInputs":[]},)j"
      R"j("queueId":72,"demands":[],"enableAccessToken":false,"timeoutInMinutes":0,"jobCancelTimeoutInMinutes":1,)j"
      R"j("condition":"succeeded()","overrideInputs":{}},"rank":1,"phaseType":1,"name":"Agent job","refName":null,)j"
      R"j("workflowTasks":[)j",
      tasks, R"j(]}],"environmentOptions":{"emailNotificationType":"OnlyOnFailure","skipArtifactsDownload":false},)j",
      R"j("demands":[],"conditions":[)j", condition,
      R"j(],"executionPolicy":{"concurrencyCount":1,"queueDepthCount":0},"schedules":[],"retentionPolicy":)j"
      R"j({"daysToKeep":30,"releasesToKeep":3,"retainBuild":true},"processParameters":{},"properties":{},)j"
      R"j("environmentTriggers":[]})j");
}

std::string Definition(int environments) {
  std::string list;
  for (int i = 1; i <= environments; ++i) absl::StrAppend(&list, i == 1 ? "" : ",", Environment(i));
  return absl::StrCat(R"j({"source":2,"revision":9,"name":"Web","path":"\\","variables":{},"environments":[)j", list,
                      R"j(],"artifacts":[{"sourceId":"p:1","type":"Build","alias":"_Web","definitionReference":)j"
                      R"j({"definition":{"id":"1","name":"Web"}},"isPrimary":true}],"triggers":[],)j"
                      R"j("releaseNameFormat":"Release-$(rev:r)","tags":[],"id":1,"url":""
})j");
}

template <typename Work>
double Seconds(Work work) {
  const Clock::time_point start = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double Median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

void ImportAgainstParse(benchmark::State& state) {
  const std::string text = Definition(static_cast<int>(state.range(0)));
  const auto check = ImportDefinitions(text, Limits());
  if (!check.ok() || !check->front().findings.empty()) {
    state.SkipWithError("the benchmark's definition does not import cleanly");
    return;
  }
  std::vector<double> import, ordered, sorted;
  for (auto _ : state) {
    import.push_back(Seconds([&] { benchmark::DoNotOptimize(ImportDefinitions(text, Limits()));
  }));
  ordered.push_back(Seconds([&] { benchmark::DoNotOptimize(nlohmann::ordered_json::parse(text)); }));
  sorted.push_back(Seconds([&] { benchmark::DoNotOptimize(nlohmann::json::parse(text)); }));
}
const double ours = Median(import);
state.counters["ratio"] = ours / std::min(Median(ordered), Median(sorted));
state.counters["ratio_ordered_json"] = ours / Median(ordered);
state.counters["ratio_json"] = ours / Median(sorted);
state.counters["import_us"] = ours * 1e6;
state.counters["bytes"] = static_cast<double>(text.size());
}  // namespace

BENCHMARK(ImportAgainstParse)->Name("G11_import")->Arg(4)->Unit(benchmark::kMicrosecond);
BENCHMARK(ImportAgainstParse)->Name("import_definition")->Arg(1)->Arg(40)->Unit(benchmark::kMicrosecond);

}  // namespace slipway
}  // namespace slipway
