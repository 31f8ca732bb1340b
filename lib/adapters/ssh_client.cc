#include "adapters/ssh_client.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "adapters/built_in_tasks.h"
#include "base/status_macros.h"
#include "runner/files.h"

namespace slipway {
namespace {

constexpr absl::Duration kConnectTimeout = absl::Seconds(10);
constexpr absl::Duration kControlTimeout = absl::Seconds(5);
constexpr absl::Duration kMasterTimeout = absl::Seconds(30);
// A connection without a session ends by itself after so long: the host may have been killed.
constexpr int kPersistSeconds = 60;

// A path in an -o option: one word, with nothing to expand.
std::string OptionPath(absl::string_view path) {
  return absl::StrCat("\"", absl::StrReplaceAll(path, {{"%", "%%"}}), "\"");
}

absl::Status CheckWord(absl::string_view text, absl::string_view more, const std::string& path) {
  const bool good = text[0] != '-' && std::all_of(text.begin(), text.end(), [&](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains(more, absl::string_view(&c, 1));
  });
  if (good) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(path, ": expected letters, digits and any of ", more, ", not beginning with '-', got '", text, "'"));
}

absl::Status CheckFile(absl::string_view file, const std::string& path) {
  if (file.empty()) return absl::OkStatus();
  if (file[0] == '/' && file.find_first_of("\"\n\r\0", 0, 4) == absl::string_view::npos) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(path, ": expected an absolute path without quotes, got '", file, "'"));
}

std::string LastLine(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  const size_t end = text.rfind('\n');
  return std::string(absl::StripAsciiWhitespace(end == absl::string_view::npos ? text : text.substr(end + 1)));
}

}  // namespace

std::string ShellQuoted(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

absl::Status CheckSshConnection(const v1::SshConnection& connection, absl::string_view path) {
  const auto field = [&](const char* name) { return absl::StrCat(path, ".", name); };
  if (connection.host().empty()) return absl::InvalidArgumentError(absl::StrCat(field("host"), ": expected a machine"));
  SLIPWAY_RETURN_IF_ERROR(CheckWord(connection.host(), ".-_:%", field("host")));
  if (!connection.user().empty()) SLIPWAY_RETURN_IF_ERROR(CheckWord(connection.user(), ".-_@+\\$", field("user")));
  if (connection.port() < 0 || connection.port() > 65535) {
    return absl::InvalidArgumentError(absl::StrCat(field("port"), ": expected 1 to 65535, got ", connection.port()));
  }
  if (connection.lost_after_seconds() < 0) {
    return absl::InvalidArgumentError(absl::StrCat(field("lostAfterSeconds"), ": expected a positive number"));
  }
  SLIPWAY_RETURN_IF_ERROR(CheckFile(connection.identity_file(), field("identityFile")));
  SLIPWAY_RETURN_IF_ERROR(CheckFile(connection.known_hosts_file(), field("knownHostsFile")));
  return CheckFile(connection.work_folder(), field("workFolder"));
}

absl::Status SshError(absl::string_view to, const v1::SshConnection& connection, absl::string_view complaint) {
  const std::string file =
      connection.known_hosts_file().empty() ? "~/.ssh/known_hosts" : connection.known_hosts_file();
  const std::string port = connection.port() == 0 ? "" : absl::StrCat(" -p ", connection.port());
  if (absl::StrContains(complaint, "REMOTE HOST IDENTIFICATION HAS CHANGED") ||
      absl::StrContains(complaint, "Offending ")) {
    return absl::PermissionDeniedError(
        absl::StrCat(to, " shows another host key than the one in ", file,
                     ": it was set up anew, or somebody else answers in its place. Nothing was sent to it. Compare the "
                     "key's fingerprint with the machine's own, then replace the line in that file"));
  }
  if (absl::StrContains(complaint, "host key is known") || absl::StrContains(complaint, "Host key verification failed")) {
    return absl::PermissionDeniedError(
        absl::StrCat("the host key of ", to, " is not in ", file, ". Get it with ssh-keyscan", port, " ",
                     connection.host(), ", compare its fingerprint with the machine's own, and add it to that file"));
  }
  if (absl::StrContains(complaint, "Permission denied") || absl::StrContains(complaint, "Too many authentication")) {
    return absl::PermissionDeniedError(absl::StrCat(
        to, " does not let the user in: ", LastLine(complaint), ". Put the public key of ",
        connection.identity_file().empty() ? "the ssh agent or of ~/.ssh" : connection.identity_file(),
        " into the user's authorized_keys there; a key with a passphrase must be in the ssh agent"));
  }
  const std::string why = LastLine(complaint);
  return absl::UnavailableError(absl::StrCat(to, " cannot be reached: ", why.empty() ? "ssh says nothing" : why));
}

std::vector<std::string> SshOptions(const v1::SshConnection& connection) {
  std::vector<std::string> options;
  for (const char* option :
       {"BatchMode=yes", "StrictHostKeyChecking=yes", "UpdateHostKeys=no", "ForwardAgent=no", "ForwardX11=no",
        "ClearAllForwardings=yes", "PermitLocalCommand=no", "RequestTTY=no", "ConnectTimeout=10",
        "ServerAliveInterval=15", "ServerAliveCountMax=3", "LogLevel=ERROR", "EscapeChar=none"}) {
    options.insert(options.end(), {"-o", option});
  }
  const auto add = [&](const std::string& option) { options.insert(options.end(), {"-o", option}); };
  if (!connection.known_hosts_file().empty()) {
    add(absl::StrCat("UserKnownHostsFile=", OptionPath(connection.known_hosts_file())));
    add("GlobalKnownHostsFile=/dev/null");
  }
  if (!connection.identity_file().empty()) {
    add(absl::StrCat("IdentityFile=", OptionPath(connection.identity_file())));
    add("IdentitiesOnly=yes");
  }
  if (connection.port() != 0) add(absl::StrCat("Port=", connection.port()));
  if (!connection.user().empty()) add(absl::StrCat("User=", connection.user()));
  return options;
}

SshClient::SshClient(std::string name, v1::SshConnection connection, std::string control_path)
    : connection_(std::move(connection)),
      control_path_(std::move(control_path)),
      to_(absl::StrCat("target '", name, "' (", connection_.user(), connection_.user().empty() ? "" : "@",
                       connection_.host(), connection_.port() == 0 ? "" : absl::StrCat(":", connection_.port()), ")")),
      ssh_(FindInPath("ssh")) {}

absl::Status SshClient::MakeControlFolder() const {
  const std::string folder = control_path_.substr(0, control_path_.rfind('/'));
  SLIPWAY_RETURN_IF_ERROR(MakeFolders(folder, 0700));
  struct stat info;
  if (::lstat(folder.c_str(), &info) != 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot look at ", folder));
  // It lies where everybody may make folders.
  if (!S_ISDIR(info.st_mode) || info.st_uid != ::geteuid() || (info.st_mode & 077) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(folder, ": expected a folder of this user with mode 0700"));
  }
  return absl::OkStatus();
}

std::vector<std::string> SshClient::Command(std::vector<std::string> words) const {
  std::vector<std::string> argv = {ssh_};
  for (std::string& option : SshOptions(connection_)) argv.push_back(std::move(option));
  argv.insert(argv.end(), {"-S", control_path_});
  argv.insert(argv.end(), std::make_move_iterator(words.begin()), std::make_move_iterator(words.end()));
  return argv;
}

bool SshClient::Alive() const {
  if (::access(control_path_.c_str(), F_OK) != 0) return false;
  const auto checked = RunChild(Command({"-O", "check", "--", connection_.host()}), "", kControlTimeout, {.stop = &stop_});
  return checked.ok() && (checked->exit_code == 0 || checked->exit_code == -1);
}

absl::Status SshClient::Connect() {
  if (ssh_.empty()) {
    return absl::FailedPreconditionError("'ssh' is not in PATH; install openssh-client on the engine's machine");
  }
  absl::MutexLock lock(&mutex_);
  SLIPWAY_RETURN_IF_ERROR(MakeControlFolder());
  if (Alive()) return absl::OkStatus();
  ::unlink(control_path_.c_str());
  SLIPWAY_ASSIGN_OR_RETURN(
      const ChildOutput said,
      RunChild(Command({"-M", "-N", "-f", "-o", absl::StrCat("ControlPersist=", kPersistSeconds), "--",
                        connection_.host()}),
               "", kMasterTimeout, {.stop = &stop_}));
  if ((said.exit_code == 0 || said.exit_code == -1) && ::access(control_path_.c_str(), F_OK) == 0) {
    return absl::OkStatus();
  }
  return SshError(to_, connection_, said.err);
}

absl::StatusOr<ChildOutput> SshClient::Run(const std::string& command, absl::string_view input,
                                           absl::Duration timeout) {
  return RunChild(Command({"-o", "ControlMaster=no", "-T", "--", connection_.host(), command}), input, timeout, {.stop = &stop_});
}

absl::StatusOr<PipedChild> SshClient::Open(const std::string& command, UniqueFd* socket) {
  SLIPWAY_RETURN_IF_ERROR(Connect());
  return PipedChild::Start(Command({"-o", "ControlMaster=no", "-T", "--", connection_.host(), command}), socket);
}

void SshClient::Disconnect() {
  if (ssh_.empty() || ::access(control_path_.c_str(), F_OK) != 0) return;
  RunChild(Command({"-O", "exit", "--", connection_.host()}), "", kControlTimeout).IgnoreError();
}

}  // namespace slipway
