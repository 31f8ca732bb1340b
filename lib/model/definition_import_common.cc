#include <array>

#include "model/definition_import_internal.h"

namespace slipway::import_internal {
namespace {

constexpr std::array<EnumName, 9> kDays = {{{"monday", 1},
                                            {"tuesday", 2},
                                            {"wednesday", 4},
                                            {"thursday", 8},
                                            {"friday", 16},
                                            {"saturday", 32},
                                            {"sunday", 64},
                                            {"all", 127},
                                            {"none", 0}}};

const FieldTable<v1::VariableValue>& VariableTable() {
  static const auto& table = *new FieldTable<v1::VariableValue>({
      {"value", TextField<&v1::VariableValue::mutable_value>},
      {"isSecret",
       [](ImportReader&, const Json& json, v1::VariableValue& variable) {
         // The same reading as where the secrets are taken out: a flag that one side takes for true and the other does
         // not would let clear text through.
         variable.set_is_secret(variable.is_secret() || JsonIsTrue(json));
       }},
      {"allowOverride", BoolField<&v1::VariableValue::set_allow_override>},
      {"isReadOnly", BoolField<&v1::VariableValue::set_is_read_only>},
      {"scopes", nullptr},
  });
  return table;
}

const FieldTable<v1::TagFilter>& TagFilterTable() {
  static const auto& table = *new FieldTable<v1::TagFilter>({
      {"pattern", TextField<&v1::TagFilter::mutable_pattern>},
  });
  return table;
}

const FieldTable<v1::ArtifactFilter>& ArtifactFilterTable() {
  static const auto& table = *new FieldTable<v1::ArtifactFilter>({
      {"sourceBranch", TextField<&v1::ArtifactFilter::mutable_source_branch>},
      {"tags", TextListField<[](v1::ArtifactFilter& filter) { return filter.mutable_tags(); }>},
      {"useBuildDefinitionBranch", BoolField<&v1::ArtifactFilter::set_use_build_definition_branch>},
      {"createReleaseOnBuildTagging", BoolField<&v1::ArtifactFilter::set_create_release_on_build_tagging>},
      {"tagFilter", MessageField<&v1::ArtifactFilter::mutable_tag_filter, TagFilterTable>},
  });
  return table;
}

}  // namespace

const FieldTable<v1::Identity>& IdentityTable() {
  static const auto& table = *new FieldTable<v1::Identity>({
      {"displayName", TextField<&v1::Identity::mutable_display_name>},
      {"url", nullptr},
      {"_links", nullptr},
      {"id", TextField<&v1::Identity::mutable_id>},
      {"uniqueName", TextField<&v1::Identity::mutable_unique_name>},
      {"imageUrl", nullptr},
      {"descriptor", nullptr},
      {"isContainer", BoolField<&v1::Identity::set_is_container>},
      {"directoryAlias", nullptr},
      {"inactive", nullptr},
      {"isAadIdentity", nullptr},
      {"isDeletedInOrigin", nullptr},
      {"profileUrl", nullptr},
  });
  return table;
}

void ReadIdentity(ImportReader& reader, const Json& json, v1::Identity* identity) {
  if (!json.is_string()) {
    ReadObject(reader, json, IdentityTable(), *identity);
    return;
  }
  // Templates hold "{}" or a placeholder where the export has an object; what identifies is the text.
  const auto& text = json.get_ref<const std::string&>();
  if (text.empty() || text == "{}") return;
  identity->set_id(text);
  reader.Warning("IDENTITY_IS_TEXT", "expected an object {id, displayName}; the text is taken for the id");
}

const FieldTable<v1::Schedule>& ScheduleTable() {
  static const auto& table = *new FieldTable<v1::Schedule>({
      {"jobId", TextField<&v1::Schedule::mutable_job_id>},
      {"timeZoneId", TextField<&v1::Schedule::mutable_time_zone_id>},
      {"startHours", Int32Field<&v1::Schedule::set_start_hours>},
      {"startMinutes", Int32Field<&v1::Schedule::set_start_minutes>},
      {"daysToRelease",
       [](ImportReader& reader, const Json& json, v1::Schedule& schedule) {
         if (auto days = reader.Flags(json, kDays)) schedule.set_days_to_release(*days);
       }},
      {"scheduleOnlyWithChanges", BoolField<&v1::Schedule::set_schedule_only_with_changes>},
  });
  return table;
}

void ReadVariables(ImportReader& reader, const Json& json,
                   google::protobuf::Map<std::string, v1::VariableValue>* variables) {
  ReadMap(reader, json, [&](const std::string& name, const Json& value) {
    v1::VariableValue& variable = (*variables)[name];
    if (!value.is_object()) {
      if (auto text = reader.Text(value)) variable.set_value(*std::move(text));
      return;
    }
    ReadObject(reader, value, VariableTable(), variable);
    if (variable.is_secret()) variable.clear_value();
  });
}

void ReadProperties(ImportReader& reader, const Json& json,
                    google::protobuf::Map<std::string, std::string>* properties) {
  ReadMap(reader, json, [&](const std::string& name, const Json& value) {
    const Json* typed = FindMember(value, "$value");
    if (typed == nullptr && value.is_object()) return;  // {"$type": ..., "$value": null}, or a form not seen yet
    if (auto text = reader.Text(typed != nullptr ? *typed : value)) (*properties)[name] = *std::move(text);
  });
}

std::optional<Json> ParseInner(ImportReader& reader, const Json& text, absl::string_view code) {
  Limits limits;
  limits.max_document_depth = 16;
  auto parsed = ParseJson(text.get_ref<const std::string&>(), limits);
  if (!parsed.ok()) {
    reader.Error(code, "expected JSON inside the text; it cannot be read: " + std::string(parsed.status().message()));
    return std::nullopt;
  }
  return *std::move(parsed);
}

void ReadArtifactFilter(ImportReader& reader, const Json& json, v1::ArtifactFilter* filter) {
  if (!json.is_string()) {
    ReadObject(reader, json, ArtifactFilterTable(), *filter);
    return;
  }
  if (json.get_ref<const std::string&>().empty()) return;
  if (auto inner = ParseInner(reader, json, "INVALID_ARTIFACT_FILTER")) {
    if (!inner->is_null()) ReadObject(reader, *inner, ArtifactFilterTable(), *filter);
  }
}

}  // namespace slipway::import_internal
