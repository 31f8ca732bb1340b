// Any text as an exported definition: findings or a model; what was read can be validated, linted and ordered.
#include "model/definition_import.h"

#include "model/definition_validate.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  slipway::Limits limits;
  limits.max_document_bytes = 1 << 14;
  limits.max_document_depth = 20;
  const auto imported =
      slipway::ImportDefinitions(absl::string_view(reinterpret_cast<const char*>(data), size), limits);
  if (!imported.ok()) {
    slipway::Require(!imported.status().message().empty(), "a refused document says why");
    return 0;
  }
  for (const slipway::ImportedDefinition& definition : *imported) {
    (void)slipway::Validate(definition.model, limits);
    slipway::Require(slipway::EnvironmentOrder(definition.model).size() ==
                         static_cast<size_t>(definition.model.environments_size()),
                     "the order has every environment");
    // Strings of the document went into protobuf `string` fields: they must be UTF-8, or no host can read the answer.
    slipway::v1::ReleaseDefinition again;
    slipway::Require(again.ParseFromString(definition.model.SerializeAsString()), "the model is a readable message");
  }
  return 0;
}
