#include "core/replay.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/decide.h"
#include "core/recorded_command.h"

namespace slipway {
namespace {

// Maps in a fixed order: equal events have equal bytes.
std::string Bytes(const v1::Event& event) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  event.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

// Ids in the order in which the decision took them.
struct RecordedIds {
  explicit RecordedIds(const v1::EventBatch& batch) {
    for (const v1::Event& event : batch.events()) {
      if (event.has_deployment_started()) deployments.push_back(event.deployment_started().deployment_id());
      if (!event.has_approvals_requested()) continue;
      for (const v1::RequestedApproval& approval : event.approvals_requested().approvals()) {
        approvals.push_back(approval.id());
      }
    }
  }
  int64_t Take(IdKind kind) {
    std::deque<int64_t>& ids = kind == IdKind::kDeployment ? deployments : approvals;
    if (ids.empty()) return -1;
    const int64_t id = ids.front();
    ids.pop_front();
    return id;
  }
  std::deque<int64_t> deployments;
  std::deque<int64_t> approvals;
};

std::optional<Freeze> RecordedFreeze(const v1::EventBatch& batch, int32_t environment) {
  for (const v1::Event& event : batch.events()) {
    const v1::DeploymentDeferred& deferred = event.deployment_deferred();
    absl::string_view reason = deferred.reason();
    if (!event.has_deployment_deferred() || deferred.noted() || deferred.environment() != environment) continue;
    if (!absl::ConsumePrefix(&reason, "freeze '")) continue;
    absl::ConsumeSuffix(&reason, "'");
    return Freeze{std::string(reason), absl::FromUnixMicros(deferred.until_us())};
  }
  return std::nullopt;
}

// The group as the started phases of the record show it.
std::map<int64_t, v1::DeploymentGroup> RecordedGroups(const v1::EventBatch& batch, const DefinitionPlan& plan) {
  std::map<int64_t, v1::DeploymentGroup> groups;
  for (const v1::Event& event : batch.events()) {
    const v1::PhaseStarted& started = event.phase_started();
    if (!event.has_phase_started() || started.jobs_size() == 0 || started.jobs(0).target().empty()) continue;
    const v1::DeploymentInput& input =
        plan.environment(started.environment()).phases[started.phase()].definition->deployment_input();
    int64_t id = 0;
    if (!absl::SimpleAtoi(input.queue_id(), &id)) continue;
    v1::DeploymentGroup& group = groups[id];
    group.set_id(id);
    for (const v1::JobPlan& job : started.jobs()) {
      v1::DeploymentTarget* target = group.add_targets();
      target->set_name(job.target());
      target->set_offline(job.offline());
      *target->mutable_tags() = input.tags();
    }
  }
  return groups;
}

// Agent pools as the started phases of the record name them, by the id the phase has for them.
std::map<int64_t, v1::AgentPool> RecordedPools(const v1::EventBatch& batch, const DefinitionPlan& plan) {
  std::map<int64_t, v1::AgentPool> pools;
  for (const v1::Event& event : batch.events()) {
    const v1::PhaseStarted& started = event.phase_started();
    if (!event.has_phase_started() || started.pool_id() == 0) continue;
    int64_t id = 0;
    if (!absl::SimpleAtoi(
            plan.environment(started.environment()).phases[started.phase()].definition->deployment_input().queue_id(), &id)) {
      continue;
    }
    pools[id].set_id(started.pool_id());
    pools[id].set_name(started.pool_name());
  }
  return pools;
}

absl::string_view KindOf(const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kTaskStarted:
      return "TaskStarted";
    case v1::Event::kTaskFinished:
      return "TaskFinished";
    case v1::Event::kDeploymentStarted:
      return "DeploymentStarted";
    case v1::Event::kDeploymentFinished:
      return "DeploymentFinished";
    case v1::Event::kPhaseStarted:
      return "PhaseStarted";
    case v1::Event::kPhaseFinished:
      return "PhaseFinished";
    case v1::Event::kApprovalsRequested:
      return "ApprovalsRequested";
    case v1::Event::kApprovalDecided:
      return "ApprovalDecided";
    default:
      return "event";
  }
}

}  // namespace

Replay::Replay(std::shared_ptr<const DefinitionPlan> plan,
               std::function<std::string(const std::string& sealed)> open_secret)
    : state_(std::move(plan)), open_secret_(std::move(open_secret)) {}

std::string Replay::Add(const v1::EventBatch& batch) {
  events_ += batch.events_size();
  const absl::StatusOr<Command> command = CommandOf(batch, state_);
  std::string difference;
  v1::EventBatch again;
  if (!command.ok()) {
    difference = std::string(command.status().message());
  } else {
    DecideContext context;
    context.now = absl::FromUnixMicros(batch.time_us());
    context.actor = batch.actor();
    context.actor_groups.assign(batch.command().actor_groups().begin(), batch.command().actor_groups().end());
    context.actor_is_administrator = batch.command().actor_is_administrator();
    context.identity_revalidated = batch.command().identity_revalidated();
    for (const v1::Event& event : batch.events()) {
      if (event.has_task_started() && event.task_started().boot() != 0) context.boot = event.task_started().boot();
    }
    RecordedIds ids(batch);
    context.next_id = [&](IdKind kind) { return ids.Take(kind); };
    context.open_secret = open_secret_;
    context.freeze = [&](const std::string& environment) {
      return RecordedFreeze(batch, state_.plan->FindEnvironment(environment));
    };
    const std::map<int64_t, v1::DeploymentGroup> groups = RecordedGroups(batch, *state_.plan);
    context.deployment_group = [&](int64_t id) -> const v1::DeploymentGroup* {
      const auto found = groups.find(id);
      return found == groups.end() ? nullptr : &found->second;
    };
    const std::map<int64_t, v1::AgentPool> pools = RecordedPools(batch, *state_.plan);
    context.agent_pool = [&](int64_t id) -> const v1::AgentPool* {
      const auto found = pools.find(id);
      return found == pools.end() ? nullptr : &found->second;
    };
    const absl::Status status = Decide(state_, *command, context, &again, nullptr);
    if (!status.ok()) difference = absl::StrCat("today the command is refused: ", status.message());
  }
  for (int i = 0; difference.empty() && i < std::max(batch.events_size(), again.events_size()); ++i) {
    if (i >= again.events_size()) {
      difference = absl::StrCat("event ", i + 1, " (", KindOf(batch.events(i)), ") is recorded and not decided today");
    } else if (i >= batch.events_size()) {
      difference = absl::StrCat("event ", i + 1, " (", KindOf(again.events(i)), ") is decided today and not recorded");
    } else if (Bytes(batch.events(i)) != Bytes(again.events(i))) {
      difference = absl::StrCat("event ", i + 1, " (", KindOf(batch.events(i)), ") is decided differently today (",
                                KindOf(again.events(i)), ")");
    }
  }
  return difference;
}

}  // namespace slipway
