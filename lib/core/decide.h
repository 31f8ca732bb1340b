// THE deterministic heart: what follows from a command.
//
// Decide() first checks the command against the state; an error leaves the state as it was and decides nothing. Then it
// emits the events that follow, folding each into the state at once, because later decisions of the same command rest
// on earlier ones. Whoever cannot make the events durable must drop the state and fold it again from what is durable.
// Same state, same command, same context: same events. The cost is proportional to what happens, never to the size of
// the release.
#ifndef SLIPWAY_CORE_DECIDE_H_
#define SLIPWAY_CORE_DECIDE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "core/command.h"
#include "core/release_state.h"
#include "slipway/v1/events.pb.h"

namespace slipway {

enum class IdKind { kDeployment, kApproval };

// A window in which nothing may be deployed.
struct Freeze {
  std::string name;
  absl::Time until;  // may be InfiniteFuture
};

// Everything from outside that a decision may rest on.
struct DecideContext {
  absl::Time now;
  std::string actor;                       // who asks; empty = the engine itself
  uint32_t boot = 0;                       // which boot of the machine issues task tokens; 0 = unknown
  std::function<int64_t(IdKind)> next_id;  // fresh ids, increasing
  // Clear text of a sealed value, for conditions that look at secret variables; may be null: they see null.
  std::function<std::string(const std::string& sealed)> open_secret;
  bool redeploy_dependents = true;  // domain.md C1
  // What the host knows about the actor (domain.md 5.1).
  std::vector<std::string> actor_groups;  // ids or names of groups the actor belongs to
  bool actor_is_administrator = false;    // may decide approvals in place of anyone
  bool identity_revalidated = false;      // has just proved who they are
  // Whether deployments of this environment are frozen now; may be null: never.
  std::function<std::optional<Freeze>(const std::string& environment)> freeze;
  // A deployment group as it is now (its members are no part of a release: domain.md 9.3); may be null: none is known.
  std::function<const v1::DeploymentGroup*(int64_t id)> deployment_group;
  // The agent pool that phases know by this id; may be null: none is known.
  std::function<const v1::AgentPool*(int64_t queue_id)> agent_pool;
};

// How often a task declared idempotent is run again after being lost before it fails.
inline constexpr int32_t kMaxLostTries = 5;

// Events are appended to `batch` (whose time and actor the caller sets). `touched` (may be null) receives the positions
// of tasks whose effects may have changed.
absl::Status Decide(ReleaseState& state, const Command& command, const DecideContext& context, v1::EventBatch* batch,
                    std::vector<TaskPosition>* touched);

}  // namespace slipway

#endif  // SLIPWAY_CORE_DECIDE_H_
