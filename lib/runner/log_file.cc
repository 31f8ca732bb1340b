#include "runner/log_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace slipway {
namespace {

constexpr size_t kFlushAt = 256 * 1024;

absl::Status FileError(int error, absl::string_view what, absl::string_view path) {
  return absl::ErrnoToStatus(error, absl::StrCat(what, " the task log '", path, "'"));
}

}  // namespace

LogFile::~LogFile() { Close().IgnoreError(); }

absl::Status LogFile::Open(const std::string& path) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) return FileError(error.value(), "cannot create the folder of", path);
  fd_ = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (fd_ < 0) return FileError(errno, "cannot open", path);
  path_ = path;
  struct stat info;
  bytes_ = fstat(fd_, &info) == 0 ? info.st_size : 0;
  return absl::OkStatus();
}

void LogFile::SetTime(absl::Time time) {
  const absl::TimeZone::CivilInfo utc = absl::UTCTimeZone().At(time);
  const int64_t ticks = absl::ToInt64Nanoseconds(utc.subsecond) / 100;
  stamp_ = absl::StrFormat("%04d-%02d-%02dT%02d:%02d:%02d.%07dZ ", utc.cs.year(), utc.cs.month(), utc.cs.day(),
                           utc.cs.hour(), utc.cs.minute(), utc.cs.second(), ticks);
}

void LogFile::AddLine(absl::string_view line) {
  if (fd_ < 0) return;
  buffer_.append(stamp_);
  buffer_.append(line.data(), line.size());
  buffer_.push_back('\n');
  if (buffer_.size() < kFlushAt) return;
  if (absl::Status status = Flush(); !status.ok()) pending_error_ = status;
}

int64_t LogFile::AddLines(absl::string_view lines) {
  int64_t count = 0;
  for (const char* p = lines.data(), *end = p + lines.size(); p < end; ++count) {
    const char* const next = static_cast<const char*>(std::memchr(p, '\n', static_cast<size_t>(end - p))) + 1;
    if (fd_ >= 0) {
      buffer_.append(stamp_);
      buffer_.append(p, static_cast<size_t>(next - p));
    }
    p = next;
  }
  if (buffer_.size() >= kFlushAt) {
    if (absl::Status status = Flush(); !status.ok()) pending_error_ = status;
  }
  return count;
}

absl::Status LogFile::Flush() {
  absl::Status result = std::exchange(pending_error_, absl::OkStatus());
  size_t done = 0;
  while (fd_ >= 0 && done < buffer_.size()) {
    const ssize_t written = write(fd_, buffer_.data() + done, buffer_.size() - done);
    if (written >= 0) {
      done += static_cast<size_t>(written);
      bytes_ += written;
    } else if (errno != EINTR) {
      result = FileError(errno, "cannot write", path_);
      close(fd_);
      fd_ = -1;
    }
  }
  buffer_.clear();
  return result;
}

absl::Status LogFile::Close() {
  absl::Status status = Flush();
  if (fd_ >= 0) {
    // A full disk may tell only now (network file systems).
    if (close(fd_) != 0 && status.ok() && errno != EINTR) status = FileError(errno, "cannot close", path_);
    fd_ = -1;
  }
  return status;
}

}  // namespace slipway
