// Every environment graph of up to five environments, with every outcome, against a slow and obvious oracle.
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

#include "tests/core/release_driver.h"

namespace slipway {
namespace {

using Matrix = std::array<std::array<int, 5>, 5>;  // mask of the edge from -> to; 0 = none

// Whether environment `e` succeeds (else its task fails) is bit e of `outcome`.
int StatusBit(int outcome, int e) {
  return (outcome >> e & 1) != 0 ? v1::ENVIRONMENT_STATUS_SUCCEEDED : v1::ENVIRONMENT_STATUS_REJECTED;
}

bool IsAcyclic(const Matrix& edges, int n) {
  std::vector<bool> gone(n);
  for (int round = 0; round < n; ++round) {
    for (int to = 0; to < n; ++to) {
      bool free = !gone[to];
      for (int from = 0; from < n; ++from) free = free && (gone[from] || edges[from][to] == 0);
      if (free) gone[to] = true;
    }
  }
  for (int e = 0; e < n; ++e) {
    if (!gone[e]) return false;
  }
  return true;
}

// By the definition of "ready" alone: ends are added until nothing changes.
std::set<int> Oracle(const Matrix& edges, int n, int outcome) {
  std::set<int> ended;
  for (bool changed = true; changed;) {
    changed = false;
    for (int to = 0; to < n; ++to) {
      bool ready = ended.count(to) == 0;
      for (int from = 0; from < n; ++from) {
        if (edges[from][to] == 0) continue;
        ready = ready && ended.count(from) != 0 && (StatusBit(outcome, from) & edges[from][to]) != 0;
      }
      if (ready) changed = ended.insert(to).second || changed;
    }
  }
  return ended;
}

void Check(const Matrix& edges, int n) {
  v1::ReleaseDefinition definition;
  for (int to = 0; to < n; ++to) {
    std::vector<std::pair<std::string, int>> after;
    for (int from = 0; from < n; ++from) {
      if (edges[from][to] != 0) after.emplace_back(std::string(1, static_cast<char>('A' + from)), edges[from][to]);
    }
    *definition.add_environments() = MakeEnvironment(std::string(1, static_cast<char>('A' + to)), to + 1, after);
  }
  const auto plan = DefinitionPlan::Build(definition);
  ASSERT_TRUE(plan.ok()) << plan.status();
  for (int outcome = 0; outcome < 1 << n; ++outcome) {
    ReleaseDriver driver(*plan);
    std::set<int> ended;
    while (!driver.state.running.empty()) {
      // Everything that runs was ready, and whatever order tasks end in, the last of those started goes first here.
      std::pair<std::string, int> next;
      for (const auto& [token, position] : driver.state.running) {
        const int e = position.environment;
        ASSERT_EQ(ended.count(e), 0u) << "started twice";
        for (int from = 0; from < n; ++from) {
          if (edges[from][e] == 0) continue;
          ASSERT_TRUE(ended.count(from) != 0 && (StatusBit(outcome, from) & edges[from][e]) != 0)
              << "started too early";
        }
        if (next.first.empty() || e > next.second) next = {token, e};
      }
      ended.insert(next.second);
      driver.Finish(next.first, (outcome >> next.second & 1) != 0 ? v1::TASK_STATUS_SUCCEEDED : v1::TASK_STATUS_FAILED);
    }
    ASSERT_EQ(ended, Oracle(edges, n, outcome)) << "environments " << n << ", outcome " << outcome;
    ASSERT_FALSE(driver.state.active());
  }
}

// All graphs of n labelled environments, cyclic ones left out; shard `part` of `parts`.
void CheckAll(int n, int part, int parts) {
  std::vector<std::pair<int, int>> places;
  for (int from = 0; from < n; ++from) {
    for (int to = 0; to < n; ++to) {
      if (from != to) places.emplace_back(from, to);
    }
  }
  int64_t acyclic = 0;
  for (int64_t bits = 0; bits < int64_t{1} << places.size(); ++bits) {
    Matrix edges{};
    for (size_t i = 0; i < places.size(); ++i) {
      if ((bits >> i & 1) != 0) edges[places[i].first][places[i].second] = v1::ENVIRONMENT_STATUS_SUCCEEDED;
    }
    if (!IsAcyclic(edges, n)) continue;
    if (acyclic++ % parts != part) continue;
    Check(edges, n);
    if (testing::Test::HasFatalFailure()) return;
  }
  // How many labelled acyclic graphs there are (OEIS A003024): none was left out.
  constexpr int64_t kKnown[] = {1, 1, 3, 25, 543, 29281};
  EXPECT_EQ(acyclic, kKnown[n]);
}

TEST(AllGraphs, OfUpToFourEnvironmentsWithEveryOutcome) {
  for (int n = 1; n <= 4; ++n) CheckAll(n, 0, 1);
}

class AllGraphsOfFive : public ::testing::TestWithParam<int> {};
TEST_P(AllGraphsOfFive, WithEveryOutcome) { CheckAll(5, GetParam(), 4); }
INSTANTIATE_TEST_SUITE_P(Shards, AllGraphsOfFive, ::testing::Range(0, 4));

TEST(AllGraphs, OfFourEnvironmentsWithEveryMaskOnEveryEdge) {
  // Succeeded, rejected, either; edges go forward, which is every graph up to names.
  constexpr int kMasks[] = {0, v1::ENVIRONMENT_STATUS_SUCCEEDED, v1::ENVIRONMENT_STATUS_REJECTED,
                            v1::ENVIRONMENT_STATUS_SUCCEEDED | v1::ENVIRONMENT_STATUS_REJECTED};
  for (int code = 0; code < 4 * 4 * 4 * 4 * 4 * 4; ++code) {
    Matrix edges{};
    int rest = code;
    for (int from = 0; from < 4; ++from) {
      for (int to = from + 1; to < 4; ++to) {
        edges[from][to] = kMasks[rest % 4];
        rest /= 4;
      }
    }
    Check(edges, 4);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace slipway
