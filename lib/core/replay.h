// Decides a release's recorded commands again, from nothing, and compares.
#ifndef SLIPWAY_CORE_REPLAY_H_
#define SLIPWAY_CORE_REPLAY_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/definition_plan.h"
#include "core/release_state.h"
#include "slipway/v1/events.pb.h"

namespace slipway {

class Replay {
 public:
  // `open_secret` as for the original decisions; may be null.
  Replay(std::shared_ptr<const DefinitionPlan> plan,
         std::function<std::string(const std::string& sealed)> open_secret);

  // The next record. Empty: the same command decides the same today. Else what differs first; nothing after it can be
  // compared. What came from outside (ids, tokens' boot, freeze windows, members of deployment groups)
  // is taken from the record.
  std::string Add(const v1::EventBatch& batch);

  int64_t events() const { return events_; }

 private:
  ReleaseState state_;
  std::function<std::string(const std::string& sealed)> open_secret_;
  int64_t events_ = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_CORE_REPLAY_H_
