#include "model/definition_graph.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace slipway {
namespace {

struct Edge {
  int to;
  int condition;  // of `to`
};

std::vector<std::vector<Edge>> Successors(const v1::ReleaseDefinition& definition, const EnvironmentNames& names) {
  std::vector<std::vector<Edge>> successors(static_cast<size_t>(definition.environments_size()));
  for (int to = 0; to < definition.environments_size(); ++to) {
    const v1::DefinitionEnvironment& environment = definition.environments(to);
    for (int c = 0; c < environment.conditions_size(); ++c) {
      const v1::Condition& condition = environment.conditions(c);
      if (condition.condition_type() != v1::CONDITION_TYPE_ENVIRONMENT_STATE) continue;
      const int from = names.Find(condition.name());
      if (from >= 0 && from != to) successors[from].push_back({to, c});
    }
  }
  return successors;
}

}  // namespace

EnvironmentNames::EnvironmentNames(const v1::ReleaseDefinition& definition) {
  by_lower_name_.reserve(static_cast<size_t>(definition.environments_size()));
  for (int i = 0; i < definition.environments_size(); ++i) {
    by_lower_name_.emplace(absl::AsciiStrToLower(definition.environments(i).name()), i);
  }
}

int EnvironmentNames::Find(absl::string_view name) const {
  const auto it = by_lower_name_.find(absl::AsciiStrToLower(name));
  return it == by_lower_name_.end() ? -1 : it->second;
}

std::vector<EnvironmentCycle> FindCycles(const v1::ReleaseDefinition& definition, const EnvironmentNames& names,
                                         size_t limit) {
  enum class Color { kUnseen, kOnPath, kDone };
  const std::vector<std::vector<Edge>> successors = Successors(definition, names);
  std::vector<Color> color(successors.size(), Color::kUnseen);
  std::vector<size_t> next(successors.size(), 0);  // edge to follow next
  std::vector<int> path;
  std::vector<EnvironmentCycle> cycles;
  for (size_t start = 0; start < successors.size(); ++start) {
    if (color[start] != Color::kUnseen) continue;
    path.push_back(static_cast<int>(start));
    color[start] = Color::kOnPath;
    while (!path.empty()) {
      const int node = path.back();
      if (next[node] == successors[node].size()) {
        color[node] = Color::kDone;
        path.pop_back();
        continue;
      }
      const Edge& edge = successors[node][next[node]++];
      if (color[edge.to] == Color::kUnseen) {
        color[edge.to] = Color::kOnPath;
        path.push_back(edge.to);
      } else if (color[edge.to] == Color::kOnPath && cycles.size() < limit) {
        const auto first = std::find(path.begin(), path.end(), edge.to);
        cycles.push_back({{first, path.end()}, edge.condition});
      }
    }
  }
  return cycles;
}

}  // namespace slipway
