#include "engine/release_triggers.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "engine/definition_triggers.h"
#include "engine/zones.h"

namespace slipway {
namespace {

constexpr absl::Duration kMakeUp = absl::Hours(1);

}  // namespace

absl::Status ReleaseTriggers::Load(absl::Time now) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::vector<ResourceRow> rows, store_->ListResources(kScheduledDefinitions));
  for (const ResourceRow& row : rows) AddScheduled(row, now);
  return absl::OkStatus();
}

void ReleaseTriggers::AddScheduled(const ResourceRow& row, absl::Time now) {
  v1::ReleaseDefinition definition;
  if (!definition.ParseFromString(row.payload)) return;
  names_[definition.id()] = definition.name();
  // Never an occurrence from before the schedule was saved.
  const absl::Time since = std::max(now - kMakeUp, std::min(row.changed_on, now));
  const auto add = [&](const v1::Schedule& schedule, Due due) {
    absl::StatusOr<Schedule> compiled = Schedule::Compile(schedule, LoadZone);
    if (!compiled.ok()) return;
    std::optional<absl::Time> next = compiled->Next(since);
    // Of several missed ones only the last.
    while (next && *next <= now) {
      const std::optional<absl::Time> later = compiled->Next(*next);
      if (!later || *later > now) break;
      next = later;
    }
    if (!next) return;
    due.definition_id = definition.id();
    due.at = *next;
    due.only_with_changes = compiled->only_with_changes();
    due_.emplace(*next, Scheduled{std::move(due), *std::move(compiled)});
  };
  for (int i = 0; i < definition.triggers_size(); ++i) {
    if (definition.triggers(i).trigger_type() != v1::RELEASE_TRIGGER_TYPE_SCHEDULE) continue;
    Due due;
    due.trigger = i;
    add(definition.triggers(i).schedule(), std::move(due));
  }
  for (const v1::DefinitionEnvironment& environment : definition.environments()) {
    if (environment.schedules_size() == 0) continue;
    Due due;
    due.environment = environment.name();
    due.has_conditions = environment.conditions_size() > 0;
    add(environment.schedules(0), std::move(due));
  }
}

void ReleaseTriggers::RemoveScheduled(int64_t definition_id) {
  for (auto it = due_.begin(); it != due_.end();) {
    it = it->second.due.definition_id == definition_id ? due_.erase(it) : std::next(it);
  }
}

void ReleaseTriggers::Refresh(int64_t definition_id, absl::Time now) {
  RemoveScheduled(definition_id);
  const std::string id = absl::StrCat(definition_id);
  if (const absl::StatusOr<ResourceRow> row = store_->GetResource(kScheduledDefinitions, id, 0); row.ok()) {
    AddScheduled(*row, now);
  }
  if (!index_loaded_) return;
  index_.Remove(definition_id);
  const absl::StatusOr<ResourceRow> row = store_->GetResource(kArtifactListeners, id, 0);
  v1::ReleaseDefinition definition;
  if (!row.ok() || !definition.ParseFromString(row->payload)) return;
  names_[definition.id()] = definition.name();
  index_.Add(definition).IgnoreError();
}

std::vector<ReleaseTriggers::Due> ReleaseTriggers::TakeDue(absl::Time now) {
  std::vector<Due> taken;
  while (!due_.empty() && due_.begin()->first <= now) {
    Scheduled scheduled = std::move(due_.begin()->second);
    due_.erase(due_.begin());
    taken.push_back(scheduled.due);
    // A clock that jumped far makes up for the last occurrence only.
    if (const std::optional<absl::Time> next = scheduled.schedule.Next(now)) {
      scheduled.due.at = *next;
      due_.emplace(*next, std::move(scheduled));
    }
  }
  return taken;
}

absl::StatusOr<const TriggerIndex*> ReleaseTriggers::Index() {
  if (!index_loaded_) {
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<ResourceRow> rows, store_->ListResources(kArtifactListeners));
    for (const ResourceRow& row : rows) {
      v1::ReleaseDefinition definition;
      if (!definition.ParseFromString(row.payload)) continue;
      names_[definition.id()] = definition.name();
      // What cannot be compiled was warned about at import, and does not listen.
      index_.Add(definition).IgnoreError();
    }
    index_loaded_ = true;
  }
  return &index_;
}

const std::string& ReleaseTriggers::NameOf(int64_t definition_id) const {
  static const std::string& unknown = *new std::string;
  const auto found = names_.find(definition_id);
  return found == names_.end() ? unknown : found->second;
}

}  // namespace slipway
