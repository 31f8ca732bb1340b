// The file of one task's log: time-stamped lines, appended, handed to the operating system at every Flush.
#ifndef SLIPWAY_RUNNER_LOG_FILE_H_
#define SLIPWAY_RUNNER_LOG_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace slipway {

// Not thread-safe. Without Open, lines go nowhere and nothing fails.
class LogFile {
 public:
  LogFile() = default;
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;
  ~LogFile();

  // Opens for appending; creates the file (0644) and its folders.
  absl::Status Open(const std::string& path);
  // The time of the lines that follow.
  void SetTime(absl::Time time);
  // Buffers `<time> <line>\n`.
  void AddLine(absl::string_view line);
  // The same for lines that end in LF each; returns how many there were.
  int64_t AddLines(absl::string_view lines);
  // Writes the buffer. After the first error the log is given up: this error is returned once, later lines are dropped.
  absl::Status Flush();
  // Flushes and closes.
  absl::Status Close();
  // Bytes that the file holds.
  int64_t bytes() const { return bytes_; }

 private:
  int fd_ = -1;
  std::string path_;
  std::string stamp_;
  std::string buffer_;
  absl::Status pending_error_;
  int64_t bytes_ = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_LOG_FILE_H_
