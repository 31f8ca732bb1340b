// Streams of events and of log lines. A cursor holds a position, never a backlog: a slow reader costs nothing, and one
// that comes back after a week goes on where it stopped.
#ifndef SLIPWAY_ENGINE_CURSORS_H_
#define SLIPWAY_ENGINE_CURSORS_H_

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/activity.h"
#include "ports/store.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// Next() is of one thread at a time, Cancel() of any. Next(): nullopt at the end; DEADLINE_EXCEEDED when nothing came
// in time (call again); CANCELLED when the engine was closed or Cancel() was called.
class EventCursor {
 public:
  // `idle`: whether nothing of the request's scope runs or waits.
  EventCursor(std::shared_ptr<Activity> activity, Store* store, v1::WatchEventsRequest request,
              std::function<bool()> idle);
  absl::StatusOr<std::optional<v1::WatchEventsResponse>> Next(absl::Duration timeout);
  void Cancel();

 private:
  absl::Status Fill();

  const std::shared_ptr<Activity> activity_;
  Store* const store_;
  const v1::WatchEventsRequest request_;
  const std::function<bool()> idle_;
  std::atomic<bool> canceled_{false};
  int64_t position_;
  std::deque<v1::WatchEventsResponse> ready_;
};

class LogCursor {
 public:
  // Where the logs are: asked again whenever something happened.
  struct File {
    v1::FollowLogsResponse task;  // which task
    std::string path;
    bool finished = false;
  };
  using ListFiles = std::function<absl::StatusOr<std::vector<File>>(bool* idle)>;

  LogCursor(std::shared_ptr<Activity> activity, bool from_now, ListFiles list_files);
  absl::StatusOr<std::optional<v1::FollowLogsResponse>> Next(absl::Duration timeout);
  void Cancel();

 private:
  absl::StatusOr<bool> Fill();  // whether the end is reached

  const std::shared_ptr<Activity> activity_;
  const ListFiles list_files_;
  std::atomic<bool> canceled_{false};
  bool skip_existing_;
  absl::flat_hash_map<std::string, int64_t> offsets_;  // by path
  std::deque<v1::FollowLogsResponse> ready_;
};

// Bytes of `path` from `offset`, at most `max_bytes`, ending at a line's end where `whole_lines`. A file that is not
// there (yet) is empty.
absl::StatusOr<std::string> ReadFilePart(const std::string& path, int64_t offset, int64_t max_bytes, bool whole_lines);

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_CURSORS_H_
