// An engine on this machine: SQLite, slipway-runner, the system's clock, a key file; behind the interface of the C ABI.

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/artifact_sources.h"
#include "adapters/built_in_tasks.h"
#include "adapters/curl_http.h"
#include "adapters/file_task_log.h"
#include "adapters/group_queries.h"
#include "adapters/host_clock.h"
#include "adapters/engine_id.h"
#include "adapters/installed_tasks.h"
#include "adapters/machine_capabilities.h"
#include "adapters/process_runner.h"
#include "adapters/runner_launcher.h"
#include "adapters/simulator.h"
#include "adapters/sodium_secret_box.h"
#include "adapters/sqlite_store.h"
#include "adapters/ssh_targets.h"
#include "adapters/system_clock.h"
#include "adapters/task_callbacks.h"
#include "adapters/task_store.h"
#include "adapters/task_views.h"
#include "adapters/windows_plans.h"
#include "base/status_macros.h"
#include "capi/engine_service.gen.h"
#include "engine/engine.h"

namespace slipway {
namespace {

class HostAdapter : public Host {
 public:
  explicit HostAdapter(HostCallbacks* callbacks) : callbacks_(callbacks) {}

  bool runs_tasks() const override { return callbacks_->OffersRunTask(); }
  absl::Status RunTask(const v1::HostTask& task) override { return callbacks_->RunTask(task); }
  absl::Status CancelTask(const v1::HostCancelTask& task) override { return callbacks_->CancelTask(task); }
  bool wants_notifications() const override { return callbacks_->OffersNotify(); }
  absl::Status Notify(const v1::HostNotification& notification) override { return callbacks_->Notify(notification); }

 private:
  HostCallbacks* const callbacks_;
};

template <typename Message, typename Source>
class CursorAdapter : public Cursor<Message> {
 public:
  explicit CursorAdapter(std::unique_ptr<Source> source) : source_(std::move(source)) {}
  absl::StatusOr<std::optional<Message>> Next(absl::Duration timeout) override { return source_->Next(timeout); }
  void Cancel() override { source_->Cancel(); }

 private:
  std::unique_ptr<Source> source_;
};

template <typename Message, typename Source>
absl::StatusOr<std::unique_ptr<Cursor<Message>>> Wrap(absl::StatusOr<std::unique_ptr<Source>> source) {
  SLIPWAY_RETURN_IF_ERROR(source.status());
  return std::make_unique<CursorAdapter<Message, Source>>(*std::move(source));
}

class LocalEngine : public EngineService {
 public:
  // The runner calls into the engine until it is gone, the engine into the runner until it is shut down.
  ~LocalEngine() override {
    if (engine_ != nullptr) engine_->Shutdown();
    runner_.reset();
    targets_.reset();
  }

  absl::Status Open(const v1::OpenOptions& options, HostCallbacks* host);

#define SLIPWAY_FORWARD(Name) \
  absl::StatusOr<v1::Name##Response> Name(const v1::Name##Request& request) override { return engine_->Name(request); }
  SLIPWAY_FORWARD(ImportDefinition)
  SLIPWAY_FORWARD(ExportDefinition)
  SLIPWAY_FORWARD(GetDefinition)
  SLIPWAY_FORWARD(ListDefinitions)
  SLIPWAY_FORWARD(DeleteDefinition)
  SLIPWAY_FORWARD(CreateRelease)
  SLIPWAY_FORWARD(StartRelease)
  SLIPWAY_FORWARD(AbandonRelease)
  SLIPWAY_FORWARD(DeleteRelease)
  SLIPWAY_FORWARD(UndeleteRelease)
  SLIPWAY_FORWARD(KeepRelease)
  SLIPWAY_FORWARD(RunRetention)
  SLIPWAY_FORWARD(GetRelease)
  SLIPWAY_FORWARD(ListReleases)
  SLIPWAY_FORWARD(DeployEnvironment)
  SLIPWAY_FORWARD(CancelEnvironment)
  SLIPWAY_FORWARD(ListApprovals)
  SLIPWAY_FORWARD(ListDeployments)
  SLIPWAY_FORWARD(ReadLog)
  SLIPWAY_FORWARD(GetStatus)
  SLIPWAY_FORWARD(RegisterTask)
  SLIPWAY_FORWARD(TaskLog)
  SLIPWAY_FORWARD(SetSecrets)
  SLIPWAY_FORWARD(DeferDeployment)
  SLIPWAY_FORWARD(IgnoreGates)
  SLIPWAY_FORWARD(UpdateIntervention)
  SLIPWAY_FORWARD(ListInterventions)
  SLIPWAY_FORWARD(PushArtifact)
  SLIPWAY_FORWARD(ListArtifactVersions)
  SLIPWAY_FORWARD(PutArtifactSource)
  SLIPWAY_FORWARD(ListArtifactSources)
  SLIPWAY_FORWARD(GetChanges)
  SLIPWAY_FORWARD(PutVariableGroup)
  SLIPWAY_FORWARD(ListVariableGroups)
  SLIPWAY_FORWARD(PutTaskGroup)
  SLIPWAY_FORWARD(ListTaskGroups)
  SLIPWAY_FORWARD(ListDeploymentGroups)
  SLIPWAY_FORWARD(ListAgentPools)
  SLIPWAY_FORWARD(PutFreezeWindow)
  SLIPWAY_FORWARD(ListFreezeWindows)
  SLIPWAY_FORWARD(DeleteResource)
  SLIPWAY_FORWARD(Explain)
  SLIPWAY_FORWARD(Verify)
  SLIPWAY_FORWARD(LintDefinition)
  SLIPWAY_FORWARD(ListTestRuns)
  SLIPWAY_FORWARD(PutServiceEndpoint)
  SLIPWAY_FORWARD(ListServiceEndpoints)
  SLIPWAY_FORWARD(AddSecureFile)
  SLIPWAY_FORWARD(ListSecureFiles)
#undef SLIPWAY_FORWARD

  absl::StatusOr<v1::PutDeploymentGroupResponse> PutDeploymentGroup(
      const v1::PutDeploymentGroupRequest& request) override;
  absl::StatusOr<v1::PutAgentPoolResponse> PutAgentPool(const v1::PutAgentPoolRequest& request) override;
  absl::StatusOr<v1::UpdateApprovalResponse> UpdateApproval(const v1::UpdateApprovalRequest& request) override {
    SLIPWAY_ASSIGN_OR_RETURN(const v1::UpdateApprovalRequest resolved, group_queries_.Resolve(request, callbacks_));
    return engine_->UpdateApproval(resolved);
  }
  absl::StatusOr<v1::AnswerGroupsResponse> AnswerGroups(const v1::AnswerGroupsRequest& request) override {
    SLIPWAY_RETURN_IF_ERROR(group_queries_.Answer(request));
    return v1::AnswerGroupsResponse();
  }
  absl::StatusOr<v1::SetTimeResponse> SetTime(const v1::SetTimeRequest& request) override {
    SLIPWAY_RETURN_IF_ERROR(clock_.Set(request.time()));
    engine_->ClockMoved();
    return v1::SetTimeResponse();
  }
  absl::StatusOr<v1::InstallTaskResponse> InstallTask(const v1::InstallTaskRequest& request) override;
  absl::StatusOr<v1::ListTasksResponse> ListTasks(const v1::ListTasksRequest& request) override;
  absl::StatusOr<v1::RemoveTaskResponse> RemoveTask(const v1::RemoveTaskRequest& request) override;
  absl::StatusOr<v1::CompleteServerTaskResponse> CompleteServerTask(const v1::CompleteServerTaskRequest& request) override;

  // On the caller's thread, over a store of its own: the engine only gives the definition.
  absl::StatusOr<v1::SimulateResponse> Simulate(const v1::SimulateRequest& request) override {
    if ((request.definition_id() != 0) == !request.document().empty()) {
      return absl::InvalidArgumentError("definitionId, document: expected one of them, and not both");
    }
    if (request.definition_id() == 0) return slipway::Simulate(request);
    v1::ExportDefinitionRequest exported;
    exported.set_definition_id(request.definition_id());
    SLIPWAY_ASSIGN_OR_RETURN(v1::ExportDefinitionResponse document, engine_->ExportDefinition(exported));
    v1::SimulateRequest resolved = request;
    resolved.clear_definition_id();
    resolved.set_document(std::move(*document.mutable_document()));
    return slipway::Simulate(resolved);
  }
  absl::StatusOr<std::unique_ptr<Cursor<v1::FollowLogsResponse>>> FollowLogs(
      const v1::FollowLogsRequest& request) override {
    return Wrap<v1::FollowLogsResponse>(engine_->FollowLogs(request));
  }
  absl::StatusOr<std::unique_ptr<Cursor<v1::WatchEventsResponse>>> WatchEvents(
      const v1::WatchEventsRequest& request) override {
    return Wrap<v1::WatchEventsResponse>(engine_->WatchEvents(request));
  }
  absl::StatusOr<v1::HostTask> NextWork(absl::Duration timeout) override { return engine_->NextWork(timeout); }
  absl::Status Complete(const v1::TaskCompletion& completion) override { return engine_->Complete(completion); }
  void Stop() override { engine_->Close(); }

 private:
  // Destroyed from the last to the first: the engine before everything it stands on.
  HostClock clock_;
  GroupQueries group_queries_;
  HostCallbacks* callbacks_ = nullptr;
  FileTaskLogs logs_;
  std::unique_ptr<Http> http_;
  std::unique_ptr<ArtifactSources> artifacts_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<SecretBox> secret_box_;
  std::unique_ptr<TaskStore> task_store_;
  std::unique_ptr<BuiltInTasks> built_in_;
  std::unique_ptr<InstalledTasks> library_;
  std::string callback_folder_;
  absl::Mutex task_changes_;  // one installation or removal at a time
  std::unique_ptr<HostAdapter> host_;
  std::unique_ptr<Runner> runner_;
  std::unique_ptr<Targets> targets_;
  std::unique_ptr<Engine> engine_;
};

std::string MachineName() {
  char name[256] = "localhost";
  gethostname(name, sizeof(name) - 1);
  return name;
}

absl::Status MakePrivateDirectory(const std::string& path) {
  if (mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return absl::OkStatus();
  const int error = errno;
  const std::string message = absl::StrCat("dataDirectory: cannot create ", path, ": ", std::strerror(error));
  return error == EACCES || error == EROFS ? absl::PermissionDeniedError(message)
                                           : absl::FailedPreconditionError(message);
}

absl::Status LocalEngine::Open(const v1::OpenOptions& options, HostCallbacks* host) {
  if (options.database().empty()) {
    return absl::InvalidArgumentError("database: expected the path of a file; it is created when missing");
  }
  if (!options.host_time().empty()) SLIPWAY_RETURN_IF_ERROR(clock_.Start(options.host_time(), "hostTime"));
  callbacks_ = host;
  EngineOptions engine_options;
  engine_options.open = options;
  engine_options.boot = BootNumber();
  engine_options.max_parallel_tasks = options.max_parallel_tasks() > 0
                                          ? options.max_parallel_tasks()
                                          : std::max(2, 2 * static_cast<int>(std::thread::hardware_concurrency()));
  std::error_code error;
  const std::string database = std::filesystem::absolute(options.database(), error).string();
  const std::string data = options.data_directory().empty()
                               ? absl::StrCat(database, ".d")
                               : std::filesystem::absolute(options.data_directory(), error).string();

  // The store first: of two engines on one file, the second must not touch the folder either.
  SqliteStoreOptions store_options;
  store_options.path = database;
  store_options.vfs = options.sqlite_vfs();
  SLIPWAY_ASSIGN_OR_RETURN(store_, OpenSqliteStore(store_options));
  SLIPWAY_RETURN_IF_ERROR(MakePrivateDirectory(data));
  SLIPWAY_ASSIGN_OR_RETURN(secret_box_, OpenSodiumSecretBox(absl::StrCat(data, "/key")));
  ProcessRunnerOptions runner_options;
  runner_options.state_directory = absl::StrCat(data, "/runner");
  runner_options.runner_path = options.runner();
  SLIPWAY_ASSIGN_OR_RETURN(runner_, ProcessRunner::Create(runner_options));
  SLIPWAY_ASSIGN_OR_RETURN(const std::string program, FindRunner(options.runner()));
  callback_folder_ = absl::StrCat(data, "/callbacks");
  RemoveStaleCallbacks(callback_folder_);
  built_in_ = std::make_unique<BuiltInTasks>(program, BuiltInTasks::FindProgram(), callback_folder_);
  SLIPWAY_ASSIGN_OR_RETURN(task_store_, TaskStore::Open(absl::StrCat(data, "/tasks")));
  library_ = std::make_unique<InstalledTasks>(built_in_.get(), task_store_.get());
  targets_ = std::make_unique<SshTargets>(data, program);
  http_ = MakeCurlHttp();
  artifacts_ = std::make_unique<ArtifactSources>(http_.get(), absl::StrCat(data, "/artifacts/scratch"), RestOptions{.attempts = 2});
  if (host != nullptr) host_ = std::make_unique<HostAdapter>(host);

  engine_options.places.data_directory = data;
  engine_options.places.machine_name = MachineName();
  SLIPWAY_ASSIGN_OR_RETURN(engine_options.places.engine_id, EngineId(data));
  engine_options.machine_capabilities = MachineCapabilities;
  if (options.max_artifact_cache_bytes() != 0) {
    engine_options.places.max_artifact_cache_bytes = options.max_artifact_cache_bytes();
  }
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const absl::string_view text(*entry);
    const size_t equals = text.find('=');
    if (equals == absl::string_view::npos) continue;
    engine_options.places.environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  EnginePorts ports;
  ports.store = store_.get();
  ports.runner = runner_.get();
  ports.targets = targets_.get();
  ports.tasks = library_.get();
  ports.logs = &logs_;
  ports.secret_box = secret_box_.get();
  ports.clock = &clock_;
  ports.host = host_.get();
  ports.artifacts = artifacts_.get();
  SLIPWAY_ASSIGN_OR_RETURN(engine_, Engine::Open(std::move(engine_options), ports));
  return absl::OkStatus();
}

absl::Status CheckMachine(const v1::DeploymentTarget& machine, const std::string& path) {
  if (machine.platform() == v1::MACHINE_PLATFORM_WINDOWS) return CheckWindowsMachine(machine, path);
  if (machine.platform() != v1::MACHINE_PLATFORM_LINUX) {
    return absl::InvalidArgumentError(absl::StrCat(path, ".platform: expected Linux or Windows"));
  }
  if (machine.has_winrm()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ".winrm: only a machine whose platform is Windows is reached so"));
  }
  return machine.has_ssh() ? CheckSshConnection(machine.ssh(), absl::StrCat(path, ".ssh")) : absl::OkStatus();
}

absl::StatusOr<v1::PutDeploymentGroupResponse> LocalEngine::PutDeploymentGroup(
    const v1::PutDeploymentGroupRequest& request) {
  for (int i = 0; i < request.group().targets_size(); ++i) {
    SLIPWAY_RETURN_IF_ERROR(CheckMachine(request.group().targets(i), absl::StrCat("group.targets[", i, "]")));
  }
  return engine_->PutDeploymentGroup(request);
}

absl::StatusOr<v1::PutAgentPoolResponse> LocalEngine::PutAgentPool(const v1::PutAgentPoolRequest& request) {
  for (int i = 0; i < request.pool().agents_size(); ++i) {
    const v1::Agent& agent = request.pool().agents(i);
    v1::DeploymentTarget machine;
    machine.set_platform(agent.platform());
    if (agent.has_ssh()) *machine.mutable_ssh() = agent.ssh();
    if (agent.has_winrm()) *machine.mutable_winrm() = agent.winrm();
    SLIPWAY_RETURN_IF_ERROR(CheckMachine(machine, absl::StrCat("pool.agents[", i, "]")));
  }
  return engine_->PutAgentPool(request);
}

absl::StatusOr<v1::InstallTaskResponse> LocalEngine::InstallTask(const v1::InstallTaskRequest& request) {
  if (request.path().empty()) return absl::InvalidArgumentError("path: expected a folder or zip with a task.json");
  const absl::MutexLock lock(&task_changes_);
  TaskStore::Replace replace;
  if (request.replace()) {
    // What is replaced must not be in use: that is known only where nothing can begin to use it meanwhile.
    replace = [this](const InstalledTask& before, const std::function<absl::Status()>& swap) {
      return engine_->ChangeTasks([&](const auto& in_use) -> absl::Status {
        const int64_t user = in_use(before.manifest.id, before.manifest.version());
        return user != 0 ? TaskInUse(before, user) : swap();
      });
    };
  }
  const absl::StatusOr<TaskStore::Installed> installed =
      task_store_->Install(request.path(), request.actor(), clock_.Now(), replace);
  SLIPWAY_RETURN_IF_ERROR(installed.status());
  v1::InstallTaskResponse response;
  *response.mutable_task() = ViewOf(*installed->task, *library_);
  response.set_was_installed(installed->was_there);
  return response;
}

absl::StatusOr<v1::ListTasksResponse> LocalEngine::ListTasks(const v1::ListTasksRequest& request) {
  v1::ListTasksResponse response;
  for (const auto& task : task_store_->List()) *response.add_tasks() = ViewOf(*task, *library_);
  if (request.include_built_in()) {
    for (const BuiltInTask& task : AllBuiltInTasks()) *response.add_tasks() = ViewOf(task);
  }
  return response;
}

absl::StatusOr<v1::CompleteServerTaskResponse> LocalEngine::CompleteServerTask(
    const v1::CompleteServerTaskRequest& request) {
  if (request.status() != v1::TASK_STATUS_SUCCEEDED && request.status() != v1::TASK_STATUS_FAILED) {
    return absl::InvalidArgumentError("status: expected succeeded or failed");
  }
  SLIPWAY_RETURN_IF_ERROR(AnswerCallback(callback_folder_, request.task_instance_id(),
                                         {.succeeded = request.status() == v1::TASK_STATUS_SUCCEEDED,
                                          .message = request.message(),
                                          .actor = request.actor()}));
  return v1::CompleteServerTaskResponse();
}

absl::StatusOr<v1::RemoveTaskResponse> LocalEngine::RemoveTask(const v1::RemoveTaskRequest& request) {
  const absl::MutexLock lock(&task_changes_);
  v1::RemoveTaskResponse response;
  SLIPWAY_RETURN_IF_ERROR(engine_->ChangeTasks([&](const auto& in_use) -> absl::Status {
    SLIPWAY_ASSIGN_OR_RETURN(const auto tasks, TasksToRemove(request, task_store_->List()));
    for (const auto& task : tasks) {
      const int64_t user = request.force() ? 0 : in_use(task->manifest.id, task->manifest.version());
      if (user != 0) return TaskInUse(*task, user);
    }
    for (const auto& task : tasks) {
      SLIPWAY_RETURN_IF_ERROR(task_store_->Remove(task->manifest.id, task->manifest.version()));
      *response.add_tasks() = ViewOf(*task, *library_);
    }
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace

absl::StatusOr<std::unique_ptr<EngineService>> OpenEngine(const v1::OpenOptions& options, HostCallbacks* host) {
  auto engine = std::make_unique<LocalEngine>();
  SLIPWAY_RETURN_IF_ERROR(engine->Open(options, host));
  return engine;
}

}  // namespace slipway
