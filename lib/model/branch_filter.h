// Filters on the branch and tags of an artifact version (domain.md 3.1).
#ifndef SLIPWAY_MODEL_BRANCH_FILTER_H_
#define SLIPWAY_MODEL_BRANCH_FILTER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "slipway/v1/definition.pb.h"
#include "slipway/v1/release.pb.h"

namespace slipway {

// Whether `branch` is meant by `pattern`: refs/heads/ does not count on either side, case does not, `*` stands for any
// run of characters, `/` too. No `+` or `-` in front.
bool BranchMatches(absl::string_view pattern, absl::string_view branch);

// One trigger's or condition's filters: any include suffices, any exclude (a branch with `-` in front) vetoes, only
// excludes include everything else, none at all include everything. Immutable, thread-safe.
class ArtifactFilterSet {
 public:
  // INVALID_ARGUMENT "[i].tagFilter.pattern: ..." for a pattern that is no regular expression.
  static absl::StatusOr<ArtifactFilterSet> Compile(const std::vector<const v1::ArtifactFilter*>& filters);

  // Empty: the version passes. Else why not. `default_branch` is the build definition's own, for filters that ask for
  // it.
  std::string Refusal(const v1::ArtifactVersion& version, absl::string_view default_branch) const;

 private:
  struct Filter;
  std::vector<std::shared_ptr<const Filter>> includes_;
  std::vector<std::shared_ptr<const Filter>> excludes_;
};

// Compile and Refusal in one; what does not compile refuses, with the error.
std::string ArtifactFiltersRefuse(const std::vector<const v1::ArtifactFilter*>& filters,
                                  const v1::ArtifactVersion& version);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_BRANCH_FILTER_H_
