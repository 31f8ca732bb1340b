// "Something happened": what followers of events and logs wait on instead of polling.
#ifndef SLIPWAY_ENGINE_ACTIVITY_H_
#define SLIPWAY_ENGINE_ACTIVITY_H_

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace slipway {

// Thread-safe. Shared by the engine and its cursors, so that a cursor may outlive the engine.
class Activity {
 public:
  void Signal() {
    absl::MutexLock lock(&mutex_);
    ++count_;
  }

  void Close() {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
  }

  int64_t count() const {
    absl::MutexLock lock(&mutex_);
    return count_;
  }

  bool closed() const {
    absl::MutexLock lock(&mutex_);
    return closed_;
  }

  // Until something happened after `seen`, the owner closed, or the time is over. False: time is over.
  bool Await(int64_t seen, absl::Duration timeout) const {
    absl::MutexLock lock(&mutex_);
    const auto happened = [this, seen]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return closed_ || count_ > seen; };
    return mutex_.AwaitWithTimeout(absl::Condition(&happened), timeout);
  }

  // Held while a cursor uses the engine; the engine waits for it when closing. False: the engine is gone.
  bool Enter() {
    mutex_.Lock();
    if (closed_) {
      mutex_.Unlock();
      return false;
    }
    ++users_;
    mutex_.Unlock();
    return true;
  }
  void Leave() {
    absl::MutexLock lock(&mutex_);
    --users_;
  }
  void CloseAndDrain() {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
    const auto drained = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return users_ == 0; };
    mutex_.Await(absl::Condition(&drained));
  }

 private:
  mutable absl::Mutex mutex_;
  int64_t count_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t users_ ABSL_GUARDED_BY(mutex_) = 0;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_ACTIVITY_H_
