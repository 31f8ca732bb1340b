#include "adapters/built_in_tasks.h"

#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/artifact_plans.h"
#include "adapters/task_inputs.h"
#include "adapters/task_plans.h"
#include "adapters/windows_plans.h"
#include "base/status_macros.h"
#include "model/artifact_step.h"
#include "model/version_spec.h"

namespace slipway {
namespace {

constexpr char kCmdLine[] = "d9bafed4-0b18-4f58-968d-86655b4d2ce9";
constexpr char kBash[] = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b";  // ShellScript has it too, in major 2
constexpr char kPowerShell[] = "e213ff0f-5d5c-4791-802d-52ea3e7be1f1";
constexpr char kPythonScript[] = "6392f95f-7e76-4a18-b3c7-7f078d2f7700";
constexpr char kCopyFiles[] = "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c";
constexpr char kDeleteFiles[] = "b7e8b412-0437-4065-9371-edc5881de25b";
constexpr char kExtractFiles[] = "5e1e3830-fbfb-11e5-aab1-090c92bc4988";
constexpr char kArchiveFiles[] = "d8b84976-e99a-4b86-b885-4849694435b0";
constexpr char kPublishTestResults[] = "0b0f01ed-7dde-43ff-9cbb-e48954daf9b1";
constexpr char kSsh[] = "91443475-df55-4874-944b-39253b558790";
constexpr char kCopyFilesOverSsh[] = "67cec91b-0351-4c2f-8465-d74b3d2a2d96";
constexpr char kInvokeRestApi[] = "9c3e8943-130d-4c78-ac63-8af81df62dfb";
constexpr char kQueryWorkItems[] = "f1e4b0e6-017e-4819-8a48-ef19ae96e289";

struct Handler {
  BuiltInTask task;
  absl::Status (*plan)(const TaskPlanContext& context, ProcessPlan* plan);
};

std::vector<BuiltInInput> DownloadBuildInputs() {
  return {{"buildType", "current"},
          {"project", ""},
          {"definition", ""},
          {"specificBuildWithTriggering", "false"},
          {"buildVersionToDownload", "latest"},
          {"allowPartiallySucceededBuilds", "false"},
          {"branchName", "refs/heads/master"},
          {"buildId", ""},
          {"tags", ""},
          {"downloadType", "single"},
          {"artifactName", ""},
          {"itemPattern", "**"},
          {"downloadPath", "", true},
          {"cleanDestinationFolder", "false"},
          {"parallelizationLimit", "8"}};
}

const std::vector<Handler>& Handlers() {
  const std::vector<BuiltInInput> rest_inputs = {{"connectedServiceNameSelector", "connectedServiceName"},
                                                 {"connectedServiceName", ""},
                                                 {"connectedServiceNameARM", ""},
                                                 {"connectedServiceNameAzureDevOps", ""},
                                                 {"method", "POST"},
                                                 {"headers", ""},
                                                 {"body", ""},
                                                 {"urlSuffix", ""},
                                                 {"waitForCompletion", "false"},
                                                 {"successCriteria", ""}};
  static const auto* const kHandlers = new std::vector<Handler>{
      {{kCmdLine,
        "Command Line",
        "Run a command line script using Bash",
        "cmd-line-v2",
        2,
        279,
        1,
        false,
        {{"script", ""}, {"workingDirectory", "", true}, {"failOnStderr", "false"}}},
       PlanCmdLine},
      {{kCmdLine,
        "Command Line",
        "Run a program with arguments",
        "cmd-line-v1",
        1,
        1,
        3,
        false,
        {{"filename", ""}, {"arguments", ""}, {"workingFolder", "", true}, {"failOnStandardError", "false"}}},
       PlanCmdLine1},
      {{kBash,
        "Bash",
        "Run a Bash script",
        "bash-v3",
        3,
        278,
        0,
        false,
        {{"targetType", "filePath"},
         {"filePath", "", true},
         {"arguments", ""},
         {"script", ""},
         {"workingDirectory", "", true},
         {"failOnStderr", "false"},
         {"bashEnvValue", ""}}},
       PlanBash},
      {{kBash,
        "Shell script",
        "Run a shell script using Bash",
        "shell-script-v2",
        2,
        274,
        0,
        false,
        {{"scriptPath", "", true},
         {"args", ""},
         {"disableAutoCwd", "false"},
         {"cwd", "", true},
         {"failOnStandardError", "false"}}},
       PlanShellScript},
      {{kPowerShell,
        "PowerShell",
        "Run a PowerShell script",
        "powershell-v2",
        2,
        279,
        0,
        false,
        {{"targetType", "filePath"},
         {"filePath", "", true},
         {"arguments", ""},
         {"script", ""},
         {"errorActionPreference", "stop"},
         {"warningPreference", "default"},
         {"informationPreference", "default"},
         {"verbosePreference", "default"},
         {"debugPreference", "default"},
         {"progressPreference", "silentlyContinue"},
         {"failOnStderr", "false"},
         {"ignoreLASTEXITCODE", "false"},
         {"workingDirectory", "", true},
         {"runScriptInSeparateScope", "false"},
         {"showWarnings", "false"},
         {"pwsh", "false"}}},
       PlanPowerShell},
      {{kPythonScript,
        "Python script",
        "Run a Python file or inline script",
        "python-script-v0",
        0,
        274,
        1,
        false,
        {{"scriptSource", "filePath"},
         {"scriptPath", "", true},
         {"script", ""},
         {"arguments", ""},
         {"pythonInterpreter", ""},
         {"workingDirectory", "", true},
         {"failOnStderr", "false"}}},
       PlanPython},
      {{kCopyFiles,
        "Copy files",
        "Copy files from a source folder to a target folder",
        "copy-files-v2",
        2,
        276,
        0,
        true,
        {{"SourceFolder", "", true},
         {"Contents", "**"},
         {"TargetFolder", ""},
         {"CleanTargetFolder", "false"},
         {"OverWrite", "false"},
         {"flattenFolders", "false"},
         {"preserveTimestamp", "false"},
         {"retryCount", "0"},
         {"delayBetweenRetries", "1000"},
         {"ignoreMakeDirErrors", "false"}}},
       PlanCopyFiles},
      {{kDeleteFiles,
        "Delete files",
        "Delete folders, or files matching a pattern",
        "delete-files-v1",
        1,
        274,
        1,
        true,
        {{"SourceFolder", "", true},
         {"Contents", "myFileShare"},
         {"RemoveSourceFolder", "false"},
         {"RemoveDotFiles", "false"}}},
       PlanDeleteFiles},
      {{kExtractFiles,
        "Extract files",
        "Extract a variety of archive and compression files such as .7z, .rar, .tar.gz, and .zip",
        "extract-files-v1",
        1,
        274,
        0,
        false,
        {{"archiveFilePatterns", "**/*.zip"},
         {"destinationFolder", "", true},
         {"cleanDestinationFolder", "true"},
         {"overwriteExistingFiles", "false"},
         {"pathToSevenZipTool", ""}}},
       PlanExtractFiles},
      {{kArchiveFiles,
        "Archive files",
        "Compress files into .7z, .tar.gz, or .zip",
        "archive-files-v2",
        2,
        279,
        0,
        false,
        {{"rootFolderOrFile", "$(Build.BinariesDirectory)", true},
         {"includeRootFolder", "true"},
         {"archiveType", "zip"},
         {"sevenZipCompression", "normal"},
         {"tarCompression", "gz"},
         {"archiveFile", "$(Build.ArtifactStagingDirectory)/$(Build.BuildId).zip", true},
         {"replaceExistingArchive", "true"},
         {"verbose", "false"},
         {"quiet", "false"}}},
       PlanArchiveFiles},
      {{kPublishTestResults,
        "Publish Test Results",
        "Publish test results to the release",
        "publish-test-results-v2",
        2,
        277,
        0,
        true,
        {{"testRunner", "JUnit"},
         {"testResultsFiles", "**/TEST-*.xml"},
         {"searchFolder", "", true},
         {"mergeTestResults", "false"},
         {"failTaskOnFailedTests", "false"},
         {"failTaskOnFailureToPublishResults", "false"},
         {"failTaskOnMissingResultsFile", "false"},
         {"testRunTitle", ""},
         {"platform", ""},
         {"configuration", ""},
         {"publishRunAttachments", "true"}}},
       PlanPublishTestResults},
      {{kSsh,
        "SSH",
        "Run shell commands or a script on a remote machine using SSH",
        "ssh-v0",
        0,
        278,
        0,
        false,
        {{"sshEndpoint", ""},
         {"runOptions", "commands"},
         {"commands", ""},
         {"scriptPath", "", true},
         {"inline", ""},
         {"interpreterCommand", "/bin/bash"},
         {"args", ""},
         {"failOnStdErr", "true"},
         {"interactiveSession", "false"},
         {"readyTimeout", "20000"},
         {"interactiveKeyboardAuthentication", "false"},
         {"enableRemoteVsoCommands", "false"}},
        true},
       PlanSsh},
      {{kCopyFilesOverSsh,
        "Copy files over SSH",
        "Copy files or build artifacts to a remote machine over SSH",
        "copy-files-over-ssh-v0",
        0,
        274,
        0,
        true,
        {{"sshEndpoint", ""},
         {"sourceFolder", "", true},
         {"contents", "**"},
         {"targetFolder", ""},
         {"isWindowsOnTarget", "false"},
         {"cleanTargetFolder", "false"},
         {"cleanHiddenFilesInTarget", "false"},
         {"readyTimeout", "20000"},
         {"overwrite", "true"},
         {"failOnEmptySource", "false"},
         {"flattenFolders", "false"},
         {"concurrentUploads", "10"},
         {"delayBetweenUploads", "50"}},
        true},
       PlanCopyFilesOverSsh},
      {{kInvokeRestApi,
        "Invoke REST API",
        "Invoke a REST API as a part of your pipeline",
        "invoke-rest-api-v1",
        1,
        274,
        1,
        false,
        rest_inputs},
       PlanInvokeRestApi},
      {{kInvokeRestApi,
        "Invoke REST API",
        "Invoke a REST API as a part of your pipeline",
        "invoke-rest-api-v0",
        0,
        241,
        0,
        false,
        rest_inputs},
       PlanInvokeRestApi},
      {{kQueryWorkItems,
        "Query work items",
        "Execute a work item query and check the number of items it returns",
        "query-work-items-v0",
        0,
        241,
        0,
        true,
        {{"queryId", ""}, {"maxThreshold", "0"}, {"minThreshold", "0"}}},
       PlanQueryWorkItems},
      {{kDownloadArtifactsTask, "Download artifacts", "Download what the release deploys", "", 1, 0, 0, true, {}},
       PlanDownloadArtifacts},
      {{kJenkinsDownloadArtifactsTask,
        "Jenkins download artifacts",
        "Download artifacts produced by a Jenkins job",
        "jenkins-download-artifacts-v2",
        2,
        277,
        1,
        true,
        {{"serverEndpoint", ""},
         {"jobName", ""},
         {"jenkinsJobType", ""},
         {"saveTo", "jenkinsArtifacts", true},
         {"jenkinsBuild", "LastSuccessfulBuild"},
         {"jenkinsBuildNumber", "1"},
         {"itemPattern", "**"},
         {"downloadCommitsAndWorkItems", "false"},
         {"startJenkinsBuildNumber", ""},
         {"artifactDetailsFileNameSuffix", ""},
         {"propagatedArtifacts", "false"}}},
       PlanJenkinsDownloadArtifacts},
      {{kDownloadBuildArtifactsTask,
        "Download build artifacts",
        "Download files that were saved as artifacts of a completed build",
        "download-build-artifacts-v0",
        0,
        275,
        3,
        true,
        DownloadBuildInputs()},
       PlanDownloadBuildArtifacts},
      {{kDownloadBuildArtifactsTask,
        "Download build artifacts",
        "Download files that were saved as artifacts of a completed build",
        "download-build-artifacts-v1",
        1,
        220,
        0,
        true,
        DownloadBuildInputs()},
       PlanDownloadBuildArtifacts},
  };
  return *kHandlers;
}

absl::StatusOr<const Handler*> FindHandler(absl::string_view task_id, absl::string_view version_spec) {
  SLIPWAY_ASSIGN_OR_RETURN(const VersionSpec spec, VersionSpec::Parse(version_spec));
  const Handler* best = nullptr;
  for (const Handler& handler : Handlers()) {
    const BuiltInTask& task = handler.task;
    if (!absl::EqualsIgnoreCase(task.id, task_id)) continue;
    // Within a major version later ones stand in for earlier ones: 3.*, 3.1.2 and 3.278.0 all mean the Bash there is
    // here.
    if (!spec.AcceptsMajor(task.major)) continue;
    if (best == nullptr || task.major > best->task.major) best = &handler;
  }
  if (best == nullptr) {
    return absl::NotFoundError(absl::StrCat("no built-in task ", task_id, " of version ", version_spec));
  }
  return best;
}

std::vector<std::string> Banner(const BuiltInTask& task, const TaskInvocation& invocation) {
  const std::string line(78, '=');
  std::vector<std::string> lines = {absl::StrCat("##[section]Starting: ", invocation.display_name),
                                    line,
                                    absl::StrCat("Task         : ", task.name),
                                    absl::StrCat("Description  : ", task.description),
                                    absl::StrCat("Version      : ", task.major, ".", task.minor, ".", task.patch),
                                    "Author       : Slipway (built in)"};
  // The step that downloads artifacts is no task of the original's.
  if (task.reference[0] != '\0') {
    lines.push_back(absl::StrCat("Help         : https://learn.microsoft.com/azure/devops/pipelines/tasks/reference/",
                                 task.reference));
  }
  lines.push_back(line);
  return lines;
}

}  // namespace

std::string FindInPath(const std::string& name) {
  const char* path = getenv("PATH");
  for (absl::string_view folder : absl::StrSplit(path == nullptr ? "/usr/bin:/bin" : path, ':')) {
    const std::string candidate = absl::StrCat(folder, "/", name);
    if (!folder.empty() && access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return "";
}

absl::Span<const BuiltInTask> AllBuiltInTasks() {
  static const auto* const kTasks = [] {
    auto* tasks = new std::vector<BuiltInTask>;
    for (const Handler& handler : Handlers()) tasks->push_back(handler.task);
    return tasks;
  }();
  return *kTasks;
}

BuiltInTasks::BuiltInTasks(std::string runner_path, FindProgram find_program, std::string callback_folder)
    : runner_path_(std::move(runner_path)),
      find_program_(find_program ? std::move(find_program) : FindInPath),
      callback_folder_(std::move(callback_folder)) {}

absl::StatusOr<TaskLibrary::Info> BuiltInTasks::Find(absl::string_view task_id, absl::string_view version_spec) const {
  SLIPWAY_ASSIGN_OR_RETURN(const Handler* handler, FindHandler(task_id, version_spec));
  const BuiltInTask& task = handler->task;
  Info info{task.name, absl::StrCat(task.major, ".", task.minor, ".", task.patch), task.idempotent};
  info.uses_endpoints = task.uses_endpoints;
  return info;
}

absl::StatusOr<ProcessPlan> BuiltInTasks::Plan(const TaskInvocation& invocation) const {
  SLIPWAY_ASSIGN_OR_RETURN(const Handler* handler, FindHandler(invocation.task_id, invocation.version));
  const TaskInputs inputs(handler->task, invocation);
  ProcessPlan plan;
  plan.log_header = Banner(handler->task, invocation);
  if (invocation.windows) {
    SLIPWAY_RETURN_IF_ERROR(PlanOnWindows(handler->task, {invocation, inputs, find_program_, runner_path_}, &plan));
    return plan;
  }
  if (const TargetPlaces* target = invocation.target; target != nullptr) {
    const FindProgram there = [target](const std::string& name) {
      const auto found = target->programs.find(name);
      return found == target->programs.end() ? std::string() : found->second;
    };
    SLIPWAY_RETURN_IF_ERROR(handler->plan({invocation, inputs, there, target->runner_path}, &plan));
    return plan;
  }
  SLIPWAY_RETURN_IF_ERROR(handler->plan({invocation, inputs, find_program_, runner_path_, callback_folder_}, &plan));
  return plan;
}

}  // namespace slipway
