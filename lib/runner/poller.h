// epoll, with the two lessons it teaches built in: a descriptor is removed before it is closed (a child between vfork
// and exec keeps its description alive, which would go on reporting), and an event names the generation it was meant
// for.
#ifndef SLIPWAY_RUNNER_POLLER_H_
#define SLIPWAY_RUNNER_POLLER_H_

#include <sys/epoll.h>

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "runner/unique_fd.h"

namespace slipway {

// What an event is about. `slot` is reused; `generation` tells its users apart.
struct PollTag {
  uint32_t slot = 0;        // < 2^30
  uint32_t generation = 0;  // < 2^31
  uint32_t kind = 0;        // 0..7, the owner's own meaning

  uint64_t Pack() const { return static_cast<uint64_t>(generation) << 33 | static_cast<uint64_t>(slot) << 3 | kind; }
  static PollTag Unpack(uint64_t packed) {
    return {.slot = static_cast<uint32_t>(packed >> 3) & 0x3fffffff,
            .generation = static_cast<uint32_t>(packed >> 33),
            .kind = static_cast<uint32_t>(packed & 7)};
  }
};

class Poller {
 public:
  static absl::StatusOr<Poller> Create();

  absl::Status Add(int fd, PollTag tag, uint32_t events = EPOLLIN);
  absl::Status Change(int fd, PollTag tag, uint32_t events);
  // Before `fd` is closed.
  void Remove(int fd);
  // Up to `capacity` events; 0 after `timeout_ms` (-1 = none) or a signal.
  int Wait(epoll_event* events, int capacity, int timeout_ms);

 private:
  explicit Poller(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_POLLER_H_
