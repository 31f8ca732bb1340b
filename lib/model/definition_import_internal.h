// The property tables of the importer, one per kind of object. Internal to definition_import*.cc.
#ifndef SLIPWAY_MODEL_DEFINITION_IMPORT_INTERNAL_H_
#define SLIPWAY_MODEL_DEFINITION_IMPORT_INTERNAL_H_

#include "model/import_reader.h"
#include "slipway/v1/definition.pb.h"

namespace slipway::import_internal {

// definition_import_common.cc: what several levels share.
const FieldTable<v1::Identity>& IdentityTable();
const FieldTable<v1::Schedule>& ScheduleTable();
void ReadIdentity(ImportReader& reader, const Json& json, v1::Identity* identity);
// name -> {value, isSecret, allowOverride}, or the bare value. A secret's value is never read.
void ReadVariables(ImportReader& reader, const Json& json,
                   google::protobuf::Map<std::string, v1::VariableValue>* variables);
// name -> {"$type", "$value"}, or the bare value.
void ReadProperties(ImportReader& reader, const Json& json,
                    google::protobuf::Map<std::string, std::string>* properties);
// A filter as an object, or as JSON inside a text.
void ReadArtifactFilter(ImportReader& reader, const Json& json, v1::ArtifactFilter* filter);

// definition_import_trigger.cc
void ReadArtifact(ImportReader& reader, const Json& json, v1::Artifact* artifact);
void ReadTrigger(ImportReader& reader, const Json& json, v1::Trigger* trigger);
void ReadCondition(ImportReader& reader, const Json& json, v1::Condition* condition);
void ReadEnvironmentTrigger(ImportReader& reader, const Json& json, v1::EnvironmentTrigger* trigger);

// definition_import_phase.cc
void ReadTask(ImportReader& reader, const Json& json, v1::WorkflowTask* task);
void ReadPhase(ImportReader& reader, const Json& json, v1::DeployPhase* phase);
void ReadDemands(ImportReader& reader, const Json& json, v1::DeploymentInput* input);

// definition_import_environment.cc
void ReadEnvironment(ImportReader& reader, const Json& json, v1::DefinitionEnvironment* environment);

// Parses JSON that stands inside a text. Null after an error was recorded with `code`.
std::optional<Json> ParseInner(ImportReader& reader, const Json& text, absl::string_view code);

// Gives every element without a rank (0) the next free one after the highest before it, and warns once.
template <typename Elements>
void CompleteRanks(ImportReader& reader, absl::string_view list_name, Elements* elements) {
  bool missing = false;
  int32_t highest = 0;
  for (auto& element : *elements) {
    if (element.rank() <= 0) {
      missing = true;
      element.set_rank(highest + 1);
    }
    if (element.rank() > highest && element.rank() < INT32_MAX) highest = element.rank();
  }
  if (!missing) return;
  ImportReader::Step step(reader, list_name);
  reader.Warning("RANK_MISSING", "not every element has a rank; the order of the list is taken");
}

}  // namespace slipway::import_internal

#endif  // SLIPWAY_MODEL_DEFINITION_IMPORT_INTERNAL_H_
