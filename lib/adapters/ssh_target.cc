#include "adapters/ssh_target.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

constexpr absl::Duration kDefaultLostAfter = absl::Minutes(5);
constexpr absl::Duration kFirstPatience = absl::Seconds(3);
constexpr absl::Duration kCommandTimeout = absl::Minutes(1);
constexpr absl::Duration kInstallTimeout = absl::Minutes(10);
constexpr absl::Duration kGoodbye = absl::Seconds(2);

// $1 = work folder or empty, $2 = hash. Says where it is and whether what is there is what it should be.
constexpr char kCheckScript[] =
    "root=${1:-$HOME/.slipway}\n"
    "printf \"slipway-target\\n%s\\n%s\\n%s\\n\" \"$(uname -s)\" \"$(uname -m)\" \"$root\"\n"
    "if cd \"$root/bin/$2\" 2>/dev/null && [ \"$(sha256sum <SHA256SUMS | cut -c1-64)\" = \"$2\" ] && "
    "sha256sum -c --status SHA256SUMS\n"
    "then echo present; else echo missing; fi\n";

// $1 = work folder, $2 = hash; the archive on standard input. It takes its name only when every hash is right.
constexpr char kInstallScript[] =
    "umask 077; new=\"$1/bin/.$2.$$\"\n"
    "mkdir -p \"$1/bin\" && mkdir \"$new\" && cd \"$new\" && tar -xf - || exit 3\n"
    "[ \"$(sha256sum <SHA256SUMS | cut -c1-64)\" = \"$2\" ] && sha256sum -c --status SHA256SUMS || "
    "{ cd /; rm -rf \"$new\"; echo \"the hash of the copy is wrong\" >&2; exit 4; }\n"
    "cd / && rm -rf \"$1/bin/$2\" && mv \"$new\" \"$1/bin/$2\" && echo installed\n";

std::string ShellCommand(absl::string_view script, const std::string& first, const std::string& second) {
  return absl::StrCat("exec /bin/sh -c ", ShellQuoted(script), " sh ", ShellQuoted(first), " ", ShellQuoted(second));
}

bool IsBelow(absl::string_view path, absl::string_view folder) {
  if (!absl::ConsumePrefix(&path, folder) || !absl::StartsWith(path, "/")) return false;
  for (absl::string_view part : absl::StrSplit(path.substr(1), '/')) {
    if (part.empty() || part == "." || part == "..") return false;
  }
  return true;
}

// Whether it may be better in a moment.
bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsCancelled(status);
}

// Names that tasks look for; whatever else they start is looked for in the target's PATH when it is started.
const std::vector<std::string>& Programs() {
  static const auto* const kPrograms =
      new std::vector<std::string>{"bash", "node", "pwsh", "powershell", "python", "python3"};
  return *kPrograms;
}

}  // namespace

SshTarget::SshTarget(SshTargetOptions options)
    : options_(std::move(options)),
      lost_after_(options_.target.ssh().lost_after_seconds() > 0
                      ? absl::Seconds(options_.target.ssh().lost_after_seconds())
                      : kDefaultLostAfter),
      ssh_(options_.target.name(), options_.target.ssh(), options_.control_path) {
  worker_ = std::thread([this] { Work(); });
}

SshTarget::~SshTarget() {
  std::unique_ptr<ProcessRunner> runner;
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    if (files_ != nullptr) files_->Close();
  }
  ssh_.Stop();
  worker_.join();
  {
    absl::MutexLock lock(&mutex_);
    runner = std::move(runner_);
    files_.reset();
  }
  runner.reset();
  // What was said last is on its way.
  runner_session_.End(kGoodbye);
  files_session_.End(kGoodbye);
  ssh_.Disconnect();
}

bool SshTarget::stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

std::shared_ptr<TargetFiles> SshTarget::files() const {
  absl::MutexLock lock(&mutex_);
  return files_;
}

void SshTarget::DropFiles() {
  absl::MutexLock lock(&mutex_);
  files_.reset();
}

ProcessRunner* SshTarget::runner() const {
  absl::MutexLock lock(&mutex_);
  return runner_.get();
}

void SshTarget::Pause(absl::Duration duration) {
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&stopping_), duration);
}

void SshTarget::Enqueue(std::function<void()> job) {
  absl::MutexLock lock(&mutex_);
  jobs_.push_back(std::move(job));
}

void SshTarget::Work() {
  for (;;) {
    std::function<void()> job;
    {
      absl::MutexLock lock(&mutex_);
      const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || !jobs_.empty(); };
      mutex_.Await(absl::Condition(&ready));
      if (stopping_) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

std::string SshTarget::There(const std::string& local) const {
  absl::MutexLock lock(&mutex_);
  return absl::StrCat(places_.data_directory, absl::StripPrefix(local, options_.local_directory));
}

absl::Status SshTarget::Install(SshTargetOptions::Program program) {
  SLIPWAY_ASSIGN_OR_RETURN(const RunnerBundle* bundle, options_.bundle(program));
  SLIPWAY_ASSIGN_OR_RETURN(const ChildOutput checked,
                           ssh_.Run(ShellCommand(kCheckScript, options_.target.ssh().work_folder(), bundle->hash()), "",
                                    kCommandTimeout));
  // Whatever a login script prints comes first.
  const size_t begin = checked.out.find("slipway-target\n");
  if (begin == std::string::npos) {
    if (checked.exit_code == 255 || checked.exit_code == -1) return SshError(ssh_.to(), options_.target.ssh(), checked.err);
    return absl::FailedPreconditionError(absl::StrCat(ssh_.to(), ": /bin/sh does not work there: ",
                                                      absl::StripAsciiWhitespace(checked.err)));
  }
  const std::vector<std::string> lines = absl::StrSplit(checked.out.substr(begin), '\n');
  if (lines.size() < 5) return absl::UnavailableError(absl::StrCat(ssh_.to(), ": its answer is cut off"));
  if (lines[1] != "Linux" || lines[2] != bundle->machine()) {
    return absl::FailedPreconditionError(absl::StrCat(ssh_.to(), " is ", lines[1], " ", lines[2],
                                                      "; this engine's runner is for Linux ", bundle->machine()));
  }
  const std::string& root = lines[3];
  if (root.empty() || root[0] != '/') {
    return absl::FailedPreconditionError(absl::StrCat(ssh_.to(), ": the user has no home folder there; set workFolder"));
  }
  if (lines[4] != "present") {
    SLIPWAY_ASSIGN_OR_RETURN(const std::string archive, bundle->Archive());
    SLIPWAY_ASSIGN_OR_RETURN(const ChildOutput installed,
                             ssh_.Run(ShellCommand(kInstallScript, root, bundle->hash()), archive, kInstallTimeout));
    if (!absl::StrContains(installed.out, "installed")) {
      if (installed.exit_code == 255) return SshError(ssh_.to(), options_.target.ssh(), installed.err);
      return absl::FailedPreconditionError(absl::StrCat(ssh_.to(), ": the runner could not be installed below ", root, ": ",
                                                        absl::StripAsciiWhitespace(installed.err)));
    }
  }
  absl::MutexLock lock(&mutex_);
  root_ = root;
  const std::string place = absl::StrCat(root, "/bin/", bundle->hash(), "/", bundle->name());
  (program == SshTargetOptions::Program::kRunner ? runner_path_ : places_.tools_path) = place;
  return absl::OkStatus();
}

absl::Status SshTarget::Supply(const ProcessRequest& request) {
  if (request.needs_tools) {
    bool there;
    {
      absl::MutexLock lock(&mutex_);
      there = has_tools_;
    }
    if (!there) SLIPWAY_RETURN_IF_ERROR(Install(SshTargetOptions::Program::kTools));
    absl::MutexLock lock(&mutex_);
    has_tools_ = true;
  }
  for (const TaskFolder& folder : request.packages) {
    const std::shared_ptr<TargetFiles> used = files();
    if (used == nullptr) return absl::UnavailableError("not connected");
    SLIPWAY_RETURN_IF_ERROR(used->Bring(folder));
  }
  return absl::OkStatus();
}

absl::Status SshTarget::OpenFiles() {
  std::string command;
  std::string root;
  {
    absl::MutexLock lock(&mutex_);
    command = absl::StrCat("exec ", ShellQuoted(runner_path_), " --files");
    root = root_;
  }
  UniqueFd socket;
  SLIPWAY_ASSIGN_OR_RETURN(files_session_, ssh_.Open(command, &socket));
  auto files = std::make_shared<TargetFiles>(std::move(socket));
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return absl::CancelledError("closing");
    files_ = files;
  }
  const absl::StatusOr<runner::HostDescription> description = files->Describe(Programs());
  if (!description.ok()) {
    return absl::UnavailableError(absl::StrCat(ssh_.to(), ": the runner there does not answer: ",
                                               absl::StripAsciiWhitespace(files_session_.Complaint())));
  }
  absl::MutexLock lock(&mutex_);
  places_.data_directory = absl::StrCat(root, "/", options_.place);
  places_.machine_name = description->machine_name();
  places_.runner_path = runner_path_;
  const absl::StatusOr<const RunnerBundle*> tools = options_.bundle(SshTargetOptions::Program::kTools);
  places_.tools_path = tools.ok() ? absl::StrCat(root, "/bin/", (*tools)->hash(), "/", (*tools)->name()) : "";
  has_tools_ = false;
  places_.environment.clear();
  for (const runner::EnvironmentEntry& entry : description->environment()) {
    places_.environment[entry.name()] = entry.value();
  }
  places_.programs.clear();
  for (const runner::EnvironmentEntry& entry : description->programs()) places_.programs[entry.name()] = entry.value();
  return absl::OkStatus();
}

absl::Status SshTarget::StartRunner() {
  ProcessRunnerOptions runner;
  {
    absl::MutexLock lock(&mutex_);
    if (runner_ != nullptr) return absl::OkStatus();
    runner.state_directory = absl::StrCat(places_.data_directory, "/runner");
  }
  runner.connect = [this] { return OpenRunner(); };
  runner.lost_after = lost_after_;
  runner.max_backoff = absl::Seconds(3);
  SLIPWAY_ASSIGN_OR_RETURN(std::unique_ptr<ProcessRunner> made, ProcessRunner::Create(std::move(runner)));
  made->SetObserver(this);
  absl::MutexLock lock(&mutex_);
  runner_ = std::move(made);
  return absl::OkStatus();
}

absl::Status SshTarget::Ready() {
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return absl::CancelledError("closing");
    if (files_ != nullptr) return absl::OkStatus();
  }
  SLIPWAY_RETURN_IF_ERROR(ssh_.Connect());
  SLIPWAY_RETURN_IF_ERROR(Install(SshTargetOptions::Program::kRunner));
  const absl::Status opened = OpenFiles();
  if (!opened.ok()) {
    DropFiles();
    return opened;
  }
  return StartRunner();
}

absl::Status SshTarget::ReadyWithin(absl::Duration patience, bool stubborn) {
  const absl::Time deadline = absl::Now() + patience;
  absl::Duration pause = absl::Milliseconds(250);
  for (;;) {
    const absl::Status ready = Ready();
    if (ready.ok() || stopping() || (!stubborn && !MayPass(ready)) || absl::Now() + pause > deadline) return ready;
    Pause(pause);
    pause = std::min(2 * pause, absl::Seconds(5));
  }
}

absl::StatusOr<UniqueFd> SshTarget::OpenRunner() {
  std::string command;
  {
    absl::MutexLock lock(&mutex_);
    command = absl::StrCat("exec ", ShellQuoted(runner_path_), " --stdio --state ",
                           ShellQuoted(absl::StrCat(places_.data_directory, "/runner")));
  }
  runner_session_.End(absl::ZeroDuration());
  UniqueFd socket;
  SLIPWAY_ASSIGN_OR_RETURN(runner_session_, ssh_.Open(command, &socket));
  return socket;
}

void SshTarget::Reach(bool patient, Targets::Reached done) {
  Enqueue([this, patient, done = std::move(done)] {
    // A connection that broke is noticed by using it.
    const std::shared_ptr<TargetFiles> used = files();
    if (used != nullptr && !used->Describe({}).ok()) DropFiles();
    const absl::Status ready = ReadyWithin(patient ? lost_after_ : kFirstPatience, patient);
    if (stopping()) return;
    if (!ready.ok()) return done(ready);
    TargetPlaces places;
    {
      absl::MutexLock lock(&mutex_);
      places = places_;
    }
    done(std::move(places));
  });
}

absl::Status SshTarget::Start(const TargetTask& task, ProcessRequest request) {
  {
    absl::MutexLock lock(&mutex_);
    followed_[request.token] = {task.log_path, task.attachments_directory, false};
  }
  Enqueue([this, request = std::move(request)]() mutable {
    absl::Status ready = ReadyWithin(lost_after_, /*stubborn=*/false);
    for (int tries = 0; ready.ok() && tries < 3; ++tries) {
      ready = Supply(request);
      if (!absl::IsUnavailable(ready)) break;
      DropFiles();
      ready = ReadyWithin(lost_after_, /*stubborn=*/false);
    }
    if (stopping()) return;
    if (ready.ok()) ready = runner()->Start(request);
    if (!ready.ok()) Lose(request.token, ready);
  });
  return absl::OkStatus();
}

absl::Status SshTarget::Cancel(const std::string& token) {
  // Behind a start that waits its turn.
  Enqueue([this, token] {
    if (runner() != nullptr) runner()->Cancel(token).IgnoreError();
  });
  return absl::OkStatus();
}

absl::Status SshTarget::Forget(const std::string& token) {
  Enqueue([this, token] {
    Followed followed;
    {
      absl::MutexLock lock(&mutex_);
      const auto found = followed_.find(token);
      if (found == followed_.end()) return;
      followed = std::move(found->second);
      followed_.erase(found);
    }
    if (runner() != nullptr) runner()->Forget(token).IgnoreError();
    // All of it is here; what cannot be removed now stays there.
    const std::shared_ptr<TargetFiles> used = files();
    if (used == nullptr || followed.log_path.empty()) return;
    used->Remove(There(followed.log_path)).IgnoreError();
    used->Remove(There(followed.attachments_directory)).IgnoreError();
  });
  return absl::OkStatus();
}

absl::Status SshTarget::EndJob(const std::string& job) {
  Enqueue([this, job] {
    if (runner() != nullptr) runner()->EndJob(job).IgnoreError();
  });
  return absl::OkStatus();
}

void SshTarget::OnStarted(const std::string& token, absl::Time at) { options_.observer->OnStarted(token, at); }

void SshTarget::OnProgress(const std::string& token, int32_t percent, const std::string& operation) {
  options_.observer->OnProgress(token, percent, operation);
}

void SshTarget::OnLog(const std::string& token, int64_t) {
  {
    absl::MutexLock lock(&mutex_);
    const auto found = followed_.find(token);
    if (found == followed_.end() || found->second.queued) return;
    found->second.queued = true;
  }
  Enqueue([this, token] { Fetch(token); });
}

void SshTarget::OnFinished(const ProcessResult& result) {
  Enqueue([this, result] { Finish(result); });
}

void SshTarget::Fetch(const std::string& token) {
  Followed followed;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = followed_.find(token);
    if (found == followed_.end()) return;
    found->second.queued = false;
    followed = found->second;
  }
  const std::shared_ptr<TargetFiles> used = files();
  if (used == nullptr) return;  // Finish brings all of it
  const absl::StatusOr<int64_t> have = used->Fetch(There(followed.log_path), followed.log_path);
  if (have.ok()) {
    options_.observer->OnLog(token, *have);
  } else if (absl::IsUnavailable(have.status())) {
    DropFiles();
  }
}

absl::Status SshTarget::Collect(const Followed& followed, ProcessResult* result) {
  const std::shared_ptr<TargetFiles> used = files();
  if (used == nullptr) return absl::UnavailableError("not connected");
  SLIPWAY_RETURN_IF_ERROR(used->Fetch(There(followed.log_path), followed.log_path).status());
  const std::string kept = There(followed.attachments_directory);
  for (TaskCommand& command : result->commands) {
    // The machine there says where the file is; it does not say where it goes here.
    if (!IsBelow(command.file, kept)) continue;
    const std::string local =
        absl::StrCat(followed.attachments_directory, absl::StripPrefix(command.file, kept));
    SLIPWAY_RETURN_IF_ERROR(used->Fetch(command.file, local).status());
    command.file = local;
  }
  return absl::OkStatus();
}

void SshTarget::Finish(ProcessResult result) {
  Followed followed;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = followed_.find(result.token);
    if (found == followed_.end()) return;
    followed = found->second;
  }
  absl::Status collected;
  // Of a target that has been out of reach for long enough already, no more is to be expected.
  const absl::Time deadline = absl::Now() + (result.lost ? kFirstPatience : lost_after_);
  do {
    collected = ReadyWithin(deadline - absl::Now(), /*stubborn=*/true);
    if (collected.ok()) collected = Collect(followed, &result);
    if (stopping()) return;
    if (!absl::IsUnavailable(collected)) break;
    DropFiles();
  } while (absl::Now() < deadline);
  if (!collected.ok() && !result.lost) {
    result.issues.push_back({false, absl::StrCat("The rest of the log could not be brought from ", ssh_.to(), ": ",
                                                 collected.message())});
    ++result.warning_count;
  }
  options_.observer->OnFinished(result);
}

void SshTarget::Lose(const std::string& token, const absl::Status& why) {
  ProcessResult lost;
  lost.token = token;
  lost.lost = true;
  lost.result = TaskResult::kFailed;
  lost.started_on = absl::InfinitePast();
  lost.finished_on = absl::Now();
  lost.message = std::string(why.message());
  options_.observer->OnFinished(lost);
}

}  // namespace slipway
