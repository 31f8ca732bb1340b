// What stands behind the handles: an engine with its calls under way, and its cursors.
#ifndef SLIPWAY_CAPI_ENGINE_STATE_H_
#define SLIPWAY_CAPI_ENGINE_STATE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "capi/engine_service.gen.h"
#include "capi/handle_table.h"
#include "slipway/slipway.h"

namespace slipway::capi {

class CursorState;

// Thread-safe. A call under way is counted by Enter and Leave; Close waits for them. Everything that touches the
// service or the inside of a cursor happens between the two.
class EngineState {
 public:
  EngineState(const slipway_host& host, bool has_host, slipway_encoding encoding);

  absl::Status Open(const v1::OpenOptions& options);

  // FAILED_PRECONDITION when closed, or opened in the process that this one was forked from.
  absl::Status Enter();
  void Leave();

  // The engine is gone afterwards. Only the first call does something.
  void Close();
  // Of a process before fork: nothing of it may be touched here.
  bool IsForeign() const;
  bool InsideCallback() const;

  EngineService& service() { return *service_; }
  slipway_encoding encoding() const { return encoding_; }

  // Inside Enter. FAILED_PRECONDITION when Close has begun meanwhile.
  absl::Status AddCursor(const std::shared_ptr<CursorState>& cursor);
  void RemoveCursor(const std::shared_ptr<CursorState>& cursor);

 private:
  static constexpr int64_t kClosing = int64_t{1} << 62;

  const slipway_host host_;
  const bool has_host_;
  const slipway_encoding encoding_;
  const uint64_t fork_generation_;
  std::unique_ptr<HostCallbacks> callbacks_;
  std::unique_ptr<EngineService> service_;
  std::atomic<int64_t> calls_{0};  // plus kClosing
  absl::Mutex mutex_;
  absl::CondVar drained_;
  // Strong, so that none is destroyed while the service goes; the cycle ends with RemoveCursor or Close.
  absl::flat_hash_set<std::shared_ptr<CursorState>> cursors_ ABSL_GUARDED_BY(mutex_);
};

// A stream without its message type.
class CursorSource {
 public:
  virtual ~CursorSource() = default;
  // OUT_OF_RANGE: ended.
  virtual absl::Status Next(absl::Duration timeout, slipway_encoding encoding, slipway_buffer* buffer) = 0;
  virtual void Cancel() = 0;
};

class CursorState {
 public:
  CursorState(std::shared_ptr<EngineState> engine, std::unique_ptr<CursorSource> source)
      : engine_(std::move(engine)), source_(std::move(source)) {}

  EngineState& engine() { return *engine_; }
  const std::shared_ptr<EngineState>& shared_engine() const { return engine_; }

  // The following, inside Enter of the engine.
  absl::Status Next(absl::Duration timeout, slipway_buffer* buffer);
  void Cancel() { source_->Cancel(); }

  // By the engine that closes, when no call is under way any more.
  void Drop() { source_.reset(); }

 private:
  const std::shared_ptr<EngineState> engine_;
  std::unique_ptr<CursorSource> source_;
  std::atomic<bool> busy_{false};
};

using EngineTable = HandleTable<EngineState, 0xE5>;
using CursorTable = HandleTable<CursorState, 0xC7>;

// Before the first handle: keeps the tables whole over fork and lets a child know that it is one.
void WatchForks();

}  // namespace slipway::capi

#endif  // SLIPWAY_CAPI_ENGINE_STATE_H_
