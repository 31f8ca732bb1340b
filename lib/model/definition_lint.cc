#include "model/definition_lint.h"

#include <utility>

#include "model/definition_lint_internal.h"

namespace slipway {
namespace lint_internal {

bool Places::Add(const std::string& key, std::string path, std::string message) {
  const auto [found, is_new] = by_key_.try_emplace(key, places_.size());
  if (is_new) places_.push_back({std::move(path), std::move(message), 0});
  ++places_[found->second].count;
  return is_new;
}

void Places::Report(absl::string_view code, FindingList* findings) const {
  for (const Place& place : places_) {
    findings->Warning(place.path, code,
                      place.count == 1 ? place.message
                                       : absl::StrCat(place.message, " (here and in ", place.count - 1,
                                                      place.count == 2 ? " other place)" : " other places)"));
  }
}

}  // namespace lint_internal

namespace {

using lint_internal::Context;
using lint_internal::Scope;

void CheckDisabled(const Context& context) {
  if (context.definition.is_disabled()) {
    context.Warn("isDisabled", "DEFINITION_DISABLED",
                 "the definition is disabled: no trigger creates a release and nobody can; enable it, or delete it");
  }
}

}  // namespace

std::vector<v1::Finding> Lint(const v1::ReleaseDefinition& definition, const LintContext& known) {
  FindingList findings;
  const EnvironmentNames names(definition);
  const BuiltInNames built_in(definition);
  absl::flat_hash_map<std::string, std::string> somewhere;
  lint_internal::Places tasks_without_handler;
  const Context context{definition, known, names, built_in, findings, somewhere, tasks_without_handler};

  CheckDisabled(context);
  lint_internal::CollectNames(context);
  Scope scope(nullptr);
  lint_internal::FillScope(context, -1, &scope);
  lint_internal::CheckReleaseName(context, scope);
  lint_internal::CheckScope(context, -1, scope);
  lint_internal::CheckTriggers(context, scope);
  lint_internal::CheckStarts(context);
  for (int e = 0; e < definition.environments_size(); ++e) {
    Scope inner(&scope);
    lint_internal::FillScope(context, e, &inner);
    lint_internal::CheckScope(context, e, inner);
    lint_internal::CheckApprovals(context, e);
    lint_internal::CheckGates(context, e);
    lint_internal::CheckQueue(context, e);
    lint_internal::CheckTasks(context, e, inner);
  }
  tasks_without_handler.Report("NO_TASK_HANDLER", &findings);
  return findings.Take();
}

}  // namespace slipway
