#include <array>

#include "absl/strings/numbers.h"
#include "model/definition_import_internal.h"

namespace slipway::import_internal {
namespace {

absl::Span<const EnumName> TriggerTypes() {
  static constexpr std::array<EnumName, 7> kNames = {{{"undefined", 0},
                                                      {"artifactSource", 1},
                                                      {"schedule", 2},
                                                      {"sourceRepo", 3},
                                                      {"containerImage", 4},
                                                      {"package", 5},
                                                      {"pullRequest", 6}}};
  return kNames;
}

absl::Span<const EnumName> PullRequestSystems() {
  static constexpr std::array<EnumName, 3> kNames = {{{"none", 0}, {"tfsGit", 1}, {"gitHub", 2}}};
  return kNames;
}

absl::Span<const EnumName> ConditionTypes() {
  static constexpr std::array<EnumName, 4> kNames = {
      {{"undefined", 0}, {"event", 1}, {"environmentState", 2}, {"artifact", 4}}};
  return kNames;
}

absl::Span<const EnumName> EnvironmentStates() {
  static constexpr std::array<EnumName, 9> kNames = {{{"undefined", 0},
                                                      {"notStarted", 1},
                                                      {"inProgress", 2},
                                                      {"succeeded", 4},
                                                      {"canceled", 8},
                                                      {"rejected", 16},
                                                      {"queued", 32},
                                                      {"scheduled", 64},
                                                      {"partiallySucceeded", 128}}};
  return kNames;
}

absl::Span<const EnumName> EnvironmentTriggerTypes() {
  static constexpr std::array<EnumName, 3> kNames = {
      {{"undefined", 0}, {"deploymentGroupRedeploy", 1}, {"rollbackRedeploy", 2}}};
  return kNames;
}

const FieldTable<v1::SourceReference>& SourceReferenceTable() {
  static const auto& table = *new FieldTable<v1::SourceReference>({
      {"id", TextField<&v1::SourceReference::mutable_id>},
      {"name", TextField<&v1::SourceReference::mutable_name>},
  });
  return table;
}

const FieldTable<v1::Artifact>& ArtifactTable() {
  static const auto& table = *new FieldTable<v1::Artifact>({
      {"sourceId", TextField<&v1::Artifact::mutable_source_id>},
      {"type", TextField<&v1::Artifact::mutable_type>},
      {"alias", TextField<&v1::Artifact::mutable_alias>},
      {"definitionReference",
       [](ImportReader& reader, const Json& json, v1::Artifact& artifact) {
         auto& references = *artifact.mutable_definition_reference();
         ReadMap(reader, json, [&](const std::string& key, const Json& value) {
           v1::SourceReference& reference = references[key];
           if (value.is_object()) {
             ReadObject(reader, value, SourceReferenceTable(), reference);
           } else if (auto text = reader.Text(value); text && !text->empty() && *text != "{}") {
             reference.set_id(*text);
             reference.set_name(*std::move(text));
           }
         });
       }},
      {"isPrimary", BoolField<&v1::Artifact::set_is_primary>},
      {"isRetained", BoolField<&v1::Artifact::set_is_retained>},
      {"id", nullptr},
      {"sourceType", nullptr},
  });
  return table;
}

const FieldTable<v1::PullRequestFilter>& PullRequestFilterTable() {
  static const auto& table = *new FieldTable<v1::PullRequestFilter>({
      {"targetBranch", TextField<&v1::PullRequestFilter::mutable_target_branch>},
      {"tags", TextListField<[](v1::PullRequestFilter& filter) { return filter.mutable_tags(); }>},
  });
  return table;
}

const FieldTable<v1::PullRequestConfiguration>& CodeRepositoryTable() {
  static const auto& table = *new FieldTable<v1::PullRequestConfiguration>({
      {"systemType",
       EnumField<&v1::PullRequestConfiguration::set_system_type, v1::PullRequestSystemType, PullRequestSystems>},
      {"repositoryReference",
       [](ImportReader& reader, const Json& json, v1::PullRequestConfiguration& configuration) {
         auto& references = *configuration.mutable_repository_reference();
         ReadMap(reader, json, [&](const std::string& key, const Json& value) {
           // {value, displayValue}, or the bare value.
           const Json* typed = FindMember(value, "value");
           if (typed == nullptr && value.is_object()) return;
           if (auto text = reader.Text(typed != nullptr ? *typed : value)) references[key] = *std::move(text);
         });
       }},
  });
  return table;
}

const FieldTable<v1::PullRequestConfiguration>& PullRequestConfigurationTable() {
  static const auto& table = *new FieldTable<v1::PullRequestConfiguration>({
      {"useArtifactReference", BoolField<&v1::PullRequestConfiguration::set_use_artifact_reference>},
      {"codeRepositoryReference",
       [](ImportReader& reader, const Json& json, v1::PullRequestConfiguration& configuration) {
         ReadObject(reader, json, CodeRepositoryTable(), configuration);
       }},
  });
  return table;
}

const FieldTable<v1::Trigger>& TriggerTable() {
  static const auto& table = *new FieldTable<v1::Trigger>({
      {"artifactAlias", TextField<&v1::Trigger::mutable_artifact_alias>},
      {"alias", TextField<&v1::Trigger::mutable_artifact_alias>},
      // Their shape depends on triggerType, which may stand behind them: ReadTrigger reads them.
      {"triggerConditions", nullptr},
      {"triggerType", EnumField<&v1::Trigger::set_trigger_type, v1::ReleaseTriggerType, TriggerTypes>},
      {"schedule", MessageField<&v1::Trigger::mutable_schedule, ScheduleTable>},
      {"branchFilters", TextListField<[](v1::Trigger& trigger) { return trigger.mutable_branch_filters(); }>},
      {"tagFilters",
       [](ImportReader& reader, const Json& json, v1::Trigger& trigger) {
         ReadList(reader, json, [&](const Json& element) {
           const Json* pattern = FindMember(element, "pattern");
           if (pattern == nullptr && element.is_object()) return;
           if (auto text = reader.Text(pattern != nullptr ? *pattern : element)) {
             trigger.add_tag_filters()->set_pattern(*std::move(text));
           }
         });
       }},
      {"pullRequestConfiguration",
       MessageField<&v1::Trigger::mutable_pull_request_configuration, PullRequestConfigurationTable>},
      {"statusPolicyName", TextField<&v1::Trigger::mutable_status_policy_name>},
      {"targetEnvironmentName", nullptr},
  });
  return table;
}

const FieldTable<v1::Condition>& ConditionTable() {
  static const auto& table = *new FieldTable<v1::Condition>({
      {"name", TextField<&v1::Condition::mutable_name>},
      {"conditionType", EnumField<&v1::Condition::set_condition_type, v1::ConditionType, ConditionTypes>},
      // Its meaning depends on conditionType: ReadCondition reads it.
      {"value", nullptr},
      {"result", nullptr},
  });
  return table;
}

struct TriggerContent {
  v1::EnvironmentTrigger* trigger;
};

const FieldTable<TriggerContent>& TriggerContentTable() {
  static const auto& table = *new FieldTable<TriggerContent>({
      {"action",
       [](ImportReader& reader, const Json& json, TriggerContent& content) {
         if (auto text = reader.Text(json)) content.trigger->set_action(*std::move(text));
       }},
      {"eventTypes", TextListField<[](TriggerContent& content) { return content.trigger->mutable_event_types(); }>},
  });
  return table;
}

const FieldTable<v1::EnvironmentTrigger>& EnvironmentTriggerTable() {
  static const auto& table = *new FieldTable<v1::EnvironmentTrigger>({
      {"definitionEnvironmentId", nullptr},
      {"releaseDefinitionId", nullptr},
      {"triggerType",
       EnumField<&v1::EnvironmentTrigger::set_trigger_type, v1::EnvironmentTriggerType, EnvironmentTriggerTypes>},
      {"triggerContent",
       [](ImportReader& reader, const Json& json, v1::EnvironmentTrigger& trigger) {
         TriggerContent content{&trigger};
         if (!json.is_string()) {
           trigger.set_trigger_content(WriteJson(json, /*indent=*/-1));
           ReadObject(reader, json, TriggerContentTable(), content);
           return;
         }
         trigger.set_trigger_content(json.get<std::string>());
         if (trigger.trigger_content().empty()) return;
         if (auto inner = ParseInner(reader, json, "INVALID_TRIGGER_CONTENT"); inner && !inner->is_null()) {
           ReadObject(reader, *inner, TriggerContentTable(), content);
         }
       }},
  });
  return table;
}

}  // namespace

void ReadArtifact(ImportReader& reader, const Json& json, v1::Artifact* artifact) {
  ReadObject(reader, json, ArtifactTable(), *artifact);
}

void ReadTrigger(ImportReader& reader, const Json& json, v1::Trigger* trigger) {
  if (!ReadObject(reader, json, TriggerTable(), *trigger)) return;
  const Json* conditions = FindMember(json, "triggerConditions");
  if (conditions == nullptr) return;
  ImportReader::Step step(reader, "triggerConditions");
  if (trigger->trigger_type() == v1::RELEASE_TRIGGER_TYPE_PULL_REQUEST) {
    ReadList(reader, *conditions, [&](const Json& element) {
      ReadObject(reader, element, PullRequestFilterTable(), *trigger->add_pull_request_filters());
    });
  } else {
    ReadList(reader, *conditions,
             [&](const Json& element) { ReadArtifactFilter(reader, element, trigger->add_trigger_conditions()); });
  }
}

void ReadCondition(ImportReader& reader, const Json& json, v1::Condition* condition) {
  if (!ReadObject(reader, json, ConditionTable(), *condition)) return;
  const Json* value = FindMember(json, "value");
  if (value == nullptr) return;
  ImportReader::Step step(reader, "value");
  if (condition->condition_type() == v1::CONDITION_TYPE_ARTIFACT) {
    condition->set_value(value->is_string() ? value->get<std::string>() : WriteJson(*value, /*indent=*/-1));
    ReadArtifactFilter(reader, *value, condition->mutable_artifact_filter());
    return;
  }
  auto text = reader.Text(*value);
  if (!text) return;
  condition->set_value(*text);
  if (condition->condition_type() != v1::CONDITION_TYPE_ENVIRONMENT_STATE) return;
  // Whatever it is, validation says what is wrong with it; names are those of EnvironmentStatus.
  int32_t mask = 0;
  if (absl::SimpleAtoi(*text, &mask)) {
    condition->set_status_mask(mask);
    return;
  }
  std::string problem;
  if (auto named = ImportReader::ParseFlags(*text, EnvironmentStates(), &problem)) condition->set_status_mask(*named);
}

void ReadEnvironmentTrigger(ImportReader& reader, const Json& json, v1::EnvironmentTrigger* trigger) {
  ReadObject(reader, json, EnvironmentTriggerTable(), *trigger);
}

}  // namespace slipway::import_internal
