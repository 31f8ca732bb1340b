// What the program that embeds the engine offers it: tasks it runs itself, and an ear for notifications.
#ifndef SLIPWAY_PORTS_HOST_H_
#define SLIPWAY_PORTS_HOST_H_

#include <string>

#include "absl/status/status.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// Called from the engine's own thread; must return soon and may call the engine back only through its non-blocking
// calls.
class Host {
 public:
  virtual ~Host() = default;
  // Whether push tasks can be run at all; without, RegisterTask accepts only pull tasks.
  virtual bool runs_tasks() const = 0;
  // An error fails the task with the error's message.
  virtual absl::Status RunTask(const v1::HostTask& task) = 0;
  virtual absl::Status CancelTask(const v1::HostCancelTask& task) = 0;
  virtual bool wants_notifications() const = 0;
  // Anything but OK: delivered again later.
  virtual absl::Status Notify(const v1::HostNotification& notification) = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_PORTS_HOST_H_
