// Retention (domain.md 12): releases that no policy keeps are deleted softly, and purged some days after.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "engine/definition_triggers.h"
#include "engine/engine.h"

namespace slipway {
namespace {

constexpr absl::Duration kEvery = absl::Hours(24);
constexpr int32_t kPage = 200;

bool Deployed(const DeploymentRow& row) {
  return row.status == v1::DEPLOYMENT_STATUS_SUCCEEDED || row.status == v1::DEPLOYMENT_STATUS_PARTIALLY_SUCCEEDED;
}

}  // namespace

ResourceRow RetentionRun(absl::Time when) {
  ResourceRow row;
  row.kind = kRetentionRuns;
  row.id = "last";
  row.changed_on = when;
  return row;
}

absl::Status Engine::LoadRetention(absl::Time now) {
  if (options_.open.retention().manual() || options_.open.passive()) return absl::OkStatus();
  const absl::StatusOr<ResourceRow> last = ports_.store->GetResource(kRetentionRuns, "last", 0);
  if (!last.ok() && !absl::IsNotFound(last.status())) return last.status();
  // A database that never had a run counts from now; that is written with its first release, so that opening writes
  // nothing.
  retention_counted_ = last.ok();
  retention_due_ = (last.ok() ? last->changed_on : now) + kEvery;
  return absl::OkStatus();
}

absl::Time Engine::RetentionTick(absl::Time now) {
  if (now < retention_due_) return retention_due_;
  if (retention_scan_ == nullptr) {
    const absl::StatusOr<std::vector<DefinitionRow>> next =
        ports_.store->ListDefinitions("", /*include_deleted=*/true, retention_after_, 1);
    if (!next.ok()) return now + absl::Minutes(1);  // the store is busy, or its disk full: later
    if (next->empty()) {
      WriteBatch batch;
      batch.resources.push_back(RetentionRun(now));
      if (!ports_.store->Commit(batch, nullptr).ok()) return now + absl::Minutes(1);
      retention_counted_ = true;
      retention_after_ = 0;
      retention_due_ = now + kEvery;
      return retention_due_;
    }
    retention_after_ = next->front().id;
    const absl::StatusOr<std::shared_ptr<const DefinitionPlan>> plan = catalog_.Plan(retention_after_, next->front().revision);
    // One that cannot be read keeps its releases.
    if (!plan.ok()) return now;
    retention_scan_ = std::make_unique<RetentionScan>(
        retention_after_, MakeRetentionRules((*plan)->definition(), options_.open.retention()), now);
  }
  google::protobuf::RepeatedPtrField<v1::RetentionOutcome> outcomes;
  if (!JudgePage(retention_scan_.get(), &outcomes).ok()) {
    retention_scan_.reset();
    retention_after_ -= 1;  // this definition again
    return now + absl::Minutes(1);
  }
  for (const v1::RetentionOutcome& outcome : outcomes) {
    if (outcome.action() == v1::RETENTION_ACTION_DELETE) {
      Loop::Request request;
      request.release = outcome.release_id();
      request.command = slipway::DeleteRelease{absl::StrCat("retention: ", outcome.reason())};
      loop_.Post(std::move(request));
    } else if (outcome.action() == v1::RETENTION_ACTION_PURGE) {
      PurgeRelease(outcome.release_id()).IgnoreError();  // tried again tomorrow
    }
  }
  if (retention_scan_->finished) retention_scan_.reset();
  return now;
}

absl::Status Engine::JudgePage(RetentionScan* scan,
                               google::protobuf::RepeatedPtrField<v1::RetentionOutcome>* outcomes) {
  if (!scan->current_known) {
    DeploymentQuery query;
    query.definition_id = scan->definition_id;
    query.before_id = scan->deployments_before;
    query.limit = kPage;
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<DeploymentRow> rows, ports_.store->ListDeployments(query));
    for (const DeploymentRow& row : rows) {
      if (Deployed(row)) scan->current.try_emplace(row.definition_environment_id, row.release_id);
    }
    scan->current_known = static_cast<int32_t>(rows.size()) < kPage || scan->current.size() >= scan->environments;
    if (!rows.empty()) scan->deployments_before = rows.back().id;
    return absl::OkStatus();
  }
  ReleaseQuery query;
  query.definition_id = scan->definition_id;
  query.include_deleted = true;
  query.before_id = scan->releases_before;
  query.limit = kPage;
  SLIPWAY_ASSIGN_OR_RETURN(const std::vector<ReleaseRow> rows, ports_.store->ListReleases(query));
  for (const ReleaseRow& row : rows) {
    RetentionFacts facts;
    facts.release_id = row.id;
    facts.touched = row.modified_on;
    facts.is_deleted = row.is_deleted;
    facts.keep_forever = row.keep_forever;
    Strand* strand = strands_.Find(row.id);
    facts.in_progress = strand != nullptr && strand->state.active();
    DeploymentQuery of_release;
    of_release.release_id = row.id;
    of_release.limit = 1000;
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<DeploymentRow> deployments, ports_.store->ListDeployments(of_release));
    for (const DeploymentRow& deployment : deployments) {
      if (!row.is_deleted) {
        facts.touched = std::max({facts.touched, deployment.queued_on, deployment.started_on, deployment.completed_on});
      }
      const int64_t environment = deployment.definition_environment_id;
      // Waiting for approval does not count, a failed one does.
      if (deployment.started_on != absl::InfinitePast() &&
          std::find(facts.deployed_to.begin(), facts.deployed_to.end(), environment) == facts.deployed_to.end()) {
        facts.deployed_to.push_back(environment);
      }
    }
    for (const auto& [environment, release] : scan->current) {
      if (release == row.id) facts.currently_in.push_back(environment);
    }
    std::sort(facts.currently_in.begin(), facts.currently_in.end());
    std::sort(facts.deployed_to.begin(), facts.deployed_to.end());
    RetentionVerdict verdict = scan->judge.Judge(facts);
    v1::RetentionOutcome* outcome = outcomes->Add();
    outcome->set_release_id(row.id);
    outcome->set_release_name(row.name);
    outcome->set_definition_id(scan->definition_id);
    outcome->set_action(verdict.action);
    outcome->set_reason(std::move(verdict.reason));
  }
  scan->finished = static_cast<int32_t>(rows.size()) < kPage;
  if (!rows.empty()) scan->releases_before = rows.back().id;
  return absl::OkStatus();
}

absl::Status Engine::PurgeRelease(int64_t release_id) {
  strands_.Drop(release_id);
  WriteBatch batch;
  batch.purges.push_back(release_id);
  SLIPWAY_RETURN_IF_ERROR(ports_.store->Commit(batch, nullptr));
  // After the commit: logs without a release are litter, a release without its logs would be a loss.
  return ports_.logs->Remove(launcher_.LogFolder(release_id));
}

absl::Status Engine::CheckNotCurrent(int64_t release_id) {
  SLIPWAY_ASSIGN_OR_RETURN(const ReleaseRow release, ports_.store->GetRelease(release_id));
  SLIPWAY_ASSIGN_OR_RETURN(const std::vector<EnvironmentRow> environments, ports_.store->ListEnvironments(release_id));
  for (const EnvironmentRow& environment : environments) {
    if (environment.attempt == 0) continue;
    DeploymentQuery query;
    query.definition_id = release.definition_id;
    query.definition_environment_id = environment.definition_environment_id;
    query.limit = kPage;
    bool more = true;
    while (more) {
      SLIPWAY_ASSIGN_OR_RETURN(const std::vector<DeploymentRow> rows, ports_.store->ListDeployments(query));
      more = static_cast<int32_t>(rows.size()) == kPage;
      for (const DeploymentRow& row : rows) {
        query.before_id = row.id;
        if (!Deployed(row)) continue;
        if (row.release_id == release_id) {
          return absl::FailedPreconditionError(
              absl::StrCat("release '", release.name, "' is what is deployed in '", environment.name,
                           "'; deploy another one there first"));
        }
        more = false;
        break;
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::DeleteReleaseResponse> Engine::DeleteRelease(const v1::DeleteReleaseRequest& request) {
  absl::Status checked = CheckNotCurrent(request.release_id());
  if (absl::IsNotFound(checked)) {
    return absl::NotFoundError(absl::StrCat("releaseId: there is no release ", request.release_id()));
  }
  SLIPWAY_RETURN_IF_ERROR(checked);
  v1::DeleteReleaseResponse response;
  SLIPWAY_RETURN_IF_ERROR(Run(MakeRequest(request, slipway::DeleteRelease{request.comment()}),
                              [&](Strand& strand) { *response.mutable_release() = View(strand); }));
  return response;
}

absl::StatusOr<v1::UndeleteReleaseResponse> Engine::UndeleteRelease(const v1::UndeleteReleaseRequest& request) {
  v1::UndeleteReleaseResponse response;
  SLIPWAY_RETURN_IF_ERROR(Run(MakeRequest(request, slipway::UndeleteRelease{request.comment()}),
                              [&](Strand& strand) { *response.mutable_release() = View(strand); }));
  return response;
}

absl::StatusOr<v1::KeepReleaseResponse> Engine::KeepRelease(const v1::KeepReleaseRequest& request) {
  v1::KeepReleaseResponse response;
  SLIPWAY_RETURN_IF_ERROR(Run(MakeRequest(request, slipway::KeepRelease{request.keep_forever(), request.comment()}),
                              [&](Strand& strand) { *response.mutable_release() = View(strand); }));
  return response;
}

absl::StatusOr<v1::RunRetentionResponse> Engine::RunRetention(const v1::RunRetentionRequest& request) {
  v1::RunRetentionResponse response;
  int64_t after = request.definition_id() == 0 ? 0 : request.definition_id() - 1;
  while (true) {
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<DefinitionRow> next,
                             ports_.store->ListDefinitions("", /*include_deleted=*/true, after, 1));
    if (request.definition_id() != 0 && (next.empty() || next.front().id != request.definition_id())) {
      return absl::NotFoundError(absl::StrCat("definitionId: there is no definition ", request.definition_id()));
    }
    if (next.empty()) return response;
    after = next.front().id;
    std::unique_ptr<RetentionScan> scan;
    absl::Status status;
    const int begun = response.outcomes_size();
    while (status.ok() && (scan == nullptr || !scan->finished)) {
      RunWork([&] {
        const absl::Time now = ports_.clock->Now();
        if (scan == nullptr) {
          const absl::StatusOr<std::shared_ptr<const DefinitionPlan>> plan = catalog_.Plan(after, next.front().revision);
          status = plan.status();
          if (!plan.ok()) return;
          scan = std::make_unique<RetentionScan>(
              after, MakeRetentionRules((*plan)->definition(), options_.open.retention()), now);
        }
        status = JudgePage(scan.get(), response.mutable_outcomes());
      });
    }
    SLIPWAY_RETURN_IF_ERROR(status);
    for (int i = begun; i < response.outcomes_size() && !request.dry_run(); ++i) {
      v1::RetentionOutcome& outcome = *response.mutable_outcomes(i);
      if (outcome.action() == v1::RETENTION_ACTION_DELETE) {
        Loop::Request deletion;
        deletion.release = outcome.release_id();
        deletion.actor = request.actor();
        deletion.command = slipway::DeleteRelease{absl::StrCat("retention: ", outcome.reason())};
        status = Run(std::move(deletion), nullptr);
        // Something was asked of it meanwhile, so it is kept.
        if (absl::IsFailedPrecondition(status)) {
          outcome.set_action(v1::RETENTION_ACTION_KEEP);
          outcome.set_reason(std::string(status.message()));
          status = absl::OkStatus();
        }
      } else if (outcome.action() == v1::RETENTION_ACTION_PURGE) {
        RunWork([&] { status = PurgeRelease(outcome.release_id()); });
      }
      SLIPWAY_RETURN_IF_ERROR(status);
    }
    if (request.definition_id() != 0) return response;
  }
}

}  // namespace slipway
