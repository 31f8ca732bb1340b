// The parts of lint. Internal to definition_lint*.cc.
#ifndef SLIPWAY_MODEL_DEFINITION_LINT_INTERNAL_H_
#define SLIPWAY_MODEL_DEFINITION_LINT_INTERNAL_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "model/built_in_names.h"
#include "model/definition_graph.h"
#include "model/definition_lint.h"
#include "model/definition_lint_scope.h"
#include "model/findings.h"
#include "slipway/v1/definition.pb.h"

namespace slipway::lint_internal {

// The same thing in many places is one finding: the first place, and how many there are.
class Places {
 public:
  // True: the first of `key`.
  bool Add(const std::string& key, std::string path, std::string message);
  // In the order of the first places.
  void Report(absl::string_view code, FindingList* findings) const;

 private:
  struct Place {
    std::string path;
    std::string message;
    int count = 0;
  };
  std::vector<Place> places_;
  absl::flat_hash_map<std::string, size_t> by_key_;
};

struct Context {
  const v1::ReleaseDefinition& definition;
  const LintContext& known;
  const EnvironmentNames& names;
  const BuiltInNames& built_in;
  FindingList& findings;
  // Lower-case names that are defined or set somewhere, and where, for hints: "in environment 'QA'".
  absl::flat_hash_map<std::string, std::string>& somewhere;
  Places& tasks_without_handler;

  void Warn(absl::string_view path, absl::string_view code, absl::string_view message) const {
    findings.Warning(path, code, message);
  }
};

// What tasks of a job, and of phases before it, have set by the time a task runs.
struct JobNames {
  absl::flat_hash_set<std::string> names;    // lower case
  absl::flat_hash_set<std::string> secrets;  // of `names`
  absl::flat_hash_set<std::string> steps;    // lower-case reference names: $(step.anything)
  absl::flat_hash_set<std::string> later_steps;
  bool anything = false;      // names cannot be known: a key vault was read, a name was computed
  bool ran_unseen = false;    // a script file or a task group that nobody can look into
  bool checks_token = false;  // in agent phases System.AccessToken has to be asked for
};

// The undefined names of one scope.
class References {
 public:
  // `environment`: null for the definition itself.
  References(const Context& context, const Scope& scope, const v1::DefinitionEnvironment* environment);

  // Every $(name) of `text`. `is_script`: commands of the shell look the same.
  void UseAll(absl::string_view text, const std::string& path, const JobNames* job, bool is_script);
  void Use(absl::string_view name, const std::string& path, const JobNames* job);
  void Report() const;

 private:
  std::string Problem(absl::string_view name, const JobNames* job) const;

  const Context& context_;
  const Scope& scope_;
  const v1::DefinitionEnvironment* const environment_;
  absl::flat_hash_set<std::string> parameters_;  // lower-case process parameters
  Places undefined_;
  Places tokens_;
};

// definition_lint_triggers.cc
void CheckTriggers(const Context& context, const Scope& scope);
void CheckTimeZone(const Context& context, const v1::Schedule& schedule, const std::string& path);
void CheckConditionFilters(const Context& context, int environment);
// definition_lint_start.cc: which environments start by themselves.
void CheckStarts(const Context& context);
// definition_lint_approvals.cc: approvals, gates' options, queue.
void CheckApprovals(const Context& context, int environment);
void CheckGates(const Context& context, int environment);
void CheckQueue(const Context& context, int environment);
// definition_lint_variables.cc
void CollectNames(const Context& context);
void FillScope(const Context& context, int environment, Scope* scope);  // -1: the definition's
void CheckScope(const Context& context, int environment, const Scope& scope);
void CheckReleaseName(const Context& context, const Scope& scope);
// definition_lint_tasks.cc
void CheckTasks(const Context& context, int environment, const Scope& scope);
// definition_lint_phases.cc
void CheckMultipliers(const Context& context, const v1::DeploymentInput& input, const std::string& path,
                      const Scope& scope, References* references);
void CheckHealth(const Context& context, const v1::DeployPhase& phase, const std::string& path);
void CheckAgents(const Context& context, const v1::DeployPhase& phase, const std::string& path);
void CheckTaskOptions(const Context& context, const v1::WorkflowTask& task, const v1::DeploymentInput& input,
                      const std::string& path);
// definition_lint_conditions.cc: of a phase or task. Sets `only_after_failure` when that is the only time it can hold.
void CheckCondition(const Context& context, const std::string& condition, const std::string& path,
                    References* references, const JobNames* job, bool* only_after_failure);
// definition_lint_secrets.cc
using IsSecret = std::function<bool(absl::string_view name)>;
void CheckScriptSecrets(const Context& context, absl::string_view script, const std::string& path,
                        const IsSecret& is_secret);
// A secret in a text that everybody sees. `what`: "the display name".
void CheckNameSecrets(const Context& context, absl::string_view text, const std::string& path, absl::string_view what,
                      const IsSecret& is_secret);

// definition_lint_scripts.cc: what a task's texts are, and which variables it sets.
struct TaskText {
  std::string input;  // name; empty: not an input
  std::string text;   // of an inline script: without comments, line by line
  std::string path;
  bool is_script = false;     // shell syntax: $(x) may be a command
  bool is_inline = false;     // the text of a script itself
  bool is_arguments = false;  // of a command line
};
// Inputs that count (not the inline text of a task that runs a file, nor the other way round), environment.
std::vector<TaskText> TextsOf(const v1::WorkflowTask& task, const std::string& path);
// Whether it runs a script that is not in the definition.
bool RunsFile(const v1::WorkflowTask& task);
// Adds what the task leaves behind for the next ones.
void AddNamesSetBy(const v1::WorkflowTask& task, JobNames* job);

}  // namespace slipway::lint_internal

#endif  // SLIPWAY_MODEL_DEFINITION_LINT_INTERNAL_H_
