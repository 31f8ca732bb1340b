#include "engine/dispatcher.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

v1::TaskStatus StatusOf(TaskResult result) {
  switch (result) {
    case TaskResult::kSucceeded:
      return v1::TASK_STATUS_SUCCEEDED;
    case TaskResult::kSucceededWithIssues:
      return v1::TASK_STATUS_PARTIALLY_SUCCEEDED;
    case TaskResult::kFailed:
      return v1::TASK_STATUS_FAILED;
    case TaskResult::kCanceled:
      return v1::TASK_STATUS_CANCELED;
    case TaskResult::kSkipped:
      return v1::TASK_STATUS_SKIPPED;
    case TaskResult::kAbandoned:
      return v1::TASK_STATUS_FAILED;
  }
  return v1::TASK_STATUS_FAILED;
}

int64_t Micros(absl::Time time) { return time == absl::InfinitePast() ? 0 : absl::ToUnixMicros(time); }

ReportTask ReportOf(const ProcessResult& result, bool idempotent) {
  ReportTask report;
  report.token = result.token;
  report.lost = result.lost;
  report.idempotent = idempotent;
  v1::TaskFinished& finished = report.finished;
  finished.set_status(StatusOf(result.result));
  finished.set_exit_code(result.exit_code);
  finished.set_message(result.message);
  finished.set_log_lines(result.log_lines);
  finished.set_started_us(Micros(result.started_on));
  finished.set_finished_us(Micros(result.finished_on));
  finished.set_error_count(result.error_count);
  finished.set_warning_count(result.warning_count);
  for (const SetVariable& variable : result.variables) {
    v1::VariableSet* set = finished.add_variables();
    set->set_name(variable.name);
    if (variable.is_secret) {
      set->set_sealed(variable.value);
    } else {
      set->set_value(variable.value);
    }
    set->set_is_secret(variable.is_secret);
    set->set_is_output(variable.is_output);
    set->set_is_read_only(variable.is_read_only);
    set->set_scope(static_cast<v1::VariableScope>(variable.scope));
  }
  for (const TaskCommand& command : result.commands) {
    v1::TaskCommand* added = finished.add_commands();
    added->set_name(command.name);
    for (const auto& [key, value] : command.properties) (*added->mutable_properties())[key] = value;
    added->set_data(command.data);
    added->set_file(command.file);
  }
  *finished.mutable_test_runs() = {result.test_runs.begin(), result.test_runs.end()};
  for (const TaskIssue& issue : result.issues) {
    v1::Issue* view = finished.add_issues();
    view->set_is_error(issue.is_error);
    view->set_message(issue.message);
  }
  return report;
}

const v1::WorkflowTask& DefinitionOf(const ReleaseState& state, const TaskPosition& position) {
  return *PlanOf(*state.plan, position).definition;
}

}  // namespace

Dispatcher::Dispatcher(Ports ports, Options options, const TaskLauncher* launcher, const SecretBox* secret_box,
                       Report report, FindStrand find_strand, FindMachine find_machine, Post post)
    : ports_(ports),
      options_(std::move(options)),
      launcher_(launcher),
      secret_box_(secret_box),
      report_(std::move(report)),
      find_strand_(std::move(find_strand)),
      find_machine_(std::move(find_machine)),
      post_(std::move(post)) {}

void Dispatcher::Handle(Strand& strand, const TaskEffect& effect) {
  {
    absl::MutexLock lock(&mutex_);
    if (closed_) return;
    const auto known = entries_.find(effect.token);
    if (known != entries_.end() && !effect.cancel) return;
    if (known == entries_.end() && effect.abandoned) return;
  }
  const TaskState* task = FindTask(strand.state, effect.position);
  bool known;
  {
    absl::MutexLock lock(&mutex_);
    known = entries_.contains(effect.token);
  }
  if (!known) Start(strand, effect, *task);
  if (effect.cancel) Cancel(effect.token);
}

void Dispatcher::Start(Strand& strand, const TaskEffect& effect, const TaskState& task) {
  const v1::WorkflowTask& definition = DefinitionOf(strand.state, effect.position);
  const std::string id = absl::AsciiStrToLower(definition.task_id());
  absl::flat_hash_map<std::string, std::string> secrets;
  const HostTaskInfo* host = nullptr;
  HostTaskInfo host_info;
  {
    absl::MutexLock lock(&mutex_);
    secrets = secrets_;
    const auto found = host_tasks_.find(id);
    if (found != host_tasks_.end()) {
      host_info = found->second;
      host = &host_info;
    }
  }
  const absl::StatusOr<TaskLibrary::Info> info = launcher_->Resolve(strand.state, effect.position);
  if (host == nullptr && absl::IsFailedPrecondition(info.status())) {
    return Conclude(strand, effect.token, effect.position, nullptr, v1::TASK_STATUS_FAILED, std::string(info.status().message()), true);
  }
  const bool is_group = absl::AsciiStrToLower(definition.definition_type()) == "metatask";
  if (host == nullptr && (is_group || !info.ok())) {
    const std::string who = absl::StrCat(is_group ? "task group " : "task ", definition.task_id(), " ('",
                                         definition.name(), "', version ", definition.version(), ")");
    switch (strand.state.created.unknown_tasks()) {
      case v1::UNKNOWN_TASK_POLICY_SKIP:
        return Conclude(strand, effect.token, effect.position, nullptr, v1::TASK_STATUS_SKIPPED,
                        absl::StrCat(who, " has no handler here and was skipped"), false);
      case v1::UNKNOWN_TASK_POLICY_SIMULATE:
        return Conclude(strand, effect.token, effect.position, nullptr, v1::TASK_STATUS_SUCCEEDED,
                        absl::StrCat(who, " has no handler here; its success was simulated"), false);
      default:
        return Conclude(strand, effect.token, effect.position, nullptr, v1::TASK_STATUS_FAILED,
                        absl::StrCat(who,
                                     " has no handler here. Register a host task for this GUID, or create the release "
                                     "with unknown tasks skipped or simulated"),
                        true);
    }
  }
  // What is meant for other machines must not run on this one.
  const std::string& target = FindJob(strand.state, effect.position)->target;
  const std::string& agent = FindJob(strand.state, effect.position)->agent;
  if (host == nullptr && (!target.empty() || !agent.empty())) {
    const std::optional<v1::DeploymentTarget> machine = find_machine_(strand.state, effect.position);
    if (machine && machine->platform() == v1::MACHINE_PLATFORM_WINDOWS) {
      // A process of this machine sends the script there.
      return StartProcess(strand, effect, id, *info, task.boot == options_.boot);
    }
    if (machine && machine->has_ssh() && ports_.targets != nullptr) {
      return StartOnTarget(strand, effect, *machine, IsIdempotent(strand.state, id, info->idempotent));
    }
    if (!agent.empty() && (!machine || machine->has_ssh())) {
      return Conclude(strand, effect.token, effect.position, nullptr, v1::TASK_STATUS_FAILED,
                      absl::StrCat("agent '", agent, "', which has the job, is not known any more"), true);
    }
  }
  if (host == nullptr && !target.empty() && !launcher_->IsThisMachine(target)) {
    const std::string why = absl::StrCat("target '", target, "' is not this machine, and has no ssh connection");
    switch (strand.state.created.unknown_tasks()) {
      case v1::UNKNOWN_TASK_POLICY_SKIP:
        return Conclude(strand, effect.token, effect.position, nullptr, v1::TASK_STATUS_SKIPPED, absl::StrCat(why, ": skipped"), false);
      case v1::UNKNOWN_TASK_POLICY_SIMULATE:
        return Conclude(strand, effect.token, effect.position, nullptr, v1::TASK_STATUS_SUCCEEDED, absl::StrCat(why, ": success was simulated"),
                        false);
      default:
        return Conclude(strand, effect.token, effect.position, nullptr, v1::TASK_STATUS_FAILED,
                        absl::StrCat(why, "; register a host task for ", definition.task_id(),
                                     ", or give the target a connection (deployment-group put --ssh)"),
                        true);
    }
  }
  if (host == nullptr) {
    // A token issued before this boot cannot be running, and what the runner noted last may not have reached the disk.
    return StartProcess(strand, effect, id, *info, task.boot == options_.boot);
  }
  absl::StatusOr<TaskLaunch> launch = launcher_->Prepare(strand.state, effect.position, secrets, /*for_host=*/true);
  if (!launch.ok()) {
    return Conclude(strand, effect.token, effect.position, nullptr, v1::TASK_STATUS_FAILED,
                    std::string(launch.status().message()), true);
  }
  StartOnHost(strand, effect, *std::move(launch), *host, !strand.recovered.contains(effect.token));
}

bool Dispatcher::IsIdempotent(const ReleaseState& state, const std::string& id, bool declared) const {
  if (declared || options_.idempotent_task_ids.contains(id)) return true;
  const auto& ids = state.created.idempotent_task_ids();
  return std::any_of(ids.begin(), ids.end(), [&](const std::string& given) { return absl::AsciiStrToLower(given) == id; });
}

void Dispatcher::StartProcess(Strand& strand, const TaskEffect& effect, const std::string& id,
                              const TaskLibrary::Info& info, bool same_boot) {
  Entry entry;
  entry.release = strand.state.id;
  entry.position = effect.position;
  entry.idempotent = IsIdempotent(strand.state, id, info.idempotent);
  if (!same_boot) {
    entry.started = true;
    {
      absl::MutexLock lock(&mutex_);
      ++processes_;
      entries_[effect.token] = std::move(entry);
    }
    const absl::Status attached = ports_.runner->Attach(effect.token);
    if (attached.ok()) return;
    ProcessResult lost;
    lost.token = effect.token;
    lost.lost = true;
    return OnFinished(lost);
  }
  {
    absl::MutexLock lock(&mutex_);
    entries_[effect.token] = std::move(entry);
    waiting_.push_back(effect.token);
  }
  PrepareNext();
}

void Dispatcher::PrepareNext() {
  // Enough that no slot waits for the loop while it commits.
  const size_t ready = 2 * static_cast<size_t>(options_.max_parallel) + 16;
  while (true) {
    std::string token;
    int64_t release;
    TaskPosition position;
    {
      absl::MutexLock lock(&mutex_);
      if (closed_ || waiting_.empty() || queue_.size() >= ready) return;
      token = std::move(waiting_.front());
      waiting_.pop_front();
      const auto found = entries_.find(token);
      if (found == entries_.end() || found->second.finished) continue;
      release = found->second.release;
      position = found->second.position;
    }
    Strand* strand = find_strand_(release);
    if (strand != nullptr) {
      PrepareOne(*strand, token, position);
    } else {
      absl::MutexLock lock(&mutex_);
      entries_.erase(token);
    }
  }
}

void Dispatcher::PrepareOne(Strand& strand, const std::string& token, const TaskPosition& position) {
  const TaskState* task = FindTask(strand.state, position);
  if (task == nullptr || task->token != token) {
    absl::MutexLock lock(&mutex_);
    entries_.erase(token);
    return;
  }
  absl::flat_hash_map<std::string, std::string> secrets;
  {
    absl::MutexLock lock(&mutex_);
    secrets = secrets_;
  }
  const auto fail = [&](const TaskLaunch* launch, const absl::Status& status) {
    Conclude(strand, token, position, launch, v1::TASK_STATUS_FAILED, std::string(status.message()), true);
  };
  const std::optional<v1::DeploymentTarget> machine = find_machine_(strand.state, position);
  const bool windows = machine && machine->platform() == v1::MACHINE_PLATFORM_WINDOWS;
  const JobState& job = *FindJob(strand.state, position);
  // It may have been changed since the task was taken up: what is meant for other machines must not run on this one.
  if (!windows && ((!job.target.empty() && !launcher_->IsThisMachine(job.target)) ||
                   (!job.agent.empty() && (!machine || machine->has_ssh())))) {
    return fail(nullptr, absl::FailedPreconditionError(absl::StrCat(
                             "'", job.target.empty() ? job.agent : job.target,
                             "' was changed or removed before the task could start; deploy again")));
  }
  absl::StatusOr<TaskLaunch> launch =
      windows ? launcher_->PrepareForWindows(*machine, strand.state, position, secrets)
              : launcher_->Prepare(strand.state, position, secrets, /*for_host=*/false);
  if (!launch.ok()) return fail(nullptr, launch.status());
  absl::StatusOr<ProcessPlan> plan = ports_.library->Plan(launch->invocation);
  if (!plan.ok()) return fail(&*launch, plan.status());
  TakePlan(*std::move(plan), &*launch);
  absl::MutexLock lock(&mutex_);
  const auto found = entries_.find(token);
  if (found == entries_.end() || found->second.finished) return;
  found->second.launch = std::make_unique<TaskLaunch>(*std::move(launch));
  queue_.push_back(token);
  FillSlots();
}

void Dispatcher::TakePlan(ProcessPlan plan, TaskLaunch* launch) {
  ProcessRequest& request = launch->request;
  request.argv = std::move(plan.argv);
  request.environment.insert(request.environment.end(), std::make_move_iterator(plan.environment.begin()),
                             std::make_move_iterator(plan.environment.end()));
  if (!plan.working_directory.empty()) request.working_directory = std::move(plan.working_directory);
  request.files = std::move(plan.files);
  request.packages = std::move(plan.packages);
  request.needs_tools = plan.needs_tools;
  request.fail_on_stderr = plan.fail_on_stderr;
  request.restricted_commands = plan.restricted_commands;
  request.log_header = std::move(plan.log_header);
  AddToRequest(std::move(plan), launch);
}

void Dispatcher::FillSlots() {
  while (!closed_ && processes_ < options_.max_parallel && !queue_.empty()) {
    const std::string token = std::move(queue_.front());
    queue_.pop_front();
    const auto found = entries_.find(token);
    if (found == entries_.end() || found->second.started || found->second.finished) continue;
    Entry& entry = found->second;
    entry.started = true;
    ++processes_;
    const absl::Status started = ports_.runner->Start(entry.launch->request);
    entry.launch.reset();
    if (started.ok()) continue;
    --processes_;
    entry.finished = true;
    ProcessResult failed;
    failed.token = token;
    failed.result = TaskResult::kFailed;
    failed.message = absl::StrCat("the runner could not be reached: ", started.message());
    failed.error_count = 1;
    Send(entry.release, failed, entry.idempotent, false);
  }
}

void Dispatcher::StartOnHost(Strand& strand, const TaskEffect& effect, TaskLaunch launch, const HostTaskInfo& info,
                             bool fresh) {
  const std::string id = absl::AsciiStrToLower(launch.invocation.task_id);
  Entry entry;
  entry.release = strand.state.id;
  entry.kind = info.pull ? Kind::kHostPull : Kind::kHostPush;
  entry.started = true;
  entry.idempotent = info.idempotent || options_.idempotent_task_ids.contains(id);
  if (!fresh) {
    // The host that had it died with the engine; only it knew how far the task had come.
    ProcessResult lost;
    lost.token = effect.token;
    lost.lost = true;
    entry.finished = true;
    const bool idempotent = entry.idempotent;
    {
      absl::MutexLock lock(&mutex_);
      entries_[effect.token] = std::move(entry);
    }
    return Send(strand.state.id, lost, idempotent, false);
  }
  launch.request.log_header = {
      absl::StrCat("##[section]Starting: ", launch.invocation.display_name),
      absl::StrCat("Task         : ", info.name.empty() ? launch.invocation.task_id : info.name, " (run by the host)")};
  absl::StatusOr<std::unique_ptr<TaskLog>> log = ports_.logs->Open(launch.request);
  if (log.ok()) entry.log = *std::move(log);
  v1::HostTask task = HostTaskOf(strand.state, effect.position, launch);
  {
    absl::MutexLock lock(&mutex_);
    entries_[effect.token] = std::move(entry);
    if (info.pull) {
      work_.push_back(std::move(task));
      return;
    }
  }
  const absl::Status accepted = ports_.host != nullptr && ports_.host->runs_tasks()
                                    ? ports_.host->RunTask(task)
                                    : absl::FailedPreconditionError("the host offers no run_task callback");
  if (accepted.ok()) return;
  v1::TaskCompletion completion;
  completion.set_token(effect.token);
  completion.set_status(v1::TASK_STATUS_FAILED);
  completion.set_message(std::string(accepted.message()));
  Complete(completion).IgnoreError();
}

void Dispatcher::Conclude(const Strand& strand, const std::string& token, const TaskPosition& position,
                          const TaskLaunch* launch, v1::TaskStatus status, const std::string& message, bool is_error) {
  ProcessRequest request;
  if (launch != nullptr) {
    request = launch->request;
  } else {
    const TaskState* task = FindTask(strand.state, position);
    request.log_path =
        launcher_->LogPath(strand.state, position,
                           strand.state.environments[position.environment].attempt()->number, task->tries);
  }
  request.token = token;
  request.log_header = {absl::StrCat("##[section]Starting: ", DefinitionOf(strand.state, position).name())};
  ProcessResult result;
  absl::StatusOr<std::unique_ptr<TaskLog>> log = ports_.logs->Open(request);
  if (log.ok()) {
    (*log)->AddIssue(is_error, message);
    result = (*log)->Finish();
  }
  result.token = token;
  result.started_on = result.finished_on = ports_.clock->Now();
  result.message = message;
  if (status == v1::TASK_STATUS_SKIPPED) {
    result.result = TaskResult::kSkipped;
  } else {
    result.result = status == v1::TASK_STATUS_FAILED ? TaskResult::kFailed : TaskResult::kSucceeded;
  }
  {
    absl::MutexLock lock(&mutex_);
    Entry& entry = entries_[token];
    entry.release = strand.state.id;
    entry.finished = true;
  }
  Send(strand.state.id, result, false, false);
}

void Dispatcher::Send(int64_t release, const ProcessResult& result, bool idempotent, bool forget) {
  report_(release, ReportOf(result, idempotent), [this, token = result.token, forget] {
    bool on_target = false;
    {
      absl::MutexLock lock(&mutex_);
      const auto found = entries_.find(token);
      on_target = found != entries_.end() && found->second.kind == Kind::kTarget;
      entries_.erase(token);
    }
    if (forget && on_target) ports_.targets->Forget(token).IgnoreError();
    if (forget && !on_target) ports_.runner->Forget(token).IgnoreError();
    PrepareNext();
  });
}

void Dispatcher::Cancel(const std::string& token) {
  Kind kind;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = entries_.find(token);
    if (found == entries_.end() || found->second.finished || found->second.cancel) return;
    Entry& entry = found->second;
    entry.cancel = true;
    // A target that is yet to be reached may run it since before: then it is told there.
    if (!entry.started && entry.kind == Kind::kTarget && entry.recovered) return;
    if (!entry.started) {
      entry.finished = true;
      ProcessResult canceled;
      canceled.token = token;
      canceled.result = TaskResult::kCanceled;
      canceled.canceled = true;
      canceled.message = "canceled before it was started";
      return Send(entry.release, canceled, false, false);
    }
    kind = entry.kind;
    if (kind == Kind::kHostPull) {
      v1::HostTask cancel;
      cancel.set_token(token);
      cancel.set_cancel(true);
      work_.push_back(std::move(cancel));
      return;
    }
  }
  if (kind == Kind::kTarget) {
    ports_.targets->Cancel(token).IgnoreError();
  } else if (kind == Kind::kProcess) {
    ports_.runner->Cancel(token).IgnoreError();
  } else if (ports_.host != nullptr) {
    v1::HostCancelTask cancel;
    cancel.set_token(token);
    ports_.host->CancelTask(cancel).IgnoreError();
  }
}

absl::Status Dispatcher::Register(const v1::RegisterTaskRequest& request) {
  const std::string id = absl::AsciiStrToLower(absl::StripAsciiWhitespace(request.task_id()));
  if (id.empty()) return absl::InvalidArgumentError("taskId: expected the GUID of a task");
  if (!request.pull() && (ports_.host == nullptr || !ports_.host->runs_tasks())) {
    return absl::FailedPreconditionError(
        "pull: this host offers no run_task callback; register the task with pull and take it with work_next");
  }
  absl::MutexLock lock(&mutex_);
  host_tasks_[id] = {request.name(), request.version().empty() ? "1.0.0" : request.version(), request.idempotent(),
                     request.pull()};
  return absl::OkStatus();
}

bool Dispatcher::IsHostTask(absl::string_view task_id) const {
  absl::MutexLock lock(&mutex_);
  return host_tasks_.contains(absl::AsciiStrToLower(task_id));
}

void Dispatcher::SetSecrets(const v1::SetSecretsRequest& request) {
  absl::MutexLock lock(&mutex_);
  for (const auto& [name, value] : request.secrets()) secrets_[absl::AsciiStrToLower(name)] = value;
}

absl::StatusOr<bool> Dispatcher::WriteLog(const v1::TaskLogRequest& request) {
  bool cancel;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = entries_.find(request.token());
    if (found == entries_.end() || found->second.finished || found->second.log == nullptr) {
      return absl::NotFoundError(absl::StrCat("token: no host task '", request.token(), "' is running"));
    }
    found->second.log->Write(request.is_stderr(), request.text());
    cancel = found->second.cancel;
  }
  OnLog(request.token(), 0);
  return cancel;
}

absl::Status Dispatcher::Complete(const v1::TaskCompletion& completion) {
  ProcessResult result;
  int64_t release;
  bool idempotent;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = entries_.find(completion.token());
    if (found == entries_.end() || found->second.finished || found->second.kind == Kind::kProcess ||
        found->second.kind == Kind::kTarget) {
      return absl::NotFoundError(absl::StrCat("token: no host task '", completion.token(),
                                              "' is running; it may have been completed already"));
    }
    Entry& entry = found->second;
    switch (completion.status()) {
      case v1::TASK_STATUS_SUCCEEDED:
      case v1::TASK_STATUS_SUCCESS:
        result.result = TaskResult::kSucceeded;
        break;
      case v1::TASK_STATUS_PARTIALLY_SUCCEEDED:
        result.result = TaskResult::kSucceededWithIssues;
        break;
      case v1::TASK_STATUS_FAILED:
      case v1::TASK_STATUS_FAILURE:
        result.result = TaskResult::kFailed;
        break;
      case v1::TASK_STATUS_CANCELED:
        result.result = TaskResult::kCanceled;
        break;
      case v1::TASK_STATUS_SKIPPED:
        result.result = TaskResult::kSkipped;
        break;
      default:
        return absl::InvalidArgumentError(
            "status: expected succeeded, partiallySucceeded, failed, canceled or skipped");
    }
    for (const v1::VariableSet& variable : completion.variables()) {
      SetVariable set{variable.name(), variable.value(), variable.is_secret(), variable.is_output(),
                      variable.is_read_only()};
      if (set.is_secret) {
        absl::StatusOr<std::string> sealed = secret_box_->Seal(variable.value());
        if (!sealed.ok()) return sealed.status();
        set.value = *std::move(sealed);
      }
      result.variables.push_back(std::move(set));
    }
    if (entry.log != nullptr) {
      for (const v1::Issue& issue : completion.issues()) entry.log->AddIssue(issue.is_error(), issue.message());
      if (result.result == TaskResult::kFailed && !completion.message().empty())
        entry.log->AddIssue(true, completion.message());
      ProcessResult logged = entry.log->Finish();
      entry.log.reset();
      // task-contract 6.4: the worse of what was said counts.
      if (logged.result > result.result) result.result = logged.result;
      result.issues = std::move(logged.issues);
      result.error_count = logged.error_count;
      result.warning_count = logged.warning_count;
      result.log_lines = logged.log_lines;
      result.commands = std::move(logged.commands);
      result.variables.insert(result.variables.begin(), std::make_move_iterator(logged.variables.begin()),
                              std::make_move_iterator(logged.variables.end()));
    }
    entry.finished = true;
    release = entry.release;
    idempotent = entry.idempotent;
  }
  result.token = completion.token();
  result.message = completion.message();
  result.finished_on = ports_.clock->Now();
  Send(release, result, idempotent, false);
  return absl::OkStatus();
}

absl::StatusOr<v1::HostTask> Dispatcher::NextWork(absl::Duration timeout) {
  absl::MutexLock lock(&mutex_);
  const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return closed_ || !work_.empty(); };
  if (!mutex_.AwaitWithTimeout(absl::Condition(&ready), timeout)) {
    return absl::DeadlineExceededError("no task to run within the time given");
  }
  if (work_.empty()) return absl::CancelledError("the engine is closing");
  v1::HostTask task = std::move(work_.front());
  work_.pop_front();
  return task;
}

int32_t Dispatcher::Percent(const std::string& token) const {
  absl::MutexLock lock(&mutex_);
  const auto found = entries_.find(token);
  return found == entries_.end() ? 0 : found->second.percent;
}

int64_t Dispatcher::running() const {
  absl::MutexLock lock(&mutex_);
  return static_cast<int64_t>(entries_.size()) - static_cast<int64_t>(queue_.size() + waiting_.size());
}

int64_t Dispatcher::waiting() const {
  absl::MutexLock lock(&mutex_);
  return static_cast<int64_t>(queue_.size() + waiting_.size());
}

void Dispatcher::Close() {
  absl::MutexLock lock(&mutex_);
  closed_ = true;
}

void Dispatcher::OnStarted(const std::string& token, absl::Time) { OnLog(token, 0); }

void Dispatcher::OnProgress(const std::string& token, int32_t percent, const std::string&) {
  absl::MutexLock lock(&mutex_);
  const auto found = entries_.find(token);
  if (found != entries_.end()) found->second.percent = percent;
}

void Dispatcher::OnLog(const std::string&, int64_t) {
  log_activity_.fetch_add(1, std::memory_order_acq_rel);
  if (on_log_) on_log_();
}

void Dispatcher::OnFinished(const ProcessResult& result) {
  int64_t release = 0;
  bool idempotent = false;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = entries_.find(result.token);
    if (found == entries_.end() || found->second.finished) return;
    found->second.finished = true;
    release = found->second.release;
    idempotent = found->second.idempotent;
    if (found->second.kind == Kind::kProcess) --processes_;
    // The next process does not wait for this one's commit: its own start is durable already.
    FillSlots();
  }
  OnLog(result.token, 0);
  Send(release, result, idempotent, true);
}

}  // namespace slipway
