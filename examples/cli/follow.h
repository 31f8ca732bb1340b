// Follows releases until nothing of them runs any more.
#ifndef SLIPWAY_EXAMPLES_CLI_FOLLOW_H_
#define SLIPWAY_EXAMPLES_CLI_FOLLOW_H_

#include "client.h"

namespace slipway::cli {

// Of CreateRelease: options --var, --artifact, --manual, --unknown-tasks, --description, --as.
Json CreateRequest(const Args& args, int64_t definition);

struct FollowOptions {
  int64_t release = 0;  // 0: all
  int64_t after = 0;    // position
  bool until_idle = true;
  bool auto_approve = false;  // decide pending approvals as their approvers
  bool json = false;
};

// Prints progress; returns when idle, when only people can go on, or on Ctrl-C (then true).
bool Follow(Client& client, const FollowOptions& options);

}  // namespace slipway::cli

#endif  // SLIPWAY_EXAMPLES_CLI_FOLLOW_H_
