#include "engine/engine.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/notification.h"
#include "base/status_macros.h"
#include "core/effects.h"
#include "model/release_name.h"

namespace slipway {
namespace {

Loop::Options LoopOptions(const EngineOptions& options, SecretBox* secret_box, const Resources* resources) {
  Loop::Options loop;
  loop.passive = options.open.passive();
  loop.freeze = [resources](int64_t definition, const std::string& environment, absl::Time now) {
    return resources->FrozenAt(definition, environment, now);
  };
  loop.deployment_group = [resources](int64_t id) { return resources->FindDeploymentGroup(id); };
  loop.agent_pool = [resources](int64_t id) { return resources->FindAgentPool(id); };
  loop.boot = options.boot;
  loop.snapshot_records = options.snapshot_records;
  loop.open_secret = [secret_box](const std::string& sealed) { return secret_box->Open(sealed).value_or(""); };
  return loop;
}

absl::StatusOr<int64_t> MicrosOf(const std::string& text, absl::string_view field) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return absl::ToUnixMicros(time);
  return absl::InvalidArgumentError(
      absl::StrCat(field, ": expected a time such as 2026-12-24T18:00:00Z, not '", text, "'"));
}

Dispatcher::Options DispatcherOptions(const EngineOptions& options) {
  Dispatcher::Options dispatcher;
  dispatcher.max_parallel = options.max_parallel_tasks;
  dispatcher.boot = options.boot;
  for (const std::string& id : options.open.idempotent_task_ids()) {
    dispatcher.idempotent_task_ids.insert(absl::AsciiStrToLower(id));
  }
  return dispatcher;
}

// Tokens of release names (domain.md 1.3): the release, the primary artifact, definition-scope variables.
std::optional<std::string> NameToken(const v1::ReleaseDefinition& definition, const v1::ReleaseCreated& created,
                                     absl::string_view name) {
  const auto is = [&](absl::string_view token) { return absl::EqualsIgnoreCase(name, token); };
  if (is("Release.ReleaseId")) return absl::StrCat(created.release_id());
  if (is("Release.DefinitionName")) return definition.name();
  const v1::Artifact* primary = nullptr;
  for (const v1::Artifact& artifact : definition.artifacts()) {
    if (primary == nullptr || artifact.is_primary()) primary = &artifact;
  }
  const v1::ArtifactVersion* version = nullptr;
  for (const v1::ArtifactVersion& candidate : created.artifacts()) {
    if (primary != nullptr && absl::EqualsIgnoreCase(candidate.alias(), primary->alias())) version = &candidate;
  }
  if (primary != nullptr) {
    const auto reference = [&](const char* key) {
      const auto found = primary->definition_reference().find(key);
      return found == primary->definition_reference().end() ? std::string() : found->second.name();
    };
    if (is("Artifact.ArtifactType")) return primary->type();
    if (is("Build.DefinitionName")) return reference("definition");
    if (is("System.TeamProject")) return reference("project");
  }
  if (version != nullptr) {
    if (is("Build.BuildNumber")) return version->name().empty() ? version->id() : version->name();
    if (is("Build.SourceBranch")) return std::string(absl::StripPrefix(version->source_branch(), "refs/heads/"));
  }
  const auto variable = [&](const auto& variables) -> std::optional<std::string> {
    for (const auto& [key, value] : variables) {
      if (absl::EqualsIgnoreCase(key, name) && !value.is_secret()) return value.value();
    }
    return std::nullopt;
  };
  if (std::optional<std::string> given = variable(created.variables())) return given;
  return variable(definition.variables());
}

}  // namespace

Engine::Engine(EngineOptions options, EnginePorts ports)
    : options_(std::move(options)),
      ports_(ports),
      activity_(std::make_shared<Activity>()),
      resources_(ports.store, ports.secret_box, Limits::FromProto(options_.open.limits())),
      connections_(ports.store, ports.secret_box),
      origins_(ports.store, &connections_),
      catalog_(ports.store, ports.secret_box, &resources_, Limits::FromProto(options_.open.limits())),
      triggers_(ports.store),
      launcher_(options_.places, ports.secret_box, &connections_, ports.tasks, &origins_),
      strands_(ports.store, &catalog_),
      outbox_(ports.store, ports.host),
      loop_(ports.store, ports.clock, &strands_, this,
            [&] {
              Loop::Options loop = LoopOptions(options_, ports.secret_box, &resources_);
              loop.on_tick = [this](absl::Time now) { return OnTick(now); };
              return loop;
            }()),
      dispatcher_({ports.runner, ports.tasks, ports.logs, ports.host, ports.clock, ports.targets},
                  DispatcherOptions(options_),
                  &launcher_, ports.secret_box,
                  [this](int64_t release, ReportTask report, std::function<void()> settled) {
                    Loop::Request request;
                    request.release = release;
                    request.command = std::move(report);
                    request.is_report = true;
                    request.done = [settled = std::move(settled)](const absl::Status& status, Strand*) {
                      // A release that is gone, or a token that means nothing any more, is settled too.
                      if (!absl::IsCancelled(status)) settled();
                    };
                    loop_.Post(std::move(request));
                  },
                  [this](int64_t release) {
                    const absl::StatusOr<Strand*> strand = strands_.Get(release);
                    return strand.ok() ? *strand : nullptr;
                  },
                  [this](const ReleaseState& state, const TaskPosition& position) { return MachineOf(state, position); },
                  [this](std::function<void()> work) { loop_.PostWork(std::move(work)); }) {}

absl::StatusOr<std::unique_ptr<Engine>> Engine::Open(EngineOptions options, EnginePorts ports) {
  std::unique_ptr<Engine> engine(new Engine(std::move(options), ports));
  SLIPWAY_RETURN_IF_ERROR(engine->Recover());
  if (!engine->options_.manual) {
    engine->thread_ = std::thread([loop = &engine->loop_] { loop->Run(); });
  }
  return engine;
}

absl::Status Engine::Recover() {
  SLIPWAY_ASSIGN_OR_RETURN(const Counters counters, ports_.store->LoadCounters());
  loop_.SetCounters(counters);
  SLIPWAY_RETURN_IF_ERROR(outbox_.Load(counters.outbox));
  SLIPWAY_ASSIGN_OR_RETURN(last_position_, ports_.store->LastPosition());
  dispatcher_.set_on_log([activity = activity_] { activity->Signal(); });
  v1::SetSecretsRequest secrets;
  *secrets.mutable_secrets() = options_.open.secrets();
  dispatcher_.SetSecrets(secrets);
  for (const v1::RegisterTaskRequest& task : options_.open.host_tasks()) {
    SLIPWAY_RETURN_IF_ERROR(dispatcher_.Register(task));
  }
  if (ports_.runner != nullptr) ports_.runner->SetObserver(&dispatcher_);
  if (ports_.targets != nullptr) ports_.targets->SetObserver(&dispatcher_);
  SLIPWAY_RETURN_IF_ERROR(resources_.Load());
  for (const auto& [id, pool] : resources_.agent_pools()) KnowAgents(pool);
  SLIPWAY_RETURN_IF_ERROR(connections_.Load());
  SLIPWAY_RETURN_IF_ERROR(origins_.Load());
  NoteOrigins();
  SLIPWAY_RETURN_IF_ERROR(triggers_.Load(ports_.clock->Now()));
  SLIPWAY_RETURN_IF_ERROR(LoadRetention(ports_.clock->Now()));
  SLIPWAY_RETURN_IF_ERROR(strands_.LoadActive());
  recovered_ = static_cast<int64_t>(strands_.size());
  if (!options_.open.passive()) {
    strands_.ForEach([this](int64_t, Strand& strand) { loop_.Adopt(strand); });
    outbox_.Deliver(ports_.clock->Now());
  } else {
    // Who has which agent can be asked all the same.
    strands_.ForEach([this](int64_t, Strand& strand) { loop_.agents().ObserveAll(strand.state); });
  }
  return absl::OkStatus();
}

void Engine::Close() {
  // Before everything that could wait for an answer of theirs.
  if (ports_.artifacts != nullptr) ports_.artifacts->Close();
  dispatcher_.Close();
  activity_->Close();
  loop_.Stop();
}

void Engine::Shutdown() {
  Close();
  background_.Stop();
  activity_->CloseAndDrain();
  if (thread_.joinable()) thread_.join();
}

Engine::~Engine() {
  Shutdown();
  WriteBatch deletes;
  outbox_.AddDeletes(&deletes);
  // Undelivered deletes only mean that something is delivered twice.
  if (!deletes.empty()) ports_.store->Commit(deletes, nullptr).IgnoreError();
}

void Engine::OnEffect(Strand& strand, const TaskEffect& effect) {
  if (options_.open.passive()) return;
  dispatcher_.Handle(strand, effect);
}

void Engine::OnDecided(const ReleaseState& state, const v1::EventBatch& events, WriteBatch* batch) {
  outbox_.Add(state, events, batch);
  for (const v1::Event& event : events.events()) {
    if (event.has_job_finished()) NoteEndedJob(state, event.job_finished());
    if (event.has_deployment_finished()) FollowRollback(state, event.deployment_finished());
  }
  for (NameCounterRow& row : taken_counters_) batch->name_counters.push_back(std::move(row));
  taken_counters_.clear();
  for (ResourceRow& row : taken_baselines_) batch->resources.push_back(std::move(row));
  taken_baselines_.clear();
  if (!retention_counted_ && !retention_noted_) {
    retention_noted_ = true;
    batch->resources.push_back(RetentionRun(ports_.clock->Now()));
  }
  outbox_.AddDeletes(batch);
}

void Engine::NoteEndedJob(const ReleaseState& state, const v1::JobFinished& finished) {
  const TaskPosition position{finished.environment(), finished.phase(), finished.job(), 0};
  const JobState* job = FindJob(const_cast<ReleaseState&>(state), position);
  if (options_.open.passive() || finished.phase() < 0 || job == nullptr) return;
  ended_jobs_.push_back({launcher_.LookupId(state, position), MachineOf(state, position)});
}

void Engine::EndJobs() {
  for (const EndedJob& job : ended_jobs_) {
    if (job.target && job.target->has_ssh() && job.target->platform() == v1::MACHINE_PLATFORM_LINUX && ports_.targets != nullptr) {
      ports_.targets->EndJob(*job.target, job.id).IgnoreError();
    } else if (ports_.runner != nullptr) {
      ports_.runner->EndJob(job.id).IgnoreError();
    }
  }
  ended_jobs_.clear();
}

void Engine::OnCommitted(int64_t last_position) {
  last_position_ = last_position;
  taken_keys_.clear();
  retention_counted_ = retention_counted_ || retention_noted_;
  outbox_.Committed();
  EndJobs();
  outbox_.Deliver(ports_.clock->Now());
  activity_->Signal();
}

void Engine::OnTakenBack() {
  ended_jobs_.clear();
  outbox_.TakenBack();
  retention_noted_ = false;
  name_counters_.clear();
  taken_counters_.clear();
  taken_keys_.clear();
}

v1::Release Engine::View(const Strand& strand) const {
  ViewExtras extras;
  extras.percent = [this](const std::string& token) { return dispatcher_.Percent(token); };
  extras.log_path = [this](const ReleaseState& state, const TaskPosition& position, int32_t attempt, int32_t tries) {
    return launcher_.LogPath(state, position, attempt, tries);
  };
  return ReleaseView(strand.state, strand.version, extras);
}

absl::Status Engine::Run(Loop::Request request, const std::function<void(Strand&)>& then) {
  if (OnLoopThread()) {
    return absl::FailedPreconditionError(
        "a callback may not change a release and wait for it: the engine waits for the callback; do it from another "
        "thread");
  }
  absl::Notification finished;
  absl::Status result;
  request.done = [&](const absl::Status& status, Strand* strand) {
    result = status;
    if (status.ok() && strand != nullptr && then) then(*strand);
    finished.Notify();
  };
  loop_.Post(std::move(request));
  if (options_.manual) {
    while (!finished.HasBeenNotified()) loop_.RunOnce();
  }
  finished.WaitForNotification();
  return result;
}

void Engine::RunWork(const std::function<void()>& work) {
  // Inside a host's callback: between commits, where everything may be looked at.
  if (OnLoopThread()) return work();
  absl::Notification finished;
  loop_.PostWork([&] {
    work();
    finished.Notify();
  });
  if (options_.manual) {
    while (!finished.HasBeenNotified()) loop_.RunOnce();
  }
  finished.WaitForNotification();
}

absl::StatusOr<v1::ImportDefinitionResponse> Engine::ImportDefinition(const v1::ImportDefinitionRequest& request) {
  absl::StatusOr<v1::ImportDefinitionResponse> response;
  RunWork([&] {
    response = catalog_.Import(request, ports_.clock->Now(), &loop_.counters().definition);
    if (!response.ok()) return;
    for (const v1::ImportedDefinition& imported : response->definitions()) {
      if (imported.has_definition()) triggers_.Refresh(imported.definition().id(), ports_.clock->Now());
    }
  });
  return response;
}

absl::StatusOr<v1::ExportDefinitionResponse> Engine::ExportDefinition(const v1::ExportDefinitionRequest& request) {
  return catalog_.Export(request);
}

absl::StatusOr<v1::GetDefinitionResponse> Engine::GetDefinition(const v1::GetDefinitionRequest& request) {
  return catalog_.Get(request);
}

absl::StatusOr<v1::ListDefinitionsResponse> Engine::ListDefinitions(const v1::ListDefinitionsRequest& request) {
  return catalog_.List(request);
}

absl::StatusOr<v1::DeleteDefinitionResponse> Engine::DeleteDefinition(const v1::DeleteDefinitionRequest& request) {
  absl::Status status;
  RunWork([&] {
    strands_.ForEach([&](int64_t id, Strand& strand) {
      if (strand.state.active() && strand.state.created.definition_id() == request.definition_id() && status.ok()) {
        status =
            absl::FailedPreconditionError(absl::StrCat("definitionId: release ", id, " ('", strand.state.created.name(),
                                                       "') of it is in progress; cancel it first"));
      }
    });
    if (status.ok()) status = catalog_.Delete(request, ports_.clock->Now());
    if (status.ok()) triggers_.Refresh(request.definition_id(), ports_.clock->Now());
  });
  SLIPWAY_RETURN_IF_ERROR(status);
  return v1::DeleteDefinitionResponse();
}

absl::StatusOr<std::string> Engine::NameRelease(const DefinitionPlan& plan, const v1::ReleaseCreated& created) {
  const ReleaseNameParts parts =
      ComposeReleaseName(plan.definition().release_name_format(), ports_.clock->Now(), absl::UTCTimeZone(),
                         [&](absl::string_view name) { return NameToken(plan.definition(), created, name); });
  if (!parts.has_counter) return parts.prefix;
  const std::pair<int64_t, std::string> key(plan.definition().id(), parts.CounterKey());
  auto found = name_counters_.find(key);
  if (found == name_counters_.end()) {
    SLIPWAY_ASSIGN_OR_RETURN(const int64_t last, ports_.store->GetNameCounter(key.first, key.second));
    found = name_counters_.emplace(key, last).first;
  }
  ++found->second;
  taken_counters_.push_back({key.first, key.second, found->second});
  return parts.Render(found->second);
}

absl::StatusOr<std::pair<std::unique_ptr<Strand>, Command>> Engine::MakeRelease(const v1::CreateReleaseRequest& request,
                                                                                int64_t release_id) {
  SLIPWAY_ASSIGN_OR_RETURN(std::shared_ptr<const DefinitionPlan> plan, catalog_.Plan(request.definition_id(), 0));
  if (plan->definition().is_disabled()) {
    return absl::FailedPreconditionError(absl::StrCat("definitionId: definition ", request.definition_id(), " ('",
                                                      plan->definition().name(), "') is disabled"));
  }
  slipway::CreateRelease command;
  v1::ReleaseCreated& created = command.created;
  created.set_release_id(release_id);
  created.set_definition_id(plan->definition().id());
  created.set_definition_revision(plan->definition().revision());
  // domain.md 10.3: no reason is a manual one.
  created.set_reason(request.reason() == v1::RELEASE_REASON_NONE ? v1::RELEASE_REASON_MANUAL : request.reason());
  created.set_description(request.description());
  created.set_created_by(request.actor());
  created.set_unknown_tasks(request.has_unknown_tasks() ? request.unknown_tasks() : options_.open.unknown_tasks());
  created.set_idempotency_key(request.idempotency_key());
  *created.mutable_manual_environments() = request.manual_environments();
  *created.mutable_artifacts() = request.artifacts();
  for (const auto& [name, value] : request.variables()) {
    SLIPWAY_ASSIGN_OR_RETURN((*created.mutable_variables())[name],
                             SealValue(plan->definition().variables(), name, value));
  }
  for (const auto& [environment, overrides] : request.environment_variables()) {
    const int32_t index = plan->FindEnvironment(environment);
    v1::VariableOverrides sealed;
    for (const auto& [name, value] : overrides.variables()) {
      if (index < 0) break;  // decide() says which name is wrong
      SLIPWAY_ASSIGN_OR_RETURN((*sealed.mutable_variables())[name],
                               SealValue(plan->environment(index).definition->variables(), name, value));
    }
    command.environment_variables.emplace_back(environment, std::move(sealed));
  }
  command.is_draft = request.is_draft();
  created.set_triggering_artifact_alias(request.triggering_artifact_alias());
  AddDefaultVersions(plan->definition(), &created);
  PinTaskGroups(plan->definition(), &created);
  if (created.task_groups_size() > 0) {
    SLIPWAY_ASSIGN_OR_RETURN(plan, catalog_.Plan(created));
  }
  created.set_prefer_installed_tasks(request.prefer_installed_tasks());
  PinTasks(plan->definition(), created.prefer_installed_tasks(), created.mutable_tasks());
  if (created.tasks_size() > 0) {
    SLIPWAY_ASSIGN_OR_RETURN(plan, catalog_.Plan(created));
  }
  AddDownloads(plan->definition(), &created);
  if (created.downloads_size() > 0) {
    SLIPWAY_ASSIGN_OR_RETURN(plan, catalog_.Plan(created));
  }
  resources_.AddSnapshots(plan->definition(), &created);
  SLIPWAY_ASSIGN_OR_RETURN(*created.mutable_name(), NameRelease(*plan, created));
  return std::make_pair(std::make_unique<Strand>(std::move(plan)), Command(std::move(command)));
}

absl::StatusOr<v1::VariableValue> Engine::SealValue(
    const google::protobuf::Map<std::string, v1::VariableValue>& defined, const std::string& name,
    const v1::VariableValue& given) {
  v1::VariableValue value = given;
  bool is_secret = given.is_secret();
  for (const auto& [defined_name, defined_value] : defined) {
    if (absl::EqualsIgnoreCase(defined_name, name)) is_secret = is_secret || defined_value.is_secret();
  }
  value.clear_sealed();
  if (!is_secret) return value;
  value.set_is_secret(true);
  SLIPWAY_ASSIGN_OR_RETURN(*value.mutable_sealed(), ports_.secret_box->Seal(given.value()));
  value.clear_value();
  return value;
}

absl::StatusOr<v1::CreateReleaseResponse> Engine::CreateRelease(const v1::CreateReleaseRequest& given) {
  v1::CreateReleaseResponse response;
  v1::CreateReleaseRequest request = given;
  if (!request.idempotency_key().empty()) {
    ReleaseQuery query;
    query.idempotency_key = request.idempotency_key();
    query.limit = 1;
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<ReleaseRow> rows, ports_.store->ListReleases(query));
    if (!rows.empty()) {
      v1::GetReleaseRequest get;
      get.set_release_id(rows[0].id);
      SLIPWAY_ASSIGN_OR_RETURN(v1::GetReleaseResponse found, GetRelease(get));
      *response.mutable_release() = std::move(*found.mutable_release());
      return response;
    }
  }
  SLIPWAY_RETURN_IF_ERROR(ResolveVersions(&request));
  Loop::Request loop_request;
  loop_request.actor = request.actor();
  int64_t twin = 0;  // made by another call with the same key in this very batch
  loop_request.create = [&](int64_t release_id) -> absl::StatusOr<std::pair<std::unique_ptr<Strand>, Command>> {
    if (!request.idempotency_key().empty()) {
      const auto [found, is_new] = taken_keys_.try_emplace(request.idempotency_key(), release_id);
      if (!is_new) {
        twin = found->second;
        return absl::AlreadyExistsError("idempotencyKey");
      }
    }
    return MakeRelease(request, release_id);
  };
  const absl::Status status =
      Run(std::move(loop_request), [&](Strand& strand) { *response.mutable_release() = View(strand); });
  if (absl::IsAlreadyExists(status) && twin != 0) {
    v1::GetReleaseRequest get;
    get.set_release_id(twin);
    SLIPWAY_ASSIGN_OR_RETURN(v1::GetReleaseResponse found, GetRelease(get));
    *response.mutable_release() = std::move(*found.mutable_release());
    return response;
  }
  SLIPWAY_RETURN_IF_ERROR(status);
  return response;
}

absl::StatusOr<v1::StartReleaseResponse> Engine::StartRelease(const v1::StartReleaseRequest& request) {
  v1::StartReleaseResponse response;
  SLIPWAY_RETURN_IF_ERROR(Run(MakeRequest(request, slipway::StartRelease{}),
                              [&](Strand& strand) { *response.mutable_release() = View(strand); }));
  return response;
}

void Engine::PostStart(int64_t release_id) {
  Loop::Request request;
  request.release = release_id;
  request.command = slipway::StartRelease{};
  loop_.Post(std::move(request));
}

absl::StatusOr<v1::AbandonReleaseResponse> Engine::AbandonRelease(const v1::AbandonReleaseRequest& request) {
  v1::AbandonReleaseResponse response;
  SLIPWAY_RETURN_IF_ERROR(Run(MakeRequest(request, slipway::AbandonRelease{request.comment()}),
                              [&](Strand& strand) { *response.mutable_release() = View(strand); }));
  return response;
}

absl::StatusOr<v1::DeployEnvironmentResponse> Engine::DeployEnvironment(const v1::DeployEnvironmentRequest& request) {
  slipway::DeployEnvironment command;
  command.environment = request.environment();
  command.comment = request.comment();
  if (!request.variables().empty()) {
    std::shared_ptr<const DefinitionPlan> plan;
    absl::Status found;
    RunWork([&] {
      absl::StatusOr<Strand*> strand = strands_.Get(request.release_id());
      found = strand.status();
      if (strand.ok()) plan = (*strand)->state.plan;
    });
    SLIPWAY_RETURN_IF_ERROR(found);
    const int32_t index = plan->FindEnvironment(request.environment());
    for (const auto& [name, value] : request.variables()) {
      if (index < 0) break;
      SLIPWAY_ASSIGN_OR_RETURN(v1::VariableValue sealed,
                               SealValue(plan->environment(index).definition->variables(), name, value));
      command.variables.emplace_back(name, std::move(sealed));
    }
  }
  if (request.update_tasks()) {
    absl::Status status;
    RunWork([&] { status = UpdateTasks(request.release_id(), &command.tasks); });
    SLIPWAY_RETURN_IF_ERROR(status);
  }
  command.only_failed_targets = request.only_failed_targets();
  command.freeze_override = request.freeze_override();
  if (!request.scheduled_deployment_time().empty()) {
    SLIPWAY_ASSIGN_OR_RETURN(command.due_us,
                             MicrosOf(request.scheduled_deployment_time(), "scheduledDeploymentTime"));
  }
  v1::DeployEnvironmentResponse response;
  SLIPWAY_RETURN_IF_ERROR(Run(MakeRequest(request, std::move(command)),
                              [&](Strand& strand) { *response.mutable_release() = View(strand); }));
  return response;
}

absl::StatusOr<v1::CancelEnvironmentResponse> Engine::CancelEnvironment(const v1::CancelEnvironmentRequest& request) {
  v1::CancelEnvironmentResponse response;
  SLIPWAY_RETURN_IF_ERROR(
      Run(MakeRequest(request, slipway::CancelEnvironment{request.environment(), request.comment()}),
          [&](Strand& strand) { *response.mutable_release() = View(strand); }));
  return response;
}

absl::StatusOr<v1::UpdateApprovalResponse> Engine::UpdateApproval(const v1::UpdateApprovalRequest& request) {
  v1::UpdateApprovalRequest resolved = request;
  if (resolved.release_id() == 0) {
    SLIPWAY_ASSIGN_OR_RETURN(const ApprovalRow row, FindApproval(request.approval_id()));
    resolved.set_release_id(row.release_id);
  }
  v1::UpdateApprovalResponse response;
  Loop::Request made = MakeRequest(
      resolved, DecideApproval{request.approval_id(), request.status(), request.comments(), request.approver()});
  made.actor_groups.assign(request.actor_groups().begin(), request.actor_groups().end());
  made.actor_is_administrator = request.actor_is_administrator();
  made.identity_revalidated = request.identity_revalidated();
  SLIPWAY_RETURN_IF_ERROR(
      Run(std::move(made),
          [&](Strand& strand) {
            for (int32_t i = 0; i < static_cast<int32_t>(strand.state.environments.size()); ++i) {
              for (const auto& attempt : strand.state.environments[i].attempts) {
                for (const ApprovalState& approval : attempt->approvals) {
                  if (approval.id != request.approval_id()) continue;
                  *response.mutable_approval() = ApprovalView(strand.state, i, *attempt, approval);
                }
              }
            }
          }));
  return response;
}

absl::StatusOr<v1::GetReleaseResponse> Engine::GetRelease(const v1::GetReleaseRequest& request) {
  absl::Status status;
  v1::GetReleaseResponse response;
  RunWork([&] {
    absl::StatusOr<Strand*> strand = strands_.Get(request.release_id());
    status = strand.status();
    if (strand.ok()) *response.mutable_release() = View(**strand);
  });
  SLIPWAY_RETURN_IF_ERROR(status);
  return response;
}

absl::StatusOr<v1::RegisterTaskResponse> Engine::RegisterTask(const v1::RegisterTaskRequest& request) {
  SLIPWAY_RETURN_IF_ERROR(dispatcher_.Register(request));
  return v1::RegisterTaskResponse();
}

absl::StatusOr<v1::TaskLogResponse> Engine::TaskLog(const v1::TaskLogRequest& request) {
  SLIPWAY_ASSIGN_OR_RETURN(const bool cancel, dispatcher_.WriteLog(request));
  v1::TaskLogResponse response;
  response.set_cancel_requested(cancel);
  return response;
}

absl::StatusOr<v1::SetSecretsResponse> Engine::SetSecrets(const v1::SetSecretsRequest& request) {
  dispatcher_.SetSecrets(request);
  return v1::SetSecretsResponse();
}

}  // namespace slipway
