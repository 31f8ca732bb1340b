// One definition's releases on their way past retention, a page at a time.
#ifndef SLIPWAY_ENGINE_RETENTION_SCAN_H_
#define SLIPWAY_ENGINE_RETENTION_SCAN_H_

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "core/retention.h"
#include "ports/store.h"

namespace slipway {

struct RetentionScan {
  RetentionScan(int64_t definition, RetentionRules rules, absl::Time now)
      : definition_id(definition), environments(rules.environments.size()), judge(std::move(rules), now) {}

  const int64_t definition_id;
  const size_t environments;
  RetentionJudge judge;
  // First the deployments, newest first, until it is known what is deployed where.
  absl::flat_hash_map<int64_t, int64_t> current;  // definition environment id -> release
  int64_t deployments_before = 0;
  bool current_known = false;
  // Then the releases.
  int64_t releases_before = 0;
  bool finished = false;
};

// The row that says when retention ran last.
ResourceRow RetentionRun(absl::Time when);

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_RETENTION_SCAN_H_
