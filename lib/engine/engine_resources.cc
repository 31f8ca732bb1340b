// Calls about what definitions refer to by id.
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "base/status_macros.h"
#include "engine/engine.h"
#include "model/task_group.h"

namespace slipway {

#define SLIPWAY_PUT(Name)                                                              \
  absl::StatusOr<v1::Name##Response> Engine::Name(const v1::Name##Request& request) {  \
    absl::StatusOr<v1::Name##Response> response;                                       \
    RunWork([&] { response = resources_.Put(request, ports_.clock->Now()); });         \
    return response;                                                                   \
  }
SLIPWAY_PUT(PutVariableGroup)
SLIPWAY_PUT(PutTaskGroup)
SLIPWAY_PUT(PutFreezeWindow)
#undef SLIPWAY_PUT

absl::StatusOr<v1::PutDeploymentGroupResponse> Engine::PutDeploymentGroup(
    const v1::PutDeploymentGroupRequest& request) {
  absl::StatusOr<v1::PutDeploymentGroupResponse> response;
  RunWork([&] {
    const v1::DeploymentGroup* known = resources_.FindDeploymentGroup(request.group().id());
    const v1::DeploymentGroup before = known == nullptr ? v1::DeploymentGroup() : *known;
    response = resources_.Put(request, ports_.clock->Now());
    if (response.ok()) RedeployToNewTargets(before, response->group());
  });
  return response;
}

#define SLIPWAY_LIST(Name)                                                        \
  absl::StatusOr<v1::Name##Response> Engine::Name(const v1::Name##Request&) {     \
    v1::Name##Response response;                                                  \
    RunWork([&] { response = resources_.Name(); });                               \
    return response;                                                              \
  }
SLIPWAY_LIST(ListVariableGroups)
SLIPWAY_LIST(ListTaskGroups)
SLIPWAY_LIST(ListDeploymentGroups)
SLIPWAY_LIST(ListFreezeWindows)
#undef SLIPWAY_LIST

absl::StatusOr<v1::DeleteResourceResponse> Engine::DeleteResource(const v1::DeleteResourceRequest& request) {
  if (request.kind() == v1::RESOURCE_KIND_UNDEFINED || !v1::ResourceKind_IsValid(request.kind())) {
    return absl::InvalidArgumentError(
        "kind: expected variable group, task group, deployment group, agent pool, freeze window, service endpoint, secure "
        "file or artifact source");
  }
  absl::Status status;
  RunWork([&] {
    v1::DeleteResourceRequest named = request;
    if (request.kind() == v1::RESOURCE_KIND_SERVICE_ENDPOINT || request.kind() == v1::RESOURCE_KIND_SECURE_FILE) {
      named.set_id(connections_.IdOf(request.kind(), request.id()));
    }
    if (request.kind() == v1::RESOURCE_KIND_ARTIFACT_SOURCE) named.set_id(absl::AsciiStrToLower(request.id()));
    status = resources_.Delete(named, ports_.clock->Now());
    if (!status.ok()) return;
    connections_.Forget(request.kind(), named.id());
    if (request.kind() == v1::RESOURCE_KIND_ARTIFACT_SOURCE) origins_.Forget(named.id());
    int64_t pool = 0;
    if (request.kind() == v1::RESOURCE_KIND_AGENT_POOL && absl::SimpleAtoi(named.id(), &pool)) loop_.agents().RemovePool(pool);
    NoteOrigins();
  });
  SLIPWAY_RETURN_IF_ERROR(status);
  return v1::DeleteResourceResponse();
}

void Engine::PinTaskGroups(const v1::ReleaseDefinition& definition, v1::ReleaseCreated* created) const {
  v1::ReleaseDefinition probe;
  *probe.mutable_environments() = definition.environments();
  std::set<std::pair<std::string, int32_t>> pinned;
  const auto lookup = [&](absl::string_view id, absl::string_view version) {
    const v1::TaskGroup* group = resources_.FindTaskGroup(id, version);
    if (group != nullptr && pinned.emplace(group->id(), group->major()).second) {
      v1::PinnedTaskGroup* pin = created->add_task_groups();
      pin->set_id(group->id());
      pin->set_major(group->major());
      pin->set_revision(group->revision());
    }
    return group;
  };
  bool any = false;
  for (const v1::DefinitionEnvironment& environment : definition.environments()) {
    for (const v1::DeployPhase& phase : environment.deploy_phases()) {
      any = any || std::any_of(phase.workflow_tasks().begin(), phase.workflow_tasks().end(), IsTaskGroup);
    }
  }
  // What goes wrong here is said again, with its path, when the plan is built.
  if (any) InsertTaskGroups(&probe, lookup).IgnoreError();
}

}  // namespace slipway
