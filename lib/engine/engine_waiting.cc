// Calls about deployments that wait: deferral, gates, manual intervention.
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "engine/engine.h"

namespace slipway {

absl::StatusOr<v1::DeferDeploymentResponse> Engine::DeferDeployment(const v1::DeferDeploymentRequest& request) {
  absl::Time until;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, request.scheduled_deployment_time(), &until, &error)) {
    return absl::InvalidArgumentError(
        absl::StrCat("scheduledDeploymentTime: expected a time such as 2026-12-24T18:00:00Z, not '",
                     request.scheduled_deployment_time(), "'"));
  }
  v1::DeferDeploymentResponse response;
  SLIPWAY_RETURN_IF_ERROR(
      Run(MakeRequest(request, slipway::DeferDeployment{request.environment(), absl::ToUnixMicros(until),
                                                        request.comment()}),
          [&](Strand& strand) { *response.mutable_release() = View(strand); }));
  return response;
}

absl::StatusOr<v1::IgnoreGatesResponse> Engine::IgnoreGates(const v1::IgnoreGatesRequest& request) {
  v1::IgnoreGatesResponse response;
  slipway::IgnoreGates command;
  command.environment = request.environment();
  command.gates.assign(request.gates().begin(), request.gates().end());
  command.comment = request.comment();
  SLIPWAY_RETURN_IF_ERROR(Run(MakeRequest(request, std::move(command)),
                              [&](Strand& strand) { *response.mutable_release() = View(strand); }));
  return response;
}

absl::StatusOr<v1::ListInterventionsResponse> Engine::ListInterventions(const v1::ListInterventionsRequest& request) {
  v1::ListInterventionsResponse response;
  absl::Status status;
  const auto add = [&](const ReleaseState& state, bool all) {
    for (const EnvironmentState& environment : state.environments) {
      for (const auto& attempt : environment.attempts) {
        for (const InterventionState& intervention : attempt->interventions) {
          if (all || intervention.status == v1::MANUAL_INTERVENTION_STATUS_PENDING) {
            *response.add_interventions() = InterventionView(state, *attempt, intervention);
          }
        }
      }
    }
  };
  RunWork([&] {
    if (request.release_id() == 0) {
      strands_.ForEach([&](int64_t, Strand& strand) {
        if (!strand.state.interventions.empty()) add(strand.state, /*all=*/false);
      });
      return;
    }
    absl::StatusOr<Strand*> strand = strands_.Get(request.release_id());
    status = strand.status();
    if (strand.ok()) add((*strand)->state, /*all=*/true);
  });
  SLIPWAY_RETURN_IF_ERROR(status);
  return response;
}

absl::StatusOr<v1::UpdateInterventionResponse> Engine::UpdateIntervention(
    const v1::UpdateInterventionRequest& request) {
  v1::UpdateInterventionRequest resolved = request;
  if (resolved.release_id() == 0) {
    RunWork([&] {
      strands_.ForEach([&](int64_t id, Strand& strand) {
        if (strand.state.interventions.contains(request.intervention_id())) resolved.set_release_id(id);
      });
    });
    if (resolved.release_id() == 0) {
      return absl::NotFoundError(
          absl::StrCat("interventionId: no manual intervention ", request.intervention_id(), " is pending"));
    }
  }
  v1::UpdateInterventionResponse response;
  Loop::Request made = MakeRequest(
      resolved, DecideIntervention{request.intervention_id(), request.status(), request.comments()});
  made.actor_is_administrator = request.actor_is_administrator();
  SLIPWAY_RETURN_IF_ERROR(Run(std::move(made), [&](Strand& strand) {
    for (const EnvironmentState& environment : strand.state.environments) {
      for (const auto& attempt : environment.attempts) {
        for (const InterventionState& intervention : attempt->interventions) {
          if (intervention.id != request.intervention_id()) continue;
          *response.mutable_intervention() = InterventionView(strand.state, *attempt, intervention);
        }
      }
    }
  }));
  return response;
}

}  // namespace slipway
