// The exported JSON of release definitions, taken apart: which definitions a text holds, and their secrets taken out.
#ifndef SLIPWAY_MODEL_DEFINITION_DOCUMENT_H_
#define SLIPWAY_MODEL_DEFINITION_DOCUMENT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "model/json_text.h"
#include "model/limits.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// Clear text by the path of the object that holds it: {"environments[1].variables.Password", "..."}.
using SecretValues = std::vector<std::pair<std::string, std::string>>;

struct DefinitionDocument {
  // As exported, but every `value` of an object with isSecret: true is null.
  Json json;
  // What those values were. The caller seals them; they must reach neither storage nor a log.
  SecretValues secrets;
  // Warnings about the text: DUPLICATE_KEY, SECRET_VALUE_SEALED.
  std::vector<v1::Finding> findings;
};

struct ParsedDocument {
  // In the order of the text. One, unless it was a wrapper {count, value: [...]}.
  std::vector<DefinitionDocument> definitions;
};

// Takes one exported definition, or a wrapper {count, value: [definition...]}.
// INVALID_ARGUMENT: the errors of ParseJson; NOT_A_DEFINITION when the text holds something else (a release is named as
// such); EMPTY_DOCUMENT for a wrapper without definitions.
absl::StatusOr<ParsedDocument> ParseDefinitionDocument(absl::string_view text, const Limits& limits);

// Nulls the secret values in `json` and returns what they were; `findings` gets one warning for each, up to
// kMaxFindings. INVALID_ARGUMENT (DOCUMENT_TOO_DEEP) when `json` is deeper than `limits`; it may be half done then.
absl::StatusOr<SecretValues> TakeSecrets(Json* json, const Limits& limits, std::vector<v1::Finding>* findings);

// Where TakeSecrets and the importer say a variable is: of the definition when `environment` is negative, otherwise of
// the environment at that place of the document's array.
std::string VariablePath(int environment, absl::string_view name);

// The document as exported: equal to what was imported (key and array order, unknown properties, all digits), but for
// secret values, which are null. Two spaces per level; on one line when `indent` is negative.
std::string ExportDocument(const Json& document, int indent = 2);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_DEFINITION_DOCUMENT_H_
