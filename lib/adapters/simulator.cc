#include "adapters/simulator.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/memory_store.h"
#include "adapters/simulation_report.h"
#include "adapters/simulation_script.h"
#include "base/status_macros.h"
#include "engine/engine.h"

namespace slipway {
namespace {

// A simulation that does not come to an end by itself is stopped.
constexpr int64_t kMaxSteps = 5'000'000;

class VirtualClock : public Clock {
 public:
  absl::Time Now() override { return now; }
  absl::Time now;
};

// Nothing is stored, so nothing has to be hidden.
class OpenSecretBox : public SecretBox {
 public:
  std::string public_key() const override { return std::string(32, '0'); }
  absl::StatusOr<std::string> Seal(absl::string_view plain) const override { return std::string(plain); }
  absl::StatusOr<std::string> Open(absl::string_view sealed) const override { return std::string(sealed); }
};

// Every task can be had: what it would do is the script's matter.
class EveryTask : public TaskLibrary {
 public:
  absl::StatusOr<Info> Find(absl::string_view task_id, absl::string_view) const override {
    Info info;
    info.name = std::string(task_id);
    info.version = "1.0.0";
    return info;
  }
  absl::StatusOr<ProcessPlan> Plan(const TaskInvocation&) const override { return ProcessPlan(); }
};

class NoLogs : public TaskLogs {
 public:
  class Log : public TaskLog {
   public:
    void Write(bool, absl::string_view) override {}
    void AddIssue(bool, absl::string_view) override {}
    ProcessResult Finish() override { return ProcessResult(); }
  };
  absl::StatusOr<std::unique_ptr<TaskLog>> Open(const ProcessRequest&) override { return std::make_unique<Log>(); }
  absl::Status Remove(const std::string&) override { return absl::OkStatus(); }
};

// Hands every process to the simulation.
class ScriptedRunner : public Runner {
 public:
  void SetObserver(RunnerObserver* observer) override { this->observer = observer; }
  absl::Status Start(const ProcessRequest& request) override {
    on_start(request);
    return absl::OkStatus();
  }
  absl::Status Attach(const std::string&) override { return absl::OkStatus(); }
  absl::Status Cancel(const std::string& token) override {
    on_cancel(token);
    return absl::OkStatus();
  }
  absl::Status Forget(const std::string&) override { return absl::OkStatus(); }

  RunnerObserver* observer = nullptr;
  std::function<void(const ProcessRequest&)> on_start;
  std::function<void(const std::string&)> on_cancel;
};

uint64_t Mixed(uint64_t value) {
  value += 0x9E3779B97F4A7C15ull;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ull;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBull;
  return value ^ (value >> 31);
}

class Simulation {
 public:
  Simulation(SimulationScript script, int64_t seed) : script_(std::move(script)), seed_(seed) {}

  absl::Status Run(const std::string& document, absl::Time start, absl::Duration length);

  SimulationReport report;
  int64_t transitions = 0;

 private:
  void At(absl::Time time, std::function<void()> action) { queue_.emplace(time, std::move(action)); }
  // From 0 to 1, of what is decided.
  double Chance(absl::string_view what) const;
  void OnStart(const ProcessRequest& request);
  void Finish(const std::string& token, TaskResult result);
  void ReadLog();
  void OnEvent(int64_t release, const v1::EventBatch& batch, const v1::Event& event);
  void Line(int64_t release, absl::string_view environment, absl::string_view text);
  const std::string& NameOf(int64_t release, int32_t environment);
  SimulatedAttempt* Newest(int64_t release, const std::string& environment);

  const SimulationScript script_;
  const int64_t seed_;
  VirtualClock clock_;
  OpenSecretBox secret_box_;
  EveryTask library_;
  NoLogs logs_;
  ScriptedRunner runner_;
  MemoryStore store_;
  std::unique_ptr<Engine> engine_;
  std::multimap<absl::Time, std::function<void()>> queue_;
  std::map<std::string, bool> running_;
  std::map<int64_t, std::vector<std::string>> environments_;  // of a release
  std::map<std::pair<int64_t, std::string>, int> redeployed_;
  int64_t position_ = 0;
  int64_t pushed_ = 0;
};

double Simulation::Chance(absl::string_view what) const {
  uint64_t hash = 0xCBF29CE484222325ull;
  for (char c : what) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
  return static_cast<double>(Mixed(hash ^ Mixed(static_cast<uint64_t>(seed_))) >> 11) * 0x1.0p-53;
}

void Simulation::OnStart(const ProcessRequest& request) {
  std::string environment;
  std::string attempt;
  for (const auto& [name, value] : request.environment) {
    if (name == "RELEASE_ENVIRONMENTNAME") environment = value;
    if (name == "RELEASE_ATTEMPTNUMBER") attempt = value;
  }
  const std::string token = request.token;
  running_[token] = true;
  const SimulatedOutcome& outcome = script_.Of(environment);
  const bool gate = absl::StrContains(token, "-p-");
  const double length = outcome.minutes[0] + (outcome.minutes[1] - outcome.minutes[0]) * Chance(absl::StrCat(token, "/time"));
  bool fails = Chance(absl::StrCat(token, "/fail")) < (gate ? script_.gate_fail : outcome.fail);
  if (!gate && std::atoi(attempt.c_str()) <= outcome.fail_first) fails = true;
  // A gate answers soon.
  const absl::Duration takes = gate ? absl::Seconds(3) : absl::Seconds(static_cast<int64_t>(length * 60));
  At(clock_.now + takes, [this, token, fails] { Finish(token, fails ? TaskResult::kFailed : TaskResult::kSucceeded); });
}

void Simulation::Finish(const std::string& token, TaskResult result) {
  if (running_.erase(token) == 0) return;
  ProcessResult finished;
  finished.token = token;
  finished.result = result;
  finished.canceled = result == TaskResult::kCanceled;
  finished.exit_code = result == TaskResult::kFailed ? 1 : 0;
  finished.message = result == TaskResult::kFailed ? "failed in the simulation" : "";
  finished.started_on = finished.finished_on = clock_.now;
  runner_.observer->OnFinished(finished);
}

void Simulation::Line(int64_t release, absl::string_view environment, absl::string_view text) {
  report.lines.emplace_back(clock_.now, absl::StrCat(report.releases[release].name, environment.empty() ? "" : "  ",
                                                     environment, "  ", text));
}

const std::string& Simulation::NameOf(int64_t release, int32_t environment) {
  std::vector<std::string>& names = environments_[release];
  if (names.empty()) {
    const absl::StatusOr<std::vector<EnvironmentRow>> rows = store_.ListEnvironments(release);
    for (size_t i = 0; rows.ok() && i < rows->size(); ++i) names.push_back((*rows)[i].name);
  }
  static const std::string& unknown = *new std::string("?");
  return environment >= 0 && environment < static_cast<int32_t>(names.size()) ? names[environment] : unknown;
}

SimulatedAttempt* Simulation::Newest(int64_t release, const std::string& environment) {
  std::vector<SimulatedAttempt>& attempts = report.releases[release].attempts;
  for (auto it = attempts.rbegin(); it != attempts.rend(); ++it) {
    if (it->environment == environment) return &*it;
  }
  return nullptr;
}

void Simulation::OnEvent(int64_t release, const v1::EventBatch& batch, const v1::Event& event) {
  (void)batch;
  switch (event.kind_case()) {
    case v1::Event::kReleaseCreated: {
      SimulatedRelease& made = report.releases[release];
      made.id = release;
      made.name = event.release_created().name();
      made.reason = event.release_created().reason();
      made.created = clock_.now;
      Line(release, "", "created");
      return;
    }
    case v1::Event::kEnvironmentNotStarted:
      return Line(release, NameOf(release, event.environment_not_started().environment()),
                  absl::StrCat("not started: ", event.environment_not_started().reason()));
    case v1::Event::kDeploymentStarted: {
      const v1::DeploymentStarted& started = event.deployment_started();
      SimulatedAttempt attempt;
      attempt.environment = NameOf(release, started.environment());
      attempt.attempt = started.attempt();
      attempt.trigger = started.trigger_reason();
      attempt.requested = clock_.now;
      Line(release, attempt.environment,
           absl::StrCat("attempt ", started.attempt(), " requested (", started.trigger_reason(), ")",
                        started.queued() ? ", queued" : "",
                        started.due_us() == 0 ? ""
                                              : absl::FormatTime(", waits until %Y-%m-%d %H:%M:%S",
                                                                 absl::FromUnixMicros(started.due_us()), absl::UTCTimeZone())));
      report.releases[release].attempts.push_back(std::move(attempt));
      return;
    }
    case v1::Event::kDeploymentSlotGranted:
      return Line(release, NameOf(release, event.deployment_slot_granted().environment()), "has a slot");
    case v1::Event::kDeploymentDeferred:
      return Line(release, NameOf(release, event.deployment_deferred().environment()),
                  absl::StrCat("waits: ", event.deployment_deferred().reason()));
    case v1::Event::kDeploymentApproved: {
      if (event.deployment_approved().type() != v1::APPROVAL_TYPE_PRE_DEPLOY) return;
      const std::string& name = NameOf(release, event.deployment_approved().environment());
      if (SimulatedAttempt* attempt = Newest(release, name)) attempt->started = clock_.now;
      return;
    }
    case v1::Event::kGatesStarted:
      return Line(release, NameOf(release, event.gates_started().environment()), "gates are asked");
    case v1::Event::kGatesFinished:
      return Line(release, NameOf(release, event.gates_finished().environment()),
                  event.gates_finished().status() == v1::GATE_STATUS_SUCCEEDED ? "gates opened" : "gates did not open");
    case v1::Event::kApprovalsRequested: {
      const std::string name = NameOf(release, event.approvals_requested().environment());
      for (const v1::RequestedApproval& approval : event.approvals_requested().approvals()) {
        if (approval.is_automated()) continue;
        const std::string who =
            !approval.approver().id().empty() ? approval.approver().id() : approval.approver().display_name();
        Line(release, name, absl::StrCat("approval asked of ", approval.approver().display_name().empty() ? who : approval.approver().display_name()));
        const std::string what = absl::StrCat("approval/", approval.id());
        if (Chance(absl::StrCat(what, "/ignore")) < script_.approvals.ignore) continue;
        v1::UpdateApprovalRequest request;
        request.set_approval_id(approval.id());
        request.set_release_id(release);
        request.set_status(Chance(absl::StrCat(what, "/reject")) < script_.approvals.reject ? v1::APPROVAL_STATUS_REJECTED
                                                                                            : v1::APPROVAL_STATUS_APPROVED);
        request.set_actor(who.empty() ? "somebody" : who);
        request.set_actor_is_administrator(true);
        request.set_identity_revalidated(true);
        // One that is no longer pending then is no longer asked.
        At(clock_.now + script_.approvals.after, [this, request] { engine_->UpdateApproval(request).status().IgnoreError(); });
      }
      return;
    }
    case v1::Event::kApprovalDecided: {
      const v1::ApprovalDecided& decided = event.approval_decided();
      absl::string_view what = "approval canceled";
      if (decided.status() == v1::APPROVAL_STATUS_APPROVED) what = "approved";
      if (decided.status() == v1::APPROVAL_STATUS_REJECTED) what = "approval refused";
      if (decided.status() == v1::APPROVAL_STATUS_SKIPPED) what = "approval not needed";
      return Line(release, NameOf(release, decided.environment()),
                  absl::StrCat(what, decided.approved_by().empty() ? "" : " by ", decided.approved_by()));
    }
    case v1::Event::kInterventionRequested: {
      const int64_t id = event.intervention_requested().id();
      Line(release, NameOf(release, event.intervention_requested().environment()), "waits for manual intervention");
      const std::string what = absl::StrCat("intervention/", id);
      if (Chance(absl::StrCat(what, "/ignore")) < script_.interventions.ignore) return;
      v1::UpdateInterventionRequest request;
      request.set_intervention_id(id);
      request.set_release_id(release);
      request.set_actor("operator");
      request.set_status(Chance(absl::StrCat(what, "/reject")) < script_.interventions.reject
                             ? v1::MANUAL_INTERVENTION_STATUS_REJECTED
                             : v1::MANUAL_INTERVENTION_STATUS_APPROVED);
      At(clock_.now + script_.interventions.after,
         [this, request] { engine_->UpdateIntervention(request).status().IgnoreError(); });
      return;
    }
    case v1::Event::kTaskFinished:
      if (event.task_finished().status() == v1::TASK_STATUS_FAILED && event.task_finished().phase() >= 0) {
        Line(release, NameOf(release, event.task_finished().environment()),
             absl::StrCat("task ", event.task_finished().task() + 1, " failed"));
      }
      return;
    case v1::Event::kDeploymentFinished: {
      const v1::DeploymentFinished& finished = event.deployment_finished();
      const std::string name = NameOf(release, finished.environment());
      if (SimulatedAttempt* attempt = Newest(release, name)) {
        attempt->finished = clock_.now;
        attempt->status = finished.environment_status();
        attempt->message = finished.message();
      }
      absl::string_view what = "canceled";
      if (finished.environment_status() == v1::ENVIRONMENT_STATUS_SUCCEEDED) what = "succeeded";
      if (finished.environment_status() == v1::ENVIRONMENT_STATUS_PARTIALLY_SUCCEEDED) what = "partially succeeded";
      if (finished.environment_status() == v1::ENVIRONMENT_STATUS_REJECTED) what = "rejected";
      Line(release, name, absl::StrCat(what, finished.message().empty() ? "" : ": ", finished.message()));
      if (finished.environment_status() == v1::ENVIRONMENT_STATUS_REJECTED &&
          ++redeployed_[{release, name}] <= script_.redeploy.times) {
        v1::DeployEnvironmentRequest again;
        again.set_release_id(release);
        again.set_environment(name);
        again.set_actor("operator");
        At(clock_.now + script_.redeploy.after, [this, again] { engine_->DeployEnvironment(again).status().IgnoreError(); });
      }
      return;
    }
    default:
      return;
  }
}

void Simulation::ReadLog() {
  while (true) {
    const absl::StatusOr<std::vector<Store::LogEntry>> entries = store_.ReadLog(position_, 1000);
    if (!entries.ok() || entries->empty()) return;
    for (const Store::LogEntry& entry : *entries) {
      position_ = entry.record.position;
      v1::EventBatch batch;
      if (!batch.ParseFromString(entry.record.payload)) continue;
      for (const v1::Event& event : batch.events()) OnEvent(entry.stream, batch, event);
    }
  }
}

absl::Status Simulation::Run(const std::string& document, absl::Time start, absl::Duration length) {
  clock_.now = start;
  runner_.on_start = [this](const ProcessRequest& request) { OnStart(request); };
  runner_.on_cancel = [this](const std::string& token) {
    At(clock_.now + absl::Seconds(1), [this, token] { Finish(token, TaskResult::kCanceled); });
  };
  EngineOptions options;
  options.manual = true;
  options.boot = 1;
  options.max_parallel_tasks = 1 << 20;
  options.places.data_directory = "/simulation";
  options.places.machine_name = "simulation";
  options.open.set_unknown_tasks(v1::UNKNOWN_TASK_POLICY_SIMULATE);
  options.open.mutable_retention()->set_manual(true);  // what happens is shown, and nothing of it goes
  SLIPWAY_ASSIGN_OR_RETURN(engine_, Engine::Open(std::move(options), {&store_, &runner_, &library_, &logs_, &secret_box_,
                                                                        &clock_, nullptr}));
  v1::ImportDefinitionRequest import;
  import.set_document(document);
  SLIPWAY_ASSIGN_OR_RETURN(const v1::ImportDefinitionResponse imported, engine_->ImportDefinition(import));
  report.seed = seed_;
  report.start = start;
  report.definition = imported.definitions(0).definition().name();
  const int64_t definition = imported.definitions(0).definition().id();
  const absl::Time end = start + length;

  const int releases = script_.releases_given ? script_.releases.count : (script_.artifacts.empty() ? 1 : 0);
  for (int i = 0; i < releases; ++i) {
    At(start + i * script_.releases.every, [this, definition] {
      v1::CreateReleaseRequest create;
      create.set_definition_id(definition);
      create.set_actor("operator");
      engine_->CreateRelease(create).status().IgnoreError();
    });
  }
  std::function<void(size_t)> push = [&](size_t index) {
    const SimulationScript::Artifact& artifact = script_.artifacts[index];
    v1::PushArtifactRequest request;
    request.set_source(artifact.source);
    request.mutable_version()->set_id(absl::StrCat(++pushed_));
    request.mutable_version()->set_name(absl::StrCat("1.0.", pushed_));
    request.mutable_version()->set_source_branch(artifact.branch);
    for (const std::string& tag : artifact.tags) request.mutable_version()->add_tags(tag);
    const absl::StatusOr<v1::PushArtifactResponse> pushed = engine_->PushArtifact(request);
    report.lines.emplace_back(clock_.now, absl::StrCat("artifact ", artifact.source, " ", request.version().name()));
    for (int i = 0; pushed.ok() && i < pushed->outcomes_size(); ++i) {
      if (pushed->outcomes(i).release_id() == 0) {
        report.lines.emplace_back(clock_.now, absl::StrCat("no release: ", pushed->outcomes(i).reason()));
      }
    }
    if (clock_.now + artifact.every < end) At(clock_.now + artifact.every, [&push, index] { push(index); });
  };
  for (size_t i = 0; i < script_.artifacts.size(); ++i) At(start, [&push, i] { push(i); });

  for (int64_t step = 0; step < kMaxSteps; ++step) {
    while (engine_->Pump()) {
    }
    ReadLog();
    absl::Time next = engine_->NextWakeup();
    if (!queue_.empty()) next = std::min(next, queue_.begin()->first);
    if (next > end) break;
    clock_.now = std::max(clock_.now, next);
    while (!queue_.empty() && queue_.begin()->first <= clock_.now) {
      const std::function<void()> action = std::move(queue_.begin()->second);
      queue_.erase(queue_.begin());
      action();
    }
  }
  transitions = engine_->transitions();
  const absl::StatusOr<v1::GetStatusResponse> status = engine_->GetStatus({});
  report.ended = status.ok() && status->active_releases() == 0;
  report.end = report.ended && clock_.now < end ? std::max(clock_.now, start + absl::Minutes(1)) : end;
  engine_->Shutdown();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::SimulateResponse> Simulate(const v1::SimulateRequest& request) {
  SLIPWAY_ASSIGN_OR_RETURN(SimulationScript script, ParseSimulationScript(request.script()));
  absl::Time start = absl::FromUnixSeconds(1767600000);  // 2026-01-05T08:00:00Z, a Monday
  std::string error;
  if (!request.start().empty() && !absl::ParseTime(absl::RFC3339_full, request.start(), &start, &error)) {
    return absl::InvalidArgumentError(
        absl::StrCat("start: expected a time such as 2026-01-05T08:00:00Z, not '", request.start(), "'"));
  }
  const int32_t days = request.days() == 0 ? 30 : request.days();
  if (days < 1 || days > 3660) return absl::InvalidArgumentError("days: expected 1 to 3660");
  const std::string& format = request.format();
  if (!format.empty() && format != "text" && format != "json" && format != "svg") {
    return absl::InvalidArgumentError(absl::StrCat("format: expected text, json or svg, not '", format, "'"));
  }
  Simulation simulation(std::move(script), request.seed());
  SLIPWAY_RETURN_IF_ERROR(simulation.Run(request.document(), start, absl::Hours(24) * days));
  v1::SimulateResponse response;
  const SimulationReport& report = simulation.report;
  response.set_output(format == "json" ? JsonReport(report) : (format == "svg" ? SvgReport(report) : TextReport(report)));
  response.set_releases(static_cast<int64_t>(report.releases.size()));
  for (const auto& [id, release] : report.releases) {
    response.set_deployments(response.deployments() + static_cast<int64_t>(release.attempts.size()));
  }
  response.set_transitions(simulation.transitions);
  response.set_ended(report.ended);
  return response;
}

}  // namespace slipway
