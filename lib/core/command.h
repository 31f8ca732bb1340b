// What can be asked of a release. Requests of hosts (checked and given ids by the engine) and reports from the edges.
#ifndef SLIPWAY_CORE_COMMAND_H_
#define SLIPWAY_CORE_COMMAND_H_

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "slipway/v1/events.pb.h"
#include "slipway/v1/release.pb.h"

namespace slipway {

// `created` carries everything but what decide() checks and resolves: overrides, manual environments, artifacts.
struct CreateRelease {
  v1::ReleaseCreated created;
  bool is_draft = false;
  std::vector<std::pair<std::string, v1::VariableOverrides>> environment_variables;  // by environment name
};

struct StartRelease {};

struct AbandonRelease {
  std::string comment;
};

struct DeployEnvironment {
  std::string environment;
  std::string comment;
  std::vector<std::pair<std::string, v1::VariableValue>> variables;
  int64_t due_us = 0;               // start then; 0 = now
  bool only_failed_targets = false;
  std::vector<std::string> targets;  // deployment group phases run on these only; empty = all
  std::string freeze_override;      // why a freeze window does not hold it
  std::vector<v1::PinnedTask> tasks;  // installed tasks from now on; empty = as they are
  v1::DeploymentReason reason = v1::DEPLOYMENT_REASON_MANUAL;
  std::string trigger_reason = "Manual";
};

struct CancelEnvironment {
  std::string environment;  // empty: every open one
  std::string comment;
};

struct DecideApproval {
  int64_t approval_id = 0;
  v1::ApprovalStatus status = v1::APPROVAL_STATUS_UNDEFINED;  // approved or rejected
  std::string comments;
  v1::Identity approver;  // of reassigned: who is asked from now on
};

// Goes on at this time, once the pre-deployment approvals are in (domain.md 5.2).
struct DeferDeployment {
  std::string environment;
  int64_t until_us = 0;
  std::string comment;
};

struct IgnoreGates {
  std::string environment;
  std::vector<std::string> gates;  // display names; empty = all
  std::string comment;
};

struct DecideIntervention {
  int64_t intervention_id = 0;
  v1::ManualInterventionStatus status = v1::MANUAL_INTERVENTION_STATUS_UNKNOWN;
  std::string comments;
};

// What the queue of an environment decided over all releases (domain.md 7). Means nothing when the attempt has left the
// queue.
struct DecideSlot {
  int32_t environment = 0;
  int32_t attempt = 0;
  bool grant = false;  // else superseded
  int64_t by_release = 0;
  std::string by_name;
};

// What the pool of a job decided over all releases: its agent, or why it gets none. Means nothing when the job no longer
// waits for one.
struct DecideAgent {
  int32_t environment = 0;
  int32_t attempt = 0;
  int32_t phase = 0;
  int32_t job = 0;
  std::string agent;    // empty: `refusal` says why there is none
  std::string refusal;
};

// Notes which release an environment trigger goes back to (domain.md 11).
struct NoteRedeploy {
  int32_t environment = 0;
  int64_t release_id = 0;
  std::string reason;
};

// Softly (domain.md 12). Whether it is what is deployed somewhere is the engine's to check: other releases know.
struct DeleteRelease {
  std::string comment;
};

struct UndeleteRelease {
  std::string comment;
};

struct KeepRelease {
  bool keep_forever = false;
  std::string comment;
};

// A task ended, or was lost. Reports of tokens that are not running are accepted and change nothing: they may be
// repeated.
struct ReportTask {
  std::string token;
  bool lost = false;
  bool idempotent = false;    // a lost task may be run again
  v1::TaskFinished finished;  // status, exit code, variables, issues, times; its position is filled in by decide()
};

// Time has passed: does what is due.
struct Tick {};

using Command =
    std::variant<CreateRelease, StartRelease, AbandonRelease, DeployEnvironment, CancelEnvironment, DecideApproval,
                 ReportTask, Tick, DeferDeployment, IgnoreGates, DecideIntervention, DecideSlot, NoteRedeploy,
                 DeleteRelease, UndeleteRelease, KeepRelease, DecideAgent>;

}  // namespace slipway

#endif  // SLIPWAY_CORE_COMMAND_H_
