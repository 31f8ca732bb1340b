#include "runner/file_agent.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "runner/files.h"
#include "runner/folder_digest.h"
#include "runner/frame.h"
#include "runner/unique_fd.h"

extern char** environ;

namespace slipway {
namespace {

constexpr size_t kReadChunk = 256 << 10;

absl::Status CheckPath(const std::string& path) {
  if (!path.empty() && path[0] == '/' && path != "/" && path.find('\0') == std::string::npos) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("expected an absolute path, got '", path, "'"));
}

absl::Status Errno(absl::string_view what, const std::string& path) {
  return absl::ErrnoToStatus(errno, absl::StrCat("cannot ", what, " ", path));
}

void Describe(const runner::DescribeHost& request, runner::HostDescription* description) {
  const char* home = ::getenv("HOME");
  const passwd* user = home == nullptr ? ::getpwuid(::geteuid()) : nullptr;
  description->set_home(home != nullptr ? home : user != nullptr ? user->pw_dir : "/");
  char name[256] = "localhost";
  ::gethostname(name, sizeof name - 1);
  description->set_machine_name(name);
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const absl::string_view text(*entry);
    const size_t equals = text.find('=');
    if (equals == absl::string_view::npos) continue;
    runner::EnvironmentEntry* added = description->add_environment();
    added->set_name(std::string(text.substr(0, equals)));
    added->set_value(std::string(text.substr(equals + 1)));
  }
  const char* path = ::getenv("PATH");
  for (const std::string& program : request.programs()) {
    for (absl::string_view folder : absl::StrSplit(path == nullptr ? "/usr/bin:/bin" : path, ':', absl::SkipEmpty())) {
      const std::string candidate = absl::StrCat(folder, "/", program);
      if (::access(candidate.c_str(), X_OK) != 0) continue;
      runner::EnvironmentEntry* added = description->add_programs();
      added->set_name(program);
      added->set_value(candidate);
      break;
    }
  }
}

absl::Status Read(const runner::ReadPart& request, runner::Part* part) {
  SLIPWAY_RETURN_IF_ERROR(CheckPath(request.path()));
  const UniqueFd file(::open(request.path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file.valid() && (errno == ENOENT || errno == ENOTDIR)) {
    part->set_missing(true);
    return absl::OkStatus();
  }
  struct stat info;
  if (!file.valid() || ::fstat(file.get(), &info) != 0) return Errno("read", request.path());
  if (!S_ISREG(info.st_mode)) return absl::InvalidArgumentError(absl::StrCat(request.path(), " is no file"));
  part->set_size(info.st_size);
  const int64_t left = std::max<int64_t>(0, info.st_size - request.offset());
  std::string content(static_cast<size_t>(std::clamp<int64_t>(request.max_bytes(), 0, std::min(left, kMaxPart))), '\0');
  size_t done = 0;
  while (done < content.size()) {
    const ssize_t size = ::pread(file.get(), content.data() + done, content.size() - done,
                                 static_cast<off_t>(request.offset()) + static_cast<off_t>(done));
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return Errno("read", request.path());
    if (size == 0) break;
    done += static_cast<size_t>(size);
  }
  content.resize(done);
  part->set_content(std::move(content));
  return absl::OkStatus();
}

absl::Status Write(const runner::WritePart& request) {
  const std::string& path = request.path();
  SLIPWAY_RETURN_IF_ERROR(CheckPath(path));
  if (request.is_folder()) return MakeFolders(path, 0700);
  if (!request.link_to().empty()) {
    SLIPWAY_RETURN_IF_ERROR(MakeFolders(path.substr(0, path.rfind('/')), 0700));
    return ::symlink(request.link_to().c_str(), path.c_str()) == 0 ? absl::OkStatus() : Errno("link", path);
  }
  if (request.offset() == 0) return WriteNewFile(path, request.content(), static_cast<mode_t>(request.mode() & 07777));
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.valid() || ::lseek(file.get(), static_cast<off_t>(request.offset()), SEEK_SET) < 0 ||
      !WriteAll(file.get(), request.content())) {
    return Errno("write", path);
  }
  return absl::OkStatus();
}

absl::Status Move(const runner::MoveFolder& request) {
  SLIPWAY_RETURN_IF_ERROR(CheckPath(request.from()));
  SLIPWAY_RETURN_IF_ERROR(CheckPath(request.to()));
  RemoveTree(request.to());
  return ::rename(request.from().c_str(), request.to().c_str()) == 0 ? absl::OkStatus() : Errno("rename", request.from());
}

absl::Status Answer(const runner::FileRequest& request, runner::FileReply* reply) {
  switch (request.request_case()) {
    case runner::FileRequest::kDescribe:
      Describe(request.describe(), reply->mutable_description());
      return absl::OkStatus();
    case runner::FileRequest::kRead:
      return Read(request.read(), reply->mutable_part());
    case runner::FileRequest::kWrite:
      return Write(request.write());
    case runner::FileRequest::kRemove:
      SLIPWAY_RETURN_IF_ERROR(CheckPath(request.remove()));
      RemoveTree(request.remove());
      return absl::OkStatus();
    case runner::FileRequest::kMove:
      return Move(request.move());
    case runner::FileRequest::kDigest: {
      SLIPWAY_RETURN_IF_ERROR(CheckPath(request.digest()));
      if (::access(request.digest().c_str(), F_OK) != 0) return absl::OkStatus();
      const absl::StatusOr<TaskDigest> digest = DigestFolder(request.digest(), "");
      SLIPWAY_RETURN_IF_ERROR(digest.status());
      reply->set_digest(digest->hash);
      return absl::OkStatus();
    }
    case runner::FileRequest::REQUEST_NOT_SET:
      break;
  }
  return absl::UnimplementedError("this runner does not know the request; it is older than the engine");
}

}  // namespace

runner::FileReply AnswerFileRequest(const runner::FileRequest& request) {
  runner::FileReply reply;
  const absl::Status status = Answer(request, &reply);
  if (status.ok()) return reply;
  runner::FileReply failed;
  failed.set_error(std::string(status.message()));
  return failed;
}

int ServeFiles(int in, int out) {
  FrameParser parser;
  const std::unique_ptr<char[]> buffer(new char[kReadChunk]);
  for (;;) {
    absl::string_view payload;
    const absl::StatusOr<bool> whole = parser.Next(&payload);
    if (!whole.ok()) return 1;
    if (*whole) {
      runner::FileRequest request;
      if (!request.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) return 1;
      std::string frame;
      AppendFrame(AnswerFileRequest(request), &frame);
      if (!WriteAll(out, frame)) return 0;
      continue;
    }
    const ssize_t size = ::read(in, buffer.get(), kReadChunk);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return 0;
    parser.Append({buffer.get(), static_cast<size_t>(size)});
  }
}

}  // namespace slipway
