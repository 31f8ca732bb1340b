// What a release is right now: plain values, folded from its events and from nothing else.
#ifndef SLIPWAY_CORE_RELEASE_STATE_H_
#define SLIPWAY_CORE_RELEASE_STATE_H_

#include <compare>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "core/condition_graph.h"
#include "core/definition_plan.h"
#include "slipway/v1/events.pb.h"
#include "slipway/v1/release.pb.h"

namespace slipway {

// Why an attempt is scheduled when its environment has a schedule.
inline constexpr char kEnvironmentSchedule[] = "schedule of the environment";

// "Phases" of gate tasks in a TaskPosition; `job` is the sample there, `task` the gate's.
inline constexpr int32_t kPreGatesPhase = -1;
inline constexpr int32_t kPostGatesPhase = -2;

// Where a task stands, in the newest attempt of its environment.
struct TaskPosition {
  int32_t environment = 0;
  int32_t phase = 0;
  int32_t job = 0;
  int32_t task = 0;

  friend bool operator==(const TaskPosition&, const TaskPosition&) = default;
  friend std::strong_ordering operator<=>(const TaskPosition&, const TaskPosition&) = default;
};

struct TaskState {
  v1::TaskStatus status = v1::TASK_STATUS_PENDING;
  int32_t tries = 0;
  bool cancel_requested = false;
  bool timed_out = false;
  bool waiting_for_retry = false;
  bool after_cancel = false;  // started although the attempt was canceled (always()): not stopped again
  uint32_t boot = 0;          // boot of the machine that issued the token
  int32_t exit_code = 0;
  int32_t error_count = 0;
  int32_t warning_count = 0;
  int64_t log_lines = 0;
  std::string token;
  absl::Time due = absl::InfiniteFuture();   // time-out, or start of the next try
  absl::Time wake = absl::InfiniteFuture();  // the engine itself ends it then (Delay)
  absl::Time started = absl::InfinitePast();
  absl::Time finished = absl::InfinitePast();
  std::string message;
  std::vector<v1::Issue> issues;
  std::vector<v1::TaskCommand> commands;  // of all tries
  std::vector<v1::TestRun> test_runs;
  std::string task_version;  // of the installed task that ran
};

struct JobState {
  std::string name;
  v1::TaskStatus status = v1::TASK_STATUS_IN_PROGRESS;
  JobStatus result = JobStatus::kSucceeded;  // merged so far: what conditions see
  int32_t next_task = 0;                     // tasks before it are settled; the one at it may be running
  bool timed_out = false;
  absl::Time started = absl::InfinitePast();
  absl::Time finished = absl::InfinitePast();
  absl::Time due = absl::InfiniteFuture();
  std::string message;
  std::vector<TaskState> tasks;
  std::vector<v1::VariableSet> variables;  // set by its tasks, in order; later wins
  std::vector<v1::VariableSet> scoped;     // of steps and endpoints, in order; later wins
  std::vector<std::string> paths;          // put before PATH, newest first
  std::string target;                      // of a deployment group; empty = this machine
  bool offline = false;                    // the target could not be reached when the phase began
  std::string agent;                       // of the phase's pool; empty = none (yet)
  absl::Time queued = absl::InfinitePast();  // waits, or waited, for an agent since then
  bool unhealthy = false;                  // offline, failed or left out: counts against the health of the group
  std::vector<std::pair<std::string, std::string>> given;  // multiplier values, position in the phase
};

struct PhaseState {
  v1::DeployPhaseStatus status = v1::DEPLOY_PHASE_STATUS_NOT_STARTED;
  int32_t open_jobs = 0;
  absl::Time started = absl::InfinitePast();
  absl::Time finished = absl::InfinitePast();
  std::string error_log;
  int32_t max_parallel = 0;  // jobs at once; 0 = all
  int64_t pool_id = 0;       // of the agents that run the jobs; 0 = they run on this machine
  std::string pool_name;
  std::vector<v1::Demand> demands;
  std::vector<JobState> jobs;
};

struct ApprovalState {
  int64_t id = 0;
  v1::ApprovalType type = v1::APPROVAL_TYPE_UNDEFINED;
  v1::ApprovalStatus status = v1::APPROVAL_STATUS_PENDING;
  int32_t rank = 0;
  bool is_automated = false;
  v1::Identity approver;
  std::string approved_by;
  std::string comments;
  absl::Time created = absl::InfinitePast();
  absl::Time modified = absl::InfinitePast();
  absl::Time due = absl::InfiniteFuture();  // rejected by the system then
  struct Change {
    v1::Identity approver;  // before
    std::string changed_by;
    std::string comments;
    absl::Time modified = absl::InfinitePast();
  };
  std::vector<Change> history;
};

// All gates of a side asked once, together (domain.md 6.2).
struct GateSampleState {
  absl::Time started = absl::InfinitePast();
  absl::Time finished = absl::InfinitePast();
  bool counts = false;  // false: before stabilization, for reference only
  bool succeeded = false;
  JobState job;  // one task for each gate task; they run side by side
};

struct GatesState {
  v1::GateStatus status = v1::GATE_STATUS_NONE;
  absl::Time started = absl::InfinitePast();
  absl::Time stabilized = absl::InfinitePast();
  absl::Time timeout = absl::InfiniteFuture();
  absl::Time succeeding_since = absl::InfiniteFuture();
  absl::Time next = absl::InfiniteFuture();  // next sample, or end of the steady time
  std::string message;
  std::vector<std::string> ignored;  // display names
  std::vector<GateSampleState> samples;
};

// A person is asked whether the deployment goes on (domain.md 10.6).
struct InterventionState {
  int64_t id = 0;
  v1::ManualInterventionStatus status = v1::MANUAL_INTERVENTION_STATUS_PENDING;
  TaskPosition position;
  std::string instructions;
  bool resume_on_timeout = false;
  absl::Time due = absl::InfiniteFuture();
  std::string approver;
  std::string comments;
  absl::Time created = absl::InfinitePast();
  absl::Time modified = absl::InfinitePast();
};

enum class TimerKind : int8_t {
  kTaskTimeout,
  kTaskRetry,
  kJobTimeout,
  kCancelTimeout,
  kApprovalTimeout,
  kGateSample,
  kGateTimeout,
  kIntervention,
  kWait,      // a scheduled, deferred or frozen attempt goes on
  kTaskWake,  // a task that only waits is over
};

// Something that happens by itself when its time comes.
struct Timer {
  absl::Time due;
  TimerKind kind = TimerKind::kTaskTimeout;
  TaskPosition position;
  int32_t attempt = 0;

  friend bool operator<(const Timer& a, const Timer& b) {
    return std::tie(a.due, a.kind, a.position, a.attempt) < std::tie(b.due, b.kind, b.position, b.attempt);
  }
};

// Where an attempt stands (domain.md 6.3, 10.4). Numbers are stored in snapshots: new ones go to the end.
enum class Stage : int8_t {
  kPreApprovals = 0,
  kPhases = 1,
  kPostApprovals = 2,
  kEnded = 3,
  kScheduled = 4,  // waits for its time before anything else
  kQueued = 5,     // waits for a slot of its environment
  kPreGates = 6,
  kDeferred = 7,  // the side before is passed; waits for a time, or for a freeze to end
  kPostGates = 8,
};

struct AttemptState {
  int32_t number = 0;
  int64_t deployment_id = 0;
  v1::DeploymentReason reason = v1::DEPLOYMENT_REASON_NONE;
  v1::DeploymentStatus status = v1::DEPLOYMENT_STATUS_NOT_DEPLOYED;
  v1::DeploymentOperationStatus operation_status = v1::DEPLOYMENT_OPERATION_STATUS_UNDEFINED;
  Stage stage = Stage::kPreApprovals;
  int32_t next_phase = 0;                    // phases before it are settled; the one at it may be running
  JobStatus result = JobStatus::kSucceeded;  // of the phases so far: what phase conditions see
  bool any_task_ran = false;
  bool cancel_requested = false;
  absl::Time queued = absl::InfinitePast();
  absl::Time started = absl::InfinitePast();  // end of the side before the phases
  absl::Time finished = absl::InfinitePast();
  std::string trigger_reason;
  std::string requested_by;
  std::string message;
  std::string cancel_comment;
  std::string freeze_override;                        // why a freeze window does not hold it
  std::vector<v1::PinnedTask> tasks;                  // instead of the release's; empty = those
  std::vector<std::string> targets;                   // deployment group phases run on these only; empty = all
  absl::Time defer_until = absl::InfinitePast();      // noted while approvals were pending
  absl::Time wait_until = absl::InfinitePast();       // of kScheduled and kDeferred
  std::string wait_reason;
  GatesState pre_gates;
  GatesState post_gates;
  std::vector<InterventionState> interventions;
  std::vector<ApprovalState> approvals;
  std::vector<PhaseState> phases;
  std::vector<std::pair<std::string, v1::VariableValue>> variables;  // given for this deployment
  std::vector<Timer> timers;                                         // its own ones of ReleaseState::timers
};

struct EnvironmentState {
  v1::EnvironmentStatus status = v1::ENVIRONMENT_STATUS_NOT_STARTED;
  std::vector<std::unique_ptr<AttemptState>> attempts;  // oldest first

  AttemptState* attempt() { return attempts.empty() ? nullptr : attempts.back().get(); }
  const AttemptState* attempt() const { return attempts.empty() ? nullptr : attempts.back().get(); }
};

struct ReleaseState {
  explicit ReleaseState(std::shared_ptr<const DefinitionPlan> plan);

  std::shared_ptr<const DefinitionPlan> plan;
  int64_t id = 0;
  v1::ReleaseStatus status = v1::RELEASE_STATUS_UNDEFINED;
  v1::ReleaseCreated created;  // as it was accepted
  std::string comment;
  bool is_deleted = false;    // softly
  bool keep_forever = false;  // retention leaves it alone
  absl::Time created_on = absl::InfinitePast();
  absl::Time modified_on = absl::InfinitePast();
  absl::flat_hash_set<int32_t> manual_environments;
  std::vector<EnvironmentState> environments;
  Readiness readiness;

  // Derived while folding, so that nothing ever has to search the state.
  std::set<Timer> timers;
  std::set<int32_t> open_environments;                     // with an attempt that has not ended
  absl::flat_hash_map<std::string, TaskPosition> running;  // tokens of tasks that are to be running
  absl::flat_hash_map<int64_t, int32_t> approvals;         // pending ones: id -> environment
  absl::flat_hash_map<int64_t, int32_t> interventions;     // pending ones: id -> environment

  // Whether anything runs or waits: only then must an engine keep it in memory.
  bool active() const { return !open_environments.empty(); }
};

// The plan of a task of a phase, or of a gate. The position must exist in the plan.
const TaskPlan& PlanOf(const DefinitionPlan& plan, const TaskPosition& position);
// The gates of one side.
const GatesPlan& GatesPlanOf(const EnvironmentPlan& environment, v1::ApprovalType type);
GatesState& GatesOf(AttemptState& attempt, v1::ApprovalType type);
const GatesState& GatesOf(const AttemptState& attempt, v1::ApprovalType type);
inline int32_t GatesPhase(v1::ApprovalType type) {
  return type == v1::APPROVAL_TYPE_PRE_DEPLOY ? kPreGatesPhase : kPostGatesPhase;
}
inline v1::ApprovalType SideOf(int32_t gates_phase) {
  return gates_phase == kPreGatesPhase ? v1::APPROVAL_TYPE_PRE_DEPLOY : v1::APPROVAL_TYPE_POST_DEPLOY;
}

// Of the newest attempt of position.environment; null when there is no such.
JobState* FindJob(ReleaseState& state, const TaskPosition& position);
TaskState* FindTask(ReleaseState& state, const TaskPosition& position);
const TaskState* FindTask(const ReleaseState& state, const TaskPosition& position);

}  // namespace slipway

#endif  // SLIPWAY_CORE_RELEASE_STATE_H_
