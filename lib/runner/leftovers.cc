#include "runner/leftovers.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

std::string ReadSmallFile(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  char buffer[2048];
  const ssize_t size = fd.valid() ? ::read(fd.get(), buffer, sizeof buffer) : 0;
  return size > 0 ? std::string(buffer, static_cast<size_t>(size)) : std::string();
}

struct ProcessStat {
  char state = 0;
  int group = 0;
  int session = 0;
  int64_t start_ticks = 0;
};

// /proc/PID/stat; the program's name in parentheses may itself hold parentheses and spaces.
std::optional<ProcessStat> ReadStat(int pid) {
  const std::string text = ReadSmallFile(absl::StrCat("/proc/", pid, "/stat"));
  const size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  const std::vector<absl::string_view> fields =
      absl::StrSplit(absl::string_view(text).substr(name_end + 1), ' ', absl::SkipEmpty());
  ProcessStat stat;
  if (fields.size() < 20 || fields[0].empty() || !absl::SimpleAtoi(fields[2], &stat.group) ||
      !absl::SimpleAtoi(fields[3], &stat.session) || !absl::SimpleAtoi(fields[19], &stat.start_ticks)) {
    return std::nullopt;
  }
  stat.state = fields[0][0];
  return stat;
}

std::vector<int> AllPids() {
  std::vector<int> pids;
  DIR* folder = ::opendir("/proc");
  if (folder == nullptr) return pids;
  while (const dirent* entry = ::readdir(folder)) {
    int pid = 0;
    if (absl::SimpleAtoi(entry->d_name, &pid)) pids.push_back(pid);
  }
  ::closedir(folder);
  return pids;
}

// Sends SIGKILL once to all that match; how many were still alive.
int KillOnce(int session, const absl::flat_hash_set<int>& groups) {
  int alive = 0;
  for (int pid : AllPids()) {
    const std::optional<ProcessStat> stat = ReadStat(pid);
    if (!stat || stat->state == 'Z' || stat->state == 'X') continue;
    if (stat->session != session || !groups.contains(stat->group)) continue;
    ++alive;
    ::kill(pid, SIGKILL);
  }
  return alive;
}

// Whether the environment it was started with holds `entry`, a whole one. Empty for those of other users.
bool HasEntry(int pid, const std::string& entry) {
  UniqueFd fd(::open(absl::StrCat("/proc/", pid, "/environ").c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return false;
  std::string text(1, '\0');
  char buffer[16 << 10];
  for (ssize_t size; (size = ::read(fd.get(), buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<size_t>(size));
  text.push_back('\0');
  return absl::StrContains(text, absl::StrCat(std::string(1, '\0'), entry, std::string(1, '\0')));
}

}  // namespace

std::string BootId() {
  const std::string text = ReadSmallFile("/proc/sys/kernel/random/boot_id");
  return std::string(absl::StripSuffix(text, "\n"));
}

void KillLeftovers(int session, const std::vector<LeftoverGroup>& groups) {
  absl::flat_hash_set<int> ours;
  for (const LeftoverGroup& group : groups) {
    const std::optional<ProcessStat> leader = ReadStat(group.pid);
    if (leader && (leader->start_ticks < group.start_ticks_min || leader->start_ticks > group.start_ticks_max))
      continue;
    ours.insert(group.pid);
  }
  // Twice more than needed when they die at once; a process in an uninterruptible wait must not hold us for ever.
  for (int round = 0; round < 200 && !ours.empty() && KillOnce(session, ours) > 0; ++round) ::poll(nullptr, 0, 10);
}

bool BelongsToJob(int pid, const std::string& job) {
  return HasEntry(pid, absl::StrCat("VSTS_PROCESS_LOOKUP_ID=", job));
}

void KillOrphans(const std::string& job) {
  if (job.empty()) return;
  // Again as long as some are found: one that was just forked may have been missed.
  for (int round = 0; round < 50; ++round) {
    bool any = false;
    for (int pid : AllPids()) {
      const std::optional<ProcessStat> stat = pid == ::getpid() ? std::nullopt : ReadStat(pid);
      if (!stat || stat->state == 'Z' || stat->state == 'X' || !BelongsToJob(pid, job)) continue;
      any = true;
      ::kill(pid, SIGKILL);
    }
    if (!any) return;
    ::poll(nullptr, 0, 2);
  }
}

}  // namespace slipway
