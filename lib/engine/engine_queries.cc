// What hosts ask: lists from the read model, logs from files, streams.
#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "engine/engine.h"
#include "engine/time_text.h"

namespace slipway {
namespace {

constexpr char kVersion[] = "0.1.0";

int32_t LimitOf(int32_t asked) { return std::clamp(asked == 0 ? 50 : asked, 1, 1000); }

}  // namespace

absl::StatusOr<std::vector<std::string>> Engine::EnvironmentNames(int64_t release_id) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::vector<EnvironmentRow> rows, ports_.store->ListEnvironments(release_id));
  std::vector<std::string> names;
  for (const EnvironmentRow& row : rows) {
    if (row.index >= static_cast<int32_t>(names.size())) names.resize(row.index + 1);
    names[row.index] = row.name;
  }
  return names;
}

absl::StatusOr<v1::ListReleasesResponse> Engine::ListReleases(const v1::ListReleasesRequest& request) {
  ReleaseQuery query;
  query.definition_id = request.definition_id();
  query.status = request.status();
  query.before_id = request.before_id();
  query.limit = LimitOf(request.limit());
  query.include_deleted = request.include_deleted();
  SLIPWAY_ASSIGN_OR_RETURN(const std::vector<ReleaseRow> rows, ports_.store->ListReleases(query));
  v1::ListReleasesResponse response;
  absl::flat_hash_map<int64_t, std::string> names;
  for (const ReleaseRow& row : rows) {
    v1::ReleaseSummary* summary = response.add_releases();
    summary->set_id(row.id);
    summary->set_name(row.name);
    summary->set_status(static_cast<v1::ReleaseStatus>(row.status));
    summary->set_reason(static_cast<v1::ReleaseReason>(row.reason));
    summary->set_definition_id(row.definition_id);
    summary->set_created_on(TimeText(row.created_on));
    summary->set_created_by(row.created_by);
    summary->set_is_deleted(row.is_deleted);
    summary->set_keep_forever(row.keep_forever);
    const auto [name, is_new] = names.try_emplace(row.definition_id);
    if (is_new) {
      const absl::StatusOr<DefinitionRow> definition = ports_.store->GetDefinition(row.definition_id);
      if (definition.ok()) name->second = definition->name;
    }
    summary->set_definition_name(name->second);
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<EnvironmentRow> environments, ports_.store->ListEnvironments(row.id));
    for (const EnvironmentRow& environment : environments) {
      v1::EnvironmentSummary* view = summary->add_environments();
      view->set_name(environment.name);
      view->set_status(static_cast<v1::EnvironmentStatus>(environment.status));
      view->set_attempt(environment.attempt);
      view->set_modified_on(TimeText(environment.modified_on));
    }
  }
  if (static_cast<int32_t>(rows.size()) == query.limit) response.set_next_before(rows.back().id);
  return response;
}

absl::StatusOr<ApprovalRow> Engine::FindApproval(int64_t id) {
  ApprovalQuery query;
  query.before_id = id + 1;
  query.limit = 1;
  SLIPWAY_ASSIGN_OR_RETURN(std::vector<ApprovalRow> rows, ports_.store->ListApprovals(query));
  if (rows.empty() || rows[0].id != id) {
    return absl::NotFoundError(absl::StrCat("approvalId: there is no approval ", id));
  }
  return std::move(rows[0]);
}

absl::StatusOr<v1::ListApprovalsResponse> Engine::ListApprovals(const v1::ListApprovalsRequest& request) {
  ApprovalQuery query;
  query.release_id = request.release_id();
  query.status = request.status() == v1::APPROVAL_STATUS_UNDEFINED ? v1::APPROVAL_STATUS_PENDING : request.status();
  query.before_id = request.before_id();
  query.limit = LimitOf(request.limit());
  SLIPWAY_ASSIGN_OR_RETURN(const std::vector<ApprovalRow> rows, ports_.store->ListApprovals(query));
  v1::ListApprovalsResponse response;
  for (const ApprovalRow& row : rows) {
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<std::string> names, EnvironmentNames(row.release_id));
    const bool known = row.environment_index < static_cast<int32_t>(names.size());
    *response.add_approvals() = ApprovalView(row, known ? names[row.environment_index] : "");
  }
  if (static_cast<int32_t>(rows.size()) == query.limit) response.set_next_before(rows.back().id);
  return response;
}

absl::StatusOr<v1::ListDeploymentsResponse> Engine::ListDeployments(const v1::ListDeploymentsRequest& request) {
  DeploymentQuery query;
  query.definition_id = request.definition_id();
  query.release_id = request.release_id();
  query.definition_environment_id = request.definition_environment_id();
  query.before_id = request.before_id();
  query.limit = LimitOf(request.limit());
  SLIPWAY_ASSIGN_OR_RETURN(const std::vector<DeploymentRow> rows, ports_.store->ListDeployments(query));
  v1::ListDeploymentsResponse response;
  for (const DeploymentRow& row : rows) {
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<std::string> names, EnvironmentNames(row.release_id));
    const bool known = row.environment_index < static_cast<int32_t>(names.size());
    *response.add_deployments() = DeploymentView(row, known ? names[row.environment_index] : "");
  }
  if (static_cast<int32_t>(rows.size()) == query.limit) response.set_next_before(rows.back().id);
  return response;
}

absl::StatusOr<v1::ReadLogResponse> Engine::ReadLog(const v1::ReadLogRequest& request) {
  if (request.offset() < 0) return absl::InvalidArgumentError("offset: expected 0 or more");
  absl::Status status;
  std::string path;
  bool finished = false;
  RunWork([&] {
    absl::StatusOr<Strand*> strand = strands_.Get(request.release_id());
    status = strand.status();
    if (!strand.ok()) return;
    const ReleaseState& state = (*strand)->state;
    const int32_t index = state.plan->FindEnvironment(request.environment());
    if (index < 0) {
      status = absl::NotFoundError(absl::StrCat("environment: no environment named '", request.environment(), "'"));
      return;
    }
    const auto& attempts = state.environments[index].attempts;
    const int32_t number = request.attempt() == 0 ? static_cast<int32_t>(attempts.size()) : request.attempt();
    const TaskPosition position{index, request.phase(), request.job(), request.task()};
    const AttemptState* attempt =
        number < 1 || number > static_cast<int32_t>(attempts.size()) ? nullptr : attempts[number - 1].get();
    const PhaseState* phase =
        attempt == nullptr || position.phase < 0 || position.phase >= static_cast<int32_t>(attempt->phases.size())
            ? nullptr
            : &attempt->phases[position.phase];
    const JobState* job =
        phase == nullptr || position.job < 0 || position.job >= static_cast<int32_t>(phase->jobs.size())
            ? nullptr
            : &phase->jobs[position.job];
    if (job == nullptr || position.task < 0 || position.task >= static_cast<int32_t>(job->tasks.size()) ||
        job->tasks[position.task].tries == 0) {
      status = absl::NotFoundError("task: it has not started, so it has no log");
      return;
    }
    const TaskState& task = job->tasks[position.task];
    finished = task.status != v1::TASK_STATUS_IN_PROGRESS;
    path = launcher_.LogPath(state, position, number, task.tries);
  });
  SLIPWAY_RETURN_IF_ERROR(status);
  const int64_t max_bytes = request.max_bytes() > 0 ? std::min(request.max_bytes(), 16 << 20) : 1 << 20;
  v1::ReadLogResponse response;
  SLIPWAY_ASSIGN_OR_RETURN(*response.mutable_text(), ReadFilePart(path, request.offset(), max_bytes, !finished));
  response.set_next_offset(request.offset() + static_cast<int64_t>(response.text().size()));
  response.set_finished(finished && static_cast<int64_t>(response.text().size()) < max_bytes);
  return response;
}

absl::StatusOr<std::unique_ptr<LogCursor>> Engine::FollowLogs(const v1::FollowLogsRequest& request) {
  int32_t only = -1;
  absl::Status status;
  RunWork([&] {
    absl::StatusOr<Strand*> strand = strands_.Get(request.release_id());
    status = strand.status();
    if (!strand.ok() || request.environment().empty()) return;
    only = (*strand)->state.plan->FindEnvironment(request.environment());
    if (only < 0) {
      status = absl::NotFoundError(absl::StrCat("environment: no environment named '", request.environment(), "'"));
    }
  });
  SLIPWAY_RETURN_IF_ERROR(status);
  auto list = [this, request, only](bool* idle) -> absl::StatusOr<std::vector<LogCursor::File>> {
    std::vector<LogCursor::File> files;
    absl::Status status;
    RunWork([&] {
      absl::StatusOr<Strand*> strand = strands_.Get(request.release_id());
      status = strand.status();
      if (!strand.ok()) return;
      const ReleaseState& state = (*strand)->state;
      *idle = only < 0 ? !state.active() : !state.open_environments.contains(only);
      for (int32_t e = 0; e < static_cast<int32_t>(state.environments.size()); ++e) {
        if (only >= 0 && e != only) continue;
        for (const auto& attempt : state.environments[e].attempts) {
          for (int32_t p = 0; p < static_cast<int32_t>(attempt->phases.size()); ++p) {
            for (int32_t j = 0; j < static_cast<int32_t>(attempt->phases[p].jobs.size()); ++j) {
              const JobState& job = attempt->phases[p].jobs[j];
              for (int32_t t = 0; t < static_cast<int32_t>(job.tasks.size()); ++t) {
                for (int32_t number = 1; number <= job.tasks[t].tries; ++number) {
                  LogCursor::File& file = files.emplace_back();
                  file.path = launcher_.LogPath(state, {e, p, j, t}, attempt->number, number);
                  file.finished = number < job.tasks[t].tries || job.tasks[t].status != v1::TASK_STATUS_IN_PROGRESS;
                  file.task.set_environment(state.plan->environment(e).definition->name());
                  file.task.set_attempt(attempt->number);
                  file.task.set_phase(p);
                  file.task.set_job(j);
                  file.task.set_task(t);
                  file.task.set_task_name(state.plan->environment(e).phases[p].tasks[t].definition->name());
                }
              }
            }
          }
        }
      }
    });
    SLIPWAY_RETURN_IF_ERROR(status);
    return files;
  };
  return std::make_unique<LogCursor>(activity_, request.from_now(), std::move(list));
}

absl::StatusOr<std::unique_ptr<EventCursor>> Engine::WatchEvents(const v1::WatchEventsRequest& request) {
  v1::WatchEventsRequest resolved = request;
  if (request.after_position() < 0) resolved.set_after_position(last_position_);
  if (request.release_id() != 0) SLIPWAY_RETURN_IF_ERROR(ports_.store->GetRelease(request.release_id()).status());
  auto idle = [this, release = request.release_id()] {
    bool result = true;
    RunWork([&] {
      // What a failed commit took back goes on in a moment.
      if (loop_.taken_back() > 0) {
        result = false;
        return;
      }
      if (release != 0) {
        Strand* strand = strands_.Find(release);
        result = strand == nullptr || !strand->state.active();
        return;
      }
      strands_.ForEach([&](int64_t, Strand& strand) { result = result && !strand.state.active(); });
    });
    return result;
  };
  return std::make_unique<EventCursor>(activity_, ports_.store, std::move(resolved), std::move(idle));
}

absl::StatusOr<v1::GetStatusResponse> Engine::GetStatus(const v1::GetStatusRequest&) {
  v1::GetStatusResponse response;
  RunWork([&] {
    int64_t active = 0;
    int64_t approvals = 0;
    strands_.ForEach([&](int64_t, Strand& strand) {
      active += strand.state.active();
      approvals += static_cast<int64_t>(strand.state.approvals.size());
    });
    response.set_active_releases(active + static_cast<int64_t>(loop_.taken_back()));
    response.set_pending_approvals(approvals);
  });
  const Loop::Stats stats = loop_.stats();
  response.set_version(kVersion);
  response.set_running_tasks(dispatcher_.running());
  response.set_waiting_tasks(dispatcher_.waiting());
  response.set_position(last_position_);
  response.set_recovered_releases(recovered_);
  response.set_commits(stats.commits);
  response.set_transitions(stats.transitions);
  return response;
}

}  // namespace slipway
