// What a runner that was killed has left running.
#ifndef SLIPWAY_RUNNER_LEFTOVERS_H_
#define SLIPWAY_RUNNER_LEFTOVERS_H_

#include <cstdint>
#include <string>
#include <vector>

namespace slipway {

struct LeftoverGroup {
  int pid = 0;  // of the leader = the group's number
  int64_t start_ticks_min = 0;
  int64_t start_ticks_max = 0;
};

// Identifies this boot of the machine; empty when unknown.
std::string BootId();

// Kills every process that is in one of `groups` and in `session`, and waits until none is seen any more (or they do
// not die for two seconds). A group whose number now belongs to a leader started at another time is left alone: the
// number has been reused. So are processes that left the session on purpose.
void KillLeftovers(int session, const std::vector<LeftoverGroup>& groups);

// Whether it was started with VSTS_PROCESS_LOOKUP_ID=`job`. False for processes of other users.
bool BelongsToJob(int pid, const std::string& job);

// Kills every process of this user whose environment holds VSTS_PROCESS_LOOKUP_ID=`job`, and what they start meanwhile.
void KillOrphans(const std::string& job);

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_LEFTOVERS_H_
