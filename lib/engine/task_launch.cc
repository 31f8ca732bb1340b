#include "engine/task_launch.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "model/artifact_step.h"
#include "model/macros.h"

namespace slipway {
namespace {

// A readable part of a file name: letters, digits, dash, dot; everything else becomes a dash.
std::string FileNamePart(absl::string_view text) {
  std::string part;
  for (char c : text) {
    if (part.size() >= 40) break;
    part.push_back(absl::ascii_isalnum(c) || c == '.' || c == '_' ? c : '-');
  }
  return part;
}

// The same for the same text (FNV-1a, 128 bits): names things that have no number of their own.
std::string GuidOf(absl::string_view text) {
  constexpr unsigned __int128 kPrime = (static_cast<unsigned __int128>(1) << 88) + 0x13B;
  unsigned __int128 hash = (static_cast<unsigned __int128>(0x6c62272e07bb0142) << 64) + 0x62b821756295c58d;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  std::string bytes;
  for (int i = 15; i >= 0; --i) bytes.push_back(static_cast<char>(hash >> (8 * i)));
  std::string guid = absl::BytesToHexString(bytes);
  for (size_t place : {20, 16, 12, 8}) guid.insert(place, "-");
  return guid;
}

std::string JobPath(const ReleaseState& state, const TaskPosition& position) {
  return absl::StrCat(state.id, "/", state.environments[position.environment].attempt()->deployment_id, "/", position.phase,
                      "/", position.job);
}

bool IsTrue(absl::string_view text) { return absl::EqualsIgnoreCase(text, "true") || text == "1"; }

}  // namespace

std::string TaskLauncher::LookupId(const ReleaseState& state, const TaskPosition& position) const {
  // Another engine may have a job of the same numbers on the same machine.
  return absl::StrCat("vsts_", GuidOf(absl::StrCat("job ", places_.engine_id, "/", JobPath(state, position))));
}

std::string TaskLauncher::LogPath(const ReleaseState& state, const TaskPosition& position, int32_t attempt,
                                  int32_t tries) const {
  const v1::DefinitionEnvironment& environment = *state.plan->environment(position.environment).definition;
  // Of gates: the sample instead of phase and job.
  const std::string place =
      position.phase < 0 ? absl::StrCat(position.phase == kPreGatesPhase ? "pre" : "post", "-gates-", position.job + 1)
                         : absl::StrCat(position.phase + 1, "-", position.job + 1);
  return absl::StrCat(LogFolder(state.id), "/", position.environment + 1, "-",
                      FileNamePart(environment.name()), "/", attempt, "/", place, "-", position.task + 1,
                      tries > 1 ? absl::StrCat("-try", tries) : "", ".log");
}

absl::StatusOr<TaskLaunch> TaskLauncher::Prepare(const ReleaseState& state, const TaskPosition& position,
                                                 const absl::flat_hash_map<std::string, std::string>& secrets,
                                                 bool for_host) const {
  const EnvironmentPlan& environment = state.plan->environment(position.environment);
  const v1::WorkflowTask& definition = *PlanOf(*state.plan, position).definition;
  const AttemptState& attempt = *state.environments[position.environment].attempt();
  const JobState& job = *FindJob(const_cast<ReleaseState&>(state), position);
  const TaskState& task = job.tasks[position.task];

  absl::Status unsealed;
  const SecretLookup secret = [&](absl::string_view name, const std::string& sealed) -> std::string {
    if (sealed.empty()) {
      const auto found = secrets.find(absl::AsciiStrToLower(name));
      return found == secrets.end() ? "" : found->second;
    }
    absl::StatusOr<std::string> plain = secret_box_->Open(sealed);
    if (plain.ok()) return *std::move(plain);
    unsealed = absl::Status(plain.status().code(), absl::StrCat("variable '", name, "': ", plain.status().message()));
    return "";
  };
  VariableMap originals = RuntimeVariables(state, position, job.result, secret);
  SLIPWAY_RETURN_IF_ERROR(unsealed);

  // One folder for each environment of a definition; the original has one for each definition on each agent, which two
  // environments deploying at the same time on one machine would fight over.
  const std::string work =
      absl::StrCat(places_.data_directory, "/work/d", state.created.definition_id(), "-e",
                   environment.definition->id() != 0 ? environment.definition->id() : position.environment + 1);
  const std::string artifacts = absl::StrCat(work, "/a");
  const auto set = [&](absl::string_view name, absl::string_view value) { originals.Set(name, std::string(value)); };
  set("System.ArtifactsDirectory", There(artifacts));
  set("System.DefaultWorkingDirectory", There(artifacts));
  set("Agent.ReleaseDirectory", There(artifacts));
  set("Agent.WorkFolder", There(absl::StrCat(places_.data_directory, "/work")));
  set("Agent.RootDirectory", There(absl::StrCat(places_.data_directory, "/work")));
  set("System.WorkFolder", There(absl::StrCat(places_.data_directory, "/work")));
  set("Agent.HomeDirectory", There(places_.data_directory));
  set("Agent.TempDirectory", There(absl::StrCat(work, "/t/", task.token)));
  set("Agent.ToolsDirectory", There(absl::StrCat(places_.data_directory, "/work/_tool")));
  set("Agent.MachineName", places_.machine_name);
  if (job.target.empty() && job.agent.empty()) set("Agent.Name", places_.machine_name);
  if (!places_.there.empty()) set("Agent.OS", "Windows_NT");
  set("System.TaskDisplayName", definition.name());
  set("Task.DisplayName", definition.name());
  set("System.TaskInstanceName", definition.ref_name());
  // Of stages of one step the same.
  const int32_t step = definition.step() > 0 ? definition.step() : position.task + 1;
  const std::string job_id = JobPath(state, position);
  set("System.PlanId", GuidOf(absl::StrCat("plan ", state.id, "/", attempt.deployment_id)));
  set("System.TimelineId", GuidOf(absl::StrCat("timeline ", state.id, "/", attempt.deployment_id)));
  set("System.JobId", GuidOf(absl::StrCat("job ", job_id)));
  set("System.TaskInstanceId", GuidOf(absl::StrCat("task ", job_id, "/", step)));

  ExpandedVariables expanded = ExpandVariables(std::move(originals));
  VariableMap& variables = expanded.variables;
  const auto parameters = ProcessParameters(*environment.definition);
  const auto expand = [&](const std::string& text) {
    return ExpandMacros(parameters.empty() ? text : ExpandParameters(text, parameters), variables);
  };

  TaskLaunch launch;
  ProcessRequest& request = launch.request;
  request.token = task.token;
  request.working_directory = artifacts;
  request.temp_directory = absl::StrCat(work, "/t/", task.token);
  request.log_path = LogPath(state, position, attempt.number, task.tries);
  request.seal_public_key = secret_box_->public_key();
  request.step_reference_name = definition.ref_name();
  TaskInvocation& invocation = launch.invocation;
  invocation.task_id = absl::AsciiStrToLower(definition.task_id());
  invocation.version = definition.version();
  invocation.display_name = expand(definition.name());
  invocation.temp_directory = request.temp_directory;
  invocation.artifacts_directory = artifacts;
  invocation.unique_id = task.token;
  // Overrides of the phase, then of the task, replace inputs by key (domain.md 8.1).
  absl::flat_hash_map<std::string, std::string> inputs(definition.inputs().begin(), definition.inputs().end());
  if (position.phase >= 0) {
    const v1::DeployPhase& phase = *environment.phases[position.phase].definition;
    for (const auto& [name, value] : phase.deployment_input().override_inputs()) {
      if (inputs.contains(name)) inputs[name] = value;
    }
  }
  for (const auto& [name, value] : definition.override_inputs()) inputs[name] = value;
  for (const auto& [name, value] : inputs) invocation.inputs.emplace_back(name, expand(std::string(absl::StripAsciiWhitespace(value))));
  std::sort(invocation.inputs.begin(), invocation.inputs.end());

  request.environment.reserve(variables.size() + definition.environment_size() + 16);
  request.environment.emplace_back("TF_BUILD", "True");
  const Variable* clean = variables.Find("process.clean");
  // Of jobs only: a gate's sample ends with its tasks.
  if (position.phase >= 0 && (clean == nullptr || !absl::EqualsIgnoreCase(clean->value, "false"))) {
    request.job = LookupId(state, position);
    request.environment.emplace_back("VSTS_PROCESS_LOOKUP_ID", request.job);
  }
  // The step's own map first: job variables of the same mangled name overwrite it (task-contract 2.2).
  for (const auto& [name, value] : definition.environment()) {
    request.environment.emplace_back(absl::StripAsciiWhitespace(name), expand(std::string(absl::StripAsciiWhitespace(value))));
  }
  SLIPWAY_RETURN_IF_ERROR(AddInstalled(state, position, variables, &launch));
  if (DownloadsArtifacts(invocation.task_id)) AddArtifacts(state, position, &invocation);
  // Last of all, because their texts are moved.
  for (Variable& variable : variables.Release()) {
    if (variable.is_secret) {
      if (!variable.value.empty()) request.secrets.push_back(variable.value);
      launch.secret_variables.emplace_back(std::move(variable.name), std::move(variable.value));
      continue;
    }
    if (absl::EqualsIgnoreCase(variable.name, "System.Debug")) request.debug = IsTrue(variable.value);
    if (for_host) launch.public_variables.emplace_back(variable.name, variable.value);
    MangleInPlace(&variable.name);
    request.environment.emplace_back(std::move(variable.name), std::move(variable.value));
  }
  return launch;
}

v1::HostTask HostTaskOf(const ReleaseState& state, const TaskPosition& position, const TaskLaunch& launch) {
  const EnvironmentPlan& environment = state.plan->environment(position.environment);
  const v1::WorkflowTask& definition = *PlanOf(*state.plan, position).definition;
  v1::HostTask task;
  task.set_token(launch.request.token);
  task.set_task_id(launch.invocation.task_id);
  task.set_version(definition.version());
  task.set_name(launch.invocation.display_name);
  task.set_release_id(state.id);
  task.set_release_name(state.created.name());
  task.set_environment(environment.definition->name());
  task.set_attempt(state.environments[position.environment].attempt()->number);
  task.set_try_(FindTask(state, position)->tries);
  task.set_working_directory(launch.request.working_directory);
  for (const auto& [name, value] : launch.invocation.inputs) (*task.mutable_inputs())[name] = value;
  for (const auto& [name, value] : launch.public_variables) (*task.mutable_variables())[name] = value;
  for (const auto& [name, value] : launch.secret_variables) (*task.mutable_secret_variables())[name] = value;
  return task;
}

}  // namespace slipway
