// Lint: what is suspicious about a stored definition, or about one that is not stored yet.
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "engine/engine.h"
#include "model/definition_import.h"
#include "model/definition_lint.h"
#include "model/definition_validate.h"
#include "model/findings.h"

namespace slipway {
namespace {

// Paths are those of the document: in a wrapper the definitions are its `value`.
void AddPrefix(const std::string& prefix, v1::Finding* finding) {
  if (prefix.empty()) return;
  finding->set_path(absl::StrCat(prefix, finding->path().empty() ? "" : ".", finding->path()));
}

// Errors of a document, one a line: what lint would say about the rest of it could be wrong.
std::string ErrorLines(std::vector<v1::Finding> findings, const std::string& prefix) {
  std::string text;
  for (v1::Finding& finding : findings) {
    if (finding.severity() != v1::SEVERITY_ERROR) continue;
    AddPrefix(prefix, &finding);
    absl::StrAppend(&text, "\n", FormatFinding(finding));
  }
  return text;
}

}  // namespace

// Thread-safe, and not of the loop: it only reads. Variable groups, task groups and time zones are not checked here as
// long as the engine does not know any; see LintContext.
absl::StatusOr<v1::LintDefinitionResponse> Engine::LintDefinition(const v1::LintDefinitionRequest& request) {
  if ((request.definition_id() != 0) == !request.document().empty()) {
    return absl::InvalidArgumentError("definitionId, document: expected one of them, and not both");
  }
  LintContext known;
  known.knows_task = [this](absl::string_view task_id, absl::string_view version_spec) {
    // A version that cannot be read is a finding of validation.
    return dispatcher_.IsHostTask(task_id) || !absl::IsNotFound(ports_.tasks->Find(task_id, version_spec).status());
  };

  v1::LintDefinitionResponse response;
  if (request.definition_id() != 0) {
    v1::GetDefinitionRequest get;
    get.set_definition_id(request.definition_id());
    SLIPWAY_ASSIGN_OR_RETURN(const v1::GetDefinitionResponse stored, catalog_.Get(get));
    for (v1::Finding& finding : Lint(stored.definition(), known)) *response.add_findings() = std::move(finding);
    return response;
  }
  const Limits limits = Limits::FromProto(options_.open.limits());
  SLIPWAY_ASSIGN_OR_RETURN(const std::vector<ImportedDefinition> imported,
                           ImportDefinitions(request.document(), limits));
  std::string errors;
  for (size_t i = 0; i < imported.size(); ++i) {
    const std::string prefix = imported.size() == 1 ? "" : absl::StrCat("value[", i, "]");
    absl::StrAppend(&errors, ErrorLines(imported[i].findings, prefix),
                    ErrorLines(Validate(imported[i].model, limits), prefix));
    for (v1::Finding& finding : Lint(imported[i].model, known)) {
      AddPrefix(prefix, &finding);
      *response.add_findings() = std::move(finding);
    }
  }
  if (!errors.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("document: it is broken; correct this first:", errors));
  }
  return response;
}

}  // namespace slipway
