// Which nodes of a graph are ready: the one planner behind "this environment starts when those have ended like that".
//
// A node has any number of edges from other nodes, each with a mask of statuses; the edge holds while the status of its
// source has a bit of the mask. A node is ready when all of its edges hold at the same time (domain.md 4.2: fan-in =
// all selected). Setting a status costs O(edges leaving that node), whatever the size of the graph: what does not hold
// yet is counted, never searched.
#ifndef SLIPWAY_CORE_CONDITION_GRAPH_H_
#define SLIPWAY_CORE_CONDITION_GRAPH_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace slipway {

// Immutable after Build; safe to share between threads and releases.
class ConditionGraph {
 public:
  struct Edge {
    int32_t from;
    int32_t to;
    uint32_t mask;
  };

  ConditionGraph() = default;
  // Edges in any order; the order of those leaving one node is kept. Nodes are 0..nodes-1.
  static ConditionGraph Build(int32_t nodes, absl::Span<const Edge> edges);

  int32_t size() const { return static_cast<int32_t>(in_degree_.size()); }
  int32_t in_degree(int32_t node) const { return in_degree_[node]; }

  struct Target {
    int32_t to;
    uint32_t mask;
  };
  absl::Span<const Target> targets(int32_t node) const {
    return absl::MakeConstSpan(targets_).subspan(first_[node], first_[node + 1] - first_[node]);
  }

 private:
  std::vector<uint32_t> first_;  // size() + 1 offsets into targets_
  std::vector<Target> targets_;
  std::vector<int32_t> in_degree_;
};

// The moving part: how many edges of each node do not hold.
class Readiness {
 public:
  // No edge holds at the start.
  explicit Readiness(const ConditionGraph& graph);

  // The status of `node` goes from `before` to `after`; calls `touched(target, now_ready)` for each edge that leaves
  // it, in edge order. `now_ready`: all edges of the target hold.
  template <typename Touched>
  void SetStatus(const ConditionGraph& graph, int32_t node, uint32_t before, uint32_t after, Touched&& touched) {
    for (const ConditionGraph::Target& edge : graph.targets(node)) {
      const bool held = (before & edge.mask) != 0;
      const bool holds = (after & edge.mask) != 0;
      if (held != holds) unmet_[edge.to] += holds ? -1 : 1;
      touched(edge.to, unmet_[edge.to] == 0);
    }
  }

  bool ready(int32_t node) const { return unmet_[node] == 0; }
  int32_t unmet(int32_t node) const { return unmet_[node]; }

 private:
  std::vector<int32_t> unmet_;
};

}  // namespace slipway

#endif  // SLIPWAY_CORE_CONDITION_GRAPH_H_
