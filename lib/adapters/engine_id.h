// What tells one engine from every other.
#ifndef SLIPWAY_ADAPTERS_ENGINE_ID_H_
#define SLIPWAY_ADAPTERS_ENGINE_ID_H_

#include <string>

#include "absl/status/statusor.h"

namespace slipway {

// 16 hexadecimal digits, made at random on first use and kept in the file `engine-id` of the data directory. Of the process
// that has the database open; not thread-safe.
absl::StatusOr<std::string> EngineId(const std::string& data_directory);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_ENGINE_ID_H_
