#include "runner/task.h"

#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/status_macros.h"
#include "runner/files.h"

namespace slipway {
namespace {

constexpr int kSucceeded = 0;
constexpr int kFailed = 2;
constexpr int kCanceled = 3;

constexpr size_t kReadSize = 1 << 20;
// A pipe starts with the kernel's 64 KiB and grows when a task fills it: most tasks write little, and unprivileged
// users may have only so many pages in pipes.
constexpr int kDefaultPipe = 64 << 10;
constexpr int kBigPipe = 1 << 20;
// One task's flood must not keep the others waiting: after this many reads the loop goes round.
constexpr int kReadsPerEvent = 4;

int64_t NowMicros() { return absl::ToUnixMicros(absl::Now()); }

char* ReadBuffer() {
  static char* const buffer = new char[kReadSize];
  return buffer;
}

template <typename Repeated>
std::vector<std::string> ToVector(const Repeated& values) {
  return std::vector<std::string>(values.begin(), values.end());
}

std::string ExitMessage(const std::string& program, int exit_code) {
  std::string message = absl::StrCat("Process '", program, "' ended with exit code ", exit_code, ".");
  if (exit_code == 137) absl::StrAppend(&message, " It was killed; the machine may have run out of memory.");
  return message;
}

}  // namespace

MonotonicTime MonotonicNow() {
  timespec now;
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return absl::DurationFromTimespec(now);
}

Task::Task(runner::Request request, PollTag tag, TaskTimeouts timeouts, Poller* poller, Spawner* spawner)
    : request_(std::move(request)), tag_(tag), timeouts_(timeouts), poller_(poller), spawner_(spawner) {}

Task::~Task() {
  if (!process_) return;
  KillGroup(*process_);
  Release();
}

void Task::Start(int cgroup) {
  const absl::Status launched = Launch(cgroup);
  if (launched.ok()) {
    started_on_us_ = NowMicros();
  } else {
    Refuse(launched);
  }
}

absl::Status Task::Prepare() {
  for (const runner::File& file : request_.files()) {
    if (!IsInside(file.path(), request_.temp_directory())) {
      return absl::InvalidArgumentError(
          absl::StrCat("files: '", file.path(), "' is not inside temp_directory '", request_.temp_directory(), "'"));
    }
  }
  if (!request_.temp_directory().empty()) {
    SLIPWAY_RETURN_IF_ERROR(MakePrivateFolder(request_.temp_directory()));
    made_temp_directory_ = true;
  }
  for (const runner::File& file : request_.files()) {
    SLIPWAY_RETURN_IF_ERROR(WriteNewFile(file.path(), file.content(), static_cast<mode_t>(file.mode() & 07777)));
  }
  return absl::OkStatus();
}

absl::Status Task::Launch(int cgroup) {
  TaskOutputOptions options;
  options.log_path = request_.log_path();
  options.header = ToVector(request_.log_header());
  options.secrets = ToVector(request_.secrets());
  options.seal_public_key = request_.seal_public_key();
  options.step_reference_name = request_.step_reference_name();
  options.debug = request_.debug();
  options.fail_on_stderr = request_.fail_on_stderr();
  options.restricted_commands = request_.restricted_commands();
  options.allow_multiline_secrets = request_.allow_multiline_secrets();
  options.endpoint_ids = ToVector(request_.endpoint_ids());
  options.output_variables = ToVector(request_.output_variables());
  options.restricts_variables = request_.restrict_variables();
  options.settable_variables = ToVector(request_.settable_variables());
  options.attachments_directory = request_.attachments_directory();
  SLIPWAY_ASSIGN_OR_RETURN(output_, TaskOutput::Open(std::move(options)));
  output_->on_progress = [this](int percent, const std::string& operation) {
    progress_.emplace();
    progress_->set_token(request_.token());
    progress_->set_percent(percent);
    progress_->set_operation(operation);
  };
  SLIPWAY_RETURN_IF_ERROR(Prepare());

  SpawnRequest spawn;
  spawn.argv = ToVector(request_.argv());
  for (const runner::EnvironmentEntry& entry : request_.environment()) {
    spawn.environment.emplace_back(entry.name(), entry.value());
  }
  spawn.working_directory = request_.working_directory();
  spawn.cgroup = cgroup;
  absl::StatusOr<Process> process = spawner_->Spawn(spawn);
  if (absl::IsNotFound(process.status()) && !spawn.working_directory.empty() &&
      ::access(spawn.working_directory.c_str(), F_OK) != 0) {
    SLIPWAY_RETURN_IF_ERROR(MakeFolders(spawn.working_directory, 0777));
    process = spawner_->Spawn(spawn);
  }
  SLIPWAY_RETURN_IF_ERROR(process.status());
  process_ = *std::move(process);

  PollTag tag = tag_;
  for (uint32_t kind : {kStandardOutput, kStandardError, kExit}) {
    tag.kind = kind;
    const absl::Status added = poller_->Add(kind == kExit ? process_->pidfd.get() : process_->reads[kind].get(), tag);
    if (!added.ok()) {
      KillGroup(*process_);
      Release();
      return added;
    }
  }
  return absl::OkStatus();
}

void Task::Refuse(const absl::Status& why) {
  std::string message(why.message());
  if (output_) {
    message = RecordError(message, "The process could not be started.");
  } else {
    runner::Issue* issue = result_.add_issues();
    issue->set_is_error(true);
    issue->set_message(message);
    result_.set_error_count(1);
  }
  SetResult(std::nullopt);
  result_.set_result(kFailed);
  result_.set_message(message);
  Release();
}

void Task::HandleEvent(EventKind kind, MonotonicTime now) {
  if (!process_) return;
  if (kind == kExit) {
    HandleExit(now);
    return;
  }
  if (!process_->reads[kind].valid()) return;
  if (ReadStream(kind, now) == ReadEnd::kEndOfFile) CloseStream(kind);
  if (exited_) DrainRest(now);
}

Task::ReadEnd Task::ReadStream(int stream, MonotonicTime now) {
  const int fd = process_->reads[stream].get();
  for (int reads = 0; reads < kReadsPerEvent; ++reads) {
    const ssize_t size = ::read(fd, ReadBuffer(), kReadSize);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return errno == EAGAIN ? ReadEnd::kAgain : ReadEnd::kEndOfFile;
    if (size == 0) return ReadEnd::kEndOfFile;
    if (!finished_) {
      output_->Write(stream == kStandardError, absl::string_view(ReadBuffer(), static_cast<size_t>(size)));
      NoteDone(now);
    }
    if (size >= kDefaultPipe && !big_pipe_[stream]) {
      big_pipe_[stream] = true;
      ::fcntl(fd, F_SETPIPE_SZ, kBigPipe);  // refused to a user with many pipes: then it stays as it is
    }
  }
  return ReadEnd::kAgain;
}

void Task::NoteDone(MonotonicTime now) {
  if (output_->done_requested() && done_deadline_ == absl::InfiniteDuration()) done_deadline_ = now + timeouts_.done;
}

void Task::HandleExit(MonotonicTime now) {
  exited_ = true;
  poller_->Remove(process_->pidfd.get());
  cancel_deadline_ = absl::InfiniteDuration();
  done_deadline_ = absl::InfiniteDuration();
  // Nothing of a canceled task may stay; until the leader is reaped its number cannot mean another group.
  if (cancel_ != CancelPhase::kNone) KillGroup(*process_);
  for (UniqueFd& write : process_->writes) write.reset();
  drain_deadline_ = now + timeouts_.drain;
  for (int stream : {kStandardOutput, kStandardError}) {
    if (process_->reads[stream].valid() && ReadStream(stream, now) == ReadEnd::kEndOfFile) CloseStream(stream);
  }
  DrainRest(now);
}

void Task::DrainRest(MonotonicTime now) {
  const bool held = process_->reads[0].valid() || process_->reads[1].valid();
  if (held && now < drain_deadline_) return;
  drain_deadline_ = absl::InfiniteDuration();
  for (int stream : {kStandardOutput, kStandardError}) CloseStream(stream);
  const int exit_code = ReapExitCode(*process_);
  left_processes_ = !request_.job().empty() && ::kill(-process_->pid, 0) == 0;
  process_.reset();
  if (!finished_) SetResult(exit_code);
  Release();
}

MonotonicTime Task::deadline() const { return std::min({cancel_deadline_, done_deadline_, drain_deadline_}); }

void Task::HandleDeadline(MonotonicTime now) {
  if (!process_) return;
  if (drain_deadline_ <= now) {
    DrainRest(now);
    return;
  }
  if (done_deadline_ <= now) {
    done_deadline_ = absl::InfiniteDuration();
    if (!finished_ && cancel_ == CancelPhase::kNone) SetResult(std::nullopt);
  }
  if (cancel_deadline_ > now) return;
  if (cancel_ == CancelPhase::kInterrupt) {
    cancel_ = CancelPhase::kTerminate;
    cancel_deadline_ = now + absl::Milliseconds(request_.sigterm_grace_ms());
    SignalProcess(*process_, SIGTERM);
  } else {
    cancel_ = CancelPhase::kKill;
    cancel_deadline_ = absl::InfiniteDuration();
    KillGroup(*process_);
  }
}

void Task::Cancel(MonotonicTime now) {
  if (finished_ || cancel_ != CancelPhase::kNone) return;
  if (!process_) {
    SetResult(std::nullopt);
    result_.set_result(kCanceled);
    result_.set_canceled(true);
    return;
  }
  if (exited_) {
    // It ended by itself; only descendants are left, and the caller does not want to wait for them.
    KillGroup(*process_);
    drain_deadline_ = now;
    return;
  }
  cancel_ = CancelPhase::kInterrupt;
  cancel_deadline_ = now + absl::Milliseconds(request_.sigint_grace_ms());
  SignalProcess(*process_, SIGINT);
}

void Task::EndRest() {
  if (process_) KillGroup(*process_);
}

// Adds an error issue; its masked text, or `safe` when there were too many issues to keep this one.
std::string Task::RecordError(absl::string_view text, absl::string_view safe) {
  const size_t before = output_->outcome().issues.size();
  output_->AddIssue(/*is_error=*/true, text);
  const std::vector<IssueRecord>& issues = output_->outcome().issues;
  return issues.size() > before ? issues.back().message : std::string(safe);
}

// No exit code: the process said that it was done, was refused, or never started.
void Task::SetResult(std::optional<int> exit_code) {
  finished_ = true;
  result_.set_token(request_.token());
  result_.set_started_on_us(started_on_us_);
  result_.set_exit_code(exit_code.value_or(0));
  std::string message;
  const bool canceled = exit_code.has_value() && cancel_ != CancelPhase::kNone;
  if (exit_code.value_or(0) != 0 && !canceled) {
    message = RecordError(ExitMessage(request_.argv(0), *exit_code), absl::StrCat("Exit code ", *exit_code, "."));
  }
  int merged = kSucceeded;
  if (output_) {
    output_->Finish();
    const TaskOutcome& outcome = output_->outcome();
    merged = outcome.completed_result.value_or(kSucceeded);
    if (exit_code.value_or(0) != 0) merged = kFailed;
    if (outcome.command_failed || (request_.fail_on_stderr() && outcome.stderr_seen)) {
      merged = MergeResults(merged, kFailed);
    }
    for (const SetVariableRecord& from : outcome.variables) {
      runner::Variable* to = result_.add_variables();
      to->set_name(from.name);
      to->set_value(from.value);
      to->set_is_secret(from.is_secret);
      to->set_is_output(from.is_output);
      to->set_is_read_only(from.is_read_only);
      to->set_scope(static_cast<int32_t>(from.scope));
    }
    for (const IssueRecord& from : outcome.issues) {
      runner::Issue* to = result_.add_issues();
      to->set_is_error(from.is_error);
      to->set_message(from.message);
    }
    for (const CommandRecord& from : outcome.commands) {
      runner::Command* to = result_.add_commands();
      to->set_name(from.name);
      for (const auto& [key, value] : from.properties) {
        runner::EnvironmentEntry* property = to->add_properties();
        property->set_name(key);
        property->set_value(value);
      }
      to->set_data(from.data);
      to->set_file(from.file);
    }
    *result_.mutable_test_runs() = {outcome.test_runs.begin(), outcome.test_runs.end()};
    result_.set_error_count(outcome.error_count);
    result_.set_warning_count(outcome.warning_count);
    result_.set_log_lines(outcome.log_lines);
    if (!outcome.message.empty()) message = outcome.message;
  }
  result_.set_result(canceled ? kCanceled : merged);
  result_.set_canceled(canceled);
  if (merged != kSucceeded || canceled) result_.set_message(message);
  result_.set_finished_on_us(NowMicros());
}

runner::JournalSpawned Task::SpawnRecord() const {
  runner::JournalSpawned record;
  record.set_token(request_.token());
  record.set_pid(process_->pid);
  record.set_start_ticks_min(process_->start_ticks_min);
  record.set_start_ticks_max(process_->start_ticks_max);
  return record;
}

bool Task::TakeProgress(runner::Progress* progress) {
  if (!progress_) return false;
  *progress = *std::move(progress_);
  progress_.reset();
  return true;
}

bool Task::TakeLog(runner::Log* log) {
  if (logged() == reported_bytes_) return false;
  reported_bytes_ = logged();
  log->set_token(request_.token());
  log->set_bytes_written(reported_bytes_);
  return true;
}

void Task::CloseStream(int stream) {
  UniqueFd& fd = process_->reads[stream];
  if (!fd.valid()) return;
  poller_->Remove(fd.get());
  fd.reset();
}

void Task::Release() {
  if (process_) {
    for (int stream : {kStandardOutput, kStandardError}) CloseStream(stream);
    if (!exited_) poller_->Remove(process_->pidfd.get());
    ReapExitCode(*process_);
    process_.reset();
  }
  if (made_temp_directory_) RemoveTree(request_.temp_directory());
  made_temp_directory_ = false;
}

}  // namespace slipway
