// The part of a launch that comes from earlier tasks of the job and from what installed tasks may use.
#include <algorithm>
#include <memory>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "engine/task_launch.h"
#include "model/artifact_step.h"
#include "model/macros.h"
#include "model/task_stages.h"

namespace slipway {
namespace {

std::optional<v1::PinnedTask> PinOf(const ReleaseState& state, const TaskPosition& position) {
  const v1::WorkflowTask& task = *PlanOf(*state.plan, position).definition;
  const AttemptState& attempt = *state.environments[position.environment].attempt();
  if (!attempt.tasks.empty()) {
    google::protobuf::RepeatedPtrField<v1::PinnedTask> pins(attempt.tasks.begin(), attempt.tasks.end());
    const v1::PinnedTask* pin = FindPinnedTask(pins, task);
    return pin == nullptr ? std::nullopt : std::make_optional(*pin);
  }
  const v1::PinnedTask* pin = FindPinnedTask(state.created.tasks(), task);
  return pin == nullptr ? std::nullopt : std::make_optional(*pin);
}

// The second pass over inputs and the step's environment: names of the process's environment, as they are spelled.
void ExpandFromEnvironment(const std::map<std::string, std::string>& environment, std::string* text) {
  if (environment.empty()) return;
  for (size_t at = text->find("$("); at != std::string::npos; at = text->find("$(", at)) {
    const size_t end = text->find(')', at);
    if (end == std::string::npos) return;
    const auto found = environment.find(text->substr(at + 2, end - at - 2));
    if (found == environment.end()) {
      ++at;
      continue;
    }
    text->replace(at, end + 1 - at, found->second);
    at += found->second.size();
  }
}

std::string PathOf(const ProcessRequest& request, const VariableMap& variables,
                   const std::map<std::string, std::string>& inherited) {
  // Variables of the job win over the step's own environment.
  const Variable* variable = variables.Find("PATH");
  if (variable != nullptr && !variable->is_secret) return variable->value;
  for (auto it = request.environment.rbegin(); it != request.environment.rend(); ++it) {
    if (it->first == "PATH") return it->second;
  }
  const auto found = inherited.find("PATH");
  return found == inherited.end() ? "/usr/local/bin:/usr/bin:/bin" : found->second;
}

}  // namespace

absl::StatusOr<TaskLibrary::Info> TaskLauncher::Resolve(const ReleaseState& state, const TaskPosition& position) const {
  const v1::WorkflowTask& task = *PlanOf(*state.plan, position).definition;
  const std::optional<v1::PinnedTask> pin = PinOf(state, position);
  if (!pin) {
    SLIPWAY_ASSIGN_OR_RETURN(TaskLibrary::Info info, library_->Find(absl::AsciiStrToLower(task.task_id()), task.version()));
    if (!info.hash.empty() && (info.pre_job || info.post_job || !info.main)) {
      return absl::FailedPreconditionError(
          absl::StrCat("task '", info.name, "' ", info.version,
                       " was installed after the release was created, and has a pre-job or post-job stage; create a new "
                       "release"));
    }
    return info;
  }
  absl::StatusOr<TaskLibrary::Info> info = library_->FindInstalled(pin->task_id(), pin->version());
  const char* const kWhatNow =
      "; install it again as it was, or deploy with the tasks as they are now (updateTasks; --update-tasks)";
  if (!info.ok()) {
    return absl::FailedPreconditionError(absl::StrCat("task '", pin->name(), "' ", pin->version(),
                                                      ", with which the release was accepted, is not installed any more",
                                                      kWhatNow));
  }
  if (info->hash != pin->hash()) {
    return absl::FailedPreconditionError(
        absl::StrCat("task '", pin->name(), "' ", pin->version(), " is not the one the release was accepted with (hash ",
                     pin->hash().substr(0, 12), ", now ", info->hash.substr(0, 12), ")", kWhatNow));
  }
  return info;
}

absl::Status TaskLauncher::AddInstalled(const ReleaseState& state, const TaskPosition& position,
                                        const VariableMap& variables, TaskLaunch* launch) const {
  const v1::WorkflowTask& definition = *PlanOf(*state.plan, position).definition;
  const JobState& job = *FindJob(const_cast<ReleaseState&>(state), position);
  ProcessRequest& request = launch->request;
  TaskInvocation& invocation = launch->invocation;
  for (auto& [name, value] : invocation.inputs) ExpandFromEnvironment(places_.environment, &value);
  // The job's variables are not among them yet.
  for (auto& [name, value] : request.environment) {
    ExpandFromEnvironment(places_.environment, &value);
  }
  if (!job.paths.empty()) {
    launch->path = absl::StrCat(absl::StrJoin(job.paths, ":"), ":", PathOf(request, variables, places_.environment));
  }
  request.attachments_directory = absl::StrCat(request.log_path, ".files");
  if (library_ == nullptr) return absl::OkStatus();
  const std::optional<v1::PinnedTask> pin = PinOf(state, position);
  if (pin) {
    invocation.version = pin->version();
    invocation.pinned_hash = pin->hash();
    invocation.installed = true;
  } else {
    const absl::StatusOr<TaskLibrary::Info> info = library_->Find(invocation.task_id, invocation.version);
    invocation.installed = info.ok() && !info->hash.empty();
    // Of the built-in ones, those that need to know what there is besides their inputs.
    if (!invocation.installed && !(info.ok() && info->uses_endpoints) && !DownloadsArtifacts(invocation.task_id)) {
      return absl::OkStatus();
    }
  }
  invocation.stage = definition.stage();
  invocation.step_id = absl::StrCat(state.id, "/", position.environment, "/", position.phase, "/", position.job, "/",
                                    definition.step() > 0 ? definition.step() : position.task + 1);
  for (const Variable& variable : variables) {
    (variable.is_secret ? invocation.secret_variables : invocation.public_variables)
        .emplace_back(variable.name, variable.value);
  }
  google::protobuf::Map<std::string, std::string> changed;  // fields of endpoints, by ID/field/KEY
  for (const v1::VariableSet& set : job.scoped) {
    std::string value = set.value();
    if (set.is_secret()) {
      SLIPWAY_ASSIGN_OR_RETURN(value, secret_box_->Open(set.sealed()));
      if (!value.empty()) request.secrets.push_back(value);
    }
    if (set.scope() == v1::VARIABLE_SCOPE_ENDPOINT) {
      changed[set.name()] = value;
    } else if (set.scope() == v1::VARIABLE_SCOPE_STEP && definition.step() > 0 && set.step() == definition.step()) {
      invocation.step_variables.emplace_back(set.name(), value);
    }
  }
  const auto kept = std::make_shared<const VariableMap>(variables);
  const auto parameters = ProcessParameters(*state.plan->environment(position.environment).definition);
  const auto expand = [this, kept, parameters](const std::string& text) {
    std::string expanded = ExpandMacros(parameters.empty() ? text : ExpandParameters(text, parameters), *kept);
    ExpandFromEnvironment(places_.environment, &expanded);
    return expanded;
  };
  invocation.expand = expand;
  if (connections_ == nullptr) return absl::OkStatus();
  invocation.find_secure_file = [this](absl::string_view id) { return connections_->FindSecureFile(id); };
  invocation.find_endpoint = [this, expand, changed](absl::string_view id) -> absl::StatusOr<v1::ServiceEndpoint> {
    SLIPWAY_ASSIGN_OR_RETURN(v1::ServiceEndpoint endpoint, connections_->FindEndpoint(id));
    // task-contract 5: data are expanded, authorization and url are not.
    for (auto& [name, value] : *endpoint.mutable_data()) value = expand(value);
    for (const auto& [name, value] : changed) {
      const std::vector<std::string> parts = absl::StrSplit(name, absl::MaxSplits('/', 2));
      if (parts.empty() || !absl::EqualsIgnoreCase(parts[0], endpoint.id()) || parts.size() < 2) continue;
      if (parts[1] == "url") endpoint.set_url(value);
      if (parts.size() < 3) continue;
      if (parts[1] == "authParameter") (*endpoint.mutable_parameters())[parts[2]] = value;
      if (parts[1] == "dataParameter") (*endpoint.mutable_data())[parts[2]] = value;
    }
    return endpoint;
  };
  return absl::OkStatus();
}

void AddToRequest(ProcessPlan plan, TaskLaunch* launch) {
  ProcessRequest* request = &launch->request;
  if (!launch->path.empty()) request->environment.emplace_back("PATH", std::move(launch->path));
  std::move(plan.secrets.begin(), plan.secrets.end(), std::back_inserter(request->secrets));
  request->endpoint_ids = std::move(plan.endpoint_ids);
  request->output_variables = std::move(plan.output_variables);
  request->restricts_variables = plan.restricts_variables;
  request->settable_variables = std::move(plan.settable_variables);
  for (const auto& [name, value] : request->environment) {
    if (name == "SYSTEM_UNSAFEALLOWMULTILINESECRET") {
      request->allow_multiline_secrets = absl::EqualsIgnoreCase(value, "true");
    }
  }
}

}  // namespace slipway
