// A VFS for SQLite over the default one, that counts what reaches the disk and breaks at the k-th operation.
//
// Register it with FaultVfs::Get() and open the database with `vfs` = FaultVfs::kName. One process has one disk: plans
// and counts are the process's. Meant for children of tests that are to die, and for tests of errors.
#ifndef SLIPWAY_TESTS_FAULT_FAULT_VFS_H_
#define SLIPWAY_TESTS_FAULT_FAULT_VFS_H_

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace slipway {

enum class Fault {
  kNone,
  kIoError,       // the operation fails: EIO
  kDiskFull,      // the operation fails: no space
  kKill,          // kill -9 instead of the operation; what was written before is in the file
  kTornKill,      // the same, but the first half of a write is done
  kPowerCut,      // kill -9, and of every file only what was synced remains
  kTornPowerCut,  // the same, but some of the sectors written since the last sync remain, in no order
};

struct FaultPlan {
  Fault fault = Fault::kNone;
  // The operation at which it happens, from 1: each write, truncate, sync and delete of a database, its journal or WAL.
  int64_t at = 0;
  // Errors only: all later operations fail too, until the next Arm.
  bool repeats = false;
  // Whether a sync is passed on to the disk. Nothing here needs it: a killed process loses nothing of the system's
  // cache.
  bool syncs_for_real = false;
};

struct FaultCounts {
  int64_t operations = 0;
  int64_t writes = 0;
  int64_t bytes = 0;
  int64_t syncs = 0;
  int64_t wal_syncs = 0;
  int64_t faults = 0;
};

// Thread-safe.
class FaultVfs {
 public:
  static constexpr char kName[] = "slipway-fault";
  // Registers it at the first call; it stays for the life of the process.
  static FaultVfs& Get();

  // Counts begin at 0. A power cut must be armed before the files are opened: from then on they are held in memory.
  void Arm(const FaultPlan& plan);
  FaultCounts counts() const;

  // What follows is for the VFS's own methods.
  class Image;
  enum class Operation { kWrite, kTruncate, kSync, kDelete };
  // Counts the operation. SQLITE_OK: go on. Else the error to answer with. Does not return when the process is to die;
  // `first_half` does half of the operation then.
  int Enter(Operation operation, bool is_wal, int64_t bytes, const std::function<void()>& first_half);
  // The file's content in memory while a power cut is armed, else nullptr; one for all who have the file open.
  std::shared_ptr<Image> ImageOf(const std::string& path, sqlite3_file* file);
  void DropImage(const std::string& path);
  bool syncs_for_real() const;

 private:
  FaultVfs() = default;

  mutable std::mutex mutex_;
  FaultPlan plan_;
  FaultCounts counts_;
  std::map<std::string, std::weak_ptr<Image>> images_;
};

}  // namespace slipway

#endif  // SLIPWAY_TESTS_FAULT_FAULT_VFS_H_
