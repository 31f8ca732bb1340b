// Lint: what is suspicious about a stored definition, or about one that is not stored yet.
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "core/demands.h"
#include "core/held_tasks.h"
#include "engine/engine.h"
#include "engine/zones.h"
#include "model/definition_import.h"
#include "model/definition_lint.h"
#include "model/definition_validate.h"
#include "model/findings.h"
#include "model/schedule.h"
#include "model/version_spec.h"

namespace slipway {
namespace {

// Paths are those of the document: in a wrapper the definitions are its `value`.
void AddPrefix(const std::string& prefix, v1::Finding* finding) {
  if (prefix.empty()) return;
  finding->set_path(absl::StrCat(prefix, finding->path().empty() ? "" : ".", finding->path()));
}

// Errors of a document, one a line: what lint would say about the rest of it could be wrong.
std::string ErrorLines(std::vector<v1::Finding> findings, const std::string& prefix) {
  std::string text;
  for (v1::Finding& finding : findings) {
    if (finding.severity() != v1::SEVERITY_ERROR) continue;
    AddPrefix(prefix, &finding);
    absl::StrAppend(&text, "\n", FormatFinding(finding));
  }
  return text;
}

}  // namespace

// Thread-safe, and not of the loop: it only reads.
absl::StatusOr<v1::LintDefinitionResponse> Engine::LintDefinition(const v1::LintDefinitionRequest& request) {
  if ((request.definition_id() != 0) == !request.document().empty()) {
    return absl::InvalidArgumentError("definitionId, document: expected one of them, and not both");
  }
  LintContext known;
  known.knows_task = [this](absl::string_view task_id, absl::string_view version_spec) {
    // A version that cannot be read is a finding of validation.
    return IsHeldTask(task_id) || dispatcher_.IsHostTask(task_id) || !absl::IsNotFound(ports_.tasks->Find(task_id, version_spec).status());
  };

  // Copies: what is in memory belongs to the loop.
  std::map<int32_t, v1::VariableGroup> variable_groups;
  std::vector<v1::TaskGroup> task_groups;
  std::map<int64_t, v1::AgentPool> agent_pools;  // by every id that phases know them by
  RunWork([&] {
    for (const auto& [id, pool] : resources_.agent_pools()) {
      agent_pools[id] = CompletePool(pool);
      for (int64_t queue : pool.queue_ids()) agent_pools[queue] = agent_pools[id];
    }
    v1::ListVariableGroupsResponse listed_variables = resources_.ListVariableGroups();
    for (v1::VariableGroup& group : *listed_variables.mutable_groups()) {
      const int32_t id = group.id();
      variable_groups[id] = std::move(group);
    }
    const v1::ListTaskGroupsResponse listed = resources_.ListTaskGroups();
    task_groups.assign(listed.groups().begin(), listed.groups().end());
  });
  known.find_variable_group = [&](int32_t id) -> const v1::VariableGroup* {
    const auto found = variable_groups.find(id);
    return found == variable_groups.end() ? nullptr : &found->second;
  };
  known.find_task_group = [&](absl::string_view id, absl::string_view version) -> const v1::TaskGroup* {
    const absl::StatusOr<VersionSpec> spec = VersionSpec::Parse(version);
    const v1::TaskGroup* best = nullptr;
    for (const v1::TaskGroup& group : task_groups) {
      if (!absl::EqualsIgnoreCase(group.id(), id)) continue;
      if (!spec.ok() || spec->Accepts(group.major(), group.minor(), group.patch(), group.is_test())) best = &group;
    }
    return best;
  };
  known.why_no_agent = [&](const v1::DeploymentInput& input) {
    int64_t queue = 0;
    const auto pool = absl::SimpleAtoi(input.queue_id(), &queue) ? agent_pools.find(queue) : agent_pools.end();
    if (pool == agent_pools.end()) return std::string();
    const std::vector<v1::Demand> demands(input.demands().begin(), input.demands().end());
    for (const v1::Agent& agent : pool->second.agents()) {
      if (!agent.disabled() && MeetsAll(agent, demands)) return std::string();
    }
    return demands.empty() ? absl::StrCat("pool '", pool->second.name(), "' has no agent")
                           : absl::StrCat("no agent of pool '", pool->second.name(), "' meets the demands: ", DemandsText(demands));
  };
  known.knows_time_zone = [](absl::string_view id) { return FindTimeZone(id, LoadZone).ok(); };

  v1::LintDefinitionResponse response;
  if (request.definition_id() != 0) {
    v1::GetDefinitionRequest get;
    get.set_definition_id(request.definition_id());
    SLIPWAY_ASSIGN_OR_RETURN(const v1::GetDefinitionResponse stored, catalog_.Get(get));
    for (v1::Finding& finding : Lint(stored.definition(), known)) *response.add_findings() = std::move(finding);
    return response;
  }
  const Limits limits = Limits::FromProto(options_.open.limits());
  SLIPWAY_ASSIGN_OR_RETURN(const std::vector<ImportedDefinition> imported,
                           ImportDefinitions(request.document(), limits));
  std::string errors;
  for (size_t i = 0; i < imported.size(); ++i) {
    const std::string prefix = imported.size() == 1 ? "" : absl::StrCat("value[", i, "]");
    absl::StrAppend(&errors, ErrorLines(imported[i].findings, prefix),
                    ErrorLines(Validate(imported[i].model, limits), prefix));
    for (v1::Finding& finding : Lint(imported[i].model, known)) {
      AddPrefix(prefix, &finding);
      *response.add_findings() = std::move(finding);
    }
  }
  if (!errors.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("document: it is broken; correct this first:", errors));
  }
  return response;
}

}  // namespace slipway
