#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "model/definition_lint_internal.h"

namespace slipway::lint_internal {

References::References(const Context& context, const Scope& scope, const v1::DefinitionEnvironment* environment)
    : context_(context), scope_(scope), environment_(environment) {
  if (environment == nullptr) return;
  for (const v1::ProcessParameter& parameter : environment->process_parameters()) {
    parameters_.insert(absl::AsciiStrToLower(parameter.name()));
  }
}

void References::UseAll(absl::string_view text, const std::string& path, const JobNames* job, bool is_script) {
  ForEachMacro(text, [&](absl::string_view name, size_t) {
    if (!is_script || !IsLikelyCommand(name) || scope_.Find(name) != nullptr) Use(name, path, job);
  });
}

void References::Use(absl::string_view name, const std::string& path, const JobNames* job) {
  if (job != nullptr && job->checks_token && absl::EqualsIgnoreCase(name, "System.AccessToken")) {
    tokens_.Add("", path,
                "$(System.AccessToken) is used, but the phase does not give it to its scripts: it stays as text; set "
                "enableAccessToken of the phase");
  }
  const std::string problem = Problem(name, job);
  if (!problem.empty()) undefined_.Add(absl::AsciiStrToLower(name), path, problem);
}

std::string References::Problem(absl::string_view name, const JobNames* job) const {
  const std::string lower = absl::AsciiStrToLower(name);
  const std::string shown = Quoted(absl::StrCat("$(", name, ")"));
  if (scope_.Find(name) != nullptr) return "";
  if (environment_ != nullptr && absl::StartsWith(lower, "parameters.")) {
    if (parameters_.contains(lower.substr(11))) return "";
    return absl::StrCat(shown,
                        " names no process parameter of the environment; it stays as text; add it to "
                        "processParameters.inputs, or write the value");
  }
  switch (context_.built_in.Classify(name)) {
    case BuiltInName::kKnown:
      return "";
    case BuiltInName::kBuildOnly:
      return absl::StrCat(shown,
                          " is known in builds only; in a release it stays as text; use "
                          "$(System.ArtifactsDirectory) or $(System.DefaultWorkingDirectory) for folders");
    case BuiltInName::kUnknownArtifact:
      return absl::StrCat(shown,
                          " is about an artifact that the definition does not have; it stays as text; correct "
                          "the alias, or add the artifact");
    case BuiltInName::kUnknownField:
      return absl::StrCat(shown,
                          " asks for something that artifacts do not have; it stays as text; see the "
                          "Release.Artifacts variables, e.g. BuildNumber or SourceBranchName");
    case BuiltInName::kUnknownStage:
      return absl::StrCat(shown, " names no environment of the definition; it stays as text; correct the name");
    case BuiltInName::kNone:
      break;
  }
  if (IsUsualEnvironmentName(name) || scope_.is_open()) return "";
  bool is_set_later = false;
  if (job != nullptr) {
    if (job->anything || job->names.contains(lower)) return "";
    const absl::string_view step = absl::string_view(lower).substr(0, lower.rfind('.'));
    for (size_t dot = lower.find('.'); dot != std::string::npos; dot = lower.find('.', dot + 1)) {
      if (job->steps.contains(lower.substr(0, dot))) return "";
    }
    is_set_later = job->later_steps.contains(step);
  }
  std::string problem = absl::StrCat(
      shown, " is not defined ",
      environment_ == nullptr ? std::string("for the definition") : absl::StrCat("in ", Quoted(environment_->name())),
      " and stays as text; define the variable");
  if (job != nullptr) absl::StrAppend(&problem, ", or set it in an earlier task of the phase");
  const auto elsewhere = context_.somewhere.find(lower);
  if (is_set_later) {
    absl::StrAppend(&problem, "; a later task sets it");
  } else if (elsewhere != context_.somewhere.end()) {
    absl::StrAppend(&problem, "; so far it is ", elsewhere->second);
  } else if (job != nullptr && job->ran_unseen) {
    absl::StrAppend(&problem, "; nothing is wrong when a script or task group before it does so");
  }
  return problem;
}

void References::Report() const {
  undefined_.Report("UNDEFINED_VARIABLE", &context_.findings);
  tokens_.Report("ACCESS_TOKEN_NOT_ENABLED", &context_.findings);
}

}  // namespace slipway::lint_internal
