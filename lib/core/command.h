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
};

struct CancelEnvironment {
  std::string environment;  // empty: every open one
  std::string comment;
};

struct DecideApproval {
  int64_t approval_id = 0;
  v1::ApprovalStatus status = v1::APPROVAL_STATUS_UNDEFINED;  // approved or rejected
  std::string comments;
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

using Command = std::variant<CreateRelease, StartRelease, AbandonRelease, DeployEnvironment, CancelEnvironment,
                             DecideApproval, ReportTask, Tick>;

}  // namespace slipway

#endif  // SLIPWAY_CORE_COMMAND_H_
