// Which groups somebody belongs to, asked of the host's directory.
#ifndef SLIPWAY_ADAPTERS_GROUP_QUERIES_H_
#define SLIPWAY_ADAPTERS_GROUP_QUERIES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "capi/engine_service.gen.h"

namespace slipway {

// Thread-safe: each query is asked and answered on the thread that needs it.
class GroupQueries {
 public:
  // `request` with what the host's directory says of its actor, when it offers one and the request does not know
  // better. The host's error, with its code: who may decide is not known then, so nobody does.
  absl::StatusOr<v1::UpdateApprovalRequest> Resolve(const v1::UpdateApprovalRequest& request, HostCallbacks* host);
  // NOT_FOUND: no query of this token is being asked.
  absl::Status Answer(const v1::AnswerGroupsRequest& request);

 private:
  absl::Mutex mutex_;
  int64_t last_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<std::string, std::vector<std::string>> open_ ABSL_GUARDED_BY(mutex_);  // by token
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_GROUP_QUERIES_H_
