#include "core/artifact_conditions.h"

#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "model/branch_filter.h"

namespace slipway {

std::string UnmetArtifactCondition(const ReleaseState& state, int32_t environment) {
  const v1::DefinitionEnvironment& definition = *state.plan->environment(environment).definition;
  std::map<std::string, std::vector<const v1::ArtifactFilter*>> by_alias;
  for (const v1::Condition& condition : definition.conditions()) {
    if (condition.condition_type() != v1::CONDITION_TYPE_ARTIFACT) continue;
    by_alias[absl::AsciiStrToLower(condition.name())].push_back(&condition.artifact_filter());
  }
  for (const auto& [alias, filters] : by_alias) {
    const v1::ArtifactVersion* version = nullptr;
    for (const v1::ArtifactVersion& candidate : state.created.artifacts()) {
      if (absl::EqualsIgnoreCase(candidate.alias(), alias)) version = &candidate;
    }
    if (version == nullptr) {
      return absl::StrCat("artifact '", alias,
                          "': the release carries no version of it, and the environment has a filter for it");
    }
    const std::string why = ArtifactFiltersRefuse(filters, *version);
    if (!why.empty()) return absl::StrCat("artifact '", version->alias(), "': ", why);
  }
  return "";
}

}  // namespace slipway
