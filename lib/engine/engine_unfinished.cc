// Removed line by line as features arrive.
#include "engine/engine.h"

namespace slipway {

#define SLIPWAY_NOT_YET(Name)                                                             \
  absl::StatusOr<v1::Name##Response> Engine::Name(const v1::Name##Request&) {             \
    return absl::UnimplementedError(#Name ": this version of Slipway does not do it yet"); \
  }
SLIPWAY_NOT_YET(DeferDeployment)
SLIPWAY_NOT_YET(IgnoreGates)
SLIPWAY_NOT_YET(UpdateIntervention)
SLIPWAY_NOT_YET(ListInterventions)
SLIPWAY_NOT_YET(PushArtifact)
SLIPWAY_NOT_YET(ListArtifactVersions)
SLIPWAY_NOT_YET(PutVariableGroup)
SLIPWAY_NOT_YET(ListVariableGroups)
SLIPWAY_NOT_YET(PutTaskGroup)
SLIPWAY_NOT_YET(ListTaskGroups)
SLIPWAY_NOT_YET(PutDeploymentGroup)
SLIPWAY_NOT_YET(ListDeploymentGroups)
SLIPWAY_NOT_YET(PutFreezeWindow)
SLIPWAY_NOT_YET(ListFreezeWindows)
SLIPWAY_NOT_YET(DeleteResource)
SLIPWAY_NOT_YET(Explain)
SLIPWAY_NOT_YET(Verify)
SLIPWAY_NOT_YET(Simulate)

}  // namespace slipway
