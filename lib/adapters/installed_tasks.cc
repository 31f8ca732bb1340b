#include "adapters/installed_tasks.h"

#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "adapters/task_environment.h"
#include "adapters/task_inputs.h"
#include "adapters/powershell_text.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

std::vector<std::string> Banner(const TaskManifest& manifest, const TaskInvocation& invocation) {
  const std::string line(78, '=');
  const auto one_line = [](std::string text) {
    // A command in what a stranger wrote would be carried out by whoever reads the log as output.
    return absl::StrReplaceAll(text, {{"\r", " "}, {"\n", " "}, {"##vso", "**vso"}});
  };
  return {absl::StrCat("##[section]Starting: ", invocation.display_name),
          line,
          absl::StrCat("Task         : ", one_line(manifest.friendly_name.empty() ? manifest.name : manifest.friendly_name)),
          absl::StrCat("Description  : ", one_line(manifest.description)),
          absl::StrCat("Version      : ", manifest.version()),
          absl::StrCat("Author       : ", one_line(manifest.author)),
          absl::StrCat("Help         : ", one_line(manifest.help)),
          line};
}

// Macros of handler data, in this order: the task's folder, inputs, variables (task-contract 1.3).
std::string ExpandData(const std::string& text, const std::string& folder, const InputValues& inputs,
                       const TaskInvocation& invocation) {
  std::string expanded;
  size_t done = 0;
  for (size_t at = text.find("$("); at != std::string::npos; at = text.find("$(", at)) {
    const size_t end = text.find(')', at);
    if (end == std::string::npos) break;
    const std::string name = text.substr(at + 2, end - at - 2);
    const std::string* value = absl::EqualsIgnoreCase(name, "currentDirectory") ? &folder : nullptr;
    for (const auto& [input, given] : inputs) {
      if (value == nullptr && absl::EqualsIgnoreCase(input, name)) value = &given;
    }
    if (value == nullptr) {
      ++at;
      continue;
    }
    expanded += text.substr(done, at - done) + *value;
    at = done = end + 1;
  }
  expanded += text.substr(done);
  return invocation.expand ? invocation.expand(expanded) : expanded;
}

const TaskHandler* BestHandler(const TaskManifest& manifest, v1::TaskStage stage) {
  for (const TaskHandler& handler : manifest.handlers[stage]) {
    if (handler.kind != HandlerKind::kUnsupported) return &handler;
  }
  return nullptr;
}

std::string KeysOf(const std::vector<TaskHandler>& handlers) {
  std::vector<std::string> keys;
  for (const TaskHandler& handler : handlers) keys.push_back(handler.key);
  return absl::StrJoin(keys, ", ");
}

}  // namespace

InstalledTasks::InstalledTasks(const BuiltInTasks* built_in, const TaskStore* store,
                               BuiltInTasks::FindProgram find_program)
    : built_in_(built_in), store_(store), find_program_(find_program ? std::move(find_program) : FindInPath) {}

absl::StatusOr<TaskLibrary::Info> InstalledTasks::Find(absl::string_view task_id,
                                                       absl::string_view version_spec) const {
  absl::StatusOr<Info> built_in = built_in_->Find(task_id, version_spec);
  if (built_in.ok() || !absl::IsNotFound(built_in.status())) return built_in;
  return FindInstalled(task_id, version_spec);
}

absl::StatusOr<TaskLibrary::Info> InstalledTasks::FindInstalled(absl::string_view task_id,
                                                                absl::string_view version_spec) const {
  SLIPWAY_ASSIGN_OR_RETURN(const std::shared_ptr<const InstalledTask> task, store_->Find(task_id, version_spec));
  Info info;
  info.name = task->manifest.name;
  info.version = task->manifest.version();
  info.hash = task->hash;
  info.demands = task->manifest.demands;
  info.pre_job = task->manifest.HasStage(v1::TASK_STAGE_PRE_JOB);
  info.post_job = task->manifest.HasStage(v1::TASK_STAGE_POST_JOB);
  // A task for the server alone has no stage that runs here; running it says so.
  info.main = task->manifest.HasStage(v1::TASK_STAGE_MAIN) || (!info.pre_job && !info.post_job);
  return info;
}

std::string InstalledTasks::WhyNotRunnable(const TaskManifest& manifest) const {
  for (int stage = 0; stage < 3; ++stage) {
    if (manifest.handlers[stage].empty()) continue;
    const TaskHandler* handler = BestHandler(manifest, static_cast<v1::TaskStage>(stage));
    if (handler == nullptr) {
      return absl::StrCat("this machine cannot run its handlers (", KeysOf(manifest.handlers[stage]), ")");
    }
    if (handler->kind == HandlerKind::kNode && find_program_("node").empty()) return "there is no 'node' in PATH";
    if (handler->kind == HandlerKind::kPowerShell3 && find_program_("pwsh").empty()) return "there is no 'pwsh' in PATH";
  }
  const bool any = !manifest.handlers[0].empty() || !manifest.handlers[1].empty() || !manifest.handlers[2].empty();
  if (!any) return absl::StrCat("it runs on the server only (", absl::StrJoin(manifest.server_handlers, ", "), ")");
  return "";
}

absl::StatusOr<ProcessPlan> InstalledTasks::Plan(const TaskInvocation& invocation) const {
  if (!invocation.installed) return built_in_->Plan(invocation);
  if (invocation.windows) {
    return absl::FailedPreconditionError(absl::StrCat(
        "task '", invocation.display_name, "' is an installed one; a Windows target runs the built-in PowerShell and Command "
        "Line. Use one of them, run the task on a Linux target, or register a host task for it"));
  }
  SLIPWAY_ASSIGN_OR_RETURN(const std::shared_ptr<const InstalledTask> task,
                           store_->Find(invocation.task_id, invocation.version));
  const TaskManifest& manifest = task->manifest;
  if (!invocation.pinned_hash.empty() && invocation.pinned_hash != task->hash) {
    return absl::DataLossError(absl::StrCat("task '", manifest.name, "' ", manifest.version(),
                                            " is not the one the release was accepted with; install it again as it was"));
  }
  SLIPWAY_RETURN_IF_ERROR(store_->Verify(*task));
  const TaskHandler* handler = BestHandler(manifest, invocation.stage);
  if (handler == nullptr) {
    const std::vector<TaskHandler>& handlers = manifest.handlers[invocation.stage];
    return absl::FailedPreconditionError(
        absl::StrCat("task '", manifest.name, "' ", manifest.version(), " cannot run on this machine: it has ",
                     handlers.empty() ? absl::StrJoin(manifest.server_handlers, ", ") : KeysOf(handlers),
                     "; needed is a Node handler, PowerShell3 or Process"));
  }

  ProcessPlan plan;
  std::string folder = task->folder;
  BuiltInTasks::FindProgram find_program = find_program_;
  if (const TargetPlaces* target = invocation.target; target != nullptr) {
    folder = absl::StrCat(target->data_directory, "/tasks/", task->hash);
    plan.packages.push_back({task->folder, TaskStore::kRecord, folder, task->hash});
    find_program = [target](const std::string& name) {
      const auto found = target->programs.find(name);
      return found == target->programs.end() ? std::string() : found->second;
    };
  }
  plan.log_header = Banner(manifest, invocation);
  plan.restricted_commands = manifest.restricted_commands;
  plan.restricts_variables = manifest.restricts_variables;
  plan.settable_variables = manifest.settable_variables;
  plan.output_variables = manifest.output_variables;
  const InputValues inputs = BuildInputs(manifest, invocation);
  const auto data = [&](const char* key) {
    const auto found = handler->data.find(key);
    return found == handler->data.end() ? std::string() : ExpandData(found->second, folder, inputs, invocation);
  };
  plan.working_directory = data("workingdirectory");
  switch (handler->kind) {
    case HandlerKind::kNode: {
      const std::string node = find_program("node");
      if (node.empty()) {
        return absl::FailedPreconditionError("'node' is not in PATH; install Node.js 16 or newer to run this task");
      }
      plan.argv = {node, absl::StrCat(folder, "/", handler->target)};
      SLIPWAY_RETURN_IF_ERROR(AddTaskEnvironment(manifest, invocation, inputs, &plan));
      break;
    }
    case HandlerKind::kPowerShell3: {
      const std::string pwsh = find_program("pwsh");
      if (pwsh.empty()) {
        return absl::FailedPreconditionError(
            "'pwsh' is not in PATH; the task has a PowerShell3 handler only, install PowerShell 7 to run it");
      }
      const std::string target = absl::StrCat(folder, "/", handler->target);
      const std::string module = absl::StrCat(folder, "/ps_modules/VstsTaskSdk/VstsTaskSdk.psd1");
      const std::string run = absl::StrCat(". ", PowerShellQuoted(target));
      plan.argv = {pwsh, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command",
                   absl::StrCat("$ErrorActionPreference = 'Stop'; Import-Module -Name ", PowerShellQuoted(module),
                                " -ArgumentList @{ NonInteractive = $true }; Invoke-VstsTaskScript -ScriptBlock "
                                "([scriptblock]::Create(",
                                PowerShellQuoted(run), "))")};
      SLIPWAY_RETURN_IF_ERROR(AddTaskEnvironment(manifest, invocation, inputs, &plan));
      break;
    }
    case HandlerKind::kProcess: {
      std::string target = data("target");
      if (target.empty()) {
        return absl::InvalidArgumentError("task.json: Process.target: expected the program to run");
      }
      // Beside the task.json, if it is there; else wherever PATH has it.
      std::error_code error;
      if (StaysInside(target) && std::filesystem::is_regular_file(absl::StrCat(task->folder, "/", target), error)) {
        target = absl::StrCat(folder, "/", target);
      }
      plan.argv = SplitArguments(data("argumentformat"));
      plan.argv.insert(plan.argv.begin(), std::move(target));
      break;
    }
    case HandlerKind::kUnsupported:
      break;
  }
  return plan;
}

}  // namespace slipway
