// Work that must not hold up the loop: asking other people's servers. One thread, made when there is something to do.
#ifndef SLIPWAY_ENGINE_BACKGROUND_H_
#define SLIPWAY_ENGINE_BACKGROUND_H_

#include <cstdint>
#include <functional>
#include <map>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace slipway {

// Thread-safe.
class Background {
 public:
  ~Background() { Stop(); }

  // Runs `work` when `delay` has passed; nothing after Stop. Work of one time runs in the order it was posted.
  void Post(absl::Duration delay, std::function<void()> work);
  // Waits for the work that runs; what has not begun never does. Must not be called by work.
  void Stop();

 private:
  void Run();

  absl::Mutex mutex_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t posted_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::pair<absl::Time, int64_t>, std::function<void()>> work_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_BACKGROUND_H_
