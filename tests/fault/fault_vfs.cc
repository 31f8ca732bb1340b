#include "tests/fault/fault_vfs.h"

#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include <atomic>

namespace slipway {
namespace {

std::atomic<int64_t> operations{0};
std::atomic<int64_t> syncs{0};
std::atomic<int64_t> fault_at{0};
std::atomic<Fault> fault_kind{Fault::kNone};
std::atomic<bool> fault_sticky{false};

// What the next write or sync is to answer.
int NextOperation() {
  const int64_t number = ++operations;
  const int64_t at = fault_at;
  if (at == 0 || number < at || (number > at && !fault_sticky)) return SQLITE_OK;
  switch (fault_kind.load()) {
    case Fault::kKill:
      kill(getpid(), SIGKILL);
      pause();
      return SQLITE_IOERR;
    case Fault::kIoError: return SQLITE_IOERR_WRITE;
    case Fault::kFull: return SQLITE_FULL;
    case Fault::kNone: break;
  }
  return SQLITE_OK;
}

struct FaultFile {
  sqlite3_file base;
  sqlite3_file* real;
};

sqlite3_file* Real(sqlite3_file* file) { return reinterpret_cast<FaultFile*>(file)->real; }

int Close(sqlite3_file* f) { return Real(f)->pMethods->xClose(Real(f)); }
int Read(sqlite3_file* f, void* to, int n, sqlite3_int64 at) { return Real(f)->pMethods->xRead(Real(f), to, n, at); }
int Write(sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
  const int code = NextOperation();
  return code != SQLITE_OK ? code : Real(f)->pMethods->xWrite(Real(f), from, n, at);
}
int Truncate(sqlite3_file* f, sqlite3_int64 size) {
  const int code = NextOperation();
  return code != SQLITE_OK ? code : Real(f)->pMethods->xTruncate(Real(f), size);
}
int Sync(sqlite3_file* f, int flags) {
  ++syncs;
  const int code = NextOperation();
  return code == SQLITE_FULL ? SQLITE_IOERR_FSYNC : code != SQLITE_OK ? code : Real(f)->pMethods->xSync(Real(f), flags);
}
int FileSize(sqlite3_file* f, sqlite3_int64* size) { return Real(f)->pMethods->xFileSize(Real(f), size); }
int Lock(sqlite3_file* f, int level) { return Real(f)->pMethods->xLock(Real(f), level); }
int Unlock(sqlite3_file* f, int level) { return Real(f)->pMethods->xUnlock(Real(f), level); }
int CheckReservedLock(sqlite3_file* f, int* out) { return Real(f)->pMethods->xCheckReservedLock(Real(f), out); }
int FileControl(sqlite3_file* f, int op, void* arg) { return Real(f)->pMethods->xFileControl(Real(f), op, arg); }
int SectorSize(sqlite3_file* f) { return Real(f)->pMethods->xSectorSize(Real(f)); }
int Device(sqlite3_file* f) { return Real(f)->pMethods->xDeviceCharacteristics(Real(f)); }
int ShmMap(sqlite3_file* f, int page, int size, int extend, void volatile** to) {
  return Real(f)->pMethods->xShmMap(Real(f), page, size, extend, to);
}
int ShmLock(sqlite3_file* f, int offset, int n, int flags) { return Real(f)->pMethods->xShmLock(Real(f), offset, n, flags); }
void ShmBarrier(sqlite3_file* f) { Real(f)->pMethods->xShmBarrier(Real(f)); }
int ShmUnmap(sqlite3_file* f, int remove) { return Real(f)->pMethods->xShmUnmap(Real(f), remove); }

// Version 2: memory-mapped access would go around the counting.
constexpr sqlite3_io_methods kMethods = {2,       Close,       Read,     Write,   Truncate,          Sync,
                                         FileSize, Lock,        Unlock,   CheckReservedLock, FileControl,
                                         SectorSize, Device,    ShmMap,   ShmLock, ShmBarrier,        ShmUnmap,
                                         nullptr, nullptr};

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* base = static_cast<sqlite3_vfs*>(vfs->pAppData);
  auto* fault = reinterpret_cast<FaultFile*>(file);
  fault->real = reinterpret_cast<sqlite3_file*>(fault + 1);
  fault->base.pMethods = nullptr;
  const int code = base->xOpen(base, name, fault->real, flags, out_flags);
  if (code == SQLITE_OK) fault->base.pMethods = &kMethods;
  return code;
}

}  // namespace

void RegisterFaultVfs() {
  static sqlite3_vfs vfs;
  sqlite3_vfs* base = sqlite3_vfs_find(nullptr);
  vfs = *base;
  vfs.zName = kFaultVfs;
  vfs.pAppData = base;
  vfs.szOsFile = static_cast<int>(sizeof(FaultFile)) + base->szOsFile;
  vfs.xOpen = Open;
  sqlite3_vfs_register(&vfs, 0);
}

void ArmFault(Fault fault, int64_t at, bool sticky) {
  fault_kind = fault;
  fault_at = at;
  fault_sticky = sticky;
  operations = 0;
  syncs = 0;
}

int64_t CountedOperations() { return operations; }
int64_t CountedSyncs() { return syncs; }

}  // namespace slipway
