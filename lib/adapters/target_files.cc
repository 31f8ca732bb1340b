#include "adapters/target_files.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "runner/files.h"
#include "runner/folder_digest.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;

// Longer than ssh itself needs to notice a dead connection (ServerAliveInterval x ServerAliveCountMax).
constexpr int kAnswerMillis = 60'000;
constexpr size_t kPart = 1 << 20;

absl::Status Broken(absl::string_view why) {
  return absl::UnavailableError(absl::StrCat("the connection to the target broke: ", why));
}

}  // namespace

void TargetFiles::Close() { ::shutdown(socket_.get(), SHUT_RDWR); }

absl::Status TargetFiles::Send(const std::string& frame) {
  for (size_t sent = 0; sent < frame.size();) {
    const ssize_t size = ::send(socket_.get(), frame.data() + sent, frame.size() - sent, MSG_NOSIGNAL);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return Broken(absl::ErrnoToStatus(errno, "send").message());
    sent += static_cast<size_t>(size);
  }
  return absl::OkStatus();
}

absl::StatusOr<runner::FileReply> TargetFiles::Call(const runner::FileRequest& request) {
  std::string frame;
  AppendFrame(request, &frame);
  SLIPWAY_RETURN_IF_ERROR(Send(frame));
  std::string buffer(256 << 10, '\0');
  for (;;) {
    absl::string_view payload;
    SLIPWAY_ASSIGN_OR_RETURN(const bool whole, parser_.Next(&payload));
    if (whole) {
      runner::FileReply reply;
      if (!reply.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) return Broken("a damaged answer");
      if (!reply.error().empty()) return absl::FailedPreconditionError(absl::StrCat("on the target: ", reply.error()));
      return reply;
    }
    pollfd event{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    const int ready = ::poll(&event, 1, kAnswerMillis);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return Broken("no answer");
    const ssize_t size = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return Broken("it has ended");
    parser_.Append({buffer.data(), static_cast<size_t>(size)});
  }
}

absl::StatusOr<runner::HostDescription> TargetFiles::Describe(const std::vector<std::string>& programs) {
  runner::FileRequest request;
  request.mutable_describe();
  for (const std::string& program : programs) request.mutable_describe()->add_programs(program);
  SLIPWAY_ASSIGN_OR_RETURN(runner::FileReply reply, Call(request));
  return std::move(*reply.mutable_description());
}

absl::StatusOr<int64_t> TargetFiles::Fetch(const std::string& remote, const std::string& local) {
  SLIPWAY_RETURN_IF_ERROR(MakeFolders(fs::path(local).parent_path().string(), 0700));
  const UniqueFd file(::open(local.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
  struct stat info;
  if (!file.valid() || ::fstat(file.get(), &info) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot write ", local));
  }
  int64_t have = info.st_size;
  for (;;) {
    runner::FileRequest request;
    request.mutable_read()->set_path(remote);
    request.mutable_read()->set_offset(have);
    request.mutable_read()->set_max_bytes(kPart);
    SLIPWAY_ASSIGN_OR_RETURN(const runner::FileReply reply, Call(request));
    if (reply.part().content().empty()) return have;
    if (!WriteAll(file.get(), reply.part().content())) {
      return absl::ErrnoToStatus(errno, absl::StrCat("cannot write ", local));
    }
    have += static_cast<int64_t>(reply.part().content().size());
    if (have >= reply.part().size()) return have;
  }
}

absl::Status TargetFiles::Bring(const TaskFolder& folder) {
  runner::FileRequest digest;
  digest.set_digest(folder.place);
  SLIPWAY_ASSIGN_OR_RETURN(const runner::FileReply there, Call(digest));
  if (there.digest() == folder.hash) return absl::OkStatus();
  const std::string beside = absl::StrCat(folder.place, ".new");
  SLIPWAY_RETURN_IF_ERROR(Remove(beside));
  SLIPWAY_RETURN_IF_ERROR(SendTree(folder, beside));
  digest.set_digest(beside);
  SLIPWAY_ASSIGN_OR_RETURN(const runner::FileReply sent, Call(digest));
  if (sent.digest() != folder.hash) {
    return absl::DataLossError(absl::StrCat("the copy of ", folder.source, " on the target has the hash ",
                                            sent.digest().substr(0, 12), ", not ", folder.hash.substr(0, 12)));
  }
  runner::FileRequest move;
  move.mutable_move()->set_from(beside);
  move.mutable_move()->set_to(folder.place);
  return Call(move).status();
}

absl::Status TargetFiles::SendTree(const TaskFolder& folder, const std::string& place) {
  std::error_code error;
  runner::FileRequest request;
  request.mutable_write()->set_path(place);
  request.mutable_write()->set_is_folder(true);
  SLIPWAY_RETURN_IF_ERROR(Call(request).status());
  for (fs::recursive_directory_iterator it(folder.source, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().lexically_relative(folder.source).string();
    if (name == folder.except) continue;
    const fs::file_status status = it->symlink_status(error);
    if (error) break;
    runner::FileRequest one;
    one.mutable_write()->set_path(absl::StrCat(place, "/", name));
    if (fs::is_symlink(status)) {
      one.mutable_write()->set_link_to(fs::read_symlink(it->path(), error).string());
      SLIPWAY_RETURN_IF_ERROR(Call(one).status());
    } else if (fs::is_directory(status)) {
      one.mutable_write()->set_is_folder(true);
      SLIPWAY_RETURN_IF_ERROR(Call(one).status());
    } else {
      const bool runs = (status.permissions() & fs::perms::owner_exec) != fs::perms::none;
      SLIPWAY_RETURN_IF_ERROR(SendFile(it->path().string(), one.write().path(), runs ? 0700 : 0600));
    }
  }
  if (error) return absl::InternalError(absl::StrCat("cannot read ", folder.source, ": ", error.message()));
  return absl::OkStatus();
}

absl::Status TargetFiles::SendFile(const std::string& source, const std::string& place, int mode) {
  const UniqueFd file(::open(source.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", source));
  int64_t offset = 0;
  std::string content(kPart, '\0');
  for (;;) {
    const ssize_t size = ::read(file.get(), content.data(), kPart);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", source));
    if (size == 0 && offset > 0) return absl::OkStatus();
    runner::FileRequest request;
    request.mutable_write()->set_path(place);
    request.mutable_write()->set_content(content.data(), static_cast<size_t>(size));
    request.mutable_write()->set_mode(static_cast<uint32_t>(mode));
    request.mutable_write()->set_offset(offset);
    SLIPWAY_RETURN_IF_ERROR(Call(request).status());
    offset += size;
    if (size == 0) return absl::OkStatus();
  }
}

absl::Status TargetFiles::Remove(const std::string& path) {
  runner::FileRequest request;
  request.set_remove(path);
  return Call(request).status();
}

}  // namespace slipway
