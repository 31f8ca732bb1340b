#include "tests/fault/fault_vfs.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <random>
#include <set>
#include <utility>

namespace slipway {

// What the process sees of a file, while the file itself holds only what was synced.
class FaultVfs::Image {
 public:
  Image(std::string path, sqlite3_file* file) : path_(std::move(path)) {
    sqlite3_int64 size = 0;
    if (file->pMethods->xFileSize(file, &size) != SQLITE_OK) abort();
    content_.resize(size);
    if (size > 0 && file->pMethods->xRead(file, content_.data(), static_cast<int>(size), 0) != SQLITE_OK) abort();
  }

  int Read(void* out, int size, int64_t offset) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const int64_t there = std::clamp<int64_t>(static_cast<int64_t>(content_.size()) - offset, 0, size);
    if (there > 0) std::memcpy(out, content_.data() + offset, there);
    if (there == size) return SQLITE_OK;
    std::memset(static_cast<char*>(out) + there, 0, size - there);
    return SQLITE_IOERR_SHORT_READ;
  }
  void Write(const void* data, int size, int64_t offset) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (offset + size > static_cast<int64_t>(content_.size())) content_.resize(offset + size);
    std::memcpy(content_.data() + offset, data, size);
    for (int64_t sector = offset / kSector; sector * kSector < offset + size; ++sector) dirty_.insert(sector);
  }
  void Truncate(int64_t size) {
    const std::lock_guard<std::mutex> lock(mutex_);
    content_.resize(size);
    truncated_ = true;
    dirty_.erase(dirty_.lower_bound((size + kSector - 1) / kSector), dirty_.end());
  }
  int64_t Size() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return static_cast<int64_t>(content_.size());
  }

  // Everything reaches the file.
  int FlushTo(sqlite3_file* file) {
    const std::lock_guard<std::mutex> lock(mutex_);
    int code = SQLITE_OK;
    if (truncated_) code = file->pMethods->xTruncate(file, static_cast<sqlite3_int64>(content_.size()));
    for (int64_t sector : dirty_) {
      if (code != SQLITE_OK) return code;
      code = file->pMethods->xWrite(file, content_.data() + sector * kSector, SectorSize(sector), sector * kSector);
    }
    dirty_.clear();
    truncated_ = false;
    return code;
  }
  // The last act of a process: only some of it does. Past SQLite, whose locks no longer matter.
  void FlushSome(std::mt19937_64& random) {
    const int file = open(path_.c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    for (int64_t sector : dirty_) {
      if (random() % 2 == 0) continue;
      const int size = SectorSize(sector);
      if (pwrite(file, content_.data() + sector * kSector, size, sector * kSector) != size) abort();
    }
    close(file);
  }

 private:
  static constexpr int64_t kSector = 512;
  int SectorSize(int64_t sector) const {
    return static_cast<int>(std::min<int64_t>(kSector, static_cast<int64_t>(content_.size()) - sector * kSector));
  }

  std::mutex mutex_;
  const std::string path_;
  std::string content_;
  std::set<int64_t> dirty_;  // sectors written since the last sync
  bool truncated_ = false;
};

namespace {

using Operation = FaultVfs::Operation;

sqlite3_vfs* Real() { return sqlite3_vfs_find(nullptr); }

// The wrapped file follows in the same allocation, which SQLite makes with szOsFile bytes.
struct FaultFile {
  sqlite3_file base;
  struct State {
    bool is_wal = false;
    std::shared_ptr<FaultVfs::Image> image;
  };
  State* state;

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

FaultFile* Self(sqlite3_file* file) { return reinterpret_cast<FaultFile*>(file); }
sqlite3_file* RealOf(sqlite3_file* file) { return Self(file)->real(); }

int Close(sqlite3_file* file) {
  FaultFile* self = Self(file);
  // What an orderly end leaves in the system's cache reaches the disk some time.
  if (self->state->image != nullptr && self->state->image.use_count() == 1) self->state->image->FlushTo(self->real());
  delete self->state;
  return self->real()->pMethods->xClose(self->real());
}

int Read(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
  if (const auto& image = Self(file)->state->image) return image->Read(out, size, offset);
  return RealOf(file)->pMethods->xRead(RealOf(file), out, size, offset);
}

int WriteNow(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  if (const auto& image = Self(file)->state->image) {
    image->Write(data, size, offset);
    return SQLITE_OK;
  }
  return RealOf(file)->pMethods->xWrite(RealOf(file), data, size, offset);
}

int Write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  const int code = FaultVfs::Get().Enter(Operation::kWrite, Self(file)->state->is_wal, size,
                                         [&] { WriteNow(file, data, size / 2, offset); });
  return code != SQLITE_OK ? code : WriteNow(file, data, size, offset);
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  const int code = FaultVfs::Get().Enter(Operation::kTruncate, Self(file)->state->is_wal, 0, [] {});
  if (code != SQLITE_OK) return code;
  if (const auto& image = Self(file)->state->image) {
    image->Truncate(size);
    return SQLITE_OK;
  }
  return RealOf(file)->pMethods->xTruncate(RealOf(file), size);
}

int Sync(sqlite3_file* file, int flags) {
  const int code = FaultVfs::Get().Enter(Operation::kSync, Self(file)->state->is_wal, 0, [] {});
  if (code != SQLITE_OK) return code;
  if (const auto& image = Self(file)->state->image) return image->FlushTo(RealOf(file));
  return FaultVfs::Get().syncs_for_real() ? RealOf(file)->pMethods->xSync(RealOf(file), flags) : SQLITE_OK;
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  if (const auto& image = Self(file)->state->image) {
    *size = image->Size();
    return SQLITE_OK;
  }
  return RealOf(file)->pMethods->xFileSize(RealOf(file), size);
}

int FileControl(sqlite3_file* file, int operation, void* argument) {
  // Growing a file ahead would go past the image.
  if (operation == SQLITE_FCNTL_SIZE_HINT && Self(file)->state->image != nullptr) return SQLITE_OK;
  return RealOf(file)->pMethods->xFileControl(RealOf(file), operation, argument);
}

// Version 2: shared memory, but no mapped reads, which would go past the images.
const sqlite3_io_methods kMethods = {
    2,
    Close,
    Read,
    Write,
    Truncate,
    Sync,
    FileSize,
    [](sqlite3_file* f, int level) { return RealOf(f)->pMethods->xLock(RealOf(f), level); },
    [](sqlite3_file* f, int level) { return RealOf(f)->pMethods->xUnlock(RealOf(f), level); },
    [](sqlite3_file* f, int* out) { return RealOf(f)->pMethods->xCheckReservedLock(RealOf(f), out); },
    FileControl,
    [](sqlite3_file* f) { return RealOf(f)->pMethods->xSectorSize(RealOf(f)); },
    [](sqlite3_file* f) { return RealOf(f)->pMethods->xDeviceCharacteristics(RealOf(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return RealOf(f)->pMethods->xShmMap(RealOf(f), page, size, extend, out);
    },
    [](sqlite3_file* f, int offset, int n, int flags) {
      return RealOf(f)->pMethods->xShmLock(RealOf(f), offset, n, flags);
    },
    [](sqlite3_file* f) { RealOf(f)->pMethods->xShmBarrier(RealOf(f)); },
    [](sqlite3_file* f, int remove) { return RealOf(f)->pMethods->xShmUnmap(RealOf(f), remove); },
    nullptr,
    nullptr,
};

int Open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) {
  // Temporary files have no name; no promise depends on them.
  constexpr int kOurs = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  FaultFile* self = Self(file);
  self->base.pMethods = nullptr;
  const int code = Real()->xOpen(Real(), name, self->real(), flags, out_flags);
  if (code != SQLITE_OK) return code;
  self->state = new FaultFile::State;
  self->state->is_wal = (flags & SQLITE_OPEN_WAL) != 0;
  if (name != nullptr && (flags & kOurs) != 0) self->state->image = FaultVfs::Get().ImageOf(name, self->real());
  self->base.pMethods = &kMethods;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs*, const char* name, int sync_folder) {
  const int code = FaultVfs::Get().Enter(Operation::kDelete, false, 0, [] {});
  if (code != SQLITE_OK) return code;
  FaultVfs::Get().DropImage(name);
  return Real()->xDelete(Real(), name, FaultVfs::Get().syncs_for_real() ? sync_folder : 0);
}

sqlite3_vfs MakeVfs() {
  sqlite3_vfs vfs = {};
  vfs.iVersion = 2;
  vfs.szOsFile = static_cast<int>(sizeof(FaultFile)) + Real()->szOsFile;
  vfs.mxPathname = Real()->mxPathname;
  vfs.zName = FaultVfs::kName;
  vfs.xOpen = Open;
  vfs.xDelete = Delete;
  vfs.xAccess = [](sqlite3_vfs*, const char* name, int flags, int* out) {
    return Real()->xAccess(Real(), name, flags, out);
  };
  vfs.xFullPathname = [](sqlite3_vfs*, const char* name, int size, char* out) {
    return Real()->xFullPathname(Real(), name, size, out);
  };
  vfs.xRandomness = [](sqlite3_vfs*, int size, char* out) { return Real()->xRandomness(Real(), size, out); };
  vfs.xSleep = [](sqlite3_vfs*, int micros) { return Real()->xSleep(Real(), micros); };
  vfs.xCurrentTime = [](sqlite3_vfs*, double* out) { return Real()->xCurrentTime(Real(), out); };
  vfs.xCurrentTimeInt64 = [](sqlite3_vfs*, sqlite3_int64* out) { return Real()->xCurrentTimeInt64(Real(), out); };
  vfs.xGetLastError = [](sqlite3_vfs*, int size, char* out) { return Real()->xGetLastError(Real(), size, out); };
  return vfs;
}

}  // namespace

FaultVfs& FaultVfs::Get() {
  static FaultVfs* const instance = [] {
    static sqlite3_vfs vfs = MakeVfs();
    if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK) abort();
    return new FaultVfs;
  }();
  return *instance;
}

void FaultVfs::Arm(const FaultPlan& plan) {
  const std::lock_guard<std::mutex> lock(mutex_);
  plan_ = plan;
  counts_ = {};
}

FaultCounts FaultVfs::counts() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return counts_;
}

bool FaultVfs::syncs_for_real() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return plan_.syncs_for_real;
}

int FaultVfs::Enter(Operation operation, bool is_wal, int64_t bytes, const std::function<void()>& first_half) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const int64_t number = ++counts_.operations;
  counts_.bytes += bytes;
  counts_.writes += operation == Operation::kWrite ? 1 : 0;
  counts_.syncs += operation == Operation::kSync ? 1 : 0;
  counts_.wal_syncs += operation == Operation::kSync && is_wal ? 1 : 0;
  if (plan_.at == 0 || number < plan_.at || (number > plan_.at && !plan_.repeats)) return SQLITE_OK;
  ++counts_.faults;
  switch (plan_.fault) {
    case Fault::kNone:
      return SQLITE_OK;
    case Fault::kIoError:
      return operation == Operation::kWrite      ? SQLITE_IOERR_WRITE
             : operation == Operation::kSync     ? SQLITE_IOERR_FSYNC
             : operation == Operation::kTruncate ? SQLITE_IOERR_TRUNCATE
                                                 : SQLITE_IOERR_DELETE;
    case Fault::kDiskFull:
      // Space is what writes want; the rest goes on as ever.
      return operation == Operation::kWrite ? SQLITE_FULL : SQLITE_OK;
    case Fault::kTornKill:
      first_half();
      break;
    case Fault::kTornPowerCut: {
      std::mt19937_64 random(static_cast<uint64_t>(plan_.at));
      for (const auto& [path, weak] : images_) {
        if (const auto image = weak.lock()) image->FlushSome(random);
      }
      break;
    }
    case Fault::kKill:
    case Fault::kPowerCut:
      break;
  }
  kill(getpid(), SIGKILL);
  while (true) pause();
}

std::shared_ptr<FaultVfs::Image> FaultVfs::ImageOf(const std::string& path, sqlite3_file* file) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (plan_.fault != Fault::kPowerCut && plan_.fault != Fault::kTornPowerCut) return nullptr;
  std::weak_ptr<Image>& known = images_[path];
  std::shared_ptr<Image> image = known.lock();
  if (image == nullptr) known = image = std::make_shared<Image>(path, file);
  return image;
}

void FaultVfs::DropImage(const std::string& path) {
  const std::lock_guard<std::mutex> lock(mutex_);
  images_.erase(path);
}

}  // namespace slipway
