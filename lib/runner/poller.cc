#include "runner/poller.h"

#include <cerrno>

namespace slipway {

absl::StatusOr<Poller> Poller::Create() {
  UniqueFd fd(::epoll_create1(EPOLL_CLOEXEC));
  if (!fd.valid()) return absl::ErrnoToStatus(errno, "epoll_create1");
  return Poller(std::move(fd));
}

absl::Status Poller::Add(int fd, PollTag tag, uint32_t events) {
  epoll_event event{.events = events, .data = {.u64 = tag.Pack()}};
  if (::epoll_ctl(fd_.get(), EPOLL_CTL_ADD, fd, &event) != 0) return absl::ErrnoToStatus(errno, "epoll_ctl");
  return absl::OkStatus();
}

absl::Status Poller::Change(int fd, PollTag tag, uint32_t events) {
  epoll_event event{.events = events, .data = {.u64 = tag.Pack()}};
  if (::epoll_ctl(fd_.get(), EPOLL_CTL_MOD, fd, &event) != 0) return absl::ErrnoToStatus(errno, "epoll_ctl");
  return absl::OkStatus();
}

void Poller::Remove(int fd) { ::epoll_ctl(fd_.get(), EPOLL_CTL_DEL, fd, nullptr); }

int Poller::Wait(epoll_event* events, int capacity, int timeout_ms) {
  const int count = ::epoll_wait(fd_.get(), events, capacity, timeout_ms);
  return count < 0 ? 0 : count;
}

}  // namespace slipway
