// What starts releases and deployments without a person: artifacts, schedules, environment triggers (domain.md 3, 4.4,
// 11).
#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "core/deployment_targets.h"
#include "engine/definition_triggers.h"
#include "engine/engine.h"
#include "model/branch_filter.h"

namespace slipway {
namespace {

// How many definitions that did not fire are told about.
constexpr size_t kRefusalsShown = 100;
// How far back a default version is looked for among the known ones.
constexpr int kVersionsSearched = 200;
constexpr int32_t kDeploymentsSearched = 200;

std::string SourceId(absl::string_view source) { return absl::AsciiStrToLower(source); }

absl::string_view Reference(const v1::Artifact& artifact, const char* key) {
  const auto found = artifact.definition_reference().find(key);
  return found == artifact.definition_reference().end() ? "" : absl::string_view(found->second.id());
}

// Whether a known version is what the artifact's default asks for (domain.md 2.2).
bool FitsDefault(const v1::Artifact& artifact, const v1::ArtifactVersion& version) {
  const absl::string_view kind = Reference(artifact, "defaultVersionType");
  if (absl::EqualsIgnoreCase(kind, "specificVersionType")) {
    const absl::string_view wanted = Reference(artifact, "defaultVersionSpecific");
    return version.id() == wanted || version.name() == wanted;
  }
  if (absl::EqualsIgnoreCase(kind, "latestFromBranchType")) {
    absl::string_view branch = Reference(artifact, "branch");
    if (branch.empty()) branch = Reference(artifact, "branches");
    return branch.empty() || BranchMatches(branch, version.source_branch());
  }
  if (absl::EqualsIgnoreCase(kind, "latestWithBranchAndTagsType")) {
    const absl::string_view branch = Reference(artifact, "defaultVersionBranch");
    if (!branch.empty() && !BranchMatches(branch, version.source_branch())) return false;
    for (absl::string_view tag : absl::StrSplit(Reference(artifact, "defaultVersionTags"), ',', absl::SkipWhitespace())) {
      tag = absl::StripAsciiWhitespace(tag);
      if (std::none_of(version.tags().begin(), version.tags().end(),
                       [&](const std::string& given) { return absl::EqualsIgnoreCase(given, tag); })) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace

absl::StatusOr<v1::PushArtifactResponse> Engine::PushArtifact(const v1::PushArtifactRequest& request) {
  if (request.source().empty()) {
    return absl::InvalidArgumentError("source: expected the id or name of the artifact's source");
  }
  if (request.version().id().empty() && request.version().name().empty()) {
    return absl::InvalidArgumentError("version.id: expected which version of the artifact is there");
  }
  ArtifactEvent event;
  event.type = request.type();
  event.source = request.source();
  event.project = request.project();
  event.version = request.version();
  if (event.version.id().empty()) event.version.set_id(event.version.name());
  event.default_branch = request.default_branch();
  if (event.version.default_branch().empty()) event.version.set_default_branch(request.default_branch());
  event.pull_request_id = request.pull_request_id();
  event.target_branch = request.target_branch();
  event.tag_added = request.tag_added();

  std::vector<TriggerMatch> matches;
  std::vector<TriggerMatch> refusals;
  absl::Status status;
  v1::PushArtifactResponse response;
  RunWork([&] {
    const absl::StatusOr<const TriggerIndex*> index = triggers_.Index();
    status = index.status();
    if (!status.ok()) return;
    matches = (*index)->Match(event);
    refusals = (*index)->Refusals(event, kRefusalsShown);
    if (request.dry_run()) return;
    status = NoteVersion(request.source(), event.version, request.actor());
  });
  SLIPWAY_RETURN_IF_ERROR(status);

  const auto add = [&](const TriggerMatch& match) {
    v1::TriggerOutcome* outcome = response.add_outcomes();
    outcome->set_definition_id(match.definition_id);
    outcome->set_definition_name(triggers_.NameOf(match.definition_id));
    outcome->set_artifact_alias(match.alias);
    outcome->set_trigger_type(match.trigger_type);
    outcome->set_reason(match.refusal);
    return outcome;
  };
  for (const TriggerMatch& match : matches) {
    v1::TriggerOutcome* outcome = nullptr;
    RunWork([&] { outcome = add(match); });
    if (request.dry_run()) {
      outcome->set_reason("would create a release");
      continue;
    }
    v1::CreateReleaseRequest create;
    create.set_definition_id(match.definition_id);
    create.set_actor(request.actor());
    create.set_reason(match.trigger_type == v1::RELEASE_TRIGGER_TYPE_PULL_REQUEST
                          ? v1::RELEASE_REASON_PULL_REQUEST
                          : v1::RELEASE_REASON_CONTINUOUS_INTEGRATION);
    create.set_triggering_artifact_alias(match.alias);
    *create.add_artifacts() = event.version;
    create.mutable_artifacts(0)->set_alias(match.alias);
    // domain.md C14: one release for each definition, trigger and version.
    create.set_idempotency_key(absl::StrCat("trigger/", match.definition_id, "/", absl::AsciiStrToLower(match.alias),
                                            "/", static_cast<int>(match.trigger_type), "/", event.version.id(),
                                            event.pull_request_id.empty() ? "" : "/pr/", event.pull_request_id));
    ReleaseQuery known;
    known.idempotency_key = create.idempotency_key();
    known.limit = 1;
    const absl::StatusOr<std::vector<ReleaseRow>> before = ports_.store->ListReleases(known);
    const absl::StatusOr<v1::CreateReleaseResponse> created = CreateRelease(create);
    if (!created.ok()) {
      outcome->set_reason(std::string(created.status().message()));
      continue;
    }
    outcome->set_release_id(created->release().id());
    outcome->set_release_name(created->release().name());
    outcome->set_already_existed(before.ok() && !before->empty());
    if (outcome->already_existed()) outcome->set_reason("this version has made a release before");
  }
  RunWork([&] {
    for (const TriggerMatch& refusal : refusals) add(refusal);
  });
  return response;
}

absl::StatusOr<v1::ListArtifactVersionsResponse> Engine::ListArtifactVersions(
    const v1::ListArtifactVersionsRequest& request) {
  if (request.definition_id() != 0) return AskForVersions(request);
  v1::ListArtifactVersionsResponse response;
  const std::string id = SourceId(request.source());
  const absl::StatusOr<ResourceRow> newest = ports_.store->GetResource(kArtifactVersions, id, 0);
  if (absl::IsNotFound(newest.status())) return response;
  SLIPWAY_RETURN_IF_ERROR(newest.status());
  const int32_t limit = std::clamp(request.limit() == 0 ? 50 : request.limit(), 1, 1000);
  for (int64_t revision = newest->revision; revision > 0 && response.versions_size() < limit; --revision) {
    SLIPWAY_ASSIGN_OR_RETURN(const ResourceRow row, ports_.store->GetResource(kArtifactVersions, id, revision));
    response.add_versions()->ParseFromString(row.payload);
  }
  return response;
}

void Engine::AddDefaultVersions(const v1::ReleaseDefinition& definition, v1::ReleaseCreated* created) {
  for (const v1::Artifact& artifact : definition.artifacts()) {
    const bool given = std::any_of(
        created->artifacts().begin(), created->artifacts().end(),
        [&](const v1::ArtifactVersion& version) { return absl::EqualsIgnoreCase(version.alias(), artifact.alias()); });
    if (given) continue;
    std::vector<std::string> sources;
    const auto reference = artifact.definition_reference().find("definition");
    if (reference != artifact.definition_reference().end()) {
      sources.push_back(reference->second.id());
      sources.push_back(reference->second.name());
    }
    sources.push_back(artifact.source_id());
    sources.push_back(artifact.alias());
    bool found = false;
    for (const std::string& source : sources) {
      if (source.empty() || found) continue;
      const absl::StatusOr<ResourceRow> newest = ports_.store->GetResource(kArtifactVersions, SourceId(source), 0);
      if (!newest.ok()) continue;
      for (int64_t revision = newest->revision; revision > std::max<int64_t>(0, newest->revision - kVersionsSearched);
           --revision) {
        const absl::StatusOr<ResourceRow> row =
            ports_.store->GetResource(kArtifactVersions, SourceId(source), revision);
        v1::ArtifactVersion version;
        if (!row.ok() || !version.ParseFromString(row->payload) || !FitsDefault(artifact, version)) continue;
        version.set_alias(artifact.alias());
        *created->add_artifacts() = std::move(version);
        found = true;
        break;
      }
    }
  }
}

absl::Time Engine::OnTick(absl::Time now) {
  for (const ReleaseTriggers::Due& due : triggers_.TakeDue(now)) FireSchedule(due);
  return std::min(triggers_.Next(), RetentionTick(now));
}

void Engine::FireSchedule(const ReleaseTriggers::Due& due) {
  if (due.trigger >= 0) {
    v1::CreateReleaseRequest create;
    create.set_definition_id(due.definition_id);
    create.set_reason(v1::RELEASE_REASON_SCHEDULE);
    create.set_idempotency_key(
        absl::StrCat("schedule/", due.definition_id, "/", due.trigger, "/", absl::ToUnixSeconds(due.at)));
    ReleaseQuery known;
    known.idempotency_key = create.idempotency_key();
    known.limit = 1;
    const absl::StatusOr<std::vector<ReleaseRow>> before = ports_.store->ListReleases(known);
    if (!before.ok() || !before->empty()) return;
    const auto post = [this, due](v1::CreateReleaseRequest create) {
      Loop::Request request;
      request.create = [this, create = std::move(create), due](int64_t release_id)
          -> absl::StatusOr<std::pair<std::unique_ptr<Strand>, Command>> {
        SLIPWAY_ASSIGN_OR_RETURN(auto made, MakeRelease(create, release_id));
        if (due.only_with_changes) {
          // domain.md 3.2: compared with the last release of this schedule.
          const v1::ReleaseCreated& created = std::get<slipway::CreateRelease>(made.second).created;
          std::string baseline = absl::StrCat(created.definition_revision());
          for (const v1::ArtifactVersion& version : created.artifacts()) {
            absl::StrAppend(&baseline, "\n", version.alias(), "=", version.id());
          }
          const std::string id = absl::StrCat(due.definition_id, "/", due.trigger);
          const absl::StatusOr<ResourceRow> last = ports_.store->GetResource(kScheduleBaselines, id, 0);
          if (last.ok() && last->payload == baseline) {
            return absl::FailedPreconditionError("nothing has changed since the last release of this schedule");
          }
          ResourceRow row;
          row.kind = kScheduleBaselines;
          row.id = id;
          row.payload = baseline;
          row.changed_on = due.at;
          taken_baselines_.push_back(std::move(row));
        }
        return made;
      };
      loop_.Post(std::move(request));
    };
    // Where sources may have to be asked, not by the loop.
    if (ports_.artifacts != nullptr && may_have_origins_ && !options_.manual) {
      ResolveThenPost(std::move(create), 0, post);
    } else {
      post(std::move(create));
    }
    return;
  }
  // domain.md 4.4: an environment with conditions waits by itself; without, the newest release is deployed.
  if (due.has_conditions) return;
  ReleaseQuery query;
  query.definition_id = due.definition_id;
  query.status = v1::RELEASE_STATUS_ACTIVE;
  query.limit = 1;
  const absl::StatusOr<std::vector<ReleaseRow>> newest = ports_.store->ListReleases(query);
  if (!newest.ok() || newest->empty()) return;
  Loop::Request request;
  slipway::DeployEnvironment deploy;
  deploy.environment = due.environment;
  deploy.reason = v1::DEPLOYMENT_REASON_SCHEDULED;
  deploy.trigger_reason = "Schedule";
  request.release = newest->front().id;
  request.command = std::move(deploy);
  loop_.Post(std::move(request));
}

void Engine::FollowRollback(const ReleaseState& state, const v1::DeploymentFinished& finished) {
  if (finished.environment_status() != v1::ENVIRONMENT_STATUS_REJECTED ||
      finished.status() != v1::DEPLOYMENT_STATUS_FAILED) {
    return;
  }
  const v1::DefinitionEnvironment& definition = *state.plan->environment(finished.environment()).definition;
  const AttemptState& attempt = *state.environments[finished.environment()].attempt();
  // domain.md C8: a redeployment that fails triggers nothing.
  if (attempt.reason == v1::DEPLOYMENT_REASON_REDEPLOY_TRIGGER) return;
  const bool wanted = std::any_of(definition.environment_triggers().begin(), definition.environment_triggers().end(),
                                  [](const v1::EnvironmentTrigger& trigger) {
                                    return trigger.trigger_type() == v1::ENVIRONMENT_TRIGGER_TYPE_ROLLBACK_REDEPLOY;
                                  });
  if (!wanted) return;
  // The newest release whose latest attempt here succeeded; rows come newest first, so the first of a release counts.
  DeploymentQuery query;
  query.definition_id = state.created.definition_id();
  query.definition_environment_id = definition.id();
  query.limit = kDeploymentsSearched;
  const absl::StatusOr<std::vector<DeploymentRow>> rows = ports_.store->ListDeployments(query);
  int64_t back_to = 0;
  std::set<int64_t> seen = {state.id};
  for (size_t i = 0; rows.ok() && i < rows->size() && back_to == 0; ++i) {
    const DeploymentRow& row = (*rows)[i];
    if (row.definition_environment_id != definition.id() || !seen.insert(row.release_id).second) continue;
    if (row.status == v1::DEPLOYMENT_STATUS_SUCCEEDED) back_to = row.release_id;
  }
  NoteRedeploy note;
  note.environment = finished.environment();
  note.release_id = back_to;
  note.reason = back_to == 0 ? "no release was deployed here successfully before: there is nothing to go back to"
                             : absl::StrCat("the deployment failed; release ", back_to,
                                            ", the last that succeeded here, is deployed again");
  Loop::Request noted;
  noted.release = state.id;
  noted.command = std::move(note);
  loop_.FollowUp(std::move(noted));
  if (back_to == 0) return;
  slipway::DeployEnvironment deploy;
  deploy.environment = definition.name();
  deploy.reason = v1::DEPLOYMENT_REASON_REDEPLOY_TRIGGER;
  deploy.trigger_reason = absl::StrCat("Deployment of ", state.created.name(), " failed");
  deploy.comment = deploy.trigger_reason;
  Loop::Request redeploy;
  redeploy.release = back_to;
  redeploy.command = std::move(deploy);
  loop_.FollowUp(std::move(redeploy));
}

void Engine::RedeployToNewTargets(const v1::DeploymentGroup& before, const v1::DeploymentGroup& after) {
  std::vector<std::string> fresh;
  for (const v1::DeploymentTarget& target : after.targets()) {
    if (target.offline()) continue;
    const bool there = std::any_of(before.targets().begin(), before.targets().end(), [&](const v1::DeploymentTarget& old) {
      return !old.offline() && absl::EqualsIgnoreCase(old.name(), target.name());
    });
    if (!there) fresh.push_back(target.name());
  }
  if (fresh.empty()) return;
  const absl::StatusOr<std::vector<ResourceRow>> rows = ports_.store->ListResources(kGroupListeners);
  for (size_t i = 0; rows.ok() && i < rows->size(); ++i) {
    v1::ReleaseDefinition definition;
    if (!definition.ParseFromString((*rows)[i].payload)) continue;
    for (const v1::DefinitionEnvironment& environment : definition.environments()) {
      std::vector<std::string> chosen;
      for (const v1::DeployPhase& phase : environment.deploy_phases()) {
        if (phase.deployment_input().queue_id() != absl::StrCat(after.id())) continue;
        for (const v1::DeploymentTarget* target : ChooseTargets(after, phase, fresh)) chosen.push_back(target->name());
      }
      if (chosen.empty()) continue;
      DeploymentQuery query;
      query.definition_id = definition.id();
      query.definition_environment_id = environment.id();
      query.limit = kDeploymentsSearched;
      const absl::StatusOr<std::vector<DeploymentRow>> deployments = ports_.store->ListDeployments(query);
      for (size_t k = 0; deployments.ok() && k < deployments->size(); ++k) {
        if ((*deployments)[k].status != v1::DEPLOYMENT_STATUS_SUCCEEDED) continue;
        slipway::DeployEnvironment deploy;
        deploy.environment = environment.name();
        deploy.reason = v1::DEPLOYMENT_REASON_REDEPLOY_TRIGGER;
        deploy.trigger_reason = absl::StrCat("New targets in ", after.name());
        deploy.targets = chosen;
        Loop::Request redeploy;
        redeploy.release = (*deployments)[k].release_id;
        redeploy.command = std::move(deploy);
        loop_.Post(std::move(redeploy));
        break;
      }
    }
  }
}

}  // namespace slipway
