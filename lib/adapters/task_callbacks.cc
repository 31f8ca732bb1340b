#include "adapters/task_callbacks.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "model/json_text.h"
#include "model/json_value.h"

namespace slipway {
namespace {

constexpr absl::string_view kWaiting = ".waiting";
constexpr absl::string_view kAnswer = ".answer";
constexpr size_t kMaxMessage = size_t{64} << 10;

// It becomes the name of a file.
absl::StatusOr<std::string> Checked(absl::string_view id) {
  const bool fits = id.size() == 36 && std::all_of(id.begin(), id.end(), [](char c) {
                      return absl::ascii_isxdigit(static_cast<unsigned char>(c)) || c == '-';
                    });
  if (fits) return absl::AsciiStrToLower(id);
  return absl::InvalidArgumentError(absl::StrCat(
      "taskInstanceId: expected the GUID that the called system got as TaskInstanceId, got '", id.substr(0, 80), "'"));
}

std::string PathOf(const std::string& folder, absl::string_view id, absl::string_view kind) {
  return absl::StrCat(folder, "/", id, kind);
}

bool SomebodyWaits(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  return file.valid() && ::flock(file.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

std::optional<CallbackAnswer> Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  const absl::StatusOr<Json> json = ParseJson(text.str(), Limits());
  if (!file || !json.ok() || !json->is_object()) return std::nullopt;
  const auto text_of = [&](const char* name) {
    const auto member = json->find(name);
    return member != json->end() && member->is_string() ? member->get<std::string>() : "";
  };
  return CallbackAnswer{json->contains("succeeded") && (*json)["succeeded"] == true, text_of("message"),
                        text_of("actor")};
}

}  // namespace

absl::StatusOr<std::unique_ptr<CallbackWait>> CallbackWait::Begin(const std::string& folder, const std::string& id) {
  SLIPWAY_ASSIGN_OR_RETURN(std::string name, Checked(id));
  std::unique_ptr<CallbackWait> wait(new CallbackWait(folder, std::move(name)));
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  const std::string path = PathOf(folder, wait->id_, kWaiting);
  // Again: whoever cleans up may have removed the file between these two calls.
  for (bool ours = false; !ours;) {
    UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot make ", path));
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
      return absl::FailedPreconditionError(absl::StrCat("another task waits under the id ", wait->id_));
    }
    struct stat opened;
    struct stat there;
    ours = ::fstat(file.get(), &opened) == 0 && ::stat(path.c_str(), &there) == 0 && opened.st_ino == there.st_ino;
    if (ours) wait->lock_ = std::move(file);
  }
  // Of an earlier try.
  ::unlink(PathOf(folder, wait->id_, kAnswer).c_str());
  wait->changes_.reset(::inotify_init1(IN_CLOEXEC));
  if (!wait->changes_.valid() ||
      ::inotify_add_watch(wait->changes_.get(), folder.c_str(), IN_CREATE | IN_MOVED_TO) < 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot watch ", folder));
  }
  return wait;
}

CallbackWait::~CallbackWait() {
  if (!lock_.valid()) return;
  ::unlink(PathOf(folder_, id_, kAnswer).c_str());
  ::unlink(PathOf(folder_, id_, kWaiting).c_str());
}

absl::StatusOr<CallbackAnswer> CallbackWait::Wait() {
  const std::string path = PathOf(folder_, id_, kAnswer);
  for (;;) {
    if (std::optional<CallbackAnswer> answer = Read(path)) return *std::move(answer);
    alignas(inotify_event) char events[4096];
    if (::read(changes_.get(), events, sizeof events) < 0 && errno != EINTR) {
      return absl::ErrnoToStatus(errno, absl::StrCat("cannot watch ", folder_));
    }
  }
}

absl::Status AnswerCallback(const std::string& folder, const std::string& id, const CallbackAnswer& answer) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string name, Checked(id));
  if (answer.message.size() > kMaxMessage) {
    return absl::InvalidArgumentError(
        absl::StrCat("message: expected at most ", kMaxMessage, " bytes, got ", answer.message.size()));
  }
  if (!SomebodyWaits(PathOf(folder, name, kWaiting))) {
    return absl::NotFoundError(absl::StrCat("taskInstanceId: no task waits for completion under ", name,
                                            "; it has ended, or it has not called anybody yet"));
  }
  const Json json = {{"succeeded", answer.succeeded}, {"message", answer.message}, {"actor", answer.actor}};
  std::string fresh = PathOf(folder, name, ".XXXXXX");
  const UniqueFd file(::mkostemp(fresh.data(), O_CLOEXEC));
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  absl::Status status = absl::OkStatus();
  if (!file.valid() || ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    status = absl::ErrnoToStatus(errno, absl::StrCat("cannot write to ", folder));
  } else if (::link(fresh.c_str(), PathOf(folder, name, kAnswer).c_str()) != 0) {
    status = errno == EEXIST
                 ? absl::AlreadyExistsError(absl::StrCat("taskInstanceId: ", name, " has been completed already"))
                 : absl::ErrnoToStatus(errno, absl::StrCat("cannot write to ", folder));
  }
  if (file.valid()) ::unlink(fresh.c_str());
  return status;
}

void RemoveStaleCallbacks(const std::string& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> stale;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string waiting = PathOf(folder, entry.path().stem().string(), kWaiting);
    if (!SomebodyWaits(waiting)) stale.push_back(entry.path());
  }
  for (const std::filesystem::path& path : stale) std::filesystem::remove(path, error);
}

}  // namespace slipway
