// Test results that tasks published, by release and over time.
#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "base/status_macros.h"
#include "engine/engine.h"

namespace slipway {
namespace {

constexpr int32_t kReleasesLookedAt = 50;
constexpr int32_t kMostReleases = 1000;

void AddRunsOf(const v1::Release& release, const v1::Deployment& deployment, v1::ListTestRunsResponse* response) {
  for (int phase = 0; phase < deployment.phases_size(); ++phase) {
    for (int job = 0; job < deployment.phases(phase).jobs_size(); ++job) {
      const v1::Job& of = deployment.phases(phase).jobs(job);
      for (int task = 0; task < of.tasks_size(); ++task) {
        for (const v1::TestRun& run : of.tasks(task).test_runs()) {
          v1::PublishedTestRun* published = response->add_runs();
          published->set_release_id(release.id());
          published->set_release_name(release.name());
          published->set_environment(deployment.environment());
          published->set_attempt(deployment.attempt());
          published->set_phase(phase);
          published->set_job(job);
          published->set_task(task);
          published->set_task_name(of.tasks(task).name());
          published->set_job_name(of.name());
          published->set_published_on(of.tasks(task).finish_time());
          *published->mutable_run() = run;
        }
      }
    }
  }
}

}  // namespace

absl::StatusOr<v1::ListTestRunsResponse> Engine::ListTestRuns(const v1::ListTestRunsRequest& request) {
  if ((request.release_id() != 0) == (request.definition_id() != 0)) {
    return absl::InvalidArgumentError("releaseId, definitionId: expected one of them, and not both");
  }
  std::vector<int64_t> releases = {request.release_id()};
  if (request.release_id() == 0) {
    releases.clear();
    SLIPWAY_RETURN_IF_ERROR(ports_.store->GetDefinition(request.definition_id()).status());
    ReleaseQuery query;
    query.definition_id = request.definition_id();
    query.limit = std::clamp(request.limit() == 0 ? kReleasesLookedAt : request.limit(), 1, kMostReleases);
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<ReleaseRow> rows, ports_.store->ListReleases(query));
    for (const ReleaseRow& row : rows) releases.push_back(row.id);
  }
  v1::ListTestRunsResponse response;
  for (const int64_t id : releases) {
    v1::GetReleaseRequest get;
    get.set_release_id(id);
    SLIPWAY_ASSIGN_OR_RETURN(const v1::GetReleaseResponse found, GetRelease(get));
    for (const v1::ReleaseEnvironment& environment : found.release().environments()) {
      if (!request.environment().empty() && !absl::EqualsIgnoreCase(environment.name(), request.environment())) continue;
      for (const v1::Deployment& deployment : environment.deployments()) {
        AddRunsOf(found.release(), deployment, &response);
      }
    }
  }
  return response;
}

}  // namespace slipway
