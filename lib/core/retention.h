// Which releases of a definition retention keeps (domain.md 12). Pure: what is known about the releases and the time are
// arguments, and every verdict says which rule it follows.
#ifndef SLIPWAY_CORE_RETENTION_H_
#define SLIPWAY_CORE_RETENTION_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "slipway/v1/commands.pb.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

struct RetentionPolicy {
  int32_t days = 30;     // kept for so long after it was last changed or deployed
  int32_t releases = 3;  // the newest so many that were deployed to an environment are kept

  friend bool operator==(const RetentionPolicy&, const RetentionPolicy&) = default;
};

// The policies that hold for one definition.
struct RetentionRules {
  // Of releases that were never deployed, and of environments the definition no longer has.
  RetentionPolicy fallback;
  // By definition environment id, bounded by the settings' maximum already.
  absl::flat_hash_map<int64_t, RetentionPolicy> environments;
  absl::flat_hash_map<int64_t, std::string> names;
  // How long a deleted release can be undeleted.
  absl::Duration deleted = absl::Hours(24 * 14);

  const RetentionPolicy& Of(int64_t environment) const;
};

// `definition` is the newest revision.
RetentionRules MakeRetentionRules(const v1::ReleaseDefinition& definition, const v1::RetentionSettings& settings);

struct RetentionFacts {
  int64_t release_id = 0;
  absl::Time touched;  // last modification or deployment; of a deleted one: when it was deleted
  bool is_deleted = false;
  bool keep_forever = false;
  bool in_progress = false;                // something runs, or waits
  std::vector<int64_t> deployed_to;        // environments where a deployment has started; a failed one counts
  std::vector<int64_t> currently_in;       // environments where it is what is deployed now
};

struct RetentionVerdict {
  v1::RetentionAction action = v1::RETENTION_ACTION_KEEP;
  std::string reason;
};

// Takes the releases of one definition, newest first, one after the other.
class RetentionJudge {
 public:
  RetentionJudge(RetentionRules rules, absl::Time now) : rules_(std::move(rules)), now_(now) {}

  RetentionVerdict Judge(const RetentionFacts& release);

 private:
  std::string NameOf(int64_t environment) const;

  const RetentionRules rules_;
  const absl::Time now_;
  absl::flat_hash_map<int64_t, int32_t> newer_;  // releases seen so far, by environment they were deployed to
};

}  // namespace slipway

#endif  // SLIPWAY_CORE_RETENTION_H_
