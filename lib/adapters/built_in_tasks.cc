#include "adapters/built_in_tasks.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "model/variables.h"
#include "model/version_spec.h"

namespace slipway {
namespace {

constexpr char kCmdLine[] = "d9bafed4-0b18-4f58-968d-86655b4d2ce9";
constexpr char kBash[] = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b";  // ShellScript has it too, in major 2
constexpr char kPowerShell[] = "e213ff0f-5d5c-4791-802d-52ea3e7be1f1";
constexpr char kPythonScript[] = "6392f95f-7e76-4a18-b3c7-7f078d2f7700";
constexpr char kCopyFiles[] = "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c";
constexpr char kDeleteFiles[] = "b7e8b412-0437-4065-9371-edc5881de25b";

std::string FindInPath(const std::string& name) {
  const char* path = getenv("PATH");
  for (absl::string_view folder : absl::StrSplit(path == nullptr ? "/usr/bin:/bin" : path, ':')) {
    const std::string candidate = absl::StrCat(folder, "/", name);
    if (!folder.empty() && access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return "";
}

std::string Quoted(absl::string_view text) {
  std::string quoted = "'";
  for (char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

// Inputs with defaults, trimmed, paths rooted (task-contract 1.4).
class Inputs {
 public:
  Inputs(const BuiltInTask& task, const TaskInvocation& invocation) {
    for (const BuiltInInput& input : task.inputs) values_[absl::AsciiStrToLower(input.name)] = input.default_value;
    for (const auto& [name, value] : invocation.inputs) {
      const absl::string_view trimmed = absl::StripAsciiWhitespace(name);
      if (!trimmed.empty()) values_[absl::AsciiStrToLower(trimmed)] = std::string(absl::StripAsciiWhitespace(value));
    }
    for (const BuiltInInput& input : task.inputs) {
      if (!input.is_path) continue;
      std::string& value = values_[absl::AsciiStrToLower(input.name)];
      given_[absl::AsciiStrToLower(input.name)] = !value.empty();
      const std::filesystem::path path(value);
      value = (path.is_absolute() ? path : std::filesystem::path(invocation.artifacts_directory) / path)
                  .lexically_normal()
                  .string();
      // A trailing separator is the mark of joining with nothing, not of what was given.
      if (!given_[absl::AsciiStrToLower(input.name)] && value.size() > 1 && value.back() == '/') value.pop_back();
    }
  }

  const std::string& Get(absl::string_view name) const {
    static const std::string* const kEmpty = new std::string;
    const auto found = values_.find(absl::AsciiStrToLower(name));
    return found == values_.end() ? *kEmpty : found->second;
  }
  bool Is(absl::string_view name) const { return absl::EqualsIgnoreCase(Get(name), "true"); }
  // A path input that was not left empty.
  bool PathGiven(absl::string_view name) const {
    const auto found = given_.find(absl::AsciiStrToLower(name));
    return found != given_.end() && found->second;
  }
  const absl::flat_hash_map<std::string, std::string>& values() const { return values_; }

 private:
  absl::flat_hash_map<std::string, std::string> values_;
  absl::flat_hash_map<std::string, bool> given_;
};

struct Context {
  const TaskInvocation& invocation;
  const Inputs& inputs;
  const BuiltInTasks::FindProgram& find_program;
  const std::string& runner_path;

  std::string ScriptPath(absl::string_view extension) const {
    return absl::StrCat(invocation.temp_directory, "/", invocation.unique_id, extension);
  }
};

absl::StatusOr<std::string> Program(const Context& context, const std::string& name, absl::string_view why) {
  std::string path = context.find_program(name);
  if (path.empty()) return absl::FailedPreconditionError(absl::StrCat("'", name, "' is not in PATH; ", why));
  return path;
}

absl::Status Required(const Context& context, absl::string_view name) {
  if (!context.inputs.Get(name).empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("input '", name, "' is required"));
}

absl::Status RequiredFile(const Context& context, absl::string_view name) {
  const std::string& path = context.inputs.Get(name);
  std::error_code error;
  if (context.inputs.PathGiven(name) && std::filesystem::is_regular_file(path, error)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("input '", name, "': ", context.inputs.PathGiven(name) ? absl::StrCat("there is no file ", path) : "a file is required"));
}

// How arguments of the old tool runner are split: at blanks, double quotes group, \" is a quote.
std::vector<std::string> SplitArguments(absl::string_view text) {
  std::vector<std::string> arguments;
  std::string current;
  bool quoted = false;
  bool any = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '"') {
      current.push_back('"');
      any = true;
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
      any = true;
    } else if (absl::ascii_isspace(text[i]) && !quoted) {
      if (any) arguments.push_back(std::exchange(current, ""));
      any = false;
    } else {
      current.push_back(text[i]);
      any = true;
    }
  }
  if (any) arguments.push_back(current);
  return arguments;
}

void RunBashFile(const Context& context, const std::string& bash, std::string script, bool plain, ProcessPlan* plan) {
  const std::string path = context.ScriptPath(".sh");
  plan->files.push_back({path, std::move(script), 0600});
  plan->argv = {bash};
  if (plain) plan->argv.insert(plan->argv.end(), {"--noprofile", "--norc"});
  plan->argv.push_back(path);
}

absl::Status PlanCmdLine(const Context& context, ProcessPlan* plan) {
  SLIPWAY_RETURN_IF_ERROR(Required(context, "script"));
  SLIPWAY_ASSIGN_OR_RETURN(const std::string bash, Program(context, "bash", "the task needs it"));
  const std::string& script = context.inputs.Get("script");
  std::error_code error;
  // A script that is nothing but the path of a file runs that file.
  const bool is_file = !absl::StrContains(script, "\n") && std::filesystem::is_regular_file(script, error);
  RunBashFile(context, bash, is_file ? absl::StrCat("exec ", script, "\n") : script + "\n", true, plan);
  plan->working_directory = context.inputs.Get("workingDirectory");
  plan->fail_on_stderr = context.inputs.Is("failOnStderr");
  return absl::OkStatus();
}

absl::Status PlanCmdLine1(const Context& context, ProcessPlan* plan) {
  SLIPWAY_RETURN_IF_ERROR(Required(context, "filename"));
  const std::string& name = context.inputs.Get("filename");
  std::string program = name;
  if (!absl::StrContains(name, "/")) {
    SLIPWAY_ASSIGN_OR_RETURN(program, Program(context, name, "input 'filename' names it"));
  }
  plan->argv = SplitArguments(context.inputs.Get("arguments"));
  plan->argv.insert(plan->argv.begin(), program);
  plan->working_directory = context.inputs.Get("workingFolder");
  plan->fail_on_stderr = context.inputs.Is("failOnStandardError");
  return absl::OkStatus();
}

absl::Status PlanBash(const Context& context, ProcessPlan* plan) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string bash, Program(context, "bash", "the task needs it"));
  if (absl::EqualsIgnoreCase(context.inputs.Get("targetType"), "inline")) {
    SLIPWAY_RETURN_IF_ERROR(Required(context, "script"));
    RunBashFile(context, bash, context.inputs.Get("script") + "\n", false, plan);
  } else {
    SLIPWAY_RETURN_IF_ERROR(RequiredFile(context, "filePath"));
    RunBashFile(context, bash, absl::StrCat("exec bash ", Quoted(context.inputs.Get("filePath")), " ", context.inputs.Get("arguments"), "\n"), false, plan);
  }
  if (!context.inputs.Get("bashEnvValue").empty()) {
    plan->environment.emplace_back("BASH_ENV", context.inputs.Get("bashEnvValue"));
  }
  plan->working_directory = context.inputs.Get("workingDirectory");
  plan->fail_on_stderr = context.inputs.Is("failOnStderr");
  return absl::OkStatus();
}

absl::Status PlanShellScript(const Context& context, ProcessPlan* plan) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string bash, Program(context, "bash", "the task needs it"));
  SLIPWAY_RETURN_IF_ERROR(RequiredFile(context, "scriptPath"));
  const std::string& script = context.inputs.Get("scriptPath");
  plan->argv = SplitArguments(context.inputs.Get("args"));
  plan->argv.insert(plan->argv.begin(), {bash, script});
  // The script's own folder, unless one was given or that is switched off.
  const bool own = !context.inputs.PathGiven("cwd") && !context.inputs.Is("disableAutoCwd");
  plan->working_directory = own ? std::filesystem::path(script).parent_path().string() : context.inputs.Get("cwd");
  plan->fail_on_stderr = context.inputs.Is("failOnStandardError");
  return absl::OkStatus();
}

absl::Status PlanPowerShell(const Context& context, ProcessPlan* plan) {
  std::string shell = context.find_program("pwsh");
  if (shell.empty()) shell = context.find_program("powershell");
  if (shell.empty()) {
    return absl::FailedPreconditionError("PowerShell is not on this machine: neither 'pwsh' nor 'powershell' is in PATH; install PowerShell, or run the task on a target that has it");
  }
  std::string script = "\xEF\xBB\xBF";
  for (const auto& [input, preference] :
       {std::pair("errorActionPreference", "ErrorActionPreference"), {"warningPreference", "WarningPreference"},
        {"informationPreference", "InformationPreference"}, {"verbosePreference", "VerbosePreference"},
        {"debugPreference", "DebugPreference"}, {"progressPreference", "ProgressPreference"}}) {
    const std::string& value = context.inputs.Get(input);
    if (!value.empty() && !absl::EqualsIgnoreCase(value, "default")) {
      absl::StrAppend(&script, "$", preference, " = '", value, "'\n");
    }
  }
  if (absl::EqualsIgnoreCase(context.inputs.Get("targetType"), "inline")) {
    absl::StrAppend(&script, context.inputs.Get("script"), "\n");
  } else {
    SLIPWAY_RETURN_IF_ERROR(RequiredFile(context, "filePath"));
    const std::string& file = context.inputs.Get("filePath");
    if (!absl::EndsWithIgnoreCase(file, ".ps1")) {
      return absl::InvalidArgumentError(absl::StrCat("input 'filePath': expected a .ps1 file, got ", file));
    }
    std::string quoted;
    for (char c : file) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    absl::StrAppend(&script, context.inputs.Is("runScriptInSeparateScope") ? "& '" : ". '", quoted, "' ", context.inputs.Get("arguments"), "\n");
  }
  if (!context.inputs.Is("ignoreLASTEXITCODE")) {
    absl::StrAppend(&script, "if (Test-Path -LiteralPath variable:\\LASTEXITCODE) { exit $LASTEXITCODE }\n");
  }
  const std::string path = context.ScriptPath(".ps1");
  plan->files.push_back({path, std::move(script), 0600});
  plan->argv = {shell, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", absl::StrCat(". '", path, "'")};
  plan->working_directory = context.inputs.Get("workingDirectory");
  plan->fail_on_stderr = context.inputs.Is("failOnStderr");
  return absl::OkStatus();
}

absl::Status PlanPython(const Context& context, ProcessPlan* plan) {
  std::string python = context.inputs.Get("pythonInterpreter");
  if (python.empty()) python = context.find_program("python");
  // Debian has no `python`; what it has is what scripts of today mean.
  if (python.empty()) python = context.find_program("python3");
  if (python.empty()) {
    return absl::FailedPreconditionError("neither 'python' nor 'python3' is in PATH; install Python, or name it in input 'pythonInterpreter'");
  }
  std::string script;
  if (absl::EqualsIgnoreCase(context.inputs.Get("scriptSource"), "inline")) {
    SLIPWAY_RETURN_IF_ERROR(Required(context, "script"));
    script = context.ScriptPath(".py");
    plan->files.push_back({script, context.inputs.Get("script") + "\n", 0600});
  } else {
    SLIPWAY_RETURN_IF_ERROR(RequiredFile(context, "scriptPath"));
    script = context.inputs.Get("scriptPath");
  }
  plan->argv = SplitArguments(context.inputs.Get("arguments"));
  plan->argv.insert(plan->argv.begin(), {python, script});
  plan->working_directory = context.inputs.Get("workingDirectory");
  plan->fail_on_stderr = context.inputs.Is("failOnStderr");
  return absl::OkStatus();
}

// A child of the runner's own program, which finds its inputs as a real task does: in INPUT_ variables.
absl::Status PlanNative(const Context& context, const char* name, ProcessPlan* plan) {
  plan->argv = {context.runner_path, "--task", name};
  for (const auto& [input, value] : context.inputs.values()) {
    plan->environment.emplace_back(absl::StrCat("INPUT_", MangleName(input)), value);
  }
  plan->working_directory = context.invocation.artifacts_directory;
  plan->restricted_commands = true;
  return absl::OkStatus();
}

absl::Status PlanCopyFiles(const Context& context, ProcessPlan* plan) {
  SLIPWAY_RETURN_IF_ERROR(Required(context, "TargetFolder"));
  return PlanNative(context, "copyfiles", plan);
}

absl::Status PlanDeleteFiles(const Context& context, ProcessPlan* plan) {
  return PlanNative(context, "deletefiles", plan);
}

struct Handler {
  BuiltInTask task;
  absl::Status (*plan)(const Context& context, ProcessPlan* plan);
};

const std::vector<Handler>& Handlers() {
  static const auto* const kHandlers = new std::vector<Handler>{
      {{kCmdLine, "Command Line", "Run a command line script using Bash", 2, 279, 1, false,
        {{"script", ""}, {"workingDirectory", "", true}, {"failOnStderr", "false"}}},
       PlanCmdLine},
      {{kCmdLine, "Command Line", "Run a program with arguments", 1, 1, 3, false,
        {{"filename", ""}, {"arguments", ""}, {"workingFolder", "", true}, {"failOnStandardError", "false"}}},
       PlanCmdLine1},
      {{kBash, "Bash", "Run a Bash script", 3, 278, 0, false,
        {{"targetType", "filePath"}, {"filePath", "", true}, {"arguments", ""}, {"script", ""},
         {"workingDirectory", "", true}, {"failOnStderr", "false"}, {"bashEnvValue", ""}}},
       PlanBash},
      {{kBash, "Shell script", "Run a shell script using Bash", 2, 274, 0, false,
        {{"scriptPath", "", true}, {"args", ""}, {"disableAutoCwd", "false"}, {"cwd", "", true},
         {"failOnStandardError", "false"}}},
       PlanShellScript},
      {{kPowerShell, "PowerShell", "Run a PowerShell script", 2, 279, 0, false,
        {{"targetType", "filePath"}, {"filePath", "", true}, {"arguments", ""}, {"script", ""},
         {"errorActionPreference", "stop"}, {"warningPreference", "default"}, {"informationPreference", "default"},
         {"verbosePreference", "default"}, {"debugPreference", "default"}, {"progressPreference", "silentlyContinue"},
         {"failOnStderr", "false"}, {"ignoreLASTEXITCODE", "false"}, {"workingDirectory", "", true},
         {"runScriptInSeparateScope", "false"}}},
       PlanPowerShell},
      {{kPythonScript, "Python script", "Run a Python file or inline script", 0, 274, 1, false,
        {{"scriptSource", "filePath"}, {"scriptPath", "", true}, {"script", ""}, {"arguments", ""},
         {"pythonInterpreter", ""}, {"workingDirectory", "", true}, {"failOnStderr", "false"}}},
       PlanPython},
      {{kCopyFiles, "Copy files", "Copy files from a source folder to a target folder", 2, 276, 0, true,
        {{"SourceFolder", "", true}, {"Contents", "**"}, {"TargetFolder", ""}, {"CleanTargetFolder", "false"},
         {"OverWrite", "false"}, {"flattenFolders", "false"}, {"preserveTimestamp", "false"}, {"retryCount", "0"},
         {"delayBetweenRetries", "1000"}, {"ignoreMakeDirErrors", "false"}}},
       PlanCopyFiles},
      {{kDeleteFiles, "Delete files", "Delete folders, or files matching a pattern", 1, 274, 1, true,
        {{"SourceFolder", "", true}, {"Contents", "myFileShare"}, {"RemoveSourceFolder", "false"},
         {"RemoveDotFiles", "false"}}},
       PlanDeleteFiles},
  };
  return *kHandlers;
}

absl::StatusOr<const Handler*> FindHandler(absl::string_view task_id, absl::string_view version_spec) {
  SLIPWAY_ASSIGN_OR_RETURN(const VersionSpec spec, VersionSpec::Parse(version_spec));
  const Handler* best = nullptr;
  for (const Handler& handler : Handlers()) {
    const BuiltInTask& task = handler.task;
    if (!absl::EqualsIgnoreCase(task.id, task_id)) continue;
    // Within a major version later ones stand in for earlier ones: 3.*, 3.1.2 and 3.278.0 all mean the Bash there is here.
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
  return {absl::StrCat("##[section]Starting: ", invocation.display_name),
          line,
          absl::StrCat("Task         : ", task.name),
          absl::StrCat("Description  : ", task.description),
          absl::StrCat("Version      : ", task.major, ".", task.minor, ".", task.patch),
          "Author       : Slipway (built in)",
          line};
}

}  // namespace

absl::Span<const BuiltInTask> AllBuiltInTasks() {
  static const auto* const kTasks = [] {
    auto* tasks = new std::vector<BuiltInTask>;
    for (const Handler& handler : Handlers()) tasks->push_back(handler.task);
    return tasks;
  }();
  return *kTasks;
}

BuiltInTasks::BuiltInTasks(std::string runner_path, FindProgram find_program)
    : runner_path_(std::move(runner_path)), find_program_(find_program ? std::move(find_program) : FindInPath) {}

absl::StatusOr<TaskLibrary::Info> BuiltInTasks::Find(absl::string_view task_id, absl::string_view version_spec) const {
  SLIPWAY_ASSIGN_OR_RETURN(const Handler* handler, FindHandler(task_id, version_spec));
  const BuiltInTask& task = handler->task;
  return Info{task.name, absl::StrCat(task.major, ".", task.minor, ".", task.patch), task.idempotent};
}

absl::StatusOr<ProcessPlan> BuiltInTasks::Plan(const TaskInvocation& invocation) const {
  SLIPWAY_ASSIGN_OR_RETURN(const Handler* handler, FindHandler(invocation.task_id, invocation.version));
  const Inputs inputs(handler->task, invocation);
  ProcessPlan plan;
  SLIPWAY_RETURN_IF_ERROR(handler->plan({invocation, inputs, find_program_, runner_path_}, &plan));
  plan.log_header = Banner(handler->task, invocation);
  return plan;
}

}  // namespace slipway
