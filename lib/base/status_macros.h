// Early-return helpers over absl::Status, and the one place where errors get a path.
#ifndef SLIPWAY_BASE_STATUS_MACROS_H_
#define SLIPWAY_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Evaluates an absl::Status expression; returns it from the enclosing function when it is an error.
#define SLIPWAY_RETURN_IF_ERROR(expr)                  \
  do {                                                 \
    absl::Status slipway_status_ = (expr);             \
    if (!slipway_status_.ok()) return slipway_status_; \
  } while (false)

#define SLIPWAY_CONCAT_INNER_(a, b) a##b
#define SLIPWAY_CONCAT_(a, b) SLIPWAY_CONCAT_INNER_(a, b)

// `SLIPWAY_ASSIGN_OR_RETURN(auto x, F());` binds the value of a StatusOr or returns its error.
#define SLIPWAY_ASSIGN_OR_RETURN(lhs, expr) \
  SLIPWAY_ASSIGN_OR_RETURN_IMPL_(SLIPWAY_CONCAT_(slipway_statusor_, __LINE__), lhs, expr)
#define SLIPWAY_ASSIGN_OR_RETURN_IMPL_(var, lhs, expr) \
  auto var = (expr);                                   \
  if (!var.ok()) return std::move(var).status();       \
  lhs = *std::move(var)

#endif  // SLIPWAY_BASE_STATUS_MACROS_H_
