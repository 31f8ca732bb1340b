// 2,000 seeds in every run. SLIPWAY_SIM_SEED=N runs one and prints its trace; SLIPWAY_SIM_SEEDS=N runs that many.
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <string>

#include "tests/sim/simulation.h"

namespace slipway {
namespace {

constexpr int kSteps = 60;
constexpr int kShards = 8;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// The fewest steps that still fail, by leaving out one after the other.
std::string Minimal(uint64_t seed) {
  std::set<int> skip;
  SimulationOutcome outcome = RunSeed(seed, kSteps, skip);
  for (int step = kSteps - 1; step >= 0; --step) {
    skip.insert(step);
    SimulationOutcome smaller = RunSeed(seed, kSteps, skip);
    if (smaller.failure.empty()) {
      skip.erase(step);
    } else {
      outcome = smaller;
    }
  }
  std::string text = outcome.failure + "\nminimal trace:\n";
  for (const std::string& line : outcome.trace) text += "  " + line + "\n";
  return text;
}

class Seeds : public testing::TestWithParam<int> {};

TEST_P(Seeds, EverythingThatMustAlwaysHoldHolds) {
  const uint64_t only = FromEnvironment("SLIPWAY_SIM_SEED", 0);
  const uint64_t seeds = FromEnvironment("SLIPWAY_SIM_SEEDS", 2000);
  for (uint64_t seed = 1 + GetParam(); seed <= seeds; seed += kShards) {
    if (only != 0 && seed != only) continue;
    const SimulationOutcome outcome = RunSeed(seed, kSteps, {});
    if (only != 0) {
      for (const std::string& line : outcome.trace) printf("%s\n", line.c_str());
    }
    ASSERT_TRUE(outcome.failure.empty()) << "SLIPWAY_SIM_SEED=" << seed << ": " << Minimal(seed);
  }
}

INSTANTIATE_TEST_SUITE_P(Shards, Seeds, testing::Range(0, kShards));

}  // namespace
}  // namespace slipway
