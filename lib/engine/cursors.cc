#include "engine/cursors.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

constexpr int32_t kLogEntries = 256;
constexpr int64_t kChunk = 256 * 1024;

absl::Status Closed() { return absl::CancelledError("the engine is closed"); }
absl::Status Nothing() { return absl::DeadlineExceededError("nothing happened within the time given"); }

}  // namespace

EventCursor::EventCursor(std::shared_ptr<Activity> activity, Store* store, v1::WatchEventsRequest request,
                         std::function<bool()> idle)
    : activity_(std::move(activity)),
      store_(store),
      request_(std::move(request)),
      idle_(std::move(idle)),
      position_(request_.after_position()) {}

absl::Status EventCursor::Fill() {
  SLIPWAY_ASSIGN_OR_RETURN(const std::vector<Store::LogEntry> entries, store_->ReadLog(position_, kLogEntries));
  for (const Store::LogEntry& entry : entries) {
    position_ = entry.record.position;
    if (request_.release_id() != 0 && entry.stream != request_.release_id()) continue;
    v1::WatchEventsResponse& response = ready_.emplace_back();
    response.set_position(entry.record.position);
    response.set_release_id(entry.stream);
    response.set_sequence(entry.record.sequence);
    if (!response.mutable_batch()->ParseFromString(entry.record.payload)) {
      return absl::DataLossError(absl::StrCat("the record at position ", position_, " cannot be read"));
    }
  }
  return absl::OkStatus();
}

void EventCursor::Cancel() {
  canceled_ = true;
  activity_->Signal();
}

absl::StatusOr<std::optional<v1::WatchEventsResponse>> EventCursor::Next(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  while (ready_.empty()) {
    const int64_t seen = activity_->count();
    if (canceled_) return absl::CancelledError("the stream was canceled");
    if (!activity_->Enter()) return Closed();
    auto leave = absl::MakeCleanup([this] { activity_->Leave(); });
    // Idle is asked before reading: what happened until then is read, so nothing is cut off.
    const bool idle = request_.until_idle() && idle_();
    const int64_t before = position_;
    SLIPWAY_RETURN_IF_ERROR(Fill());
    if (!ready_.empty()) break;
    if (position_ != before) continue;
    if (idle) return std::nullopt;
    std::move(leave).Invoke();
    if (!activity_->Await(seen, deadline - absl::Now())) return Nothing();
  }
  v1::WatchEventsResponse response = std::move(ready_.front());
  ready_.pop_front();
  return response;
}

LogCursor::LogCursor(std::shared_ptr<Activity> activity, bool from_now, ListFiles list_files)
    : activity_(std::move(activity)), list_files_(std::move(list_files)), skip_existing_(from_now) {}

absl::StatusOr<bool> LogCursor::Fill() {
  bool idle = false;
  SLIPWAY_ASSIGN_OR_RETURN(std::vector<File> files, list_files_(&idle));
  for (File& file : files) {
    int64_t& offset = offsets_[file.path];
    while (true) {
      SLIPWAY_ASSIGN_OR_RETURN(std::string text, ReadFilePart(file.path, offset, kChunk, !file.finished));
      if (text.empty()) break;
      offset += static_cast<int64_t>(text.size());
      if (skip_existing_) continue;
      v1::FollowLogsResponse& response = ready_.emplace_back(file.task);
      response.set_text(std::move(text));
    }
  }
  skip_existing_ = false;
  return idle;
}

void LogCursor::Cancel() {
  canceled_ = true;
  activity_->Signal();
}

absl::StatusOr<std::optional<v1::FollowLogsResponse>> LogCursor::Next(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  while (ready_.empty()) {
    const int64_t seen = activity_->count();
    if (canceled_) return absl::CancelledError("the stream was canceled");
    if (!activity_->Enter()) return Closed();
    absl::StatusOr<bool> idle = Fill();
    activity_->Leave();
    SLIPWAY_RETURN_IF_ERROR(idle.status());
    if (!ready_.empty()) break;
    if (*idle) return std::nullopt;
    if (!activity_->Await(seen, deadline - absl::Now())) return Nothing();
  }
  v1::FollowLogsResponse response = std::move(ready_.front());
  ready_.pop_front();
  return response;
}

absl::StatusOr<std::string> ReadFilePart(const std::string& path, int64_t offset, int64_t max_bytes, bool whole_lines) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    if (errno == ENOENT) return std::string();
    return absl::InternalError(absl::StrCat(path, ": ", std::strerror(errno)));
  }
  file.seekg(offset);
  std::string text(max_bytes, '\0');
  file.read(text.data(), max_bytes);
  text.resize(file.gcount());
  if (whole_lines && !text.empty()) {
    const size_t end = text.rfind('\n');
    // A line longer than a part is given in pieces.
    if (end != std::string::npos) {
      text.resize(end + 1);
    } else if (static_cast<int64_t>(text.size()) < max_bytes) {
      text.clear();
    }
  }
  return text;
}

}  // namespace slipway
