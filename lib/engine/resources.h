// What definitions refer to by id: variable groups, task groups, deployment groups, agent pools, freeze windows. Kept by revision;
// releases carry what they were made with.
#ifndef SLIPWAY_ENGINE_RESOURCES_H_
#define SLIPWAY_ENGINE_RESOURCES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/decide.h"
#include "model/freeze_window.h"
#include "model/limits.h"
#include "ports/secret_box.h"
#include "ports/store.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// Of the loop's thread.
class Resources {
 public:
  Resources(Store* store, const SecretBox* secret_box, Limits limits)
      : store_(store), secret_box_(secret_box), limits_(limits) {}

  absl::Status Load();

  absl::StatusOr<v1::PutVariableGroupResponse> Put(const v1::PutVariableGroupRequest& request, absl::Time now);
  absl::StatusOr<v1::PutTaskGroupResponse> Put(const v1::PutTaskGroupRequest& request, absl::Time now);
  absl::StatusOr<v1::PutDeploymentGroupResponse> Put(const v1::PutDeploymentGroupRequest& request, absl::Time now);
  absl::StatusOr<v1::PutAgentPoolResponse> Put(const v1::PutAgentPoolRequest& request, absl::Time now);
  absl::StatusOr<v1::PutFreezeWindowResponse> Put(const v1::PutFreezeWindowRequest& request, absl::Time now);
  absl::Status Delete(const v1::DeleteResourceRequest& request, absl::Time now);

  // Secret values left out.
  v1::ListVariableGroupsResponse ListVariableGroups() const;
  v1::ListTaskGroupsResponse ListTaskGroups() const;
  v1::ListDeploymentGroupsResponse ListDeploymentGroups() const;
  v1::ListFreezeWindowsResponse ListFreezeWindows() const;

  std::optional<Freeze> FrozenAt(int64_t definition, const std::string& environment, absl::Time now) const;
  const v1::DeploymentGroup* FindDeploymentGroup(int64_t id) const {
    const auto found = deployment_groups_.find(id);
    return found == deployment_groups_.end() ? nullptr : &found->second;
  }
  // By the group's id as a phase names it (queueId) and the target's name, case-insensitive.
  std::optional<v1::DeploymentTarget> FindDeploymentTarget(const std::string& group, absl::string_view name) const;
  const std::map<int64_t, v1::AgentPool>& agent_pools() const { return agent_pools_; }
  // By its id, or by another id that phases know it by. Null: none.
  const v1::AgentPool* FindAgentPool(int64_t queue_id) const;
  const v1::Agent* FindAgent(int64_t pool, absl::string_view name) const;
  // The groups a release of this definition uses, as they are now (domain.md 9.3).
  void AddSnapshots(const v1::ReleaseDefinition& definition, v1::ReleaseCreated* created) const;
  // The newest task group that a version spec accepts; drafts only when asked for. Null: none.
  const v1::TaskGroup* FindTaskGroup(absl::string_view id, absl::string_view version) const;
  // As a release has pinned it.
  absl::StatusOr<v1::TaskGroup> GetTaskGroup(const v1::PinnedTaskGroup& pin) const;

 private:
  using Key = std::pair<int32_t, std::string>;  // kind, id
  struct Entry {
    int64_t revision = 0;
    std::string name;
  };

  absl::Status Save(v1::ResourceKind kind, std::vector<ResourceRow> rows);
  ResourceRow RowOf(v1::ResourceKind kind, const std::string& id, const std::string& name, std::string payload,
                    const std::string& actor, absl::Time now) const;
  void Take(const ResourceRow& row);
  int64_t RevisionOf(v1::ResourceKind kind, const std::string& id) const;

  Store* const store_;
  const SecretBox* const secret_box_;
  const Limits limits_;
  std::map<Key, Entry> entries_;  // newest revisions, deleted ones too
  std::map<int32_t, v1::VariableGroup> variable_groups_;
  std::map<std::pair<std::string, int32_t>, v1::TaskGroup> task_groups_;  // by id and major
  std::map<int64_t, v1::DeploymentGroup> deployment_groups_;
  std::map<int64_t, v1::AgentPool> agent_pools_;
  std::map<int64_t, v1::FreezeWindow> freeze_windows_;
  std::vector<FreezeWindow> compiled_windows_;
};

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_RESOURCES_H_
