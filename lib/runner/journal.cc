#include "runner/journal.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "runner/files.h"
#include "runner/frame.h"

namespace slipway {
namespace {

// A record is: payload size, checksum of the payload, payload.
constexpr size_t kRecordHeader = 8;

// FNV-1a: tells a torn or overwritten record from a whole one; nobody who can write here needs to be kept out by it.
uint32_t Checksum(absl::string_view bytes) {
  uint32_t hash = 2166136261u;
  for (unsigned char byte : bytes) hash = (hash ^ byte) * 16777619u;
  return hash;
}

void AppendRecord(const runner::JournalRecord& record, std::string* out) {
  const size_t header = out->size();
  out->append(kRecordHeader, '\0');
  record.AppendToString(out);
  std::string fields;
  const absl::string_view payload = absl::string_view(*out).substr(header + kRecordHeader);
  AppendUint32(static_cast<uint32_t>(payload.size()), &fields);
  AppendUint32(Checksum(payload), &fields);
  out->replace(header, kRecordHeader, fields);
}

std::string NewJournalId() {
  char bytes[16] = {};
  if (::getrandom(bytes, sizeof bytes, 0) < 0) return absl::StrCat("pid", ::getpid(), "-", ::time(nullptr));
  return absl::BytesToHexString(absl::string_view(bytes, sizeof bytes));
}

void Apply(const runner::JournalRecord& record, JournalContents* contents) {
  switch (record.record_case()) {
    case runner::JournalRecord::kOpened:
      contents->opened = record.opened();
      break;
    case runner::JournalRecord::kAccepted: {
      JournalEntry& entry = contents->entries[record.accepted().token()];
      entry.temp_directory = record.accepted().temp_directory();
      entry.job = record.accepted().job();
      entry.cgroup = record.accepted().cgroup();
      break;
    }
    case runner::JournalRecord::kSpawned:
      contents->entries[record.spawned().token()].spawned = record.spawned();
      break;
    case runner::JournalRecord::kFinished:
      contents->entries[record.finished().token()].finished = record.finished();
      break;
    case runner::JournalRecord::kForgotten:
      contents->entries.erase(record.forgotten());
      break;
    case runner::JournalRecord::RECORD_NOT_SET:
      break;
  }
}

// False: something at the end could not be read.
bool ReadRecords(absl::string_view bytes, JournalContents* contents) {
  while (!bytes.empty()) {
    if (bytes.size() < kRecordHeader) return false;
    const size_t size = ReadUint32(bytes.data());
    const uint32_t checksum = ReadUint32(bytes.data() + 4);
    bytes.remove_prefix(kRecordHeader);
    if (bytes.size() < size || Checksum(bytes.substr(0, size)) != checksum) return false;
    runner::JournalRecord record;
    if (!record.ParseFromArray(bytes.data(), static_cast<int>(size))) return false;
    bytes.remove_prefix(size);
    Apply(record, contents);
  }
  return true;
}

absl::StatusOr<std::string> ReadWhole(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd.valid() && errno == ENOENT) return std::string();
  if (!fd.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot open journal ", path));
  std::string bytes;
  char buffer[64 << 10];
  for (;;) {
    const ssize_t got = ::read(fd.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read journal ", path));
    if (got == 0) return bytes;
    bytes.append(buffer, static_cast<size_t>(got));
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Journal>> Journal::Open(const std::string& path, JournalContents* contents) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string bytes, ReadWhole(path));
  *contents = JournalContents();
  const bool whole = ReadRecords(bytes, contents);
  if (!whole || contents->opened.journal_id().empty()) contents->opened.set_journal_id(NewJournalId());
  return std::unique_ptr<Journal>(new Journal(path));
}

absl::Status Journal::Rewrite(const std::vector<runner::JournalRecord>& live) {
  std::string bytes;
  for (const runner::JournalRecord& record : live) AppendRecord(record, &bytes);
  const std::string fresh_path = absl::StrCat(path_, ".new");
  ::unlink(fresh_path.c_str());
  UniqueFd fresh(::open(fresh_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600));
  if (!fresh.valid() || !WriteAll(fresh.get(), bytes) || (durable_ && ::fdatasync(fresh.get()) != 0) ||
      ::rename(fresh_path.c_str(), path_.c_str()) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot write journal ", path_));
  }
  if (durable_) {
    const UniqueFd folder(::open(path_.substr(0, path_.rfind('/') + 1).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.valid() || ::fsync(folder.get()) != 0) {
      return absl::ErrnoToStatus(errno, absl::StrCat("cannot write the folder of journal ", path_));
    }
  }
  fd_ = std::move(fresh);
  size_ = static_cast<int64_t>(bytes.size());
  buffer_.clear();
  return absl::OkStatus();
}

void Journal::Add(const runner::JournalRecord& record) { AppendRecord(record, &buffer_); }

absl::Status Journal::Commit() {
  if (buffer_.empty()) return absl::OkStatus();
  if (!WriteAll(fd_.get(), buffer_)) {
    const absl::Status status = absl::ErrnoToStatus(errno, absl::StrCat("cannot write journal ", path_));
    // A half-written record would hide all that follow it.
    while (::ftruncate(fd_.get(), size_) != 0 && errno == EINTR) {
    }
    return status;
  }
  size_ += static_cast<int64_t>(buffer_.size());
  buffer_.clear();
  if (durable_ && ::fdatasync(fd_.get()) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot write journal ", path_, " through to the disk"));
  }
  return absl::OkStatus();
}

}  // namespace slipway
