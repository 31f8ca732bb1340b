// The parts of validation. Internal to definition_validate*.cc.
#ifndef SLIPWAY_MODEL_DEFINITION_VALIDATE_INTERNAL_H_
#define SLIPWAY_MODEL_DEFINITION_VALIDATE_INTERNAL_H_

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "model/definition_graph.h"
#include "model/findings.h"
#include "model/limits.h"
#include "slipway/v1/definition.pb.h"

namespace slipway::validate_internal {

struct Context {
  const v1::ReleaseDefinition& definition;
  const Limits& limits;
  const EnvironmentNames& names;
  const absl::flat_hash_set<std::string>& aliases;  // lower case
  FindingList& findings;
};

// definition_validate_environment.cc
void CheckEnvironment(const Context& context, int index);
void CheckSchedule(const Context& context, const v1::Schedule& schedule, const std::string& path);
void CheckTagFilter(const Context& context, const v1::TagFilter& filter, const std::string& path);
void CheckArtifactFilter(const Context& context, const v1::ArtifactFilter& filter, const std::string& path);
// definition_validate_phase.cc
void CheckPhases(const Context& context, const v1::DefinitionEnvironment& environment, const std::string& path);
void CheckTask(const Context& context, const v1::WorkflowTask& task, const std::string& path);

// definition_validate.cc: what several parts share.
void CheckVariables(const Context& context, const google::protobuf::Map<std::string, v1::VariableValue>& variables,
                    const std::string& path);
// A duration or count that must not be negative.
void CheckNotNegative(const Context& context, int64_t value, absl::string_view path);
// LIMIT_EXCEEDED when `count` is above `limit`.
void CheckCount(const Context& context, int64_t count, int64_t limit, absl::string_view what,
                absl::string_view limit_name, absl::string_view path);

// Ranks say the order, 1 to n; a gap or a repetition is harmless and a sign of a hand-edited file.
template <typename Elements>
void CheckRanks(const Context& context, const Elements& elements, absl::string_view path) {
  absl::flat_hash_set<int32_t> ranks;
  for (int i = 0; i < elements.size(); ++i) {
    const int32_t rank = elements[i].rank();
    const bool fits = rank >= 1 && rank <= elements.size();
    if (fits && ranks.insert(rank).second) continue;
    context.findings.Warning(absl::StrCat(path, "[", i, "].rank"), "RANK_NOT_CONTIGUOUS",
                             absl::StrCat("rank ", rank, fits ? " stands twice" : " leaves a gap", "; expected 1 to ",
                                          elements.size(), ", each once; equal ranks keep the order of the document"));
  }
}

// True when following `path` step by step may leave the folder it starts in: an absolute path, or more ".." than
// folders before it. Both separators count. A $(variable) counts as one folder, $(System.DefaultWorkingDirectory) as
// the start.
bool LeavesFolder(absl::string_view path);

}  // namespace slipway::validate_internal

#endif  // SLIPWAY_MODEL_DEFINITION_VALIDATE_INTERNAL_H_
