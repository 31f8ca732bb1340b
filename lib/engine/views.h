// A release as hosts see it, made from its state.
#ifndef SLIPWAY_ENGINE_VIEWS_H_
#define SLIPWAY_ENGINE_VIEWS_H_

#include <functional>
#include <string>

#include "core/release_state.h"
#include "ports/store.h"
#include "slipway/v1/release.pb.h"

namespace slipway {

// What the state does not know: progress of running tasks and where their logs are. Any may be null.
struct ViewExtras {
  std::function<int32_t(const std::string& token)> percent;
  std::function<std::string(const ReleaseState&, const TaskPosition&, int32_t attempt, int32_t tries)> log_path;
};

v1::Release ReleaseView(const ReleaseState& state, int64_t version, const ViewExtras& extras);

v1::ManualIntervention InterventionView(const ReleaseState& state, const AttemptState& attempt,
                                        const InterventionState& intervention);
v1::Approval ApprovalView(const ReleaseState& state, int32_t environment, const AttemptState& attempt,
                          const ApprovalState& approval);

// Of a read-model row; `environment` is its environment's name.
v1::Approval ApprovalView(const ApprovalRow& row, const std::string& environment);
v1::Deployment DeploymentView(const DeploymentRow& row, const std::string& environment);

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_VIEWS_H_
