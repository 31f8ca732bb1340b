#include "core/condition_graph.h"

namespace slipway {

ConditionGraph ConditionGraph::Build(int32_t nodes, absl::Span<const Edge> edges) {
  ConditionGraph graph;
  graph.first_.assign(nodes + 1, 0);
  graph.in_degree_.assign(nodes, 0);
  graph.targets_.resize(edges.size());
  for (const Edge& edge : edges) {
    ++graph.first_[edge.from + 1];
    ++graph.in_degree_[edge.to];
  }
  for (int32_t node = 0; node < nodes; ++node) graph.first_[node + 1] += graph.first_[node];
  // Filling moves each offset to the start of the next node; one shift back restores them.
  for (const Edge& edge : edges) graph.targets_[graph.first_[edge.from]++] = {edge.to, edge.mask};
  for (int32_t node = nodes; node > 0; --node) graph.first_[node] = graph.first_[node - 1];
  graph.first_[0] = 0;
  return graph;
}

Readiness::Readiness(const ConditionGraph& graph) {
  unmet_.resize(graph.size());
  for (int32_t node = 0; node < graph.size(); ++node) unmet_[node] = graph.in_degree(node);
}

}  // namespace slipway
