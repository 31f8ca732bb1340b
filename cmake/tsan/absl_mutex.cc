// Tells the thread sanitizer about absl::Mutex, absl::CondVar and absl::Notification.
//
// Debian's Abseil is not built for the sanitizer, so it would see no order between threads that the library's locks put
// in one, and report everything they guard. Every call of our code is wrapped (ld --wrap) and annotated. Conditions
// of waiters are evaluated by whoever unlocks, after the annotation: their reads are ignored.
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

extern "C" {
void __tsan_mutex_pre_lock(void* address, unsigned flags);
void __tsan_mutex_post_lock(void* address, unsigned flags, int recursion);
int __tsan_mutex_pre_unlock(void* address, unsigned flags);
void __tsan_mutex_post_unlock(void* address, unsigned flags);
void __tsan_acquire(void* address);
void __tsan_release(void* address);
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
void AnnotateIgnoreWritesBegin(const char* file, int line);
void AnnotateIgnoreWritesEnd(const char* file, int line);

constexpr unsigned kLinkerInit = 1 << 0;
constexpr unsigned kRead = 1 << 3;

namespace {

// No accesses of this thread count while it lives.
struct Ignore {
  Ignore() {
    AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
    AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
  }
  ~Ignore() {
    AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
    AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
  }
};

struct Unlocked {
  explicit Unlocked(void* address, unsigned flags) : address(address), flags(flags) {
    __tsan_mutex_pre_unlock(address, flags);
    __tsan_mutex_post_unlock(address, flags);
  }
  ~Unlocked() {
    __tsan_mutex_pre_lock(address, flags);
    __tsan_mutex_post_lock(address, flags, 0);
  }
  void* address;
  unsigned flags;
};

}  // namespace

// This library itself is linked without --wrap: these are the functions of Abseil.
#define REAL(name) real_##name
#define WRAP(name) __wrap_##name

void REAL(_ZN4absl7debian35Mutex4LockEv)(absl::Mutex*) asm("_ZN4absl7debian35Mutex4LockEv");
void WRAP(_ZN4absl7debian35Mutex4LockEv)(absl::Mutex* mutex) {
  __tsan_mutex_pre_lock(mutex, kLinkerInit);
  {
    Ignore ignore;
    REAL(_ZN4absl7debian35Mutex4LockEv)(mutex);
  }
  __tsan_mutex_post_lock(mutex, kLinkerInit, 0);
}

void REAL(_ZN4absl7debian35Mutex6UnlockEv)(absl::Mutex*) asm("_ZN4absl7debian35Mutex6UnlockEv");
void WRAP(_ZN4absl7debian35Mutex6UnlockEv)(absl::Mutex* mutex) {
  __tsan_mutex_pre_unlock(mutex, kLinkerInit);
  {
    Ignore ignore;
    REAL(_ZN4absl7debian35Mutex6UnlockEv)(mutex);
  }
  __tsan_mutex_post_unlock(mutex, kLinkerInit);
}

void REAL(_ZN4absl7debian35Mutex10ReaderLockEv)(absl::Mutex*) asm("_ZN4absl7debian35Mutex10ReaderLockEv");
void WRAP(_ZN4absl7debian35Mutex10ReaderLockEv)(absl::Mutex* mutex) {
  __tsan_mutex_pre_lock(mutex, kLinkerInit | kRead);
  {
    Ignore ignore;
    REAL(_ZN4absl7debian35Mutex10ReaderLockEv)(mutex);
  }
  __tsan_mutex_post_lock(mutex, kLinkerInit | kRead, 0);
}

void REAL(_ZN4absl7debian35Mutex12ReaderUnlockEv)(absl::Mutex*) asm("_ZN4absl7debian35Mutex12ReaderUnlockEv");
void WRAP(_ZN4absl7debian35Mutex12ReaderUnlockEv)(absl::Mutex* mutex) {
  __tsan_mutex_pre_unlock(mutex, kLinkerInit | kRead);
  {
    Ignore ignore;
    REAL(_ZN4absl7debian35Mutex12ReaderUnlockEv)(mutex);
  }
  __tsan_mutex_post_unlock(mutex, kLinkerInit | kRead);
}

void REAL(_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE)(absl::Mutex*, const absl::Condition&) asm("_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE");
void WRAP(_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE)(absl::Mutex* mutex, const absl::Condition& condition) {
  Unlocked unlocked(mutex, kLinkerInit);
  Ignore ignore;
  REAL(_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE)(mutex, condition);
}

bool REAL(_ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE)(absl::Mutex*, const absl::Condition&,
                                                                                      absl::Duration) asm("_ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE");
bool WRAP(_ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE)(absl::Mutex* mutex,
                                                                                      const absl::Condition& condition,
                                                                                      absl::Duration timeout) {
  Unlocked unlocked(mutex, kLinkerInit);
  Ignore ignore;
  return REAL(_ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE)(mutex, condition, timeout);
}

void REAL(_ZN4absl7debian37CondVar4WaitEPNS0_5MutexE)(absl::CondVar*, absl::Mutex*) asm("_ZN4absl7debian37CondVar4WaitEPNS0_5MutexE");
void WRAP(_ZN4absl7debian37CondVar4WaitEPNS0_5MutexE)(absl::CondVar* variable, absl::Mutex* mutex) {
  Unlocked unlocked(mutex, kLinkerInit);
  Ignore ignore;
  REAL(_ZN4absl7debian37CondVar4WaitEPNS0_5MutexE)(variable, mutex);
}

void REAL(_ZN4absl7debian312Notification6NotifyEv)(absl::Notification*) asm("_ZN4absl7debian312Notification6NotifyEv");
void WRAP(_ZN4absl7debian312Notification6NotifyEv)(absl::Notification* notification) {
  __tsan_release(notification);
  REAL(_ZN4absl7debian312Notification6NotifyEv)(notification);
}

void REAL(_ZNK4absl7debian312Notification19WaitForNotificationEv)(const absl::Notification*) asm("_ZNK4absl7debian312Notification19WaitForNotificationEv");
void WRAP(_ZNK4absl7debian312Notification19WaitForNotificationEv)(const absl::Notification* notification) {
  REAL(_ZNK4absl7debian312Notification19WaitForNotificationEv)(notification);
  __tsan_acquire(const_cast<absl::Notification*>(notification));
}
}
