#include "runner/job_cgroup.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "runner/leftovers.h"

namespace slipway {
namespace {

constexpr absl::string_view kPrefix = "slipway-";
// A machine under load freezes late; what then still forks is met in the next round.
constexpr int kFreezeMillis = 200;
constexpr int kRounds = 50;

std::string ReadWhole(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  char buffer[8 << 10];
  for (ssize_t size; fd.valid() && (size = ::read(fd.get(), buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<size_t>(size));
  }
  return text;
}

bool Write(const std::string& path, absl::string_view text) {
  UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  return fd.valid() && ::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

// A job's name comes from the host, and becomes the name of a folder.
bool IsName(absl::string_view job) {
  return !job.empty() && job.size() <= 128 && std::all_of(job.begin(), job.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
  });
}

// As mountinfo writes blanks and the like.
std::string Unescape(absl::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    int code = 0;
    if (text[i] == '\\' && i + 3 < text.size()) {
      for (size_t digit = 1; digit <= 3; ++digit) code = code * 8 + (text[i + digit] - '0');
      plain.push_back(static_cast<char>(code));
      i += 3;
    } else {
      plain.push_back(text[i]);
    }
  }
  return plain;
}

// Who is frozen does not fork while the list is read.
void Freeze(const std::string& path) {
  if (!Write(absl::StrCat(path, "/cgroup.freeze"), "1")) return;
  for (int waited = 0; waited < kFreezeMillis; ++waited) {
    if (absl::StrContains(ReadWhole(absl::StrCat(path, "/cgroup.events")), "frozen 1")) return;
    ::poll(nullptr, 0, 1);
  }
}

// Whether any of those in the group is to die, or is dying. `killed`: all so far; they show no environment any more.
bool KillNamed(const std::string& path, const std::string& job, absl::flat_hash_set<int>* killed) {
  bool any = false;
  for (absl::string_view line :
       absl::StrSplit(ReadWhole(absl::StrCat(path, "/cgroup.procs")), '\n', absl::SkipEmpty())) {
    int pid = 0;
    if (!absl::SimpleAtoi(line, &pid) || pid <= 1) continue;
    if (BelongsToJob(pid, job)) {
      killed->insert(pid);
      ::kill(pid, SIGKILL);
    }
    any |= killed->contains(pid);
  }
  return any;
}

void KillAll(const std::string& path, const std::string& job) {
  absl::flat_hash_set<int> killed;
  for (int round = 0; round < kRounds; ++round) {
    if (!absl::StrContains(ReadWhole(absl::StrCat(path, "/cgroup.events")), "populated 1")) return;
    Freeze(path);
    const bool any = KillNamed(path, job, &killed);
    Write(absl::StrCat(path, "/cgroup.freeze"), "0");
    if (!any) return;
    ::poll(nullptr, 0, 1);
  }
}

// Groups whose processes have ended since their job did.
void RemoveEmpty(const std::string& parent) {
  DIR* folder = ::opendir(parent.c_str());
  if (folder == nullptr) return;
  while (const dirent* entry = ::readdir(folder)) {
    const absl::string_view name(entry->d_name);
    if (!absl::StartsWith(name, kPrefix)) continue;
    const std::string path = absl::StrCat(parent, "/", name);
    // Another runner may have made it a moment ago, for a task that is just starting.
    struct stat info;
    const bool old = ::stat(path.c_str(), &info) == 0 && ::time(nullptr) - info.st_mtime > 3600;
    if (old) ::rmdir(path.c_str());  // refused while anything is in it
  }
  ::closedir(folder);
}

}  // namespace

std::string OwnCgroup(absl::string_view mounts, absl::string_view groups) {
  std::string own;
  for (absl::string_view line : absl::StrSplit(groups, '\n')) {
    if (absl::ConsumePrefix(&line, "0::/")) own = std::string(line);
  }
  if (!absl::StrContains(groups, "0::/") || absl::StartsWith(own, "..")) return "";
  for (absl::string_view line : absl::StrSplit(mounts, '\n')) {
    // id parent device root place options... - type source options
    const std::pair<absl::string_view, absl::string_view> halves = absl::StrSplit(line, absl::MaxSplits(" - ", 1));
    const std::vector<absl::string_view> fields = absl::StrSplit(halves.first, ' ');
    if (!absl::StartsWith(halves.second, "cgroup2 ") || fields.size() < 6) continue;
    // Of a container that sees only a part of the tree.
    absl::string_view below(own);
    absl::string_view root = absl::StripPrefix(fields[3], "/");
    if (!root.empty() && (!absl::ConsumePrefix(&below, root) || (!below.empty() && below[0] != '/'))) continue;
    below = absl::StripPrefix(below, "/");
    const std::string place = Unescape(fields[4]);
    return below.empty() ? place : absl::StrCat(place, "/", below);
  }
  return "";
}

JobCgroups::JobCgroups(bool allowed) {
  if (!allowed) return;
  parent_ = OwnCgroup(ReadWhole("/proc/self/mountinfo"), ReadWhole("/proc/self/cgroup"));
  if (!parent_.empty()) RemoveEmpty(parent_);
}

JobCgroups::~JobCgroups() {
  for (const auto& [job, group] : groups_) ::rmdir(group.path.c_str());
}

int JobCgroups::Enter(const std::string& job) {
  if (parent_.empty() || !IsName(job)) return -1;
  const auto [it, fresh] = groups_.try_emplace(job);
  if (!fresh) return it->second.folder.get();
  const std::string path = absl::StrCat(parent_, "/", kPrefix, job);
  if (::mkdir(path.c_str(), 0755) == 0 || errno == EEXIST) {
    it->second.path = path;
    it->second.folder.reset(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
  }
  if (it->second.folder.valid()) return it->second.folder.get();
  // Not permitted; asking again for each job would be no better.
  parent_.clear();
  groups_.erase(it);
  return -1;
}

std::string JobCgroups::PathOf(const std::string& job) const {
  const auto it = groups_.find(job);
  return it == groups_.end() ? "" : it->second.path;
}

void JobCgroups::End(const std::string& job) {
  const auto it = groups_.find(job);
  if (it == groups_.end()) return;
  EndJobCgroup(it->second.path, job);
  groups_.erase(it);
}

void EndJobCgroup(const std::string& path, const std::string& job) {
  if (!IsName(job) || !absl::EndsWith(path, absl::StrCat("/", kPrefix, job))) return;
  KillAll(path, job);
  ::rmdir(path.c_str());  // refused when somebody has stayed on purpose
}

}  // namespace slipway
