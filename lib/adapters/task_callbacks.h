// Tasks that end when somebody else says so (InvokeRestApi with waitForCompletion; the original's TaskCompleted event,
// task-contract 1.5). The task waits in a process of its own, under the id that it told the called system; whoever
// hears from that system answers through the engine. Both meet in one folder, so that neither host nor runner needs to
// know.
#ifndef SLIPWAY_ADAPTERS_TASK_CALLBACKS_H_
#define SLIPWAY_ADAPTERS_TASK_CALLBACKS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runner/unique_fd.h"

namespace slipway {

struct CallbackAnswer {
  bool succeeded = false;
  std::string message;
  std::string actor;
};

// Of the waiting task. Not thread-safe.
class CallbackWait {
 public:
  // From here on `id` can be answered. FAILED_PRECONDITION: somebody waits under it already, or the folder is not to be
  // had. INVALID_ARGUMENT: not a GUID.
  static absl::StatusOr<std::unique_ptr<CallbackWait>> Begin(const std::string& folder, const std::string& id);
  // Nobody is waited for any more.
  ~CallbackWait();

  // Returns when there is an answer.
  absl::StatusOr<CallbackAnswer> Wait();

 private:
  CallbackWait(std::string folder, std::string id) : folder_(std::move(folder)), id_(std::move(id)) {}
  const std::string folder_;
  const std::string id_;
  UniqueFd lock_;     // of the file that says that somebody waits
  UniqueFd changes_;  // of the folder
};

// INVALID_ARGUMENT: not a GUID. NOT_FOUND: nobody waits under it. ALREADY_EXISTS: it has been answered.
absl::Status AnswerCallback(const std::string& folder, const std::string& id, const CallbackAnswer& answer);

// What tasks have left that were killed.
void RemoveStaleCallbacks(const std::string& folder);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_TASK_CALLBACKS_H_
