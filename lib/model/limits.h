// Bounds on what the engine accepts, as plain values. v1::Limits is how a host says them.
#ifndef SLIPWAY_MODEL_LIMITS_H_
#define SLIPWAY_MODEL_LIMITS_H_

#include <cstdint>

#include "slipway/v1/commands.pb.h"

namespace slipway {

struct Limits {
  int64_t max_document_bytes = int64_t{16} << 20;  // one imported text, wrapper included
  int32_t max_document_depth = 64;                 // objects and arrays inside each other
  int32_t max_environments = 1000;
  int32_t max_phases = 100;                       // per environment
  int32_t max_tasks = 1000;                       // per phase
  int32_t max_variables = 10000;                  // per scope
  int64_t max_variable_bytes = int64_t{1} << 20;  // one value

  // Zero and negative numbers mean the default.
  static Limits FromProto(const v1::Limits& limits);
};

}  // namespace slipway

#endif  // SLIPWAY_MODEL_LIMITS_H_
