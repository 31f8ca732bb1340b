#include "engine/resources.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "engine/zones.h"
#include "model/resource_import.h"
#include "model/task_group.h"
#include "model/version_spec.h"

namespace slipway {
namespace {

std::string TaskGroupId(const v1::TaskGroup& group) { return absl::StrCat(group.id(), "/", group.major()); }

v1::VariableGroup Shown(const v1::VariableGroup& group) {
  v1::VariableGroup shown = group;
  for (auto& [name, value] : *shown.mutable_variables()) {
    value.clear_sealed();
    if (value.is_secret()) value.clear_value();
  }
  return shown;
}

// A window that cannot be read any more (its time zone is gone from this machine) protects until somebody looks at it.
v1::FreezeWindow AlwaysClosed(const v1::FreezeWindow& stored, const absl::Status& why) {
  v1::FreezeWindow closed;
  closed.set_id(stored.id());
  closed.set_name(absl::StrCat(stored.name(), " (closed, because it cannot be read: ", why.message(), ")"));
  *closed.mutable_environments() = stored.environments();
  closed.set_definition_id(stored.definition_id());
  closed.set_start("1970-01-01T00:00:00Z");
  closed.set_end("9999-12-31T00:00:00Z");
  return closed;
}

}  // namespace

absl::Status Resources::Load() {
  for (v1::ResourceKind kind : {v1::RESOURCE_KIND_VARIABLE_GROUP, v1::RESOURCE_KIND_TASK_GROUP, v1::RESOURCE_KIND_DEPLOYMENT_GROUP,
                                v1::RESOURCE_KIND_AGENT_POOL, v1::RESOURCE_KIND_FREEZE_WINDOW}) {
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<ResourceRow> rows, store_->ListResources(kind));
    for (const ResourceRow& row : rows) Take(row);
  }
  return absl::OkStatus();
}

void Resources::Take(const ResourceRow& row) {
  entries_[{row.kind, row.id}] = {row.revision, row.name};
  switch (row.kind) {
    case v1::RESOURCE_KIND_VARIABLE_GROUP: {
      v1::VariableGroup group;
      if (!group.ParseFromString(row.payload)) return;
      if (row.is_deleted) {
        variable_groups_.erase(group.id());
      } else {
        variable_groups_[group.id()] = std::move(group);
      }
      return;
    }
    case v1::RESOURCE_KIND_TASK_GROUP: {
      v1::TaskGroup group;
      if (!group.ParseFromString(row.payload)) return;
      const std::pair<std::string, int32_t> key(group.id(), group.major());
      if (row.is_deleted) {
        task_groups_.erase(key);
      } else {
        task_groups_[key] = std::move(group);
      }
      return;
    }
    case v1::RESOURCE_KIND_DEPLOYMENT_GROUP: {
      v1::DeploymentGroup group;
      if (!group.ParseFromString(row.payload)) return;
      if (row.is_deleted) {
        deployment_groups_.erase(group.id());
      } else {
        deployment_groups_[group.id()] = std::move(group);
      }
      return;
    }
    case v1::RESOURCE_KIND_AGENT_POOL: {
      v1::AgentPool pool;
      if (!pool.ParseFromString(row.payload)) return;
      if (row.is_deleted) {
        agent_pools_.erase(pool.id());
      } else {
        agent_pools_[pool.id()] = std::move(pool);
      }
      return;
    }
    case v1::RESOURCE_KIND_FREEZE_WINDOW: {
      v1::FreezeWindow window;
      if (!window.ParseFromString(row.payload)) return;
      if (row.is_deleted) {
        freeze_windows_.erase(window.id());
      } else {
        freeze_windows_[window.id()] = std::move(window);
      }
      compiled_windows_.clear();
      for (const auto& [id, stored] : freeze_windows_) {
        absl::StatusOr<FreezeWindow> compiled = FreezeWindow::Compile(stored, LoadZone);
        if (!compiled.ok()) compiled = FreezeWindow::Compile(AlwaysClosed(stored, compiled.status()), LoadZone);
        if (compiled.ok()) compiled_windows_.push_back(*std::move(compiled));
      }
      return;
    }
    default:
      return;
  }
}

int64_t Resources::RevisionOf(v1::ResourceKind kind, const std::string& id) const {
  const auto found = entries_.find({kind, id});
  return found == entries_.end() ? 0 : found->second.revision;
}

ResourceRow Resources::RowOf(v1::ResourceKind kind, const std::string& id, const std::string& name,
                             std::string payload, const std::string& actor, absl::Time now) const {
  ResourceRow row;
  row.kind = kind;
  row.id = id;
  row.revision = RevisionOf(kind, id) + 1;
  // A deleted one that comes back goes on counting.
  if (row.revision == 1) {
    while (store_->GetResource(kind, id, row.revision).ok()) ++row.revision;
  }
  row.name = name;
  row.payload = std::move(payload);
  row.changed_by = actor;
  row.changed_on = now;
  return row;
}

absl::Status Resources::Save(v1::ResourceKind, std::vector<ResourceRow> rows) {
  WriteBatch batch;
  batch.resources = rows;
  SLIPWAY_RETURN_IF_ERROR(store_->Commit(batch, nullptr));
  for (const ResourceRow& row : rows) Take(row);
  return absl::OkStatus();
}

absl::StatusOr<v1::PutVariableGroupResponse> Resources::Put(const v1::PutVariableGroupRequest& request,
                                                            absl::Time now) {
  std::vector<v1::VariableGroup> groups;
  if (!request.document().empty()) {
    SLIPWAY_ASSIGN_OR_RETURN(groups, ImportVariableGroups(request.document(), limits_));
  } else {
    groups.push_back(request.group());
  }
  int32_t next = variable_groups_.empty() ? 1 : variable_groups_.rbegin()->first + 1;
  std::vector<ResourceRow> rows;
  v1::PutVariableGroupResponse response;
  for (size_t i = 0; i < groups.size(); ++i) {
    v1::VariableGroup& group = groups[i];
    if (group.name().empty()) return absl::InvalidArgumentError(absl::StrCat("groups[", i, "].name: expected a name"));
    if (group.id() < 0) return absl::InvalidArgumentError(absl::StrCat("groups[", i, "].id: expected a positive number"));
    if (group.id() == 0) group.set_id(next++);
    const auto before = variable_groups_.find(group.id());
    for (auto& [name, value] : *group.mutable_variables()) {
      value.clear_sealed();
      if (!value.is_secret()) continue;
      if (value.value().empty() && before != variable_groups_.end()) {
        // Null keeps the stored value, as the original does.
        const auto stored = before->second.variables().find(name);
        if (stored != before->second.variables().end()) value.set_sealed(stored->second.sealed());
      } else if (!value.value().empty()) {
        SLIPWAY_ASSIGN_OR_RETURN(*value.mutable_sealed(), secret_box_->Seal(value.value()));
      }
      value.clear_value();
    }
    rows.push_back(RowOf(v1::RESOURCE_KIND_VARIABLE_GROUP, absl::StrCat(group.id()), group.name(),
                         group.SerializeAsString(), request.actor(), now));
    *response.add_groups() = Shown(group);
  }
  SLIPWAY_RETURN_IF_ERROR(Save(v1::RESOURCE_KIND_VARIABLE_GROUP, std::move(rows)));
  return response;
}

absl::StatusOr<v1::PutTaskGroupResponse> Resources::Put(const v1::PutTaskGroupRequest& request, absl::Time now) {
  SLIPWAY_ASSIGN_OR_RETURN(std::vector<v1::TaskGroup> groups, ImportTaskGroups(request.document(), limits_));
  // A group within itself would be found only when a release is made; it is refused now. With the new ones in place:
  const auto lookup = [&](absl::string_view id, absl::string_view version) -> const v1::TaskGroup* {
    for (const v1::TaskGroup& group : groups) {
      if (absl::EqualsIgnoreCase(group.id(), id)) return &group;
    }
    return FindTaskGroup(id, version);
  };
  std::vector<ResourceRow> rows;
  v1::PutTaskGroupResponse response;
  for (v1::TaskGroup& group : groups) {
    v1::ReleaseDefinition probe;
    v1::WorkflowTask* instance = probe.add_environments()->add_deploy_phases()->add_workflow_tasks();
    instance->set_task_id(group.id());
    instance->set_version(absl::StrCat(group.major(), ".*"));
    instance->set_enabled(true);
    instance->set_definition_type("metaTask");
    const absl::Status inserted = InsertTaskGroups(&probe, lookup);
    if (!inserted.ok()) return inserted;
    const std::string id = TaskGroupId(group);
    const int64_t revision = RevisionOf(v1::RESOURCE_KIND_TASK_GROUP, id);
    if (request.expected_revision() != 0 && request.expected_revision() != revision) {
      return absl::AbortedError(absl::StrCat("expectedRevision: task group '", group.name(), "' is at revision ",
                                             revision, ", not ", request.expected_revision(),
                                             "; fetch it, apply the change again and retry"));
    }
    ResourceRow row = RowOf(v1::RESOURCE_KIND_TASK_GROUP, id, group.name(), "", request.actor(), now);
    group.set_revision(row.revision);
    row.payload = group.SerializeAsString();
    rows.push_back(std::move(row));
    *response.add_groups() = group;
  }
  SLIPWAY_RETURN_IF_ERROR(Save(v1::RESOURCE_KIND_TASK_GROUP, std::move(rows)));
  return response;
}

absl::StatusOr<v1::PutDeploymentGroupResponse> Resources::Put(const v1::PutDeploymentGroupRequest& request,
                                                              absl::Time now) {
  v1::PutDeploymentGroupResponse response;
  v1::DeploymentGroup& group = *response.mutable_group() = request.group();
  if (group.name().empty()) return absl::InvalidArgumentError("group.name: expected a name");
  for (int i = 0; i < group.targets_size(); ++i) {
    if (group.targets(i).name().empty()) {
      return absl::InvalidArgumentError(absl::StrCat("group.targets[", i, "].name: expected the name of a machine"));
    }
    for (int j = 0; j < i; ++j) {
      if (absl::EqualsIgnoreCase(group.targets(i).name(), group.targets(j).name())) {
        return absl::InvalidArgumentError(
            absl::StrCat("group.targets[", i, "].name: '", group.targets(i).name(), "' is there twice"));
      }
    }
  }
  if (group.id() == 0) group.set_id(deployment_groups_.empty() ? 1 : deployment_groups_.rbegin()->first + 1);
  SLIPWAY_RETURN_IF_ERROR(
      Save(v1::RESOURCE_KIND_DEPLOYMENT_GROUP,
           {RowOf(v1::RESOURCE_KIND_DEPLOYMENT_GROUP, absl::StrCat(group.id()), group.name(),
                  group.SerializeAsString(), request.actor(), now)}));
  return response;
}

absl::StatusOr<v1::PutAgentPoolResponse> Resources::Put(const v1::PutAgentPoolRequest& request, absl::Time now) {
  constexpr int32_t kMaxSlots = 1000;
  v1::PutAgentPoolResponse response;
  v1::AgentPool& pool = *response.mutable_pool() = request.pool();
  if (pool.name().empty()) return absl::InvalidArgumentError("pool.name: expected a name");
  if (pool.id() < 0) return absl::InvalidArgumentError("pool.id: expected the number that phases name it by (queueId)");
  for (int i = 0; i < pool.agents_size(); ++i) {
    const v1::Agent& agent = pool.agents(i);
    if (agent.name().empty()) {
      return absl::InvalidArgumentError(absl::StrCat("pool.agents[", i, "].name: expected the name of an agent"));
    }
    if (agent.slots() < 0 || agent.slots() > kMaxSlots) {
      return absl::InvalidArgumentError(
          absl::StrCat("pool.agents[", i, "].slots: expected 1 to ", kMaxSlots, ", not ", agent.slots()));
    }
    for (int j = 0; j < i; ++j) {
      if (absl::EqualsIgnoreCase(agent.name(), pool.agents(j).name())) {
        return absl::InvalidArgumentError(absl::StrCat("pool.agents[", i, "].name: '", agent.name(), "' is there twice"));
      }
    }
  }
  if (pool.id() == 0) pool.set_id(agent_pools_.empty() ? 1 : agent_pools_.rbegin()->first + 1);
  std::vector<int64_t> ids(pool.queue_ids().begin(), pool.queue_ids().end());
  ids.push_back(pool.id());
  for (int64_t id : ids) {
    const v1::AgentPool* other = FindAgentPool(id);
    if (other == nullptr || other->id() == pool.id()) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("pool: phases know pool '", other->name(), "' by the id ", id, " already"));
  }
  SLIPWAY_RETURN_IF_ERROR(Save(v1::RESOURCE_KIND_AGENT_POOL,
                               {RowOf(v1::RESOURCE_KIND_AGENT_POOL, absl::StrCat(pool.id()), pool.name(),
                                      pool.SerializeAsString(), request.actor(), now)}));
  return response;
}

absl::StatusOr<v1::PutFreezeWindowResponse> Resources::Put(const v1::PutFreezeWindowRequest& request, absl::Time now) {
  v1::PutFreezeWindowResponse response;
  v1::FreezeWindow& window = *response.mutable_window() = request.window();
  const absl::StatusOr<FreezeWindow> compiled = FreezeWindow::Compile(window, LoadZone);
  if (!compiled.ok()) {
    return absl::Status(compiled.status().code(), absl::StrCat("window.", compiled.status().message()));
  }
  if (window.id() == 0) window.set_id(freeze_windows_.empty() ? 1 : freeze_windows_.rbegin()->first + 1);
  SLIPWAY_RETURN_IF_ERROR(Save(v1::RESOURCE_KIND_FREEZE_WINDOW,
                               {RowOf(v1::RESOURCE_KIND_FREEZE_WINDOW, absl::StrCat(window.id()), window.name(),
                                      window.SerializeAsString(), request.actor(), now)}));
  return response;
}

absl::Status Resources::Delete(const v1::DeleteResourceRequest& request, absl::Time now) {
  const absl::StatusOr<ResourceRow> row = store_->GetResource(request.kind(), request.id(), 0);
  if (absl::IsNotFound(row.status())) {
    return absl::NotFoundError(absl::StrCat("id: there is no such resource '", request.id(), "'"));
  }
  SLIPWAY_RETURN_IF_ERROR(row.status());
  ResourceRow deleted = *row;
  deleted.revision += 1;
  deleted.is_deleted = true;
  deleted.changed_by = request.actor();
  deleted.changed_on = now;
  return Save(request.kind(), {std::move(deleted)});
}

v1::ListVariableGroupsResponse Resources::ListVariableGroups() const {
  v1::ListVariableGroupsResponse response;
  for (const auto& [id, group] : variable_groups_) *response.add_groups() = Shown(group);
  return response;
}

v1::ListTaskGroupsResponse Resources::ListTaskGroups() const {
  v1::ListTaskGroupsResponse response;
  for (const auto& [id, group] : task_groups_) *response.add_groups() = group;
  return response;
}

v1::ListDeploymentGroupsResponse Resources::ListDeploymentGroups() const {
  v1::ListDeploymentGroupsResponse response;
  for (const auto& [id, group] : deployment_groups_) *response.add_groups() = group;
  return response;
}

v1::ListFreezeWindowsResponse Resources::ListFreezeWindows() const {
  v1::ListFreezeWindowsResponse response;
  for (const auto& [id, window] : freeze_windows_) *response.add_windows() = window;
  return response;
}

std::optional<Freeze> Resources::FrozenAt(int64_t definition, const std::string& environment, absl::Time now) const {
  const std::optional<OpenFreeze> open = slipway::FrozenAt(compiled_windows_, definition, environment, now);
  if (!open) return std::nullopt;
  return Freeze{open->name, open->until};
}

void Resources::AddSnapshots(const v1::ReleaseDefinition& definition, v1::ReleaseCreated* created) const {
  const auto add_variables = [&](const auto& ids) {
    for (int32_t id : ids) {
      const auto group = variable_groups_.find(id);
      if (group != variable_groups_.end()) (*created->mutable_variable_groups())[id] = group->second;
    }
  };
  add_variables(definition.variable_groups());
  for (const v1::DefinitionEnvironment& environment : definition.environments()) {
    add_variables(environment.variable_groups());
  }
}

const v1::AgentPool* Resources::FindAgentPool(int64_t queue_id) const {
  const auto known = agent_pools_.find(queue_id);
  if (known != agent_pools_.end()) return &known->second;
  for (const auto& [id, pool] : agent_pools_) {
    if (std::find(pool.queue_ids().begin(), pool.queue_ids().end(), queue_id) != pool.queue_ids().end()) return &pool;
  }
  return nullptr;
}

const v1::Agent* Resources::FindAgent(int64_t pool, absl::string_view name) const {
  const auto known = agent_pools_.find(pool);
  if (known == agent_pools_.end()) return nullptr;
  for (const v1::Agent& agent : known->second.agents()) {
    if (absl::EqualsIgnoreCase(agent.name(), name)) return &agent;
  }
  return nullptr;
}

std::optional<v1::DeploymentTarget> Resources::FindDeploymentTarget(const std::string& group,
                                                                    absl::string_view name) const {
  int64_t id = 0;
  const v1::DeploymentGroup* found = absl::SimpleAtoi(group, &id) ? FindDeploymentGroup(id) : nullptr;
  if (found == nullptr) return std::nullopt;
  for (const v1::DeploymentTarget& target : found->targets()) {
    if (absl::EqualsIgnoreCase(target.name(), name)) return target;
  }
  return std::nullopt;
}

const v1::TaskGroup* Resources::FindTaskGroup(absl::string_view id, absl::string_view version) const {
  const absl::StatusOr<VersionSpec> spec = VersionSpec::Parse(version);
  const v1::TaskGroup* best = nullptr;
  for (auto it = task_groups_.lower_bound({absl::AsciiStrToLower(id), 0});
       it != task_groups_.end() && absl::EqualsIgnoreCase(it->first.first, id); ++it) {
    const v1::TaskGroup& group = it->second;
    if (spec.ok() && !spec->Accepts(group.major(), group.minor(), group.patch(), group.is_test())) continue;
    best = &group;
  }
  return best;
}

absl::StatusOr<v1::TaskGroup> Resources::GetTaskGroup(const v1::PinnedTaskGroup& pin) const {
  SLIPWAY_ASSIGN_OR_RETURN(
      const ResourceRow row,
      store_->GetResource(v1::RESOURCE_KIND_TASK_GROUP, absl::StrCat(pin.id(), "/", pin.major()), pin.revision()));
  v1::TaskGroup group;
  if (!group.ParseFromString(row.payload)) {
    return absl::DataLossError(absl::StrCat("task group ", pin.id(), " revision ", pin.revision(), " cannot be read"));
  }
  return group;
}

}  // namespace slipway
