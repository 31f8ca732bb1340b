#include "model/definition_import.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "base/status_macros.h"
#include "model/definition_import_internal.h"

namespace slipway {
namespace {

using import_internal::ReadArtifact;
using import_internal::ReadEnvironment;
using import_internal::ReadIdentity;
using import_internal::ReadProperties;
using import_internal::ReadTrigger;
using import_internal::ReadVariables;

constexpr std::array<EnumName, 5> kSources = {
    {{"undefined", 0}, {"restApi", 1}, {"userInterface", 2}, {"ibiza", 4}, {"portalExtensionApi", 8}}};

const FieldTable<v1::ReleaseDefinition>& DefinitionTable() {
  using Definition = v1::ReleaseDefinition;
  static const auto& table = *new FieldTable<Definition>({
      {"source",
       [](ImportReader& reader, const Json& json, Definition& definition) {
         // Who created it decides nothing: a flag enum whose newer bits are no reason to refuse a file.
         std::string problem;
         if (json.is_number() || json.is_string()) {
           if (auto source = ImportReader::ParseFlags(*reader.Text(json), kSources, &problem)) {
             definition.set_source(static_cast<v1::ReleaseDefinitionSource>(*source));
             return;
           }
         }
         reader.Warning("UNKNOWN_VALUE",
                        "not one of restApi, userInterface, ibiza, portalExtensionApi; read as undefined");
       }},
      {"revision", Int64Field<&Definition::set_revision>},
      {"description", TextField<&Definition::mutable_description>},
      {"createdBy", [](ImportReader& reader, const Json& json,
                       Definition& definition) { ReadIdentity(reader, json, definition.mutable_created_by()); }},
      {"createdOn", TextField<&Definition::mutable_created_on>},
      {"modifiedBy", [](ImportReader& reader, const Json& json,
                        Definition& definition) { ReadIdentity(reader, json, definition.mutable_modified_by()); }},
      {"modifiedOn", TextField<&Definition::mutable_modified_on>},
      {"isDeleted", BoolField<&Definition::set_is_deleted>},
      {"isDisabled", BoolField<&Definition::set_is_disabled>},
      {"lastRelease", nullptr},
      {"variables", [](ImportReader& reader, const Json& json,
                       Definition& definition) { ReadVariables(reader, json, definition.mutable_variables()); }},
      {"variableGroups", Int32ListField<&Definition::mutable_variable_groups>},
      {"environments",
       [](ImportReader& reader, const Json& json, Definition& definition) {
         ReadList(reader, json,
                  [&](const Json& element) { ReadEnvironment(reader, element, definition.add_environments()); });
       }},
      {"artifacts",
       [](ImportReader& reader, const Json& json, Definition& definition) {
         ReadList(reader, json,
                  [&](const Json& element) { ReadArtifact(reader, element, definition.add_artifacts()); });
       }},
      {"triggers",
       [](ImportReader& reader, const Json& json, Definition& definition) {
         ReadList(reader, json, [&](const Json& element) { ReadTrigger(reader, element, definition.add_triggers()); });
       }},
      {"releaseNameFormat", TextField<&Definition::mutable_release_name_format>},
      {"tags", TextListField<[](Definition& definition) { return definition.mutable_tags(); }>},
      {"pipelineProcess", nullptr},
      {"properties", [](ImportReader& reader, const Json& json,
                        Definition& definition) { ReadProperties(reader, json, definition.mutable_properties()); }},
      {"id", Int64Field<&Definition::set_id>},
      {"name", TextField<&Definition::mutable_name>},
      {"path", TextField<&Definition::mutable_path>},
      {"projectReference", nullptr},
      {"url", nullptr},
      {"_links", nullptr},
      {"comment", TextField<&Definition::mutable_comment>},
      {"retentionPolicy", nullptr},
  });
  return table;
}

// Exactly one artifact is primary; files that mark none mean the first.
void CompletePrimaryArtifact(ImportReader& reader, v1::ReleaseDefinition* model) {
  if (model->artifacts().empty()) return;
  for (const v1::Artifact& artifact : model->artifacts()) {
    if (artifact.is_primary()) return;
  }
  model->mutable_artifacts(0)->set_is_primary(true);
  ImportReader::Step step(reader, "artifacts");
  reader.Warning("NO_PRIMARY_ARTIFACT", "no artifact is marked as primary; the first one is taken");
}

// Reads `imported.document` into `imported.model`; `findings` are those of the text.
void ReadModel(std::vector<v1::Finding> findings, ImportedDefinition* imported) {
  FindingList list;
  ImportReader reader(&list);
  v1::ReleaseDefinition& model = imported->model;
  ReadObject(reader, imported->document, DefinitionTable(), model);
  if (model.path().empty()) model.set_path("\\");
  if (model.release_name_format().empty()) model.set_release_name_format("Release-$(rev:r)");
  CompletePrimaryArtifact(reader, &model);
  import_internal::CompleteRanks(reader, "environments", model.mutable_environments());
  imported->findings = std::move(findings);
  for (v1::Finding& finding : list.Take()) imported->findings.push_back(std::move(finding));
}

template <typename Elements>
std::vector<int> OrderByRank(const Elements& elements) {
  std::vector<int> order(static_cast<size_t>(elements.size()));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return elements[a].rank() < elements[b].rank(); });
  return order;
}

}  // namespace

absl::StatusOr<std::vector<ImportedDefinition>> ImportDefinitions(absl::string_view text, const Limits& limits) {
  SLIPWAY_ASSIGN_OR_RETURN(ParsedDocument parsed, ParseDefinitionDocument(text, limits));
  std::vector<ImportedDefinition> definitions(parsed.definitions.size());
  for (size_t i = 0; i < definitions.size(); ++i) {
    DefinitionDocument& source = parsed.definitions[i];
    definitions[i].document = std::move(source.json);
    definitions[i].secrets = std::move(source.secrets);
    ReadModel(std::move(source.findings), &definitions[i]);
  }
  return definitions;
}

absl::StatusOr<ImportedDefinition> ImportDefinition(Json document, const Limits& limits) {
  if (!document.is_object()) {
    return absl::InvalidArgumentError("NOT_A_DEFINITION: expected an object, found " +
                                      std::string(JsonTypeName(document)));
  }
  ImportedDefinition imported;
  imported.document = std::move(document);
  std::vector<v1::Finding> findings;
  SLIPWAY_ASSIGN_OR_RETURN(imported.secrets, TakeSecrets(&imported.document, limits, &findings));
  ReadModel(std::move(findings), &imported);
  return imported;
}

std::vector<int> EnvironmentOrder(const v1::ReleaseDefinition& definition) {
  return OrderByRank(definition.environments());
}

std::vector<int> PhaseOrder(const v1::DefinitionEnvironment& environment) {
  return OrderByRank(environment.deploy_phases());
}

}  // namespace slipway
