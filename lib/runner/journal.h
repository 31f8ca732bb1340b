// The runner's memory: which tokens were ever accepted, and how they ended. Survives kill -9 of the runner (every
// record is handed to the kernel before what it permits is done), not a power cut: then a token is unknown, which reads
// as lost.
#ifndef SLIPWAY_RUNNER_JOURNAL_H_
#define SLIPWAY_RUNNER_JOURNAL_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runner/unique_fd.h"
#include "runner/wire.pb.h"

namespace slipway {

// What the records of one token add up to.
struct JournalEntry {
  std::string temp_directory;
  std::string job;
  std::string cgroup;
  std::optional<runner::JournalSpawned> spawned;
  std::optional<runner::Result> finished;
};

struct JournalContents {
  // Of the last runner; default when there was none.
  runner::JournalOpened opened;
  absl::flat_hash_map<std::string, JournalEntry> entries;  // forgotten tokens are not in it
};

// Not thread-safe.
class Journal {
 public:
  // Reads `path` (missing = empty) up to the first torn or damaged record. When something had to be left out, or there
  // was no journal, contents->opened.journal_id is a new name. Call Rewrite before Add.
  static absl::StatusOr<std::unique_ptr<Journal>> Open(const std::string& path, JournalContents* contents);

  // From now on what Commit and Rewrite have written survives a power cut, too.
  void MakeDurable() { durable_ = true; }

  // Replaces the file, atomically, by these records; what was added and not committed is part of what they tell.
  absl::Status Rewrite(const std::vector<runner::JournalRecord>& live);

  void Add(const runner::JournalRecord& record);
  // Hands all that was added to the kernel, in one write. On an error nothing of it is in the file and all of it is
  // kept for the next call.
  absl::Status Commit();

  // Bytes added and not committed; DropFrom(buffered()) of an earlier moment takes back what was added since.
  size_t buffered() const { return buffer_.size(); }
  void DropFrom(size_t mark) { buffer_.resize(mark); }

  int64_t file_size() const { return size_; }

 private:
  explicit Journal(std::string path) : path_(std::move(path)) {}

  const std::string path_;
  UniqueFd fd_;
  bool durable_ = false;
  int64_t size_ = 0;
  std::string buffer_;
};

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_JOURNAL_H_
