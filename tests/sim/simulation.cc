#include "tests/sim/simulation.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "adapters/memory_store.h"
#include "engine/engine.h"
#include "tests/engine/definitions.h"
#include "tests/engine/fakes.h"

namespace slipway {
namespace {

uint64_t Mixed(uint64_t value) {
  value += 0x9E3779B97F4A7C15ull;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ull;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBull;
  return value ^ (value >> 31);
}

// Chance of one step: does not depend on what other steps drew.
class Dice {
 public:
  explicit Dice(uint64_t state) : state_(state) {}
  uint64_t Below(uint64_t bound) { return (state_ = Mixed(state_)) % bound; }
  bool OneIn(uint64_t n) { return Below(n) == 0; }

 private:
  uint64_t state_;
};

// Commits fail when told to; everything else works.
class FlakyStore : public MemoryStore {
 public:
  using MemoryStore::MemoryStore;
  absl::Status Commit(const WriteBatch& batch, std::vector<int64_t>* positions) override {
    if (failures > 0) {
      --failures;
      return absl::UnavailableError("the disk is away");
    }
    return MemoryStore::Commit(batch, positions);
  }
  int failures = 0;
};

// Keeps results until they are forgotten, and reports them again to whoever asks: the contract of runners.
class SimRunner : public FakeRunner {
 public:
  absl::Status Start(const ProcessRequest& request) override {
    if (results.contains(request.token)) again.push_back(request.token);
    return FakeRunner::Start(request);
  }
  absl::Status Attach(const std::string& token) override {
    if (results.contains(token)) again.push_back(token);
    return FakeRunner::Attach(token);
  }
  absl::Status Cancel(const std::string& token) override {
    to_cancel.push_back(token);
    return FakeRunner::Cancel(token);
  }
  absl::Status Forget(const std::string& token) override {
    results.erase(token);
    return FakeRunner::Forget(token);
  }
  // nullopt: lost.
  void End(const std::string& token, std::optional<TaskResult> result) {
    results.try_emplace(token, result);
    Report(token);
  }
  void Report(const std::string& token) {
    const std::optional<TaskResult> result = results.at(token);
    if (result) {
      Finish(token, *result);
    } else {
      Lose(token);
    }
  }
  // Outside of calls of the engine.
  bool ReportAgain() {
    std::vector<std::string> tokens;
    tokens.swap(again);
    for (const std::string& token : tokens) {
      if (results.contains(token)) Report(token);
    }
    return !tokens.empty();
  }
  std::map<std::string, std::optional<TaskResult>> results;
  std::vector<std::string> again;
  std::vector<std::string> to_cancel;
};

// Jobs of some phases run on agents; no agent is huge.
void AddPool(Dice& dice, Json& input) {
  if (!dice.OneIn(3)) return;
  input["queueId"] = 12;
  if (dice.OneIn(3)) input["demands"] = {dice.OneIn(5) ? "huge" : "big"};
}

v1::PutAgentPoolRequest PoolWith(bool small_offline, bool big_offline) {
  v1::PutAgentPoolRequest put;
  put.mutable_pool()->set_id(12);
  put.mutable_pool()->set_name("Farm");
  v1::Agent* small = put.mutable_pool()->add_agents();
  small->set_name("small");
  small->set_offline(small_offline);
  v1::Agent* big = put.mutable_pool()->add_agents();
  big->set_name("big");
  big->set_slots(2);
  big->set_offline(big_offline);
  (*big->mutable_capabilities())["big"] = "yes";
  return put;
}

Json RandomDefinition(Dice& dice) {
  std::vector<Json> environments;
  const int count = 1 + static_cast<int>(dice.Below(5));
  for (int i = 0; i < count; ++i) {
    std::vector<std::string> after;
    for (int j = 0; j < i; ++j) {
      if (dice.OneIn(2)) after.push_back(absl::StrCat("E", j));
    }
    if (after.empty() && i > 0 && dice.OneIn(5)) after.push_back("-");
    std::vector<Json> tasks;
    const int task_count = static_cast<int>(dice.Below(4));
    for (int t = 0; t < task_count; ++t) {
      Json more = Json::object();
      if (dice.OneIn(6)) more["condition"] = "always()";
      if (dice.OneIn(6)) more["condition"] = "failed()";
      if (dice.OneIn(6)) more["continueOnError"] = true;
      if (dice.OneIn(6)) more["retryCountOnTaskFailure"] = 1;
      if (dice.OneIn(6)) more["timeoutInMinutes"] = 5;
      if (dice.OneIn(10)) {
        more["taskId"] = "28782b92-5e8e-4458-9751-a71cd1492bae";
        more["inputs"] = {{"delayForMinutes", "3"}};
      } else if (dice.OneIn(12)) {
        more["taskId"] = "bcb64569-d51a-4af0-9c01-ea5d05b3b622";
      }
      tasks.push_back(TaskJson("t", more));
    }
    Json input = Json::object();
    if (dice.OneIn(4)) {
      input["parallelExecution"] = {{"parallelExecutionType", "multiMachine"},
                                    {"maxNumberOfAgents", 3},
                                    {"continueOnError", dice.OneIn(2)}};
    } else if (dice.OneIn(5)) {
      input["parallelExecution"] = {{"parallelExecutionType", "multiConfiguration"},
                                    {"multipliers", "browsers"},
                                    {"maxNumberOfAgents", 2},
                                    {"continueOnError", dice.OneIn(2)}};
    }
    AddPool(dice, input);
    std::vector<Json> phases = {PhaseJson(tasks, input)};
    if (dice.OneIn(3)) {
      Json second = PhaseJson({TaskJson("u")}, dice.OneIn(2) ? Json{{"condition", "always()"}} : Json::object());
      second["rank"] = 2;
      phases.push_back(second);
    }
    Json environment = EnvironmentJson(absl::StrCat("E", i), i + 1, after, phases);
    for (Json& condition : environment["conditions"]) {
      if (condition["conditionType"] == 2 && dice.OneIn(4)) condition["value"] = dice.OneIn(2) ? "132" : "16";
    }
    environment["variables"]["browsers"] = {{"value", "a,b,c"}};
    if (dice.OneIn(3)) {
      environment["preDeployApprovals"] =
          ManualApprovals({{1, "ann"}, {dice.OneIn(2) ? 1 : 2, "bob"}},
                          {{"requiredApproverCount", static_cast<int>(dice.Below(3))},
                           {"releaseCreatorCanBeApprover", true},
                           {"timeoutInMinutes", dice.OneIn(3) ? 120 : 0}});
    }
    if (dice.OneIn(5)) environment["postDeployApprovals"] = ManualApprovals({{1, "ann"}});
    if (dice.OneIn(4)) {
      Json gates = {{"id", 0},
                    {"gatesOptions",
                     {{"isEnabled", true},
                      {"timeout", 60},
                      {"samplingInterval", 5},
                      {"stabilizationTime", dice.OneIn(2) ? 5 : 0},
                      {"minimumSuccessDuration", dice.OneIn(3) ? 12 : 0}}},
                    {"gates", {{{"tasks", {TaskJson("gate1")}}}, {{"tasks", {TaskJson("gate2")}}}}}};
      environment[dice.OneIn(2) ? "preDeploymentGates" : "postDeploymentGates"] = gates;
    }
    if (dice.OneIn(2)) {
      environment["executionPolicy"] = {{"concurrencyCount", 1 + static_cast<int>(dice.Below(2))},
                                        {"queueDepthCount", static_cast<int>(dice.Below(2))}};
    }
    if (dice.OneIn(6)) {
      environment["environmentTriggers"] = {
          {{"triggerType", 2},
           {"triggerContent", R"({"action":"LatestSuccessfulDeployment","eventTypes":["MS.TF.DistributedTask.DeploymentFailed"]})"}}};
    }
    environments.push_back(std::move(environment));
  }
  return DefinitionJson(environments);
}

class History {
 public:
  History(uint64_t seed, SimulationOutcome* outcome)
      : seed_(seed), outcome_(outcome), disk_(std::make_shared<MemoryDisk>()) {}

  void Run(int steps, const std::set<int>& skip);

 private:
  bool Fail(const std::string& what) {
    if (outcome_->failure.empty()) outcome_->failure = what;
    return false;
  }
  void Did(const std::string& what) { outcome_->trace.push_back(what); }
  bool Open();
  void Step(int number);
  void Pump();
  bool Check();
  bool CheckEvent(int64_t release, const v1::Event& event);
  void NoteAgents(int64_t release, const v1::Event& event);
  bool CheckAgents();
  void FinishAll();

  const uint64_t seed_;
  SimulationOutcome* const outcome_;
  const std::shared_ptr<MemoryDisk> disk_;
  FakeClock clock_;
  FakeSecretBox secret_box_;
  FakeTaskLibrary library_;
  FakeTaskLogs logs_;
  SimRunner runner_;
  std::unique_ptr<FlakyStore> store_;
  std::unique_ptr<Engine> engine_;
  int64_t definition_ = 0;
  v1::ReleaseDefinition model_;
  int64_t acknowledged_ = 0;  // highest release a caller was told of
  std::vector<std::string> finished_;

  // Folded from the log by the simplest means, to compare with.
  int64_t position_ = 0;
  std::set<std::string> tokens_;
  std::map<std::pair<int64_t, int32_t>, bool> holds_;  // release, environment: a slot is taken
  std::map<std::pair<int64_t, int32_t>, int32_t> status_;
  std::map<std::pair<int64_t, int32_t>, int32_t> attempts_;
  // Release, environment, phase, job: the agent that has it.
  std::map<std::tuple<int64_t, int32_t, int32_t, int32_t>, std::string> agents_;
};

bool History::Open() {
  engine_.reset();
  store_ = std::make_unique<FlakyStore>(disk_);
  EngineOptions options;
  options.manual = true;
  options.boot = 1;
  options.max_parallel_tasks = 3;
  options.snapshot_records = 4;
  options.places.data_directory = "/sim";
  options.open.mutable_retention()->set_manual(true);  // a history is over when nothing is due
  absl::StatusOr<std::unique_ptr<Engine>> engine = Engine::Open(
      std::move(options), {store_.get(), &runner_, &library_, &logs_, &secret_box_, &clock_, nullptr});
  if (!engine.ok()) return Fail(absl::StrCat("open: ", engine.status().ToString()));
  engine_ = *std::move(engine);
  return true;
}

void History::Pump() {
  for (int i = 0; i < 10000; ++i) {
    if (!engine_->Pump() && !runner_.ReportAgain()) return;
  }
  Fail("the engine never comes to rest");
}

void History::Step(int number) {
  Dice dice(Mixed(seed_ * 1000003 + static_cast<uint64_t>(number)));
  const auto release = [&] { return acknowledged_ == 0 ? 0 : 1 + static_cast<int64_t>(dice.Below(acknowledged_)); };
  const auto environment = [&] {
    return absl::StrCat("E", dice.Below(static_cast<uint64_t>(model_.environments_size())));
  };
  switch (dice.Below(21)) {
    case 0:
    case 1:
    case 2: {
      v1::CreateReleaseRequest create;
      create.set_definition_id(definition_);
      create.set_actor("cid");
      create.set_is_draft(dice.OneIn(6));
      const absl::StatusOr<v1::CreateReleaseResponse> made = engine_->CreateRelease(create);
      Did(absl::StrCat("create release: ", made.ok() ? absl::StrCat(made->release().id()) : made.status().ToString()));
      if (made.ok()) acknowledged_ = std::max(acknowledged_, made->release().id());
      return;
    }
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
    case 9: {
      if (runner_.running.empty()) return;
      const std::string token = runner_.running[dice.Below(runner_.running.size())];
      if (dice.OneIn(12)) {
        Did("lose " + token);
        runner_.End(token, std::nullopt);
        return;
      }
      const TaskResult result = dice.OneIn(5) ? TaskResult::kFailed : TaskResult::kSucceeded;
      Did(absl::StrCat("finish ", token, " ", result == TaskResult::kFailed ? "failed" : "succeeded"));
      runner_.End(token, result);
      finished_.push_back(token);
      if (dice.OneIn(5)) {
        Did("again " + token);
        runner_.Finish(token, TaskResult::kFailed);
      }
      return;
    }
    case 10: {
      if (finished_.empty()) return;
      const std::string& token = finished_[dice.Below(finished_.size())];
      Did("late " + token);
      runner_.Finish(token, TaskResult::kSucceeded);
      return;
    }
    case 11:
    case 12: {
      v1::ListApprovalsRequest list;
      const absl::StatusOr<v1::ListApprovalsResponse> pending = engine_->ListApprovals(list);
      if (!pending.ok() || pending->approvals().empty()) return;
      const v1::Approval& approval = pending->approvals(static_cast<int>(dice.Below(pending->approvals_size())));
      v1::UpdateApprovalRequest update;
      update.set_approval_id(approval.id());
      update.set_actor(dice.OneIn(8) ? "eve" : approval.approver().id());
      update.set_status(dice.OneIn(6) ? v1::APPROVAL_STATUS_REJECTED : v1::APPROVAL_STATUS_APPROVED);
      const absl::Status done = engine_->UpdateApproval(update).status();
      Did(absl::StrCat("decide approval ", approval.id(), " as ", update.actor(), ": ", done.ToString()));
      if (done.ok() && update.actor() == "eve") Fail("somebody who is not asked has decided");
      return;
    }
    case 13: {
      v1::CancelEnvironmentRequest cancel;
      cancel.set_release_id(release());
      if (dice.OneIn(2)) cancel.set_environment(environment());
      cancel.set_actor("dan");
      if (cancel.release_id() == 0) return;
      Did(absl::StrCat("cancel ", cancel.release_id(), " ", cancel.environment(), ": ",
                       engine_->CancelEnvironment(cancel).status().ToString()));
      return;
    }
    case 14: {
      v1::DeployEnvironmentRequest deploy;
      deploy.set_release_id(release());
      deploy.set_environment(environment());
      deploy.set_actor("dan");
      if (deploy.release_id() == 0) return;
      Did(absl::StrCat("deploy ", deploy.release_id(), " ", deploy.environment(), ": ",
                       engine_->DeployEnvironment(deploy).status().ToString()));
      return;
    }
    case 15: {
      const int64_t id = release();
      if (id == 0) return;
      if (dice.OneIn(2)) {
        v1::StartReleaseRequest start;
        start.set_release_id(id);
        Did(absl::StrCat("start ", id, ": ", engine_->StartRelease(start).status().ToString()));
      } else if (dice.OneIn(3)) {
        v1::AbandonReleaseRequest abandon;
        abandon.set_release_id(id);
        Did(absl::StrCat("abandon ", id, ": ", engine_->AbandonRelease(abandon).status().ToString()));
      } else {
        v1::IgnoreGatesRequest ignore;
        ignore.set_release_id(id);
        ignore.set_environment(environment());
        ignore.set_comment("because");
        if (dice.OneIn(2)) ignore.add_gates("gate1");
        Did(absl::StrCat("ignore gates ", id, " ", ignore.environment(), ": ",
                         engine_->IgnoreGates(ignore).status().ToString()));
      }
      return;
    }
    case 16: {
      const absl::StatusOr<v1::ListInterventionsResponse> pending = engine_->ListInterventions({});
      if (pending.ok() && pending->interventions_size() > 0) {
        v1::UpdateInterventionRequest update;
        update.set_intervention_id(pending->interventions(0).id());
        update.set_actor("olga");
        update.set_status(dice.OneIn(4) ? v1::MANUAL_INTERVENTION_STATUS_REJECTED
                                        : v1::MANUAL_INTERVENTION_STATUS_APPROVED);
        Did(absl::StrCat("intervention: ", engine_->UpdateIntervention(update).status().ToString()));
      }
      return;
    }
    case 17: {
      // Mostly on, now and then far on, now and then back.
      const absl::Duration jump = dice.OneIn(5) ? -absl::Minutes(static_cast<int64_t>(dice.Below(30)))
                                                : absl::Minutes(static_cast<int64_t>(dice.Below(dice.OneIn(4) ? 5000 : 20)));
      Did(absl::StrCat("clock ", absl::FormatDuration(jump)));
      clock_.now += jump;
      return;
    }
    case 18:
      Did("the next commit fails");
      store_->failures = 1;
      return;
    case 19:
      Did("crash");
      // What was started goes on without the engine; only what is durable is left of the rest.
      Open();
      return;
    case 20: {
      const bool small = dice.OneIn(2);
      const bool big = dice.OneIn(2);
      Did(absl::StrCat("agents offline:", small ? " small" : "", big ? " big" : "", ": ",
                       engine_->PutAgentPool(PoolWith(small, big)).status().ToString()));
      return;
    }
  }
}

bool History::CheckEvent(int64_t release, const v1::Event& event) {
  if (event.has_task_started() && event.task_started().wake_us() == 0) {
    if (!tokens_.insert(event.task_started().token()).second) {
      return Fail(absl::StrCat("token ", event.task_started().token(), " was issued twice"));
    }
  } else if (event.has_deployment_started()) {
    const v1::DeploymentStarted& started = event.deployment_started();
    const std::pair<int64_t, int32_t> key(release, started.environment());
    if (started.attempt() != ++attempts_[key]) return Fail("attempts are not counted one by one");
    const v1::DefinitionEnvironment& definition = model_.environments(started.environment());
    if (status_[key] == v1::ENVIRONMENT_STATUS_IN_PROGRESS) return Fail("two attempts at once");
    if (started.reason() == v1::DEPLOYMENT_REASON_AUTOMATED) {
      for (const v1::Condition& condition : definition.conditions()) {
        if (condition.condition_type() != v1::CONDITION_TYPE_ENVIRONMENT_STATE) continue;
        for (int32_t i = 0; i < model_.environments_size(); ++i) {
          if (model_.environments(i).name() != condition.name()) continue;
          if ((status_[{release, i}] & condition.status_mask()) == 0) {
            return Fail(absl::StrCat("release ", release, " ", definition.name(), " started although ",
                                     condition.name(), " has status ", status_[{release, i}]));
          }
        }
      }
    }
    status_[key] = v1::ENVIRONMENT_STATUS_IN_PROGRESS;
    if (!started.queued()) holds_[key] = true;
  } else if (event.has_deployment_slot_granted()) {
    holds_[{release, event.deployment_slot_granted().environment()}] = true;
  } else if (event.has_deployment_finished()) {
    const std::pair<int64_t, int32_t> key(release, event.deployment_finished().environment());
    status_[key] = event.deployment_finished().environment_status();
    holds_[key] = false;
  }
  return true;
}

void History::NoteAgents(int64_t release, const v1::Event& event) {
  if (event.has_job_started() && !event.job_started().agent().empty()) {
    const v1::JobStarted& started = event.job_started();
    agents_[{release, started.environment(), started.phase(), started.job()}] = started.agent();
  } else if (event.has_job_finished()) {
    const v1::JobFinished& finished = event.job_finished();
    agents_.erase({release, finished.environment(), finished.phase(), finished.job()});
  }
}

bool History::CheckAgents() {
  std::map<std::string, int> jobs;
  for (const auto& [job, agent] : agents_) {
    ++jobs[agent];
    const auto& [release, environment, phase, number] = job;
    if (status_[{release, environment}] != v1::ENVIRONMENT_STATUS_IN_PROGRESS) {
      return Fail(absl::StrCat("release ", release, " has ended and holds agent ", agent));
    }
  }
  if (jobs["small"] > 1 || jobs["big"] > 2) {
    std::string all;
    for (const auto& [job, agent] : agents_) {
      const auto& [release, environment, phase, number] = job;
      absl::StrAppend(&all, " r", release, "-e", environment, "-p", phase, "-j", number, ":", agent);
    }
    return Fail(absl::StrCat("an agent has more jobs than slots:", all));
  }
  return true;
}

bool History::Check() {
  if (!outcome_->failure.empty()) return false;
  while (true) {
    const std::vector<Store::LogEntry> entries = *store_->ReadLog(position_, 1000);
    if (entries.empty()) break;
    for (const Store::LogEntry& entry : entries) {
      position_ = entry.record.position;
      v1::EventBatch batch;
      if (!batch.ParseFromString(entry.record.payload)) return Fail("a record cannot be read");
      for (const v1::Event& event : batch.events()) {
        NoteAgents(entry.stream, event);
        if (!CheckEvent(entry.stream, event)) return false;
      }
    }
  }
  // Records of one commit are in the order of their releases, so this holds between commits only.
  if (!CheckAgents()) return false;
  for (int32_t i = 0; i < model_.environments_size(); ++i) {
    const int32_t limit = model_.environments(i).execution_policy().concurrency_count();
    int32_t taken = 0;
    for (const auto& [key, held] : holds_) taken += key.second == i && held;
    if (limit > 0 && taken > limit) {
      return Fail(absl::StrCat("environment ", model_.environments(i).name(), ": ", taken, " at once, ", limit, " allowed"));
    }
  }
  // What a caller was told of is there.
  if (acknowledged_ > 0 && !store_->GetRelease(acknowledged_).ok()) {
    return Fail(absl::StrCat("release ", acknowledged_, " was acknowledged and is gone"));
  }
  return true;
}

// With everybody answering and every task succeeding, everything comes to an end.
void History::FinishAll() {
  for (int round = 0; round < 3000; ++round) {
    Pump();
    if (!Check()) return;
    if (engine_->GetStatus({})->active_releases() == 0) return;
    if (!runner_.running.empty()) {
      const std::vector<std::string> running = runner_.running;
      for (const std::string& token : running) runner_.End(token, TaskResult::kSucceeded);
      continue;
    }
    bool answered = false;
    const absl::StatusOr<v1::ListApprovalsResponse> approvals = engine_->ListApprovals({});
    for (const v1::Approval& approval : approvals->approvals()) {
      v1::UpdateApprovalRequest update;
      update.set_approval_id(approval.id());
      update.set_actor(approval.approver().id());
      update.set_status(v1::APPROVAL_STATUS_APPROVED);
      answered = engine_->UpdateApproval(update).ok() || answered;
    }
    const absl::StatusOr<v1::ListInterventionsResponse> interventions = engine_->ListInterventions({});
    for (const v1::ManualIntervention& pending : interventions->interventions()) {
      v1::UpdateInterventionRequest update;
      update.set_intervention_id(pending.id());
      update.set_actor("olga");
      update.set_status(v1::MANUAL_INTERVENTION_STATUS_APPROVED);
      answered = engine_->UpdateIntervention(update).ok() || answered;
    }
    if (answered) continue;
    const absl::Time next = engine_->NextWakeup();
    if (next == absl::InfiniteFuture()) {
      Fail("something is active, and nothing will ever go on");
      return;
    }
    clock_.now = std::max(clock_.now + absl::Seconds(2), next);
  }
  Fail("it does not come to an end");
}

void History::Run(int steps, const std::set<int>& skip) {
  Dice dice(Mixed(seed_));
  if (!Open()) return;
  v1::ImportDefinitionRequest import;
  import.set_document(RandomDefinition(dice).dump());
  const absl::StatusOr<v1::ImportDefinitionResponse> imported = engine_->ImportDefinition(import);
  if (!imported.ok()) {
    Fail(absl::StrCat("import: ", imported.status().ToString()));
    return;
  }
  definition_ = imported->definitions(0).definition().id();
  v1::GetDefinitionRequest get;
  get.set_definition_id(definition_);
  model_ = engine_->GetDefinition(get)->definition();
  if (const absl::Status put = engine_->PutAgentPool(PoolWith(false, false)).status(); !put.ok()) {
    Fail(absl::StrCat("agents: ", put.ToString()));
    return;
  }

  for (int step = 0; step < steps; ++step) {
    if (skip.contains(step)) continue;
    const size_t before = outcome_->trace.size();
    Step(step);
    if (engine_ == nullptr) return;
    Pump();
    if (outcome_->trace.size() > before) outcome_->steps.push_back(step);
    if (!Check()) return;
  }
  store_->failures = 0;
  if (!engine_->PutAgentPool(PoolWith(false, false)).ok()) Fail("the agents do not come back");
  FinishAll();
  if (!outcome_->failure.empty()) return;

  // The log is as it was written, and every recorded command decides the same again.
  const absl::StatusOr<v1::VerifyResponse> verified = engine_->Verify({});
  if (!verified.ok()) {
    Fail(absl::StrCat("verify: ", verified.status().ToString()));
    return;
  }
  if (verified->findings_size() > 0) {
    Fail(absl::StrCat("verify: release ", verified->findings(0).release_id(), " record ",
                      verified->findings(0).sequence(), ": ", verified->findings(0).message()));
    return;
  }

  // What a new engine reads from the store is what the old one had in memory.
  std::map<int64_t, std::string> views;
  for (int64_t id = 1; id <= acknowledged_; ++id) {
    v1::GetReleaseRequest request;
    request.set_release_id(id);
    const absl::StatusOr<v1::GetReleaseResponse> shown = engine_->GetRelease(request);
    if (shown.ok()) views[id] = shown->SerializeAsString();
  }
  if (!Open()) return;
  for (const auto& [id, view] : views) {
    v1::GetReleaseRequest request;
    request.set_release_id(id);
    const std::string again = engine_->GetRelease(request)->SerializeAsString();
    if (again == view) continue;
    const size_t at = std::mismatch(view.begin(), view.begin() + static_cast<ptrdiff_t>(std::min(view.size(), again.size())), again.begin()).first - view.begin();
    const size_t from = at < 60 ? 0 : at - 60;
    Fail(absl::StrCat("release ", id, " is another one after reopening:\n  ", absl::CHexEscape(view.substr(from, 120)),
                      "\n  ", absl::CHexEscape(again.substr(from, 120))));
  }
}

}  // namespace

SimulationOutcome RunSeed(uint64_t seed, int steps, const std::set<int>& skip) {
  SimulationOutcome outcome;
  History(seed, &outcome).Run(steps, skip);
  return outcome;
}

}  // namespace slipway
