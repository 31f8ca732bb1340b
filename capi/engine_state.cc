#include "capi/engine_state.h"

#include <pthread.h>

#include <mutex>
#include <utility>

#include "base/status_macros.h"
#include "capi/host.h"

namespace slipway::capi {
namespace {

std::atomic<uint64_t> fork_generation{0};

}  // namespace

void WatchForks() {
  static std::once_flag once;
  std::call_once(once, [] {
    pthread_atfork(
        [] {
          EngineTable::Get().LockForFork();
          CursorTable::Get().LockForFork();
        },
        [] {
          CursorTable::Get().UnlockAfterFork();
          EngineTable::Get().UnlockAfterFork();
        },
        [] {
          fork_generation.fetch_add(1);
          CursorTable::Get().UnlockAfterFork();
          EngineTable::Get().UnlockAfterFork();
        });
  });
}

EngineState::EngineState(const slipway_host& host, bool has_host, slipway_encoding encoding)
    : host_(host), has_host_(has_host), encoding_(encoding), fork_generation_(fork_generation.load()) {}

absl::Status EngineState::Open(const v1::OpenOptions& options) {
  if (has_host_) callbacks_ = MakeHostCallbacks(host_, encoding_);
  SLIPWAY_ASSIGN_OR_RETURN(service_, OpenEngine(options, callbacks_.get()));
  return absl::OkStatus();
}

absl::Status EngineState::Enter() {
  if (IsForeign()) {
    return absl::FailedPreconditionError(
        "the engine was opened in the process that this one was forked from; open one here, of another database");
  }
  if ((calls_.fetch_add(1) & kClosing) != 0) {
    Leave();
    return absl::FailedPreconditionError("the engine is closed");
  }
  return absl::OkStatus();
}

void EngineState::Leave() {
  if (calls_.fetch_sub(1) == kClosing + 1) {
    absl::MutexLock lock(&mutex_);
    drained_.SignalAll();
  }
}

void EngineState::Close() {
  if ((calls_.fetch_or(kClosing) & kClosing) != 0) return;
  service_->Stop();
  absl::flat_hash_set<std::shared_ptr<CursorState>> cursors;
  {
    absl::MutexLock lock(&mutex_);
    cursors.swap(cursors_);
  }
  for (const auto& cursor : cursors) cursor->Cancel();
  {
    absl::MutexLock lock(&mutex_);
    while (calls_.load() != kClosing) drained_.Wait(&mutex_);
  }
  for (const auto& cursor : cursors) cursor->Drop();  // before the service, which they may lean on
  service_.reset();
  callbacks_.reset();
  if (host_.release != nullptr) host_.release(host_.user_data);
}

bool EngineState::IsForeign() const { return fork_generation_ != fork_generation.load(std::memory_order_relaxed); }

bool EngineState::InsideCallback() const { return InsideCallbackOf(host_); }

absl::Status EngineState::AddCursor(const std::shared_ptr<CursorState>& cursor) {
  absl::MutexLock lock(&mutex_);
  if ((calls_.load() & kClosing) != 0) return absl::CancelledError("the engine is being closed");
  cursors_.insert(cursor);
  return absl::OkStatus();
}

void EngineState::RemoveCursor(const std::shared_ptr<CursorState>& cursor) {
  absl::MutexLock lock(&mutex_);
  cursors_.erase(cursor);
}

absl::Status CursorState::Next(absl::Duration timeout, slipway_buffer* buffer) {
  if (busy_.exchange(true)) {
    return absl::FailedPreconditionError("another thread is waiting on this cursor; one at a time");
  }
  struct Release {
    std::atomic<bool>& busy;
    ~Release() { busy.store(false); }
  } release{busy_};
  return source_->Next(timeout, engine_->encoding(), buffer);
}

}  // namespace slipway::capi
