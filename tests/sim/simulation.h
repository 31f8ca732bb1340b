// One seeded history: the real engine over fake edges, one thread, virtual time. Random definitions, random people,
// duplicate, late and lost completions, clocks that jump, commits that fail, crashes. What must always hold is checked
// after every step.
#ifndef SLIPWAY_TESTS_SIM_SIMULATION_H_
#define SLIPWAY_TESTS_SIM_SIMULATION_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace slipway {

struct SimulationOutcome {
  std::string failure;             // empty: everything held
  std::vector<std::string> trace;  // what was done, in order
  std::vector<int> steps;          // the step numbers of the trace
};

// Steps in `skip` are left out: how a failing history is made smaller.
SimulationOutcome RunSeed(uint64_t seed, int steps, const std::set<int>& skip);

}  // namespace slipway

#endif  // SLIPWAY_TESTS_SIM_SIMULATION_H_
