#include "engine/definition_triggers.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

bool HasGroupTrigger(const v1::DefinitionEnvironment& environment) {
  return std::any_of(environment.environment_triggers().begin(), environment.environment_triggers().end(),
                     [](const v1::EnvironmentTrigger& trigger) {
                       return trigger.trigger_type() == v1::ENVIRONMENT_TRIGGER_TYPE_DEPLOYMENT_GROUP_REDEPLOY;
                     });
}

}  // namespace

void AddTriggerRows(const v1::ReleaseDefinition& model, const DefinitionRow& row, bool exists, WriteBatch* batch) {
  v1::ReleaseDefinition reduced;
  reduced.set_id(row.id);
  reduced.set_revision(row.revision);
  reduced.set_name(row.name);
  reduced.set_path(row.path);
  reduced.set_is_disabled(model.is_disabled());
  reduced.set_is_deleted(row.is_deleted);
  *reduced.mutable_artifacts() = model.artifacts();
  *reduced.mutable_triggers() = model.triggers();
  // Filters may name variables.
  for (const auto& [name, value] : model.variables()) {
    if (!value.is_secret()) (*reduced.mutable_variables())[name] = value;
  }
  bool schedules = false;
  bool listens = false;
  bool groups = false;
  for (const v1::Trigger& trigger : model.triggers()) {
    (trigger.trigger_type() == v1::RELEASE_TRIGGER_TYPE_SCHEDULE ? schedules : listens) = true;
  }
  for (const v1::DefinitionEnvironment& environment : model.environments()) {
    const bool group_trigger = HasGroupTrigger(environment);
    if (environment.schedules_size() == 0 && !group_trigger) continue;
    v1::DefinitionEnvironment* kept = reduced.add_environments();
    kept->set_id(environment.id());
    kept->set_name(environment.name());
    kept->set_rank(environment.rank());
    *kept->mutable_schedules() = environment.schedules();
    *kept->mutable_conditions() = environment.conditions();
    schedules = schedules || environment.schedules_size() > 0;
    if (!group_trigger) continue;
    groups = true;
    *kept->mutable_environment_triggers() = environment.environment_triggers();
    for (const v1::DeployPhase& phase : environment.deploy_phases()) {
      v1::DeployPhase* reduced_phase = kept->add_deploy_phases();
      reduced_phase->set_phase_type(phase.phase_type());
      reduced_phase->mutable_deployment_input()->set_queue_id(phase.deployment_input().queue_id());
      *reduced_phase->mutable_deployment_input()->mutable_tags() = phase.deployment_input().tags();
    }
  }
  const auto add = [&](int32_t kind, bool wanted) {
    if (!wanted && !exists) return;
    ResourceRow resource;
    resource.kind = kind;
    resource.id = absl::StrCat(row.id);
    resource.revision = row.revision;
    resource.name = row.name;
    resource.is_deleted = !wanted || row.is_deleted || model.is_disabled();
    if (!resource.is_deleted) resource.payload = reduced.SerializeAsString();
    resource.changed_on = row.modified_on;
    batch->resources.push_back(std::move(resource));
  };
  add(kArtifactListeners, listens);
  add(kScheduledDefinitions, schedules);
  add(kGroupListeners, groups);
}

}  // namespace slipway
