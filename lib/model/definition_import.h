// Exported JSON of a release definition -> model.
//
// Every shape of 2015 to today is read: enums as numbers, names in any case, numeric texts; the oldest environments
// with deployStep.tasks and a queue of their own (read as one agent phase); ids and ranks absent; misspelt names that
// real files hold. Nothing of the document is lost: what the model has no place for stays in `document`, from which the
// export is written.
//
// Order: environments and phases of the model stand in the order of the document's arrays, so that paths of findings
// fit both. `rank` is always set, also when the document has none; whoever needs the order of execution or display asks
// EnvironmentOrder and PhaseOrder, never the array. Findings of Validate about the phase read from the oldest shape say
// deployPhases[0], which such a document has not.
//
// Pure functions, thread-safe.
#ifndef SLIPWAY_MODEL_DEFINITION_IMPORT_H_
#define SLIPWAY_MODEL_DEFINITION_IMPORT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "model/definition_document.h"
#include "model/limits.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

struct ImportedDefinition {
  // Secret variables have is_secret set, no value and nothing sealed: the caller seals `secrets` and puts the result
  // in, by the same path.
  v1::ReleaseDefinition model;
  Json document;
  SecretValues secrets;
  // Severity error: something of the document could not be read; the model is not to be stored. See also Validate.
  std::vector<v1::Finding> findings;
};

// Every definition of an exported text. INVALID_ARGUMENT as ParseDefinitionDocument; whatever is wrong inside a
// definition is a finding of that definition and does not touch the others.
absl::StatusOr<std::vector<ImportedDefinition>> ImportDefinitions(absl::string_view text, const Limits& limits);

// One parsed definition, as when a stored document is read again (it holds no secrets; one that does is treated as
// above). INVALID_ARGUMENT when it is no object or deeper than `limits`.
absl::StatusOr<ImportedDefinition> ImportDefinition(Json document, const Limits& limits);

// Indexes into environments() and deploy_phases() in the order of rank; equal ranks in the order of the document.
std::vector<int> EnvironmentOrder(const v1::ReleaseDefinition& definition);
std::vector<int> PhaseOrder(const v1::DefinitionEnvironment& environment);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_DEFINITION_IMPORT_H_
