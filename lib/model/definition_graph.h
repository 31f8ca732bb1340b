// The graph of environments that environmentState conditions make.
#ifndef SLIPWAY_MODEL_DEFINITION_GRAPH_H_
#define SLIPWAY_MODEL_DEFINITION_GRAPH_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// Environment names to their index, in any case. The first of equal names wins.
class EnvironmentNames {
 public:
  explicit EnvironmentNames(const v1::ReleaseDefinition& definition);
  // -1 when there is none.
  int Find(absl::string_view name) const;

 private:
  absl::flat_hash_map<std::string, int> by_lower_name_;
};

// Environments that wait for each other, in the order they would deploy: each is a condition of the next, the last one
// of the first.
struct EnvironmentCycle {
  std::vector<int> environments;
  int condition = 0;  // of the first environment: the one that names the last
};

// At least one cycle when there are any, at most `limit`; a condition that names its own environment is not reported
// here. Linear in environments and conditions, without recursion.
std::vector<EnvironmentCycle> FindCycles(const v1::ReleaseDefinition& definition, const EnvironmentNames& names,
                                         size_t limit);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_DEFINITION_GRAPH_H_
