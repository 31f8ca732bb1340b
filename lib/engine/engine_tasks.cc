// Installed tasks, and what they may use: which versions a release is made with, service endpoints, secure files.
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "engine/engine.h"
#include "model/task_group.h"
#include "model/task_stages.h"

namespace slipway {

absl::StatusOr<v1::PutServiceEndpointResponse> Engine::PutServiceEndpoint(
    const v1::PutServiceEndpointRequest& request) {
  absl::StatusOr<v1::PutServiceEndpointResponse> response;
  RunWork([&] {
    response = connections_.Put(request, ports_.clock->Now());
    NoteOrigins();
  });
  return response;
}

absl::StatusOr<v1::ListServiceEndpointsResponse> Engine::ListServiceEndpoints(const v1::ListServiceEndpointsRequest&) {
  v1::ListServiceEndpointsResponse response;
  RunWork([&] { response = connections_.ListServiceEndpoints(); });
  return response;
}

absl::StatusOr<v1::AddSecureFileResponse> Engine::AddSecureFile(const v1::AddSecureFileRequest& request) {
  absl::StatusOr<v1::AddSecureFileResponse> response;
  RunWork([&] { response = connections_.Add(request, ports_.clock->Now()); });
  return response;
}

absl::StatusOr<v1::ListSecureFilesResponse> Engine::ListSecureFiles(const v1::ListSecureFilesRequest&) {
  v1::ListSecureFilesResponse response;
  RunWork([&] { response = connections_.ListSecureFiles(); });
  return response;
}

void Engine::PinTasks(const v1::ReleaseDefinition& definition, bool prefer_installed,
                      google::protobuf::RepeatedPtrField<v1::PinnedTask>* pins) const {
  if (ports_.tasks == nullptr) return;
  std::set<std::pair<std::string, std::string>> seen;
  const auto pin = [&](const v1::WorkflowTask& task) {
    if (!task.enabled() || IsTaskGroup(task)) return;
    const std::string id = absl::AsciiStrToLower(task.task_id());
    if (!seen.emplace(id, task.version()).second || dispatcher_.IsHostTask(id)) return;
    const absl::StatusOr<TaskLibrary::Info> installed = ports_.tasks->FindInstalled(id, task.version());
    if (!installed.ok()) return;
    if (!prefer_installed) {
      const absl::StatusOr<TaskLibrary::Info> first = ports_.tasks->Find(id, task.version());
      if (!first.ok() || first->hash.empty()) return;
    }
    v1::PinnedTask* added = pins->Add();
    added->set_task_id(id);
    added->set_spec(task.version());
    added->set_version(installed->version);
    added->set_hash(installed->hash);
    added->set_name(installed->name);
    added->set_pre_job(installed->pre_job);
    added->set_main(installed->main);
    added->set_post_job(installed->post_job);
    *added->mutable_demands() = {installed->demands.begin(), installed->demands.end()};
  };
  for (const v1::DefinitionEnvironment& environment : definition.environments()) {
    for (const v1::DeployPhase& phase : environment.deploy_phases()) {
      for (const v1::WorkflowTask& task : phase.workflow_tasks()) pin(task);
    }
    for (const v1::GatesStep* gates :
         {&environment.pre_deployment_gates(), &environment.post_deployment_gates()}) {
      for (const v1::Gate& gate : gates->gates()) {
        for (const v1::WorkflowTask& task : gate.tasks()) pin(task);
      }
    }
  }
}

absl::Status Engine::UpdateTasks(int64_t release_id, std::vector<v1::PinnedTask>* tasks) {
  SLIPWAY_ASSIGN_OR_RETURN(Strand * strand, strands_.Get(release_id));
  const v1::ReleaseCreated& created = strand->state.created;
  google::protobuf::RepeatedPtrField<v1::PinnedTask> pins;
  // The plan holds stages as tasks of their own; they resolve as their task does.
  PinTasks(strand->state.plan->definition(), created.prefer_installed_tasks(), &pins);
  for (v1::PinnedTask& pin : pins) {
    const v1::PinnedTask* before = nullptr;
    for (const v1::PinnedTask& one : created.tasks()) {
      if (one.task_id() == pin.task_id() && one.spec() == pin.spec()) before = &one;
    }
    const bool same_stages = before == nullptr ? !pin.pre_job() && pin.main() && !pin.post_job()
                                               : before->pre_job() == pin.pre_job() && before->main() == pin.main() &&
                                                     before->post_job() == pin.post_job();
    if (!same_stages) {
      return absl::FailedPreconditionError(
          absl::StrCat("updateTasks: task '", pin.name(), "' ", pin.version(),
                       " has other stages (pre-job, main, post-job) than when the release was created; create a new one"));
    }
    tasks->push_back(std::move(pin));
  }
  return absl::OkStatus();
}

absl::Status Engine::ChangeTasks(
    const std::function<absl::Status(const std::function<int64_t(absl::string_view id, absl::string_view version)>&)>&
        change) {
  absl::Status status;
  RunWork([&] {
    status = change([this](absl::string_view id, absl::string_view version) {
      int64_t user = 0;
      strands_.ForEach([&](int64_t release, const Strand& strand) {
        if (!strand.state.active()) return;
        const auto uses = [&](const auto& pins) {
          for (const v1::PinnedTask& pin : pins) {
            if (absl::EqualsIgnoreCase(pin.task_id(), id) && pin.version() == version) user = release;
          }
        };
        uses(strand.state.created.tasks());
        for (int32_t environment : strand.state.open_environments) {
          const AttemptState* attempt = strand.state.environments[environment].attempt();
          if (attempt != nullptr) uses(attempt->tasks);
        }
      });
      return user;
    });
  });
  return status;
}

}  // namespace slipway
