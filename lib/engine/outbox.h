// Notifications: written with the events they tell of, delivered to the host afterwards, at least once and in order.
#ifndef SLIPWAY_ENGINE_OUTBOX_H_
#define SLIPWAY_ENGINE_OUTBOX_H_

#include <cstdint>
#include <deque>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "core/release_state.h"
#include "ports/host.h"
#include "ports/store.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// Of the loop's thread. Does nothing when the host wants no notifications.
class Outbox {
 public:
  Outbox(Store* store, Host* host)
      : store_(store), host_(host != nullptr && host->wants_notifications() ? host : nullptr) {}

  // What an earlier engine did not deliver.
  absl::Status Load(int64_t last_id);
  // Adds the notifications that `events` are worth to the batch they are written with.
  void Add(const ReleaseState& state, const v1::EventBatch& events, WriteBatch* batch);
  // After the batch is durable (or was not): what was added is to be delivered, or never happened.
  void Committed();
  void TakenBack();
  // Delivers what is due; the ids delivered are to be deleted with the next commit.
  void Deliver(absl::Time now);
  void AddDeletes(WriteBatch* batch);
  bool empty() const { return queue_.empty(); }

 private:
  struct Item {
    int64_t id;
    v1::HostNotification notification;
  };
  Store* const store_;
  Host* const host_;
  int64_t last_id_ = 0;
  std::vector<Item> added_;
  std::deque<Item> queue_;
  std::vector<int64_t> delivered_;
  absl::Time not_before_ = absl::InfinitePast();
};

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_OUTBOX_H_
