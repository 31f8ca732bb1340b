#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "model/branch_filter.h"
#include "model/definition_lint_internal.h"

namespace slipway::lint_internal {
namespace {

// One branch filter, as far as it can be judged beforehand.
struct Filter {
  bool exclude = false;
  std::string branch;    // empty: any
  bool is_known = true;  // false: a variable, or the build definition's own branch
  bool is_plain = true;  // nothing but the branch restricts
  int index = 0;
};

Filter Parse(absl::string_view text, int index) {
  Filter filter;
  filter.index = index;
  text = absl::StripAsciiWhitespace(text);
  filter.exclude = absl::ConsumePrefix(&text, "-");
  if (!filter.exclude) absl::ConsumePrefix(&text, "+");
  filter.branch = std::string(absl::StripPrefix(text, "refs/heads/"));
  filter.is_known = !absl::StrContains(text, "$(");
  return filter;
}

Filter Parse(const v1::ArtifactFilter& source, int index) {
  Filter filter = Parse(source.source_branch(), index);
  if (source.use_build_definition_branch()) filter.is_known = false;
  filter.is_plain = source.tags().empty() && source.tag_filter().pattern().empty();
  return filter;
}

bool IsPattern(absl::string_view branch) { return branch.empty() || absl::StrContains(branch, '*'); }

// Whether every branch that `inner` means is meant by `outer` too. A star of `inner` is met by a star of `outer` only.
bool Covers(const Filter& outer, const Filter& inner) {
  if (!outer.is_known || !outer.is_plain || !inner.is_known) return false;
  const std::string wide = outer.branch.empty() ? "*" : outer.branch;
  return BranchMatches(wide, inner.branch.empty() ? "*" : inner.branch);
}

// Whether no branch is meant by both; only what is certain.
bool AreDisjoint(const Filter& a, const Filter& b) {
  if (!a.is_known || !b.is_known) return false;
  if (IsPattern(a.branch) && IsPattern(b.branch)) return false;
  if (IsPattern(a.branch)) return !a.branch.empty() && !BranchMatches(a.branch, b.branch);
  return !b.branch.empty() && !BranchMatches(b.branch, a.branch);
}

// The exclude that leaves nothing of `filters`; null: something can pass.
const Filter* WhatExcludesAll(const std::vector<Filter>& filters) {
  const Filter* culprit = nullptr;
  bool has_include = false;
  const Filter everything;
  const auto find = [&](const Filter& include) -> const Filter* {
    for (const Filter& filter : filters) {
      if (filter.exclude && Covers(filter, include)) return &filter;
    }
    return nullptr;
  };
  for (const Filter& filter : filters) {
    if (filter.exclude) continue;
    has_include = true;
    culprit = find(filter);
    if (culprit == nullptr) return nullptr;
  }
  return has_include ? culprit : find(everything);
}

// `place(i)`: path of the i-th filter.
void CheckExcludes(const Context& context, const std::vector<Filter>& filters,
                   const std::function<std::string(int)>& place, absl::string_view consequence) {
  const Filter* culprit = WhatExcludesAll(filters);
  if (culprit == nullptr) return;
  context.Warn(place(culprit->index), "FILTER_EXCLUDES_EVERYTHING",
               absl::StrCat("'-", culprit->branch, "' excludes everything that the other filters let pass, so ",
                            consequence, "; narrow it, or include another branch"));
}

// Branches that start releases by themselves, when nothing but artifact triggers of `alias` does; else nullopt.
std::optional<std::vector<Filter>> TriggeringBranches(const Context& context, absl::string_view alias) {
  std::vector<Filter> includes;
  if (context.definition.triggers().empty()) return std::nullopt;
  for (const v1::Trigger& trigger : context.definition.triggers()) {
    if (trigger.trigger_type() != v1::RELEASE_TRIGGER_TYPE_ARTIFACT_SOURCE ||
        !absl::EqualsIgnoreCase(trigger.artifact_alias(), alias)) {
      return std::nullopt;
    }
    size_t before = includes.size();
    for (const v1::ArtifactFilter& source : trigger.trigger_conditions()) {
      Filter filter = Parse(source, 0);
      if (!filter.exclude) includes.push_back(std::move(filter));
    }
    if (includes.size() == before) return std::nullopt;  // takes every branch
  }
  return includes;
}

std::string Branches(const std::vector<Filter>& filters) {
  std::vector<std::string> names;
  for (const Filter& filter : filters) {
    if (!filter.exclude && names.size() < 5) names.push_back(Quoted(filter.branch));
  }
  return absl::StrJoin(names, ", ");
}

void CheckDisjoint(const Context& context, const std::string& alias, const std::vector<Filter>& filters,
                   const std::string& path) {
  const std::optional<std::vector<Filter>> triggering = TriggeringBranches(context, alias);
  if (!triggering) return;
  bool has_include = false;
  for (const Filter& filter : filters) {
    if (filter.exclude) continue;
    has_include = true;
    for (const Filter& trigger : *triggering) {
      if (!AreDisjoint(filter, trigger)) return;
    }
  }
  if (!has_include) return;
  context.Warn(path, "FILTER_NEVER_MET",
               absl::StrCat("only branches ", Branches(filters), " of ", Quoted(alias),
                            " are deployed here, but triggers create releases from ", Branches(*triggering),
                            " only; such a release has to be created by hand; correct one of the filters"));
}

void CheckVersions(const Context& context, const v1::Trigger& trigger, const std::string& path) {
  for (const v1::Artifact& artifact : context.definition.artifacts()) {
    const auto type = artifact.definition_reference().find("defaultVersionType");
    if (type == artifact.definition_reference().end() ||
        !absl::EqualsIgnoreCase(type->second.id(), "selectDuringReleaseCreationType")) {
      continue;
    }
    if (trigger.trigger_type() != v1::RELEASE_TRIGGER_TYPE_SCHEDULE &&
        absl::EqualsIgnoreCase(trigger.artifact_alias(), artifact.alias())) {
      continue;
    }
    context.Warn(path, "TRIGGER_NEEDS_VERSION",
                 absl::StrCat("the trigger can never create a release: the version of ", Quoted(artifact.alias()),
                              " has to be given by whoever creates it; choose another default version for it"));
  }
}

// domain.md 3.2: both would create a release at that time.
void CheckSameTime(const Context& context, int index) {
  const v1::Schedule& schedule = context.definition.triggers(index).schedule();
  for (int i = 0; i < index; ++i) {
    const v1::Trigger& other = context.definition.triggers(i);
    if (other.trigger_type() != v1::RELEASE_TRIGGER_TYPE_SCHEDULE) continue;
    if (other.schedule().start_hours() != schedule.start_hours() ||
        other.schedule().start_minutes() != schedule.start_minutes() ||
        (other.schedule().days_to_release() & schedule.days_to_release()) == 0 ||
        !absl::EqualsIgnoreCase(other.schedule().time_zone_id(), schedule.time_zone_id())) {
      continue;
    }
    context.Warn(absl::StrCat("triggers[", index, "].schedule"), "DUPLICATE_SCHEDULE",
                 absl::StrCat("triggers[", i, "] fires at the same time: two releases are created; remove one"));
    return;
  }
}

}  // namespace

void CheckTimeZone(const Context& context, const v1::Schedule& schedule, const std::string& path) {
  const absl::string_view zone = absl::StripAsciiWhitespace(schedule.time_zone_id());
  if (zone.empty() || !context.known.knows_time_zone || context.known.knows_time_zone(zone)) return;
  context.Warn(absl::StrCat(path, ".timeZoneId"), "UNKNOWN_TIME_ZONE",
               absl::StrCat("there is no time zone ", Quoted(zone),
                            ": the schedule never fires; expected a Windows id like 'UTC' or 'W. Europe Standard "
                            "Time'"));
}

void CheckConditionFilters(const Context& context, int index) {
  const v1::DefinitionEnvironment& environment = context.definition.environments(index);
  absl::flat_hash_map<std::string, std::vector<Filter>> by_alias;
  std::vector<std::string> aliases;  // in the order of the document
  const auto place = [&](int condition) {
    return absl::StrCat("environments[", index, "].conditions[", condition, "].value");
  };
  for (int i = 0; i < environment.conditions_size(); ++i) {
    const v1::Condition& condition = environment.conditions(i);
    if (condition.condition_type() != v1::CONDITION_TYPE_ARTIFACT) continue;
    const std::string alias = absl::AsciiStrToLower(condition.name());
    std::vector<Filter>& filters = by_alias[alias];
    if (filters.empty()) aliases.push_back(alias);
    filters.push_back(Parse(condition.artifact_filter(), i));
    if (absl::StrContains(condition.artifact_filter().source_branch(), "$(")) {
      context.Warn(place(i), "VARIABLE_IN_ARTIFACT_FILTER",
                   absl::StrCat(Quoted(condition.artifact_filter().source_branch()),
                                " is compared as it stands: filters of environments, unlike those of triggers, do not "
                                "expand variables; write the branch"));
    }
  }
  for (const std::string& alias : aliases) {
    const std::vector<Filter>& filters = by_alias[alias];
    CheckExcludes(context, filters, place, "the environment never starts by itself");
    CheckDisjoint(context, context.definition.environments(index).conditions(filters.front().index).name(), filters,
                  place(filters.front().index));
  }
}

void CheckTriggers(const Context& context, const Scope& scope) {
  References references(context, scope, nullptr);
  for (int i = 0; i < context.definition.triggers_size(); ++i) {
    const v1::Trigger& trigger = context.definition.triggers(i);
    const std::string path = absl::StrCat("triggers[", i, "]");
    CheckVersions(context, trigger, path);
    if (trigger.trigger_type() == v1::RELEASE_TRIGGER_TYPE_SCHEDULE) {
      CheckTimeZone(context, trigger.schedule(), absl::StrCat(path, ".schedule"));
      CheckSameTime(context, i);
      continue;
    }
    std::vector<Filter> filters;
    const auto condition = [&](int k) { return absl::StrCat(path, ".triggerConditions[", k, "]"); };
    for (int k = 0; k < trigger.trigger_conditions_size(); ++k) {
      filters.push_back(Parse(trigger.trigger_conditions(k), k));
      references.UseAll(trigger.trigger_conditions(k).source_branch(), condition(k), nullptr, false);
    }
    CheckExcludes(context, filters, condition, "the trigger never fires");
    filters.clear();
    const auto branch = [&](int k) { return absl::StrCat(path, ".branchFilters[", k, "]"); };
    for (int k = 0; k < trigger.branch_filters_size(); ++k) {
      filters.push_back(Parse(trigger.branch_filters(k), k));
      references.UseAll(trigger.branch_filters(k), branch(k), nullptr, false);
    }
    CheckExcludes(context, filters, branch, "the trigger never fires");
  }
  references.Report();
}

}  // namespace slipway::lint_internal
