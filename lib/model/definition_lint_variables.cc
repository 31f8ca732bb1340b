#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "model/definition_document.h"
#include "model/definition_lint_internal.h"

namespace slipway::lint_internal {
namespace {

constexpr size_t kDeepest = 50;  // task-contract 5 A

std::string PrefixOf(int environment) {
  return environment < 0 ? "" : absl::StrCat("environments[", environment, "].");
}

// Variables that refer to each other in a circle, each circle once. A circle is a finding of the scope that closes it.
class Circles {
 public:
  Circles(const Context& context, const Scope& scope) : context_(context), scope_(scope) {
    for (const DefinedVariable& variable : scope.own()) own_.insert(&variable);
  }

  void Visit(const DefinedVariable* variable) {
    if (done_.contains(variable) || stack_.size() > kDeepest) return;
    const auto on_stack = std::find(stack_.begin(), stack_.end(), variable);
    if (on_stack != stack_.end()) {
      Report(std::vector<const DefinedVariable*>(on_stack, stack_.end()));
      return;
    }
    stack_.push_back(variable);
    ForEachMacro(variable->value->value(), [&](absl::string_view name, size_t) {
      const DefinedVariable* inner = scope_.Find(name);
      if (inner != nullptr) Visit(inner);
    });
    stack_.pop_back();
    done_.insert(variable);
  }

 private:
  void Report(const std::vector<const DefinedVariable*>& circle) {
    std::vector<std::string> names;
    const DefinedVariable* at = nullptr;
    for (const DefinedVariable* variable : circle) {
      names.push_back(variable->name);
      if (at == nullptr && own_.contains(variable)) at = variable;
    }
    if (at == nullptr) return;  // reported for the definition
    names.push_back(circle.front()->name);
    context_.Warn(at->path, "VARIABLE_CYCLE",
                  absl::StrCat("variables refer to each other: ", absl::StrJoin(names, " -> "),
                               "; all of them keep their text; take one reference out"));
  }

  const Context& context_;
  const Scope& scope_;
  absl::flat_hash_set<const DefinedVariable*> own_;
  absl::flat_hash_set<const DefinedVariable*> done_;
  std::vector<const DefinedVariable*> stack_;
};

// Names by which people call what nobody else should know.
bool SoundsSecret(absl::string_view name) {
  std::string plain;
  for (const char c : absl::AsciiStrToLower(name)) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) plain.push_back(c);
  }
  for (absl::string_view part : {"password", "passwd", "passphrase", "apikey", "accesskey", "secretkey", "privatekey",
                                 "clientsecret", "accesstoken", "authtoken", "connectionstring"}) {
    if (absl::StrContains(plain, part)) return true;
  }
  for (absl::string_view end : {"pwd", "secret", "token"}) {
    if (absl::EndsWith(plain, end)) return true;
  }
  return false;
}

// true, 1, name of something: no secret, whatever the variable is called.
bool MayBeSecretText(absl::string_view value) {
  return value.size() >= 6 && !absl::StrContains(value, "$(") && !absl::EqualsIgnoreCase(value, "false");
}

void CheckGroups(const Context& context, int environment) {
  const auto& ids = environment < 0 ? context.definition.variable_groups()
                                    : context.definition.environments(environment).variable_groups();
  const std::string list = absl::StrCat(PrefixOf(environment), "variableGroups");
  absl::flat_hash_map<int32_t, int> listed;
  absl::flat_hash_map<std::string, const v1::VariableGroup*> from;  // by lower-case name
  for (int i = 0; i < ids.size(); ++i) {
    const std::string path = absl::StrCat(list, "[", i, "]");
    if (!listed.try_emplace(ids[i], i).second) {
      context.Warn(path, "VARIABLE_GROUP_TWICE",
                   absl::StrCat("variable group ", ids[i], " is linked twice here; take one link out"));
      continue;
    }
    if (!context.known.find_variable_group) continue;
    const v1::VariableGroup* group = context.known.find_variable_group(ids[i]);
    if (group == nullptr) {
      context.Warn(path, "UNKNOWN_VARIABLE_GROUP",
                   absl::StrCat("there is no variable group ", ids[i],
                                " here: its variables stay undefined; store it, or give the values as variables"));
      continue;
    }
    for (const std::string& name : SortedKeys(group->variables())) {
      const auto [first, is_new] = from.try_emplace(absl::AsciiStrToLower(name), group);
      if (is_new || first->second == group) continue;
      context.Warn(path, "DUPLICATE_GROUP_VARIABLE",
                   absl::StrCat(Quoted(name), " is in the variable groups ", Quoted(first->second->name()), " and ",
                                Quoted(group->name()),
                                " of one scope: the later one counts here, the original does not say which; rename "
                                "one of them"));
      first->second = group;
    }
  }
}

}  // namespace

void CollectNames(const Context& context) {
  const auto add = [&](absl::string_view name, const std::string& where) {
    context.somewhere.try_emplace(absl::AsciiStrToLower(name), where);
  };
  for (const v1::DefinitionEnvironment& environment : context.definition.environments()) {
    const std::string defined = absl::StrCat("defined in ", Quoted(environment.name()), " only");
    const std::string set = absl::StrCat("set by tasks of ", Quoted(environment.name()), " only");
    for (const auto& entry : environment.variables()) add(entry.first, defined);
    for (const int32_t id : environment.variable_groups()) {
      const v1::VariableGroup* group =
          context.known.find_variable_group ? context.known.find_variable_group(id) : nullptr;
      if (group == nullptr) continue;
      for (const auto& entry : group->variables()) add(entry.first, defined);
    }
    for (const v1::DeployPhase& phase : environment.deploy_phases()) {
      JobNames job;
      for (const v1::WorkflowTask& task : phase.workflow_tasks()) AddNamesSetBy(task, &job);
      for (const std::string& name : job.names) add(name, set);
    }
  }
}

void FillScope(const Context& context, int environment, Scope* scope) {
  const auto& variables =
      environment < 0 ? context.definition.variables() : context.definition.environments(environment).variables();
  const auto& groups = environment < 0 ? context.definition.variable_groups()
                                       : context.definition.environments(environment).variable_groups();
  for (const std::string& name : SortedKeys(variables)) {
    scope->Add({name, &variables.at(name), VariablePath(environment, name)});
  }
  // Of two groups the later one wins: it is added first.
  for (int i = groups.size() - 1; i >= 0; --i) {
    const v1::VariableGroup* group =
        context.known.find_variable_group ? context.known.find_variable_group(groups[i]) : nullptr;
    if (group == nullptr) {
      scope->Open();
      continue;
    }
    for (const std::string& name : SortedKeys(group->variables())) {
      scope->Add({name, &group->variables().at(name), absl::StrCat(PrefixOf(environment), "variableGroups[", i, "]")});
    }
  }
}

void CheckScope(const Context& context, int environment, const Scope& scope) {
  CheckGroups(context, environment);
  Circles circles(context, scope);
  References references(context, scope, environment < 0 ? nullptr : &context.definition.environments(environment));
  for (const DefinedVariable& variable : scope.own()) {
    circles.Visit(&variable);
    // A variable of the definition may be made of what only an environment, or a task, gives.
    ForEachMacro(variable.value->value(), [&](absl::string_view name, size_t) {
      if (!context.somewhere.contains(absl::AsciiStrToLower(name)) &&
          !absl::StartsWithIgnoreCase(name, "Parameters.")) {
        references.Use(name, variable.path, nullptr);
      }
    });
    if (context.built_in.Classify(variable.name) == BuiltInName::kKnown &&
        !absl::EqualsIgnoreCase(variable.name, "System.Debug")) {
      context.Warn(
          variable.path, "BUILT_IN_VARIABLE",
          absl::StrCat(Quoted(variable.name), " is a built-in variable: this value is not used; choose another name"));
    }
    if (!variable.value->is_secret() && SoundsSecret(variable.name) && MayBeSecretText(variable.value->value())) {
      context.Warn(variable.path, "SECRET_IN_CLEAR",
                   absl::StrCat(Quoted(variable.name),
                                " sounds like a secret, but is kept and shown in clear; make it secret (isSecret)"));
    }
  }
  references.Report();
}

void CheckReleaseName(const Context& context, const Scope& scope) {
  const std::string& format = context.definition.release_name_format();
  if (format.empty()) return;
  const std::string path = "releaseNameFormat";
  References references(context, scope, nullptr);
  ForEachMacro(format, [&](absl::string_view name, size_t) {
    if (absl::EqualsIgnoreCase(name, "Date") || absl::EqualsIgnoreCase(name, "Artifact.ArtifactType")) return;
    references.Use(name, path, nullptr);
  });
  references.Report();
  CheckNameSecrets(context, format, path, "the release's name",
                   [&](absl::string_view name) { return scope.IsSecret(name); });
  if (!absl::StrContains(format, "$(")) {
    context.Warn(path, "SAME_RELEASE_NAME",
                 absl::StrCat("every release is named ", Quoted(format), "; add a counter: $(rev:r)"));
  }
}

}  // namespace slipway::lint_internal
