// The engine: what the C ABI, and through it every host, talks to.
//
// All methods are thread-safe. Those that change something return after the change is durable. Owns one thread (the
// loop), unless opened `manual`, when whoever opened it drives it with Pump() and owns time: simulators and
// deterministic tests.
#ifndef SLIPWAY_ENGINE_ENGINE_H_
#define SLIPWAY_ENGINE_ENGINE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/activity.h"
#include "engine/artifact_origins.h"
#include "engine/background.h"
#include "engine/catalog.h"
#include "engine/connections.h"
#include "engine/cursors.h"
#include "engine/dispatcher.h"
#include "engine/loop.h"
#include "engine/outbox.h"
#include "engine/release_triggers.h"
#include "engine/resources.h"
#include "engine/retention_scan.h"
#include "engine/strand.h"
#include "engine/task_launch.h"
#include "engine/views.h"
#include "ports/artifact_source.h"
#include "ports/clock.h"
#include "ports/host.h"
#include "ports/runner.h"
#include "ports/secret_box.h"
#include "ports/store.h"
#include "ports/targets.h"
#include "ports/task_library.h"
#include "ports/task_log.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

struct EngineOptions {
  v1::OpenOptions open;  // database and runner are the adapters' business
  LaunchPlaces places;
  uint32_t boot = 0;  // this boot of the machine
  int32_t max_parallel_tasks = 4;
  bool manual = false;  // no thread: Pump() drives
  int64_t snapshot_records = 512;
  // What this machine offers to jobs of agent pools; asked once, when there is a pool. May be null.
  std::function<std::map<std::string, std::string>()> machine_capabilities;
};

// Outlive the engine. `host` and `targets` may be null.
struct EnginePorts {
  Store* store = nullptr;
  Runner* runner = nullptr;
  TaskLibrary* tasks = nullptr;
  TaskLogs* logs = nullptr;
  SecretBox* secret_box = nullptr;
  Clock* clock = nullptr;
  Host* host = nullptr;
  Targets* targets = nullptr;
  ArtifactSourceFactory* artifacts = nullptr;  // may be null: no source is asked
};

class Engine : private LoopObserver {
 public:
  // Loads what is active and goes on with it. Cost: O(active releases).
  static absl::StatusOr<std::unique_ptr<Engine>> Open(EngineOptions options, EnginePorts ports);
  // Stops driving; tasks that run go on without it and are found again by the next Open.
  ~Engine() override;

  // Drives one round (manual engines only); whether anything was done.
  bool Pump() { return loop_.RunOnce(); }
  absl::Time NextWakeup() const { return loop_.NextWakeup(); }
  // The clock jumped: what is due now is done at once, not when the loop looks at the clock by itself. Thread-safe.
  void ClockMoved() {
    RunWork([] {});
  }
  // Starts a draft without waiting for it.
  void PostStart(int64_t release_id);
  // Commands decided and made durable since the engine was opened.
  int64_t transitions() const { return loop_.stats().transitions; }

  absl::StatusOr<v1::ImportDefinitionResponse> ImportDefinition(const v1::ImportDefinitionRequest& request);
  absl::StatusOr<v1::ExportDefinitionResponse> ExportDefinition(const v1::ExportDefinitionRequest& request);
  absl::StatusOr<v1::GetDefinitionResponse> GetDefinition(const v1::GetDefinitionRequest& request);
  absl::StatusOr<v1::ListDefinitionsResponse> ListDefinitions(const v1::ListDefinitionsRequest& request);
  absl::StatusOr<v1::DeleteDefinitionResponse> DeleteDefinition(const v1::DeleteDefinitionRequest& request);

  absl::StatusOr<v1::CreateReleaseResponse> CreateRelease(const v1::CreateReleaseRequest& request);
  absl::StatusOr<v1::StartReleaseResponse> StartRelease(const v1::StartReleaseRequest& request);
  absl::StatusOr<v1::AbandonReleaseResponse> AbandonRelease(const v1::AbandonReleaseRequest& request);
  absl::StatusOr<v1::DeleteReleaseResponse> DeleteRelease(const v1::DeleteReleaseRequest& request);
  absl::StatusOr<v1::UndeleteReleaseResponse> UndeleteRelease(const v1::UndeleteReleaseRequest& request);
  absl::StatusOr<v1::KeepReleaseResponse> KeepRelease(const v1::KeepReleaseRequest& request);
  absl::StatusOr<v1::RunRetentionResponse> RunRetention(const v1::RunRetentionRequest& request);
  absl::StatusOr<v1::GetReleaseResponse> GetRelease(const v1::GetReleaseRequest& request);
  absl::StatusOr<v1::ListReleasesResponse> ListReleases(const v1::ListReleasesRequest& request);
  absl::StatusOr<v1::DeployEnvironmentResponse> DeployEnvironment(const v1::DeployEnvironmentRequest& request);
  absl::StatusOr<v1::CancelEnvironmentResponse> CancelEnvironment(const v1::CancelEnvironmentRequest& request);
  absl::StatusOr<v1::UpdateApprovalResponse> UpdateApproval(const v1::UpdateApprovalRequest& request);
  absl::StatusOr<v1::ListApprovalsResponse> ListApprovals(const v1::ListApprovalsRequest& request);
  absl::StatusOr<v1::ListDeploymentsResponse> ListDeployments(const v1::ListDeploymentsRequest& request);
  absl::StatusOr<v1::ListTestRunsResponse> ListTestRuns(const v1::ListTestRunsRequest& request);

  absl::StatusOr<v1::DeferDeploymentResponse> DeferDeployment(const v1::DeferDeploymentRequest& request);
  absl::StatusOr<v1::IgnoreGatesResponse> IgnoreGates(const v1::IgnoreGatesRequest& request);
  absl::StatusOr<v1::UpdateInterventionResponse> UpdateIntervention(const v1::UpdateInterventionRequest& request);
  absl::StatusOr<v1::ListInterventionsResponse> ListInterventions(const v1::ListInterventionsRequest& request);
  absl::StatusOr<v1::PushArtifactResponse> PushArtifact(const v1::PushArtifactRequest& request);
  absl::StatusOr<v1::ListArtifactVersionsResponse> ListArtifactVersions(const v1::ListArtifactVersionsRequest& request);
  absl::StatusOr<v1::PutArtifactSourceResponse> PutArtifactSource(const v1::PutArtifactSourceRequest& request);
  absl::StatusOr<v1::ListArtifactSourcesResponse> ListArtifactSources(const v1::ListArtifactSourcesRequest& request);
  // Asks sources, on the caller's thread.
  absl::StatusOr<v1::GetChangesResponse> GetChanges(const v1::GetChangesRequest& request);
  absl::StatusOr<v1::PutVariableGroupResponse> PutVariableGroup(const v1::PutVariableGroupRequest& request);
  absl::StatusOr<v1::ListVariableGroupsResponse> ListVariableGroups(const v1::ListVariableGroupsRequest& request);
  absl::StatusOr<v1::PutTaskGroupResponse> PutTaskGroup(const v1::PutTaskGroupRequest& request);
  absl::StatusOr<v1::ListTaskGroupsResponse> ListTaskGroups(const v1::ListTaskGroupsRequest& request);
  absl::StatusOr<v1::PutDeploymentGroupResponse> PutDeploymentGroup(const v1::PutDeploymentGroupRequest& request);
  absl::StatusOr<v1::ListDeploymentGroupsResponse> ListDeploymentGroups(const v1::ListDeploymentGroupsRequest& request);
  absl::StatusOr<v1::PutAgentPoolResponse> PutAgentPool(const v1::PutAgentPoolRequest& request);
  absl::StatusOr<v1::ListAgentPoolsResponse> ListAgentPools(const v1::ListAgentPoolsRequest& request);
  absl::StatusOr<v1::PutFreezeWindowResponse> PutFreezeWindow(const v1::PutFreezeWindowRequest& request);
  absl::StatusOr<v1::ListFreezeWindowsResponse> ListFreezeWindows(const v1::ListFreezeWindowsRequest& request);
  absl::StatusOr<v1::DeleteResourceResponse> DeleteResource(const v1::DeleteResourceRequest& request);
  absl::StatusOr<v1::PutServiceEndpointResponse> PutServiceEndpoint(const v1::PutServiceEndpointRequest& request);
  absl::StatusOr<v1::ListServiceEndpointsResponse> ListServiceEndpoints(const v1::ListServiceEndpointsRequest& request);
  absl::StatusOr<v1::AddSecureFileResponse> AddSecureFile(const v1::AddSecureFileRequest& request);
  absl::StatusOr<v1::ListSecureFilesResponse> ListSecureFiles(const v1::ListSecureFilesRequest& request);
  // Runs `change` on the loop's thread, where no release can begin to use an installed task meanwhile. `in_use` tells
  // whether a release in progress does, and which.
  absl::Status ChangeTasks(
      const std::function<absl::Status(const std::function<int64_t(absl::string_view id, absl::string_view version)>& in_use)>&
          change);
  absl::StatusOr<v1::ExplainResponse> Explain(const v1::ExplainRequest& request);
  absl::StatusOr<v1::VerifyResponse> Verify(const v1::VerifyRequest& request);
  absl::StatusOr<v1::LintDefinitionResponse> LintDefinition(const v1::LintDefinitionRequest& request);

  absl::StatusOr<v1::ReadLogResponse> ReadLog(const v1::ReadLogRequest& request);
  absl::StatusOr<std::unique_ptr<LogCursor>> FollowLogs(const v1::FollowLogsRequest& request);
  absl::StatusOr<std::unique_ptr<EventCursor>> WatchEvents(const v1::WatchEventsRequest& request);
  absl::StatusOr<v1::GetStatusResponse> GetStatus(const v1::GetStatusRequest& request);

  absl::StatusOr<v1::RegisterTaskResponse> RegisterTask(const v1::RegisterTaskRequest& request);
  absl::StatusOr<v1::TaskLogResponse> TaskLog(const v1::TaskLogRequest& request);
  absl::StatusOr<v1::SetSecretsResponse> SetSecrets(const v1::SetSecretsRequest& request);

  absl::Status Complete(const v1::TaskCompletion& completion) { return dispatcher_.Complete(completion); }
  // Waits for a task the host took over with `pull`. DEADLINE_EXCEEDED; CANCELLED when the engine closes.
  absl::StatusOr<v1::HostTask> NextWork(absl::Duration timeout) { return dispatcher_.NextWork(timeout); }
  // Releases every waiter; calls that come later fail with CANCELLED. Before destruction, when threads may be waiting.
  void Close();
  // Close, and wait until nothing of the engine runs any more. After it the runner may be destroyed; before it the
  // runner's observer must not go away. The destructor does it too.
  void Shutdown();

 private:
  Engine(EngineOptions options, EnginePorts ports);

  void OnEffect(Strand& strand, const TaskEffect& effect) override;
  void OnCommitted(int64_t last_position) override;
  void OnDecided(const ReleaseState& state, const v1::EventBatch& events, WriteBatch* batch) override;
  void OnTakenBack() override;

  template <typename R>
  static Loop::Request MakeRequest(const R& request, Command command) {
    Loop::Request made;
    made.release = request.release_id();
    made.actor = request.actor();
    made.command = std::move(command);
    return made;
  }

  absl::Status Recover();
  // engine_verify.cc
  absl::Status VerifyRelease(int64_t release_id, v1::VerifyResponse* response);
  // engine_triggers.cc
  absl::Time OnTick(absl::Time now);
  void FireSchedule(const ReleaseTriggers::Due& due);
  // engine_retention.cc
  absl::Status LoadRetention(absl::Time now);
  // Once a day, a page of releases at a time, so that nothing else waits for it. When it wants to be called again.
  absl::Time RetentionTick(absl::Time now);
  // What retention would do with the next page of a definition's releases. On the loop's thread.
  absl::Status JudgePage(RetentionScan* scan, google::protobuf::RepeatedPtrField<v1::RetentionOutcome>* outcomes);
  absl::Status PurgeRelease(int64_t release_id);
  // FAILED_PRECONDITION when the release is what is deployed in one of its environments.
  absl::Status CheckNotCurrent(int64_t release_id);
  // Redeploys the last successful release when one fails (domain.md 11).
  void FollowRollback(const ReleaseState& state, const v1::DeploymentFinished& finished);
  // Jobs that ended in the commit that is being decided: what they have left running goes.
  struct EndedJob {
    std::string id;
    std::optional<v1::DeploymentTarget> target;
  };
  void NoteEndedJob(const ReleaseState& state, const v1::JobFinished& finished);
  void EndJobs();
  std::vector<EndedJob> ended_jobs_;
  // engine_agents.cc, of the loop's thread
  void KnowAgents(const v1::AgentPool& pool);
  v1::AgentPool CompletePool(const v1::AgentPool& pool) const;
  // Where the job runs, when its phase has a group of targets or a pool of agents; nothing: it has none, or it is not known
  // any more.
  std::optional<v1::DeploymentTarget> MachineOf(const ReleaseState& state, const TaskPosition& position) const;
  std::optional<std::map<std::string, std::string>> machine_capabilities_;
  void RedeployToNewTargets(const v1::DeploymentGroup& before, const v1::DeploymentGroup& after);
  // engine_artifacts.cc
  // Whether anything here could say where an artifact comes from; else nothing is asked.
  void NoteOrigins();
  absl::StatusOr<std::unique_ptr<ArtifactSource>> SourceOf(const v1::Artifact& artifact);  // null: not known here
  // Gives every artifact whose source is known a version: the one asked for, as its source tells it, or the default one.
  // On the caller's thread: sources are other people's servers.
  absl::Status ResolveVersions(v1::CreateReleaseRequest* request);
  // Those whose files a release's jobs download.
  void AddDownloads(const v1::ReleaseDefinition& definition, v1::ReleaseCreated* created);
  absl::StatusOr<v1::ListArtifactVersionsResponse> AskForVersions(const v1::ListArtifactVersionsRequest& request);
  absl::StatusOr<int64_t> BaseRelease(const v1::GetChangesRequest& request, const v1::ReleaseCreated& created,
                                      const DefinitionPlan& plan);
  // engine_polling.cc
  // On a thread of its own: sources are asked, then `post` gets the request; again later when they cannot be reached.
  void ResolveThenPost(v1::CreateReleaseRequest create, int tries, std::function<void(v1::CreateReleaseRequest)> post);
  // Of the loop's thread: a version exists.
  absl::Status NoteVersion(const std::string& source, const v1::ArtifactVersion& version, const std::string& actor);
  void StartPolling();
  void Poll(const v1::ArtifactSource& source);
  // What artifacts without a version given are released with: the newest version known that the default asks for.
  void AddDefaultVersions(const v1::ReleaseDefinition& definition, v1::ReleaseCreated* created);
  void PinTaskGroups(const v1::ReleaseDefinition& definition, v1::ReleaseCreated* created) const;
  // The installed tasks that a definition's tasks resolve to now.
  void PinTasks(const v1::ReleaseDefinition& definition, bool prefer_installed,
                google::protobuf::RepeatedPtrField<v1::PinnedTask>* pins) const;
  // The same for a release that exists. FAILED_PRECONDITION: a task has other stages now, which a release cannot change.
  absl::Status UpdateTasks(int64_t release_id, std::vector<v1::PinnedTask>* tasks);
  v1::Release View(const Strand& strand) const;
  // Sends a command of a person and waits; `then` sees the strand when it is durable.
  absl::Status Run(Loop::Request request, const std::function<void(Strand&)>& then);
  bool OnLoopThread() const { return thread_.get_id() == std::this_thread::get_id(); }
  // Runs on the loop's thread and waits.
  void RunWork(const std::function<void()>& work);
  absl::StatusOr<std::pair<std::unique_ptr<Strand>, Command>> MakeRelease(const v1::CreateReleaseRequest& request,
                                                                          int64_t release_id);
  absl::StatusOr<std::string> NameRelease(const DefinitionPlan& plan, const v1::ReleaseCreated& created);
  // `given` as it is stored: sealed when the definition, or the caller, says that it is secret.
  absl::StatusOr<v1::VariableValue> SealValue(const google::protobuf::Map<std::string, v1::VariableValue>& defined,
                                              const std::string& name, const v1::VariableValue& given);
  absl::StatusOr<ApprovalRow> FindApproval(int64_t id);
  // Names of a release's environments, by index.
  absl::StatusOr<std::vector<std::string>> EnvironmentNames(int64_t release_id);

  const EngineOptions options_;
  const EnginePorts ports_;
  const std::shared_ptr<Activity> activity_;
  Resources resources_;
  Connections connections_;
  ArtifactOrigins origins_;
  std::atomic<bool> may_have_origins_{false};
  Catalog catalog_;
  ReleaseTriggers triggers_;
  TaskLauncher launcher_;
  StrandTable strands_;
  Outbox outbox_;
  Loop loop_;
  Dispatcher dispatcher_;
  std::thread thread_;
  Background background_;
  // Of the loop's thread: highest release-name counters, as far as they are known; written with the release that took
  // them.
  absl::flat_hash_map<std::pair<int64_t, std::string>, int64_t> name_counters_;
  std::vector<NameCounterRow> taken_counters_;
  absl::flat_hash_map<std::string, int64_t> taken_keys_;  // idempotency keys of this batch
  std::vector<ResourceRow> taken_baselines_;  // of schedules, written with the release they belong to
  absl::Time retention_due_ = absl::InfiniteFuture();
  int64_t retention_after_ = 0;  // the definition that was looked at last
  std::unique_ptr<RetentionScan> retention_scan_;
  // Since when a day is counted is stored, or is in the batch that is being decided.
  bool retention_counted_ = true;
  bool retention_noted_ = false;
  std::set<std::string> polled_;  // of the loop's thread: sources, as they were when polling began
  int64_t recovered_ = 0;
  std::atomic<int64_t> last_position_{0};
};

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_ENGINE_H_
