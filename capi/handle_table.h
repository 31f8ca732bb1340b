// Handles of the C ABI: numbers that look like pointers and are never followed. A handle that was closed, made up or
// meant for another function is found out by its generation and kind, so that misuse is an answer and not a crash.
#ifndef SLIPWAY_CAPI_HANDLE_TABLE_H_
#define SLIPWAY_CAPI_HANDLE_TABLE_H_

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace slipway::capi {

// Thread-safe. Never destroyed: a host may call in while the process exits.
template <typename Object, uint8_t kKind>
class HandleTable {
 public:
  static_assert(sizeof(void*) == 8, "a handle packs kind, index and generation into 64 bits");

  // The one table, usable before and after main.
  static HandleTable& Get() {
    static HandleTable* const table = new HandleTable;
    return *table;
  }

  void* Insert(std::shared_ptr<Object> object) {
    absl::MutexLock lock(&mutex_);
    uint32_t index;
    if (free_.empty()) {
      index = static_cast<uint32_t>(slots_.size());
      slots_.emplace_back();
      free_.reserve(slots_.size());  // so that Remove never allocates
    } else {
      index = free_.back();
      free_.pop_back();
    }
    slots_[index].object = std::move(object);
    const uint64_t value = uint64_t{slots_[index].generation} << 32 | uint64_t{index} << 8 | kKind;
    return reinterpret_cast<void*>(value);
  }

  // nullptr when the handle is none of this table, or was removed.
  std::shared_ptr<Object> Find(const void* handle) const {
    absl::ReaderMutexLock lock(&mutex_);
    const int64_t index = IndexOf(handle);
    return index < 0 ? nullptr : slots_[index].object;
  }

  std::shared_ptr<Object> Remove(const void* handle) {
    absl::MutexLock lock(&mutex_);
    const int64_t index = IndexOf(handle);
    if (index < 0) return nullptr;
    Slot& slot = slots_[index];
    ++slot.generation;
    free_.push_back(static_cast<uint32_t>(index));
    return std::move(slot.object);
  }

  // Held around fork, so that the child finds the table in order.
  void LockForFork() ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex_.Lock(); }
  void UnlockAfterFork() ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex_.Unlock(); }

 private:
  struct Slot {
    uint32_t generation = 1;
    std::shared_ptr<Object> object;
  };

  int64_t IndexOf(const void* handle) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    const uint64_t value = reinterpret_cast<uint64_t>(handle);
    const uint64_t index = (value & 0xFFFFFFFF) >> 8;
    if ((value & 0xFF) != kKind || index >= slots_.size()) return -1;
    const Slot& slot = slots_[index];
    return slot.generation == value >> 32 && slot.object != nullptr ? static_cast<int64_t>(index) : -1;
  }

  mutable absl::Mutex mutex_;
  std::vector<Slot> slots_ ABSL_GUARDED_BY(mutex_);
  std::vector<uint32_t> free_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace slipway::capi

#endif  // SLIPWAY_CAPI_HANDLE_TABLE_H_
