#include "adapters/ssh_tasks.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "adapters/built_in_tasks.h"
#include "adapters/child_process.h"
#include "adapters/ssh_client.h"
#include "base/status_macros.h"
#include "runner/find_files.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kNoLimit = absl::Hours(24 * 365);
constexpr int kExitSkipped = 17;  // of our own remote commands: the file is there

// One machine, one connection that everything shares. The connection is a child of this process, in its group: it ends
// with the task, however that ends.
class Remote {
 public:
  explicit Remote(const SshTaskContext& context) : context_(context), ssh_(FindInPath("ssh")) {}
  ~Remote() {
    if (control_.empty()) return;
    RunChild(Command({"-O", "exit"}, ""), "", absl::Seconds(5), Options()).IgnoreError();
    master_.End(absl::Seconds(2));
    ::unlink(control_.c_str());
    ::rmdir(fs::path(control_).parent_path().c_str());
  }

  absl::Status Connect() {
    if (ssh_.empty()) return absl::FailedPreconditionError("'ssh' is not in PATH; install openssh-client");
    connection_.set_host(context_.environment("SLIPWAY_SSH_HOST"));
    connection_.set_user(context_.environment("SLIPWAY_SSH_USER"));
    connection_.set_known_hosts_file(context_.environment("SLIPWAY_SSH_KNOWN_HOSTS"));
    connection_.set_identity_file(context_.environment("SLIPWAY_SSH_KEY_FILE"));
    int port = 0;
    const std::string given = context_.environment("SLIPWAY_SSH_PORT");
    if (!absl::SimpleAtoi(given, &port) || port < 1) {
      return absl::InvalidArgumentError(absl::StrCat("the endpoint's port is '", given, "'; expected a number"));
    }
    connection_.set_port(port);
    SLIPWAY_RETURN_IF_ERROR(CheckSshConnection(connection_, "the ssh endpoint"));
    int timeout = 20000;
    if (!absl::SimpleAtoi(context_.task.input("readyTimeout"), &timeout) || timeout < 1) timeout = 20000;
    timeout_ = absl::Milliseconds(timeout);
    std::string folder = "/tmp/slipway-task-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) return absl::ErrnoToStatus(errno, "cannot make a folder in /tmp");
    control_ = absl::StrCat(folder, "/s");

    const std::string to = absl::StrCat(connection_.user(), connection_.user().empty() ? "" : "@", connection_.host(), ":", port);
    PrintLine(context_.task, absl::StrCat("Trying to establish an SSH connection to ", to));
    SLIPWAY_ASSIGN_OR_RETURN(master_, PipedChild::Start(Command({"-M", "-N"}, ""), &master_socket_, Options()));
    const absl::Time deadline = absl::Now() + timeout_ + absl::Seconds(5);
    while (::access(control_.c_str(), F_OK) != 0) {
      if (master_.Ended() || absl::Now() > deadline) return SshError(to, connection_, master_.Complaint());
      absl::SleepFor(absl::Milliseconds(10));
    }
    PrintLine(context_.task, "Successfully connected.");
    return absl::OkStatus();
  }

  absl::StatusOr<ChildOutput> Run(const std::string& command, absl::string_view input,
                                  std::function<void(bool, absl::string_view)> on_output = {}) {
    ChildOptions options = Options();
    options.on_output = std::move(on_output);
    return RunChild(Command({"-T"}, command), input, kNoLimit, options);
  }

 private:
  ChildOptions Options() const {
    ChildOptions options;
    options.own_session = false;
    const std::string askpass = context_.environment("SLIPWAY_SSH_ASKPASS");
    if (!askpass.empty()) {
      options.environment = {{"SSH_ASKPASS", askpass}, {"SSH_ASKPASS_REQUIRE", "force"}, {"DISPLAY", "none:0"}};
    }
    return options;
  }

  std::vector<std::string> Command(std::vector<std::string> words, const std::string& command) const {
    std::vector<std::string> argv = {ssh_};
    const auto add = [&](const std::string& option) { argv.insert(argv.end(), {"-o", option}); };
    // The first of equal options counts.
    if (!context_.environment("SLIPWAY_SSH_ASKPASS").empty()) {
      add("BatchMode=no");
      add("NumberOfPasswordPrompts=1");
      if (connection_.identity_file().empty()) {
        add("PubkeyAuthentication=no");
        add("PreferredAuthentications=keyboard-interactive,password");
      }
    }
    // The real task asks for no host key at all. One that the endpoint names must be the one; else the first is taken, and
    // another one later is refused.
    if (connection_.known_hosts_file().empty()) add("StrictHostKeyChecking=accept-new");
    add(absl::StrCat("ConnectTimeout=", std::max<int64_t>(1, absl::ToInt64Seconds(timeout_))));
    for (std::string& option : SshOptions(connection_)) argv.push_back(std::move(option));
    argv.insert(argv.end(), {"-S", control_});
    argv.insert(argv.end(), words.begin(), words.end());
    argv.insert(argv.end(), {"--", connection_.host()});
    if (!command.empty()) argv.push_back(command);
    return argv;
  }

  const SshTaskContext& context_;
  const std::string ssh_;
  v1::SshConnection connection_;
  absl::Duration timeout_ = absl::Seconds(20);
  std::string control_;
  PipedChild master_;
  UniqueFd master_socket_;
};

// Whole lines of a remote machine, which must not command this one.
class RemoteLines {
 public:
  RemoteLines(const NativeTaskContext& context, bool trusted) : context_(context), trusted_(trusted) {}
  ~RemoteLines() {
    for (std::string& rest : rest_) {
      if (!rest.empty()) Print(rest);
    }
  }
  void Take(bool is_stderr, absl::string_view text) {
    saw_stderr_ = saw_stderr_ || (is_stderr && !text.empty());
    std::string& rest = rest_[is_stderr ? 1 : 0];
    rest.append(text.data(), text.size());
    size_t begin = 0;
    for (size_t end; (end = rest.find('\n', begin)) != std::string::npos; begin = end + 1) {
      Print(absl::string_view(rest).substr(begin, end - begin));
    }
    rest.erase(0, begin);
  }
  bool saw_stderr() const { return saw_stderr_; }

 private:
  void Print(absl::string_view line) {
    line = absl::StripSuffix(line, "\r");
    if (trusted_) {
      context_.print(line);
    } else {
      PrintLine(context_, line);
    }
  }
  const NativeTaskContext& context_;
  const bool trusted_;
  std::string rest_[2];
  bool saw_stderr_ = false;
};

// False: it has failed, and has said so.
bool RunRemotely(const SshTaskContext& context, Remote* remote, const std::string& command, bool fail_on_stderr) {
  bool saw_stderr;
  absl::StatusOr<ChildOutput> ended;
  {
    RemoteLines lines(context.task, InputIsTrue(context.task, "enableRemoteVsoCommands"));
    ended = remote->Run(command, "", [&](bool is_stderr, absl::string_view text) { lines.Take(is_stderr, text); });
    saw_stderr = lines.saw_stderr();
  }
  if (!ended.ok()) {
    PrintFailed(context.task, ended.status().message());
    return false;
  }
  if (ended->exit_code != 0) {
    PrintFailed(context.task, absl::StrCat("Command failed on the remote machine with exit code ", ended->exit_code,
                                           ended->exit_code == 255 ? " (or the connection broke)" : "", ": ",
                                           command.substr(0, 200)));
    return false;
  }
  if (saw_stderr && fail_on_stderr) {
    PrintFailed(context.task, "The remote machine wrote to standard error, and failOnStdErr is set.");
    return false;
  }
  return true;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  if (!file.good()) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return content.str();
}

void RunScript(const SshTaskContext& context, Remote* remote, const std::string& name, const std::string& content) {
  const std::string place = ShellQuoted(absl::StrCat("./", name));
  const absl::StatusOr<ChildOutput> sent =
      remote->Run(absl::StrCat("umask 077; cat > ", place, " && chmod +x ", place), content);
  if (!sent.ok() || sent->exit_code != 0) {
    return PrintFailed(context.task, absl::StrCat("The script could not be copied to the remote machine: ",
                                                  sent.ok() ? absl::StripAsciiWhitespace(sent->err) : sent.status().message()));
  }
  RunRemotely(context, remote, absl::StrCat(place, " ", context.task.input("args")), InputIsTrue(context.task, "failOnStdErr"));
  remote->Run(absl::StrCat("rm -f ", place), "").IgnoreError();
}

}  // namespace

void RunSsh(const SshTaskContext& context) {
  Remote remote(context);
  const absl::Status connected = remote.Connect();
  if (!connected.ok()) return PrintFailed(context.task, connected.message());
  const std::string options = absl::AsciiStrToLower(context.task.input("runOptions"));
  if (options == "commands") {
    for (absl::string_view line : absl::StrSplit(context.task.input("commands"), absl::ByAnyChar("\n;"))) {
      line = absl::StripAsciiWhitespace(line);
      if (line.empty()) continue;
      PrintLine(context.task, absl::StrCat("Running command ", line, " on remote machine."));
      if (!RunRemotely(context, &remote, std::string(line), InputIsTrue(context.task, "failOnStdErr"))) return;
    }
    return;
  }
  if (options == "inline") {
    const std::string text = absl::StrReplaceAll(context.task.input("inline"), {{"\r\n", "\n"}});
    return RunScript(context, &remote, absl::StrCat("sshscript_", absl::ToUnixNanos(absl::Now())),
                     absl::StrCat("#!", context.task.input("interpreterCommand"), "\n", text, "\n"));
  }
  const std::string path = context.task.input("scriptPath");
  const absl::StatusOr<std::string> script = ReadFile(path);
  if (!script.ok()) return PrintFailed(context.task, script.status().message());
  RunScript(context, &remote, fs::path(path).filename().string(), absl::StrReplaceAll(*script, {{"\r\n", "\n"}}));
}

void RunCopyFilesOverSsh(const SshTaskContext& context) {
  const NativeTaskContext& task = context.task;
  if (InputIsTrue(task, "isWindowsOnTarget")) {
    return PrintFailed(task, "isWindowsOnTarget: only machines with a POSIX shell are reached by this built-in task; install the "
                             "real task for Windows");
  }
  std::error_code error;
  const fs::path source = task.input("sourceFolder");
  if (!fs::is_directory(source, error)) return PrintFailed(task, absl::StrCat("Not found sourceFolder: ", source.string()));
  std::string problem;
  const std::vector<std::string> files = FindFiles(source.string(), task.input("contents"), &problem);
  if (!problem.empty()) PrintLine(task, absl::StrCat("cannot be read: ", problem));
  if (files.empty()) {
    if (InputIsTrue(task, "failOnEmptySource")) return PrintFailed(task, "Nothing to copy: no file matches the contents.");
    context.task.print("##vso[task.logissue type=warning]Nothing to copy: no file matches the contents.");
    return;
  }
  std::string target = task.input("targetFolder");
  if (target.empty()) target = "./";
  if (absl::StartsWith(target, "~/")) target = absl::StrCat("./", target.substr(2));
  while (target.size() > 1 && target.back() == '/') target.pop_back();
  if (target[0] == '-') target = absl::StrCat("./", target);

  Remote remote(context);
  const absl::Status connected = remote.Connect();
  if (!connected.ok()) return PrintFailed(task, connected.message());
  const auto run = [&](const std::string& command, const std::string& input) -> std::pair<int, std::string> {
    const absl::StatusOr<ChildOutput> done = remote.Run(command, input);
    if (!done.ok()) return {-1, std::string(done.status().message())};
    return {done->exit_code, std::string(absl::StripAsciiWhitespace(done->err))};
  };
  if (InputIsTrue(task, "cleanTargetFolder")) {
    PrintLine(task, absl::StrCat("Cleaning target folder ", target));
    std::string clean = absl::StrCat("if [ -d ", ShellQuoted(target), " ]; then rm -rf -- ", ShellQuoted(target), "/*");
    if (InputIsTrue(task, "cleanHiddenFilesInTarget")) {
      absl::StrAppend(&clean, " ", ShellQuoted(target), "/.[!.]* ", ShellQuoted(target), "/..?*");
    }
    const auto [code, why] = run(absl::StrCat(clean, "; fi"), "");
    if (code != 0) return PrintFailed(task, absl::StrCat("The target folder could not be cleaned: ", why));
  }
  const bool overwrite = InputIsTrue(task, "overwrite");
  std::set<std::string> made;
  int failed = 0;
  int skipped = 0;
  PrintLine(task, absl::StrCat("Found ", files.size(), " files to copy"));
  for (const std::string& file : files) {
    const fs::path relative = InputIsTrue(task, "flattenFolders") ? fs::path(file).filename()
                                                                  : fs::path(file).lexically_relative(source.lexically_normal());
    const std::string place = absl::StrCat(target, "/", relative.string());
    const std::string folder = fs::path(place).parent_path().string();
    std::string command;
    if (made.insert(folder).second) absl::StrAppend(&command, "mkdir -p -- ", ShellQuoted(folder), " && ");
    if (!overwrite) absl::StrAppend(&command, "{ [ ! -e ", ShellQuoted(place), " ] || exit ", kExitSkipped, "; } && ");
    absl::StrAppend(&command, "cat > ", ShellQuoted(place));
    const absl::StatusOr<std::string> content = ReadFile(file);
    const auto [code, why] = content.ok() ? run(command, *content) : std::make_pair(-1, std::string(content.status().message()));
    if (code == kExitSkipped && !overwrite) {
      ++skipped;
      PrintLine(task, absl::StrCat("File ", place, " already exists; it is skipped"));
    } else if (code != 0) {
      ++failed;
      PrintError(task, absl::StrCat("Failed to copy ", file, " to ", place, ": ", why));
    } else {
      PrintLine(task, absl::StrCat("Copied ", file, " to ", place));
    }
  }
  if (failed > 0) return PrintFailed(task, absl::StrCat(failed, " of ", files.size(), " files could not be copied."));
  PrintLine(task, absl::StrCat("Copied ", files.size() - static_cast<size_t>(skipped), " files, skipped ", skipped));
}

}  // namespace slipway
