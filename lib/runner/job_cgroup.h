// The control groups (cgroup v2) of jobs: who a job's processes are, whatever session or process group they made for
// themselves (task-contract 6.6). Used where this user may make a group below the runner's own; elsewhere process
// groups and the job's name in the environment are all there is.
#ifndef SLIPWAY_RUNNER_JOB_CGROUP_H_
#define SLIPWAY_RUNNER_JOB_CGROUP_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "runner/unique_fd.h"

namespace slipway {

// Not thread-safe.
class JobCgroups {
 public:
  // Nothing is made before the first job asks. `allowed` false: never.
  explicit JobCgroups(bool allowed);
  // Kills nothing; groups of jobs that have not ended go if nobody is in them.
  ~JobCgroups();

  // The folder of the group for `job`, made when it is the first time; -1 when there can be none.
  int Enter(const std::string& job);
  // Where Enter has put `job`; empty = nowhere.
  std::string PathOf(const std::string& job) const;

  // Kills what is still in the job's group and has the job's name in its environment, and lets go of the group. A
  // process that has cleared the name wants to survive, and does; its group goes when somebody finds it empty.
  void End(const std::string& job);

 private:
  struct Group {
    std::string path;
    UniqueFd folder;
  };
  std::string parent_;  // empty: no groups here
  absl::flat_hash_map<std::string, Group> groups_;
};

// The same for a job of a runner that was killed; `path` is what PathOf had said. Anything that is not a group of a job
// is left alone.
void EndJobCgroup(const std::string& path, const std::string& job);

// The folder of a process's own group below `mounts` (the text of /proc/self/mountinfo), by `groups` (of
// /proc/self/cgroup); empty when there is no cgroup v2 among them.
std::string OwnCgroup(absl::string_view mounts, absl::string_view groups);

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_JOB_CGROUP_H_
