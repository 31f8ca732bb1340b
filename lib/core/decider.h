// The steps of one decision. Private to core: callers use Decide().
#ifndef SLIPWAY_CORE_DECIDER_H_
#define SLIPWAY_CORE_DECIDER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/decide.h"
#include "core/release_state.h"
#include "slipway/v1/events.pb.h"

namespace slipway {

class Decider {
 public:
  Decider(ReleaseState& state, const DecideContext& context, v1::EventBatch* batch, std::vector<TaskPosition>* touched)
      : state_(state), plan_(*state.plan), context_(context), batch_(batch), touched_(touched) {}

  // decide.cc: commands of people.
  absl::Status On(const CreateRelease& command);
  absl::Status On(const StartRelease& command);
  absl::Status On(const AbandonRelease& command);
  absl::Status On(const DeployEnvironment& command);
  absl::Status On(const CancelEnvironment& command);
  absl::Status On(const DecideApproval& command);
  absl::Status On(const ReportTask& command);
  absl::Status On(const Tick& command);
  // decide_waiting.cc
  absl::Status On(const DeferDeployment& command);
  absl::Status On(const DecideIntervention& command);
  absl::Status On(const DecideSlot& command);
  absl::Status On(const NoteRedeploy& command);
  // decide_parallel.cc
  absl::Status On(const DecideAgent& command);
  // decide_gates.cc
  absl::Status On(const IgnoreGates& command);
  // decide_deletion.cc
  absl::Status On(const DeleteRelease& command);
  absl::Status On(const UndeleteRelease& command);
  absl::Status On(const KeepRelease& command);

  // Starts the environments that became ready. Queued, not recursive: a chain of any length needs no stack.
  void StartReady();

 private:
  // A new event in the batch; Apply() folds it.
  v1::Event* Add() { return batch_->add_events(); }
  void Apply();

  AttemptState& Attempt(int32_t environment) { return *state_.environments[environment].attempt(); }
  const EnvironmentPlan& EnvironmentOf(int32_t environment) const { return plan_.environment(environment); }
  const std::string& NameOf(int32_t environment) const { return EnvironmentOf(environment).definition->name(); }
  absl::StatusOr<int32_t> FindEnvironment(absl::string_view name) const;

  // decide_attempt.cc
  void Activate();
  bool MayStart(int32_t environment) const;
  void StartAttempt(int32_t environment, v1::DeploymentReason reason, const std::string& trigger_reason,
                    const DeployEnvironment* request);
  void RequestApprovals(int32_t environment, v1::ApprovalType type);
  void SettleApprovals(int32_t environment, v1::ApprovalType type);
  void RejectAttempt(int32_t environment, v1::ApprovalType type, const std::string& message);
  void CancelPendingApprovals(int32_t environment, v1::ApprovalStatus status, absl::string_view why);
  void EnterSide(int32_t environment, v1::ApprovalType type);
  void ApprovalsPassed(int32_t environment, v1::ApprovalType type);
  void PassSide(int32_t environment, v1::ApprovalType type);
  bool ApprovedUpstream(int32_t environment, const v1::Identity& approver) const;
  absl::Status Reassign(const DecideApproval& command, int32_t environment, const ApprovalState& approval);
  void CancelAttempt(int32_t environment, const std::string& comment);
  void FinishPhases(int32_t environment);
  void FinishAttempt(int32_t environment, v1::EnvironmentStatus environment_status, v1::DeploymentStatus status,
                     v1::DeploymentOperationStatus operation_status, const std::string& message);

  // decide_gates.cc
  void StartGates(int32_t environment, v1::ApprovalType type);
  void StartGateSample(int32_t environment, v1::ApprovalType type);
  void FinishGateTask(const TaskPosition& position, v1::TaskFinished finished);
  void FinishGateSampleIfDone(int32_t environment, v1::ApprovalType type);
  void FinishGates(int32_t environment, v1::ApprovalType type, v1::GateStatus status, const std::string& message);
  void OnGateSampleTimer(int32_t environment, v1::ApprovalType type);
  bool GateIgnored(int32_t environment, v1::ApprovalType type, int32_t task) const;
  bool AllGatesIgnored(int32_t environment, v1::ApprovalType type) const;

  // decide_waiting.cc
  void StartPhases(int32_t environment);
  void OnWaitOver(int32_t environment);
  bool StartHeldTask(const TaskPosition& position);
  std::string InputOf(const TaskPosition& position, absl::string_view name) const;
  InterventionState* PendingIntervention(const TaskPosition& position);
  void CloseIntervention(const TaskPosition& position, v1::ManualInterventionStatus status, const std::string& why);
  void OnInterventionTimeout(const TaskPosition& position);

  // decide_parallel.cc
  absl::StatusOr<v1::PhaseStarted> PlanJobs(int32_t environment, int32_t phase) const;
  absl::StatusOr<v1::PhaseStarted> PlanAgentJobs(int32_t environment, int32_t phase) const;
  void AddPool(int32_t environment, v1::PhaseStarted* started) const;
  void StartMoreJobs(int32_t environment, int32_t phase);
  void SkipJob(const TaskPosition& position, const std::string& reason, bool failed, bool canceled);

  // decide_job.cc
  void AdvancePhases(int32_t environment);
  void LeaveOutMachineGroup(int32_t environment, int32_t phase);
  void AdvanceJob(TaskPosition position);
  void AdvanceJobAndPhase(const TaskPosition& position);
  void StartTask(const TaskPosition& position);
  void FinishTask(const TaskPosition& position, v1::TaskFinished finished);
  void FinishJob(const TaskPosition& position);
  void FinishPhase(int32_t environment, int32_t phase);
  v1::DeployPhaseStatus GroupStatus(const PhaseState& phase) const;
  void StopRunningTasks(int32_t environment, int32_t only_job);
  void ReportLost(const ReportTask& command, const TaskPosition& position);
  void OnTimer(const Timer& timer);
  void OnCancelTimeout(int32_t environment, int32_t phase);

  struct ConditionResult {
    bool value = false;
    std::string error;  // not empty: could not be evaluated
    std::string trace;  // when false
  };
  ConditionResult Evaluate(const Expression& condition, JobStatus status, const TaskPosition& position);

  void Touch(const TaskPosition& position) {
    if (touched_ != nullptr) touched_->push_back(position);
  }

  ReleaseState& state_;
  const DefinitionPlan& plan_;
  const DecideContext& context_;
  v1::EventBatch* batch_;
  std::vector<TaskPosition>* touched_;
  std::vector<int32_t> ended_;  // environments whose dependents must be looked at
};

}  // namespace slipway

#endif  // SLIPWAY_CORE_DECIDER_H_
