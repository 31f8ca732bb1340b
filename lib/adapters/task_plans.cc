#include "adapters/task_plans.h"

#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "adapters/powershell_text.h"
#include "base/status_macros.h"
#include "model/variables.h"

namespace slipway {
namespace {

constexpr char kOutputStarts[] = "========================== Starting Command Output ===========================";

std::string ScriptPath(const TaskPlanContext& context, absl::string_view extension) {
  return absl::StrCat(context.invocation.temp_directory, "/", context.invocation.unique_id, extension);
}

// For bash.
std::string Quoted(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

// Definitions written in a browser on Windows hold CRLF, which bash takes for a part of the last word.
std::string UnixLines(absl::string_view text) { return absl::StrReplaceAll(text, {{"\r\n", "\n"}}); }

absl::StatusOr<std::string> Program(const TaskPlanContext& context, const std::string& name, absl::string_view why) {
  // With a folder in it, it is a path; the process starts in the artifacts directory, so that is where it leads from.
  if (absl::StrContains(name, "/")) {
    return (std::filesystem::path(context.invocation.artifacts_directory) / name).lexically_normal().string();
  }
  std::string path = context.find_program(name);
  // Of a target only the usual ones are known beforehand: the runner there looks in its PATH.
  if (path.empty() && context.invocation.target != nullptr) return name;
  if (path.empty()) return absl::FailedPreconditionError(absl::StrCat("'", name, "' is not in PATH; ", why));
  return path;
}

absl::Status Required(const TaskPlanContext& context, absl::string_view name) {
  if (!context.inputs.Get(name).empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("input '", name, "' is required"));
}

absl::Status RequiredFile(const TaskPlanContext& context, absl::string_view name) {
  if (!context.inputs.PathGiven(name)) {
    return absl::InvalidArgumentError(absl::StrCat("input '", name, "': a file is required"));
  }
  const std::string& path = context.inputs.Get(name);
  std::error_code error;
  // Whether a target has it shows when the script is started there.
  if (context.invocation.target != nullptr || context.invocation.windows || std::filesystem::is_regular_file(path, error)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("input '", name, "': there is no file ", path,
                   absl::StrContains(path, "\\") ? " (folders are separated by / on this system)" : ""));
}

void ShowScript(const std::string& script, ProcessPlan* plan) {
  plan->log_header.push_back("Generating script.");
  // A command in it would be carried out by whoever reads the log as output.
  if (!absl::StrContains(script, "\n") && !absl::StrContains(absl::AsciiStrToLower(script), "##vso[")) {
    plan->log_header.push_back("Script contents:");
    plan->log_header.push_back(script);
  }
}

void RunBashFile(const TaskPlanContext& context, const std::string& bash, absl::string_view script, bool plain,
                 ProcessPlan* plan) {
  const std::string path = ScriptPath(context, ".sh");
  plan->files.push_back({path, absl::StrCat(script, "\n"), 0600});
  plan->argv = {bash};
  if (plain) plan->argv.insert(plan->argv.end(), {"--noprofile", "--norc"});
  plan->argv.push_back(path);
}

void ShowCommand(ProcessPlan* plan) {
  plan->log_header.push_back(kOutputStarts);
  plan->log_header.push_back(absl::StrCat("[command]", absl::StrJoin(plan->argv, " ")));
}

// A child of a program of ours, which finds its inputs as a real task does: in INPUT_ variables.
void PlanOwn(const TaskPlanContext& context, std::vector<std::string> argv, ProcessPlan* plan) {
  plan->argv = std::move(argv);
  for (const auto& [input, value] : context.inputs.values()) {
    plan->environment.emplace_back(absl::StrCat("INPUT_", MangleName(input)), value);
  }
  plan->working_directory = context.invocation.artifacts_directory;
  plan->restricted_commands = true;
}

absl::Status PlanNative(const TaskPlanContext& context, const char* name, ProcessPlan* plan) {
  PlanOwn(context, {context.runner_path, "--task", name}, plan);
  return absl::OkStatus();
}

// slipway-server-task lies beside the runner.
absl::Status PlanTool(const TaskPlanContext& context, const char* name, ProcessPlan* plan) {
  const std::string program =
      (std::filesystem::path(context.runner_path).parent_path() / "slipway-server-task").string();
  std::error_code error;
  if (context.invocation.target == nullptr && !std::filesystem::exists(program, error)) {
    return absl::FailedPreconditionError(absl::StrCat(program, " is missing; it is installed beside slipway-runner"));
  }
  PlanOwn(context, {context.invocation.target == nullptr ? program : context.invocation.target->tools_path, name}, plan);
  plan->needs_tools = true;
  return absl::OkStatus();
}

absl::Status PlanServerTask(const TaskPlanContext& context, const char* name, ProcessPlan* plan) {
  if (context.invocation.target != nullptr) {
    return absl::FailedPreconditionError("the task runs on the server only; move it to an agentless job");
  }
  return PlanTool(context, name, plan);
}

// What the ssh tasks get of their endpoint. Secrets in the environment of the task's own process and in files of its
// private folder, which goes when it ends; nothing on a command line.
absl::Status AddSshEndpoint(const TaskPlanContext& context, ProcessPlan* plan) {
  SLIPWAY_RETURN_IF_ERROR(Required(context, "sshEndpoint"));
  const std::string& id = context.inputs.Get("sshEndpoint");
  if (!context.invocation.find_endpoint) return absl::FailedPreconditionError("there are no service endpoints here");
  const absl::StatusOr<v1::ServiceEndpoint> endpoint = context.invocation.find_endpoint(id);
  if (!endpoint.ok()) {
    return absl::Status(endpoint.status().code(), absl::StrCat("input 'sshEndpoint': ", endpoint.status().message()));
  }
  const auto get = [](const auto& map, absl::string_view name) {
    for (const auto& [key, value] : map) {
      if (absl::EqualsIgnoreCase(key, name)) return value;
    }
    return std::string();
  };
  const auto set = [&](const char* name, std::string value) { plan->environment.emplace_back(name, std::move(value)); };
  std::string host = get(endpoint->data(), "host");
  if (host.empty()) host = endpoint->url().substr(endpoint->url().rfind('/') + 1);
  const std::string port = get(endpoint->data(), "port");
  const std::string key = get(endpoint->data(), "PrivateKey");
  const std::string password = get(endpoint->parameters(), "password");
  const std::string known = get(endpoint->data(), "knownHosts");
  const std::string& folder = context.invocation.temp_directory;
  set("SLIPWAY_SSH_HOST", host);
  set("SLIPWAY_SSH_PORT", port.empty() ? "22" : port);
  set("SLIPWAY_SSH_USER", get(endpoint->parameters(), "username"));
  if (!key.empty()) {
    plan->files.push_back({absl::StrCat(folder, "/ssh-key"), absl::StrCat(UnixLines(key), "\n"), 0600});
    set("SLIPWAY_SSH_KEY_FILE", plan->files.back().path);
    plan->secrets.push_back(key);
  }
  if (!known.empty()) {
    plan->files.push_back({absl::StrCat(folder, "/known-hosts"), absl::StrCat(UnixLines(known), "\n"), 0600});
    set("SLIPWAY_SSH_KNOWN_HOSTS", plan->files.back().path);
  }
  if (!password.empty()) {
    // ssh asks this program; what it prints stands in no file and on no command line.
    plan->files.push_back(
        {absl::StrCat(folder, "/ssh-askpass"), "#!/bin/sh\nprintf '%s\\n' \"$SLIPWAY_SSH_PASSWORD\"\n", 0700});
    set("SLIPWAY_SSH_ASKPASS", plan->files.back().path);
    set("SLIPWAY_SSH_PASSWORD", password);
    plan->secrets.push_back(password);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status PlanCmdLine(const TaskPlanContext& context, ProcessPlan* plan) {
  SLIPWAY_RETURN_IF_ERROR(Required(context, "script"));
  SLIPWAY_ASSIGN_OR_RETURN(const std::string bash, Program(context, "bash", "the task needs it"));
  const std::string script = UnixLines(context.inputs.Get("script"));
  ShowScript(script, plan);
  // A script that is nothing but the path of a file runs that file.
  std::error_code error;
  std::string run = script;
  if (context.invocation.target != nullptr && script[0] == '/' && !absl::StrContains(script, "\n")) {
    // Only the target knows whether it is one.
    run = absl::StrCat("[ -f ", Quoted(script), " ] && exec ", Quoted(script), "\n", script);
  } else if (script[0] == '/' && std::filesystem::is_regular_file(script, error)) {
    run = absl::StrCat("exec ", Quoted(script));
  }
  RunBashFile(context, bash, run, true, plan);
  plan->working_directory = context.inputs.Get("workingDirectory");
  plan->fail_on_stderr = context.inputs.Is("failOnStderr");
  ShowCommand(plan);
  return absl::OkStatus();
}

absl::Status PlanCmdLine1(const TaskPlanContext& context, ProcessPlan* plan) {
  SLIPWAY_RETURN_IF_ERROR(Required(context, "filename"));
  SLIPWAY_ASSIGN_OR_RETURN(std::string program,
                           Program(context, context.inputs.Get("filename"), "input 'filename' names it"));
  plan->argv = SplitArguments(context.inputs.Get("arguments"));
  plan->argv.insert(plan->argv.begin(), std::move(program));
  plan->working_directory = context.inputs.Get("workingFolder");
  plan->fail_on_stderr = context.inputs.Is("failOnStandardError");
  ShowCommand(plan);
  return absl::OkStatus();
}

absl::Status PlanBash(const TaskPlanContext& context, ProcessPlan* plan) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string bash, Program(context, "bash", "the task needs it"));
  // Whatever is not filePath is inline, and an empty inline script is one that succeeds.
  if (absl::EqualsIgnoreCase(context.inputs.Get("targetType"), "filePath")) {
    SLIPWAY_RETURN_IF_ERROR(RequiredFile(context, "filePath"));
    const std::string script = std::string(absl::StripAsciiWhitespace(
        absl::StrCat("exec bash ", Quoted(context.inputs.Get("filePath")), " ", context.inputs.Get("arguments"))));
    plan->log_header.push_back("Generating script.");
    plan->log_header.push_back(absl::StrCat("Formatted command: ", script));
    RunBashFile(context, bash, script, false, plan);
  } else {
    const std::string script = UnixLines(context.inputs.Get("script"));
    ShowScript(script, plan);
    RunBashFile(context, bash, script, false, plan);
  }
  if (!context.inputs.Get("bashEnvValue").empty()) {
    plan->environment.emplace_back("BASH_ENV", context.inputs.Get("bashEnvValue"));
  }
  plan->working_directory = context.inputs.Get("workingDirectory");
  plan->fail_on_stderr = context.inputs.Is("failOnStderr");
  ShowCommand(plan);
  return absl::OkStatus();
}

absl::Status PlanShellScript(const TaskPlanContext& context, ProcessPlan* plan) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string bash, Program(context, "bash", "the task needs it"));
  SLIPWAY_RETURN_IF_ERROR(RequiredFile(context, "scriptPath"));
  const std::string& script = context.inputs.Get("scriptPath");
  plan->argv = SplitArguments(context.inputs.Get("args"));
  plan->argv.insert(plan->argv.begin(), {bash, script});
  // The script's own folder, unless one was given or that is switched off.
  const bool own = !context.inputs.PathGiven("cwd") && !context.inputs.Is("disableAutoCwd");
  plan->working_directory = own ? std::filesystem::path(script).parent_path().string() : context.inputs.Get("cwd");
  plan->fail_on_stderr = context.inputs.Is("failOnStandardError");
  ShowCommand(plan);
  return absl::OkStatus();
}

absl::StatusOr<std::string> PowerShellText(const TaskPlanContext& context, ProcessPlan* plan) {
  const TaskInputs& inputs = context.inputs;
  std::string script = "\xEF\xBB\xBF";
  for (const auto& [input, preference] : {std::pair("errorActionPreference", "ErrorActionPreference"),
                                          {"warningPreference", "WarningPreference"},
                                          {"informationPreference", "InformationPreference"},
                                          {"verbosePreference", "VerbosePreference"},
                                          {"debugPreference", "DebugPreference"},
                                          {"progressPreference", "ProgressPreference"}}) {
    const std::string value = absl::AsciiStrToLower(inputs.Get(input));
    if (value.empty() || value == "default") continue;
    if (value != "stop" && value != "continue" && value != "silentlycontinue" && value != "inquire" &&
        value != "ignore") {
      return absl::InvalidArgumentError(absl::StrCat("input '", input, "': expected default, stop, continue, ",
                                                     "silentlyContinue, inquire or ignore, got '", inputs.Get(input),
                                                     "'"));
    }
    absl::StrAppend(&script, "$", preference, " = '", inputs.Get(input), "'\n");
  }
  std::string body;
  if (absl::EqualsIgnoreCase(inputs.Get("targetType"), "filePath")) {
    SLIPWAY_RETURN_IF_ERROR(RequiredFile(context, "filePath"));
    const std::string& file = inputs.Get("filePath");
    if (!absl::EndsWithIgnoreCase(file, ".ps1")) {
      return absl::InvalidArgumentError(absl::StrCat("input 'filePath': expected a .ps1 file, got ", file));
    }
    plan->log_header.push_back("Generating script.");
    body = absl::StrCat(". ", PowerShellQuoted(file), " ", inputs.Get("arguments"));
    plan->log_header.push_back(absl::StrCat("Formatted command: ", body));
  } else {
    body = inputs.Get("script");
    ShowScript(body, plan);
  }
  if (inputs.Is("showWarnings")) {
    // Collected while the script runs and shown as issues of the step even when it throws or exits.
    body = absl::StrCat("try {\nInvoke-Command -NoNewScope -WarningVariable +slipwayWarnings -ScriptBlock {\n", body,
                        "\n}\n} finally {\nforeach ($slipwayWarning in $slipwayWarnings) {\n"
                        "Write-Host ('##vso[task.logissue type=warning]{0}' -f ([string]$slipwayWarning)."
                        "Replace('%', '%AZP25').Replace(\"`r\", '%0D').Replace(\"`n\", '%0A'))\n}\n}");
  }
  absl::StrAppend(&script, body, "\n");
  if (!inputs.Is("ignoreLASTEXITCODE")) {
    absl::StrAppend(&script, "if (Test-Path -LiteralPath variable:\\LASTEXITCODE) { exit $LASTEXITCODE }\n");
  }
  return script;
}

absl::Status PlanPowerShell(const TaskPlanContext& context, ProcessPlan* plan) {
  const TaskInputs& inputs = context.inputs;
  std::string shell = context.find_program("pwsh");
  if (shell.empty()) shell = context.find_program("powershell");
  if (shell.empty()) {
    return absl::FailedPreconditionError(
        "PowerShell is not on this machine: neither 'pwsh' nor 'powershell' is in PATH; install PowerShell, or run the "
        "task on a target that has it");
  }
  SLIPWAY_ASSIGN_OR_RETURN(std::string script, PowerShellText(context, plan));
  const std::string path = ScriptPath(context, ".ps1");
  plan->files.push_back({path, std::move(script), 0600});
  plan->argv = {
      shell,        "-NoLogo",
      "-NoProfile", "-NonInteractive",
      "-Command",   absl::StrCat(inputs.Is("runScriptInSeparateScope") ? "& " : ". ", PowerShellQuoted(path))};
  plan->working_directory = inputs.Get("workingDirectory");
  plan->fail_on_stderr = inputs.Is("failOnStderr");
  ShowCommand(plan);
  return absl::OkStatus();
}

absl::Status PlanPython(const TaskPlanContext& context, ProcessPlan* plan) {
  const TaskInputs& inputs = context.inputs;
  std::string python;
  if (const std::string& given = inputs.Get("pythonInterpreter"); !given.empty()) {
    SLIPWAY_ASSIGN_OR_RETURN(python, Program(context, given, "input 'pythonInterpreter' names it"));
  } else if (python = context.find_program("python"); python.empty()) {
    // Debian has no `python`; what it has is what scripts of today mean.
    python = context.find_program("python3");
    if (python.empty()) {
      return absl::FailedPreconditionError(
          "neither 'python' nor 'python3' is in PATH; install Python, or name it in input 'pythonInterpreter'");
    }
    plan->log_header.push_back("There is no 'python' in PATH; 'python3' is used instead.");
  }
  std::string script;
  if (absl::EqualsIgnoreCase(inputs.Get("scriptSource"), "filePath")) {
    SLIPWAY_RETURN_IF_ERROR(RequiredFile(context, "scriptPath"));
    script = inputs.Get("scriptPath");
  } else {
    SLIPWAY_RETURN_IF_ERROR(Required(context, "script"));
    script = ScriptPath(context, ".py");
    plan->files.push_back({script, inputs.Get("script") + "\n", 0600});
  }
  plan->argv = SplitArguments(inputs.Get("arguments"));
  plan->argv.insert(plan->argv.begin(), {python, script});
  plan->working_directory = inputs.Get("workingDirectory");
  plan->fail_on_stderr = inputs.Is("failOnStderr");
  ShowCommand(plan);
  return absl::OkStatus();
}

absl::Status PlanCopyFiles(const TaskPlanContext& context, ProcessPlan* plan) {
  SLIPWAY_RETURN_IF_ERROR(Required(context, "Contents"));
  SLIPWAY_RETURN_IF_ERROR(Required(context, "TargetFolder"));
  return PlanNative(context, "copyfiles", plan);
}

absl::Status PlanDeleteFiles(const TaskPlanContext& context, ProcessPlan* plan) {
  SLIPWAY_RETURN_IF_ERROR(Required(context, "Contents"));
  return PlanNative(context, "deletefiles", plan);
}

absl::Status PlanPublishTestResults(const TaskPlanContext& context, ProcessPlan* plan) {
  SLIPWAY_RETURN_IF_ERROR(PlanNative(context, "publishtestresults", plan));
  plan->restricted_commands = false;  // it publishes by a command
  return absl::OkStatus();
}

absl::Status PlanExtractFiles(const TaskPlanContext& context, ProcessPlan* plan) {
  SLIPWAY_RETURN_IF_ERROR(Required(context, "archiveFilePatterns"));
  return PlanTool(context, "extractfiles", plan);
}

absl::Status PlanArchiveFiles(const TaskPlanContext& context, ProcessPlan* plan) {
  for (const char* name : {"rootFolderOrFile", "archiveFile"}) {
    // The defaults are a build's.
    if (!absl::StrContains(context.inputs.Get(name), "$(")) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("input '", name, "': ", context.inputs.Get(name), " has no value in a release; set it"));
  }
  return PlanTool(context, "archivefiles", plan);
}

absl::Status PlanSsh(const TaskPlanContext& context, ProcessPlan* plan) {
  SLIPWAY_RETURN_IF_ERROR(AddSshEndpoint(context, plan));
  const std::string run = absl::AsciiStrToLower(context.inputs.Get("runOptions"));
  if (run == "commands") {
    SLIPWAY_RETURN_IF_ERROR(Required(context, "commands"));
  } else if (run == "script") {
    SLIPWAY_RETURN_IF_ERROR(RequiredFile(context, "scriptPath"));
  } else if (run == "inline") {
    SLIPWAY_RETURN_IF_ERROR(Required(context, "inline"));
  } else {
    return absl::InvalidArgumentError(
        absl::StrCat("input 'runOptions': expected commands, script or inline, got '", context.inputs.Get("runOptions"), "'"));
  }
  SLIPWAY_RETURN_IF_ERROR(PlanTool(context, "ssh", plan));
  plan->restricted_commands = false;
  return absl::OkStatus();
}

absl::Status PlanCopyFilesOverSsh(const TaskPlanContext& context, ProcessPlan* plan) {
  SLIPWAY_RETURN_IF_ERROR(AddSshEndpoint(context, plan));
  SLIPWAY_RETURN_IF_ERROR(Required(context, "contents"));
  return PlanTool(context, "copyfilesoverssh", plan);
}

absl::Status PlanInvokeRestApi(const TaskPlanContext& context, ProcessPlan* plan) {
  SLIPWAY_RETURN_IF_ERROR(PlanServerTask(context, "invokerestapi", plan));
  if (!absl::EqualsIgnoreCase(context.inputs.Get("waitForCompletion"), "true")) return absl::OkStatus();
  if (context.callback_folder.empty()) {
    return absl::FailedPreconditionError("input 'waitForCompletion': nobody can complete a task here");
  }
  plan->environment.emplace_back("SLIPWAY_CALLBACKS", context.callback_folder);
  return absl::OkStatus();
}

absl::Status PlanQueryWorkItems(const TaskPlanContext& context, ProcessPlan* plan) {
  return PlanServerTask(context, "queryworkitems", plan);
}

}  // namespace slipway
