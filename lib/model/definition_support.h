// What a definition asks for and this version does not do.
#ifndef SLIPWAY_MODEL_DEFINITION_SUPPORT_H_
#define SLIPWAY_MODEL_DEFINITION_SUPPORT_H_

#include "model/findings.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// One warning NOT_RUN_YET_... per place, saying what happens instead.
void ReportUnsupported(const v1::ReleaseDefinition& definition, FindingList* findings);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_DEFINITION_SUPPORT_H_
