// Names of the variables that every release job has without anybody defining them (task-contract 2.3, 8.2; domain.md
// 9.6). The values are core's business (core/runtime_variables.h).
#ifndef SLIPWAY_MODEL_BUILT_IN_NAMES_H_
#define SLIPWAY_MODEL_BUILT_IN_NAMES_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

enum class BuiltInName {
  kNone,
  kKnown,
  kBuildOnly,        // a build has it, a release does not: Build.SourcesDirectory
  kUnknownArtifact,  // Release.Artifacts.<alias>.* of an alias that no artifact has; Build.* without artifacts
  kUnknownField,     // Release.Artifacts.<alias>.<what no artifact has>
  kUnknownStage,     // Release.Environments.<name>.Status of no environment
};

// The names one definition's jobs have. Immutable, thread-safe.
class BuiltInNames {
 public:
  explicit BuiltInNames(const v1::ReleaseDefinition& definition);
  // In any case.
  BuiltInName Classify(absl::string_view name) const;

 private:
  std::vector<std::string> aliases_;  // lower case
  absl::flat_hash_set<std::string> stages_;
};

// Names that a machine's own environment nearly always has: inputs are looked up there last (task-contract 1.4).
bool IsUsualEnvironmentName(absl::string_view name);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_BUILT_IN_NAMES_H_
