// Drives the pure core without an engine: commands in, events folded, tasks that run listed.
#ifndef SLIPWAY_TESTS_CORE_RELEASE_DRIVER_H_
#define SLIPWAY_TESTS_CORE_RELEASE_DRIVER_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/decide.h"
#include "core/effects.h"
#include "core/evolve.h"
#include "core/release_state.h"

namespace slipway {

// An environment with one phase of `tasks` tasks that starts after those of `after` (with their masks); with the
// release when there is none.
inline v1::DefinitionEnvironment MakeEnvironment(const std::string& name, int rank,
                                                 const std::vector<std::pair<std::string, int>>& after, int tasks = 1) {
  v1::DefinitionEnvironment environment;
  environment.set_id(rank);
  environment.set_name(name);
  environment.set_rank(rank);
  for (const auto& [upstream, mask] : after) {
    v1::Condition* condition = environment.add_conditions();
    condition->set_name(upstream);
    condition->set_condition_type(v1::CONDITION_TYPE_ENVIRONMENT_STATE);
    condition->set_status_mask(mask);
  }
  if (after.empty()) {
    v1::Condition* condition = environment.add_conditions();
    condition->set_name("ReleaseStarted");
    condition->set_condition_type(v1::CONDITION_TYPE_EVENT);
  }
  environment.mutable_pre_deploy_approvals()->add_approvals()->set_is_automated(true);
  environment.mutable_post_deploy_approvals()->add_approvals()->set_is_automated(true);
  v1::DeployPhase* phase = environment.add_deploy_phases();
  phase->set_rank(1);
  phase->set_name("Agent job");
  phase->set_phase_type(v1::DEPLOY_PHASE_TYPE_AGENT_BASED_DEPLOYMENT);
  for (int i = 0; i < tasks; ++i) {
    v1::WorkflowTask* task = phase->add_workflow_tasks();
    task->set_task_id("11111111-0000-0000-0000-000000000000");
    task->set_enabled(true);
    task->set_name("task");
  }
  return environment;
}

inline v1::ReleaseDefinition MakeDefinition(std::vector<v1::DefinitionEnvironment> environments) {
  v1::ReleaseDefinition definition;
  definition.set_id(1);
  definition.set_name("Shop");
  for (v1::DefinitionEnvironment& environment : environments) *definition.add_environments() = std::move(environment);
  return definition;
}

inline std::shared_ptr<const DefinitionPlan> MakePlan(std::vector<v1::DefinitionEnvironment> environments) {
  return *DefinitionPlan::Build(MakeDefinition(std::move(environments)));
}

// People asked before (or after) the phases: each a name and the rank it is asked at.
inline v1::Approvals MakeApprovals(const std::vector<std::pair<std::string, int>>& people) {
  v1::Approvals approvals;
  for (const auto& [name, rank] : people) {
    v1::ApprovalStep* step = approvals.add_approvals();
    step->set_rank(rank);
    step->mutable_approver()->set_id(name);
  }
  return approvals;
}

class ReleaseDriver {
 public:
  explicit ReleaseDriver(std::shared_ptr<const DefinitionPlan> plan)
      : ReleaseDriver(std::move(plan), CreateRelease()) {}

  // `created` is the answer to the creation.
  ReleaseDriver(std::shared_ptr<const DefinitionPlan> plan, CreateRelease create) : state(std::move(plan)) {
    create.created.set_release_id(1);
    create.created.set_name("R");
    created = Run(create);
  }

  absl::Status Run(const Command& command) {
    v1::EventBatch batch;
    batch.set_time_us(++time_us);
    context.now = absl::FromUnixMicros(time_us);
    context.next_id = [this](IdKind) { return ++id; };
    std::vector<TaskPosition> touched;
    const absl::Status status = Decide(state, command, context, &batch, &touched);
    for (const TaskPosition& position : touched) PlanTask(state, position, &effects);
    if (keep_history && batch.events_size() > 0) history.push_back(batch);
    events += batch.events_size();
    return status;
  }

  // Runs a command as somebody.
  absl::Status RunAs(const std::string& actor, const Command& command) {
    context.actor = actor;
    const absl::Status status = Run(command);
    context.actor.clear();
    return status;
  }

  void After(absl::Duration span) {
    time_us += absl::ToInt64Microseconds(span);
    Run(Tick{}).IgnoreError();
  }

  // Every task that runs ends like this.
  void EndAll(v1::TaskStatus status) {
    std::vector<std::string> tokens;
    for (const auto& [token, position] : state.running) tokens.push_back(token);
    for (const std::string& token : tokens) Finish(token, status);
  }

  v1::EnvironmentStatus Status(int environment) const { return state.environments[environment].status; }
  const AttemptState& Attempt(int environment) const { return *state.environments[environment].attempt(); }

  void Finish(const std::string& token, v1::TaskStatus status) {
    ReportTask report;
    report.token = token;
    report.finished.set_status(status);
    Run(report).IgnoreError();
  }

  ReleaseState state;
  DecideContext context;  // what a decision may rest on; time and ids are the driver's
  absl::Status created;
  int64_t time_us = 1'700'000'000'000'000;
  int64_t id = 0;
  int64_t events = 0;
  bool keep_history = false;
  std::vector<v1::EventBatch> history;
  std::vector<TaskEffect> effects;  // since last cleared
};

}  // namespace slipway

#endif  // SLIPWAY_TESTS_CORE_RELEASE_DRIVER_H_
