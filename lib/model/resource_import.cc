#include "model/resource_import.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "model/definition_import_internal.h"
#include "model/json_member.h"
#include "model/json_text.h"

namespace slipway {
namespace {

using import_internal::ReadVariables;

const FieldTable<v1::VariableGroup>& VariableGroupTable() {
  static const auto& table = *new FieldTable<v1::VariableGroup>({
      {"id", Int32Field<&v1::VariableGroup::set_id>},
      {"name", TextField<&v1::VariableGroup::mutable_name>},
      {"type", TextField<&v1::VariableGroup::mutable_type>},
      {"description", TextField<&v1::VariableGroup::mutable_description>},
      {"variables",
       [](ImportReader& reader, const Json& json, v1::VariableGroup& group) {
         ReadVariables(reader, json, group.mutable_variables());
         // Exported secrets are null; one that a person wrote in is taken, and sealed by the caller.
         for (auto& [name, variable] : *group.mutable_variables()) {
           if (!variable.is_secret()) continue;
           const Json* value = FindMember(json, name);
           const Json* text = value == nullptr ? nullptr : FindMember(*value, "value");
           if (text != nullptr && text->is_string()) variable.set_value(text->get<std::string>());
         }
       }},
      {"providerData", nullptr},
      {"createdBy", nullptr},
      {"createdOn", nullptr},
      {"modifiedBy", nullptr},
      {"modifiedOn", nullptr},
      {"isShared", nullptr},
      {"variableGroupProjectReferences", nullptr},
  });
  return table;
}

const FieldTable<v1::ProcessParameter>& InputTable() {
  static const auto& table = *new FieldTable<v1::ProcessParameter>({
      {"name", TextField<&v1::ProcessParameter::mutable_name>},
      {"label", TextField<&v1::ProcessParameter::mutable_label>},
      {"type", TextField<&v1::ProcessParameter::mutable_type>},
      {"defaultValue", TextField<&v1::ProcessParameter::mutable_default_value>},
      {"required", BoolField<&v1::ProcessParameter::set_required>},
      {"options", nullptr},
      {"properties", nullptr},
      {"groupName", nullptr},
      {"visibleRule", nullptr},
      {"helpMarkDown", nullptr},
      {"aliases", nullptr},
      {"validation", nullptr},
  });
  return table;
}

// {id, versionSpec, definitionType}
const FieldTable<v1::WorkflowTask>& TaskReferenceTable() {
  static const auto& table = *new FieldTable<v1::WorkflowTask>({
      {"id", TextField<&v1::WorkflowTask::mutable_task_id>},
      {"versionSpec", TextField<&v1::WorkflowTask::mutable_version>},
      {"definitionType", TextField<&v1::WorkflowTask::mutable_definition_type>},
  });
  return table;
}

const FieldTable<v1::WorkflowTask>& StepTable() {
  static const auto& table = *new FieldTable<v1::WorkflowTask>({
      {"displayName", TextField<&v1::WorkflowTask::mutable_name>},
      {"refName", TextField<&v1::WorkflowTask::mutable_ref_name>},
      {"enabled", BoolField<&v1::WorkflowTask::set_enabled>},
      {"alwaysRun", BoolField<&v1::WorkflowTask::set_always_run>},
      {"continueOnError", BoolField<&v1::WorkflowTask::set_continue_on_error>},
      {"condition", TextField<&v1::WorkflowTask::mutable_condition>},
      {"timeoutInMinutes", Int32Field<&v1::WorkflowTask::set_timeout_in_minutes>},
      {"retryCountOnTaskFailure", Int32Field<&v1::WorkflowTask::set_retry_count_on_task_failure>},
      {"environment", TextMapField<&v1::WorkflowTask::mutable_environment>},
      {"inputs", TextMapField<&v1::WorkflowTask::mutable_inputs>},
      {"task", [](ImportReader& reader, const Json& json,
                  v1::WorkflowTask& task) { ReadObject(reader, json, TaskReferenceTable(), task); }},
  });
  return table;
}

const FieldTable<v1::TaskGroup>& VersionTable() {
  static const auto& table = *new FieldTable<v1::TaskGroup>({
      {"major", Int32Field<&v1::TaskGroup::set_major>},
      {"minor", Int32Field<&v1::TaskGroup::set_minor>},
      {"patch", Int32Field<&v1::TaskGroup::set_patch>},
      {"isTest", BoolField<&v1::TaskGroup::set_is_test>},
  });
  return table;
}

void ReadSteps(ImportReader& reader, const Json& json, v1::TaskGroup& group) {
  ReadList(reader, json, [&](const Json& element) {
    v1::WorkflowTask& task = *group.add_tasks();
    task.set_enabled(true);
    ReadObject(reader, element, StepTable(), task);
    task.set_task_id(absl::AsciiStrToLower(task.task_id()));
    if (task.task_id().empty()) reader.Error("MISSING_VALUE", "task.id: expected the GUID of a task");
  });
}

const FieldTable<v1::TaskGroup>& TaskGroupTable() {
  static const auto& table = *new FieldTable<v1::TaskGroup>({
      {"id", TextField<&v1::TaskGroup::mutable_id>},
      {"name", TextField<&v1::TaskGroup::mutable_name>},
      {"description", TextField<&v1::TaskGroup::mutable_description>},
      {"version", [](ImportReader& reader, const Json& json,
                     v1::TaskGroup& group) { ReadObject(reader, json, VersionTable(), group); }},
      {"inputs", MessageListField<&v1::TaskGroup::add_inputs, InputTable>},
      {"tasks", ReadSteps},
      {"revision", Int64Field<&v1::TaskGroup::set_revision>},
      {"parentDefinitionId", TextField<&v1::TaskGroup::mutable_parent_definition_id>},
  });
  return table;
}

template <typename T>
absl::StatusOr<std::vector<T>> Import(absl::string_view document, const Limits& limits, const FieldTable<T>& table,
                                      void (*check)(ImportReader& reader, T& value)) {
  SLIPWAY_ASSIGN_OR_RETURN(const Json parsed, ParseJson(document, limits));
  FindingList list;
  ImportReader reader(&list);
  std::vector<T> values;
  const auto read = [&](const Json& element) {
    T& value = values.emplace_back();
    if (ReadObject(reader, element, table, value)) check(reader, value);
  };
  if (parsed.is_array()) {
    ReadList(reader, parsed, read);
  } else if (parsed.is_object() && parsed.contains("value") && parsed["value"].is_array()) {
    ImportReader::Step step(reader, absl::string_view("value"));
    ReadList(reader, parsed["value"], read);
  } else {
    read(parsed);
  }
  std::string errors;
  for (const v1::Finding& finding : list.Take()) {
    if (finding.severity() == v1::SEVERITY_ERROR) absl::StrAppend(&errors, errors.empty() ? "" : "\n", FormatFinding(finding));
  }
  if (!errors.empty()) return absl::InvalidArgumentError(errors);
  return values;
}

}  // namespace

absl::StatusOr<std::vector<v1::VariableGroup>> ImportVariableGroups(absl::string_view document, const Limits& limits) {
  return Import<v1::VariableGroup>(document, limits, VariableGroupTable(),
                                   [](ImportReader& reader, v1::VariableGroup& group) {
                                     if (group.name().empty()) reader.Error("MISSING_VALUE", "name: expected a name");
                                   });
}

absl::StatusOr<std::vector<v1::TaskGroup>> ImportTaskGroups(absl::string_view document, const Limits& limits) {
  return Import<v1::TaskGroup>(document, limits, TaskGroupTable(), [](ImportReader& reader, v1::TaskGroup& group) {
    group.set_id(absl::AsciiStrToLower(group.id()));
    if (group.id().empty()) reader.Error("MISSING_VALUE", "id: expected the GUID of the task group");
    if (group.name().empty()) reader.Error("MISSING_VALUE", "name: expected a name");
    if (group.major() <= 0) group.set_major(1);
  });
}

}  // namespace slipway
