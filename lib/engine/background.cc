#include "engine/background.h"

#include "absl/time/clock.h"

namespace slipway {

void Background::Post(absl::Duration delay, std::function<void()> work) {
  absl::MutexLock lock(&mutex_);
  if (stopped_) return;
  work_.emplace(std::make_pair(absl::Now() + delay, ++posted_), std::move(work));
  if (!thread_.joinable()) thread_ = std::thread([this] { Run(); });
}

void Background::Run() {
  for (;;) {
    std::function<void()> work;
    {
      absl::MutexLock lock(&mutex_);
      const int64_t seen = posted_;
      const auto changed = [this, seen]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopped_ || posted_ != seen; };
      if (work_.empty()) {
        mutex_.Await(absl::Condition(&changed));
      } else if (work_.begin()->first.first > absl::Now()) {
        mutex_.AwaitWithDeadline(absl::Condition(&changed), work_.begin()->first.first);
      }
      if (stopped_) return;
      if (work_.empty() || work_.begin()->first.first > absl::Now()) continue;
      work = std::move(work_.begin()->second);
      work_.erase(work_.begin());
    }
    work();
  }
}

void Background::Stop() {
  std::thread thread;
  {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
    work_.clear();
    thread = std::move(thread_);
  }
  if (thread.joinable()) thread.join();
}

}  // namespace slipway
