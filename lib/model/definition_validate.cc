#include "model/definition_validate.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "model/definition_support.h"
#include "model/definition_validate_internal.h"

namespace slipway {
namespace validate_internal {

void CheckNotNegative(const Context& context, int64_t value, absl::string_view path) {
  if (value < 0) {
    context.findings.Error(path, "OUT_OF_RANGE", absl::StrCat(value, " is negative; expected 0 or more"));
  }
}

void CheckCount(const Context& context, int64_t count, int64_t limit, absl::string_view what,
                absl::string_view limit_name, absl::string_view path) {
  if (count <= limit) return;
  context.findings.Error(
      path, "LIMIT_EXCEEDED",
      absl::StrCat(count, " ", what, "; at most ", limit, " are accepted (limits.", limit_name, ")"));
}

void CheckVariables(const Context& context, const google::protobuf::Map<std::string, v1::VariableValue>& variables,
                    const std::string& path) {
  CheckCount(context, static_cast<int64_t>(variables.size()), context.limits.max_variables, "variables",
             "max_variables", path);
  absl::flat_hash_set<std::string> names;
  for (const auto& [name, variable] : variables) {
    if (static_cast<int64_t>(variable.value().size()) > context.limits.max_variable_bytes) {
      CheckCount(context, static_cast<int64_t>(variable.value().size()), context.limits.max_variable_bytes,
                 "bytes in one value", "max_variable_bytes", absl::StrCat(path, ".", name));
    }
    if (absl::StripAsciiWhitespace(name).empty()) {
      context.findings.Error(path, "EMPTY_NAME", "a variable has no name");
    } else if (!names.insert(absl::AsciiStrToLower(name)).second) {
      context.findings.Warning(
          absl::StrCat(path, ".", name), "DUPLICATE_VARIABLE",
          "the name differs only in case from another one; which of the two values counts is open");
    }
  }
}

bool LeavesFolder(absl::string_view path) {
  if (!path.empty() && (path[0] == '/' || path[0] == '\\')) return true;
  if (path.size() >= 2 && path[1] == ':' && absl::ascii_isalpha(static_cast<unsigned char>(path[0]))) return true;
  int depth = 0;
  for (absl::string_view part : absl::StrSplit(path, absl::ByAnyChar("/\\"))) {
    // "**" may stand for no folder at all.
    if (part.empty() || part == "." || part == "**") continue;
    if (absl::EqualsIgnoreCase(part, "$(System.DefaultWorkingDirectory)")) {
      depth = 0;
    } else if (part != "..") {
      ++depth;
    } else if (--depth < 0) {
      return true;
    }
  }
  return false;
}

}  // namespace validate_internal

namespace {

using validate_internal::CheckCount;
using validate_internal::CheckSchedule;
using validate_internal::Context;

constexpr size_t kCyclesShown = 10;
constexpr size_t kCycleLengthShown = 30;

bool HasControlCharacter(absl::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); });
}

void CheckNameAndPath(const Context& context) {
  const v1::ReleaseDefinition& definition = context.definition;
  if (absl::StripAsciiWhitespace(definition.name()).empty()) {
    context.findings.Error("name", "EMPTY_NAME", "the definition has no name");
  } else if (HasControlCharacter(definition.name())) {
    context.findings.Error("name", "INVALID_NAME", "the name holds a control character");
  }
  const absl::string_view path = definition.path();
  const std::vector<absl::string_view> folders = absl::StrSplit(path, absl::ByAnyChar("/\\"));
  if (std::find(folders.begin(), folders.end(), "..") != folders.end()) {
    context.findings.Error(
        "path", "PATH_OUTSIDE",
        absl::StrCat(Quoted(path), " leaves its folder; expected a folder like \\Team\\Web, without '..'"));
  } else if (HasControlCharacter(path)) {
    context.findings.Error("path", "INVALID_NAME", "the folder's name holds a control character");
  }
}

// domain.md 1.3. Whatever is not understood stays as text in the release's name, so nothing here is an error.
void CheckReleaseNameFormat(const Context& context) {
  const absl::string_view format = context.definition.release_name_format();
  int depth = 0;
  int counters = 0;
  for (size_t i = 0; i < format.size(); ++i) {
    if (absl::StartsWith(format.substr(i), "$(")) {
      ++depth;
      if (absl::StartsWithIgnoreCase(format.substr(i), "$(rev:")) {
        ++counters;
        const absl::string_view digits = format.substr(i + 6, format.find(')', i) - i - 6);
        if (digits.empty() || digits.find_first_not_of("rR") != absl::string_view::npos) {
          context.findings.Warning("releaseNameFormat", "INVALID_NAME_FORMAT",
                                   absl::StrCat(Quoted(digits), " is no counter; expected $(rev:r), one r per digit"));
        }
      }
      ++i;
    } else if (format[i] == ')' && depth > 0) {
      --depth;
    }
  }
  if (depth > 0) {
    context.findings.Warning("releaseNameFormat", "INVALID_NAME_FORMAT",
                             absl::StrCat("a $( is not closed in ", Quoted(format), "; it stays as text"));
  }
  if (counters > 1) {
    context.findings.Warning("releaseNameFormat", "INVALID_NAME_FORMAT",
                             "more than one counter $(rev:r); all show the same number");
  }
}

// The alias is the folder the artifact is put in (domain.md 2.1).
void CheckArtifacts(const Context& context) {
  absl::flat_hash_set<std::string> seen;
  bool has_primary = false;
  for (int i = 0; i < context.definition.artifacts_size(); ++i) {
    const v1::Artifact& artifact = context.definition.artifacts(i);
    const std::string path = absl::StrCat("artifacts[", i, "].alias");
    const absl::string_view alias = artifact.alias();
    if (absl::StripAsciiWhitespace(alias).empty()) {
      context.findings.Error(path, "EMPTY_NAME", "the artifact has no alias; it names the folder it is put in");
    } else if (alias == "." || alias == ".." || alias.find_first_of("/\\:") != absl::string_view::npos ||
               HasControlCharacter(alias)) {
      context.findings.Error(
          path, "PATH_OUTSIDE",
          absl::StrCat(Quoted(alias), " cannot name a folder; expected a name without / \\ : and .."));
    } else if (!seen.insert(absl::AsciiStrToLower(alias)).second) {
      context.findings.Error(path, "DUPLICATE_NAME", absl::StrCat("another artifact has the alias ", Quoted(alias)));
    }
    if (artifact.is_primary() && has_primary) {
      context.findings.Warning(absl::StrCat("artifacts[", i, "].isPrimary"), "SEVERAL_PRIMARY_ARTIFACTS",
                               "more than one artifact is primary; the first one is taken");
    }
    has_primary = has_primary || artifact.is_primary();
  }
  if (!has_primary && !context.definition.artifacts().empty()) {
    context.findings.Warning("artifacts", "NO_PRIMARY_ARTIFACT",
                             "no artifact is marked as primary; the first one is taken");
  }
}

void CheckTriggers(const Context& context) {
  for (int i = 0; i < context.definition.triggers_size(); ++i) {
    const v1::Trigger& trigger = context.definition.triggers(i);
    const std::string path = absl::StrCat("triggers[", i, "]");
    if (!v1::ReleaseTriggerType_IsValid(trigger.trigger_type()) ||
        trigger.trigger_type() == v1::RELEASE_TRIGGER_TYPE_UNDEFINED) {
      context.findings.Error(
          absl::StrCat(path, ".triggerType"), "UNKNOWN_VALUE",
          absl::StrCat(static_cast<int>(trigger.trigger_type()),
                       " is no kind of trigger; expected "
                       "artifactSource, schedule, sourceRepo, containerImage, package or pullRequest"));
      continue;
    }
    if (trigger.trigger_type() == v1::RELEASE_TRIGGER_TYPE_SCHEDULE) {
      CheckSchedule(context, trigger.schedule(), absl::StrCat(path, ".schedule"));
    } else if (!context.aliases.contains(absl::AsciiStrToLower(trigger.artifact_alias()))) {
      context.findings.Warning(
          absl::StrCat(path, ".artifactAlias"), "UNKNOWN_ARTIFACT",
          absl::StrCat("no artifact has the alias ", Quoted(trigger.artifact_alias()), "; the trigger never fires"));
    }
    for (int k = 0; k < trigger.tag_filters_size(); ++k) {
      validate_internal::CheckTagFilter(context, trigger.tag_filters(k), absl::StrCat(path, ".tagFilters[", k, "]"));
    }
    for (int k = 0; k < trigger.trigger_conditions_size(); ++k) {
      validate_internal::CheckArtifactFilter(context, trigger.trigger_conditions(k),
                                             absl::StrCat(path, ".triggerConditions[", k, "]"));
    }
  }
}

void CheckEnvironmentNames(const Context& context) {
  for (int i = 0; i < context.definition.environments_size(); ++i) {
    const std::string& name = context.definition.environments(i).name();
    const std::string path = absl::StrCat("environments[", i, "].name");
    if (absl::StripAsciiWhitespace(name).empty()) {
      context.findings.Error(path, "EMPTY_NAME", "the environment has no name");
      continue;
    }
    if (HasControlCharacter(name)) {
      context.findings.Error(path, "INVALID_NAME", "the name holds a control character");
    }
    const int first = context.names.Find(name);
    if (first != i) {
      context.findings.Error(path, "DUPLICATE_NAME",
                             absl::StrCat("environments[", first, "] is named ", Quoted(name),
                                          " too; names differ in more "
                                          "than case"));
    }
  }
}

void CheckCycles(const Context& context) {
  for (const EnvironmentCycle& cycle : FindCycles(context.definition, context.names, kCyclesShown)) {
    std::vector<std::string> names;
    for (const int environment : cycle.environments) {
      if (names.size() == kCycleLengthShown) {
        names.push_back(absl::StrCat("... ", cycle.environments.size() - names.size(), " more ..."));
        break;
      }
      names.push_back(context.definition.environments(environment).name());
    }
    names.push_back(context.definition.environments(cycle.environments.front()).name());
    context.findings.Error(
        absl::StrCat("environments[", cycle.environments.front(), "].conditions[", cycle.condition, "].name"),
        "ENVIRONMENT_CYCLE",
        absl::StrCat("environments wait for each other: ", absl::StrJoin(names, " -> "),
                     "; remove one of these conditions"));
  }
}

}  // namespace

std::vector<v1::Finding> Validate(const v1::ReleaseDefinition& definition, const Limits& limits) {
  FindingList findings;
  const EnvironmentNames names(definition);
  absl::flat_hash_set<std::string> aliases;
  for (const v1::Artifact& artifact : definition.artifacts()) aliases.insert(absl::AsciiStrToLower(artifact.alias()));
  const Context context{definition, limits, names, aliases, findings};

  CheckNameAndPath(context);
  CheckReleaseNameFormat(context);
  validate_internal::CheckVariables(context, definition.variables(), "variables");
  CheckArtifacts(context);
  CheckTriggers(context);
  if (definition.environments().empty()) {
    findings.Error("environments", "NO_ENVIRONMENT", "a definition needs at least one environment");
  }
  CheckCount(context, definition.environments_size(), limits.max_environments, "environments", "max_environments",
             "environments");
  CheckEnvironmentNames(context);
  validate_internal::CheckRanks(context, definition.environments(), "environments");
  for (int i = 0; i < definition.environments_size(); ++i) validate_internal::CheckEnvironment(context, i);
  CheckCycles(context);
  ReportUnsupported(definition, &findings);
  return findings.Take();
}

std::vector<v1::Finding> ValidateTimeZones(const v1::ReleaseDefinition& definition, ZoneLoader load) {
  FindingList findings;
  const auto check = [&](const v1::Schedule& schedule, const std::string& path) {
    const absl::Status status = FindTimeZone(schedule.time_zone_id(), load).status();
    if (status.ok()) return;
    absl::string_view message = status.message();
    absl::ConsumePrefix(&message, "timeZoneId: ");
    const bool exists = !IanaNameOf(schedule.time_zone_id()).empty();
    findings.Add(exists ? v1::SEVERITY_WARNING : v1::SEVERITY_ERROR, absl::StrCat(path, ".timeZoneId"),
                 "UNKNOWN_TIME_ZONE", message);
  };
  for (int i = 0; i < definition.triggers_size(); ++i) {
    if (definition.triggers(i).trigger_type() != v1::RELEASE_TRIGGER_TYPE_SCHEDULE) continue;
    check(definition.triggers(i).schedule(), absl::StrCat("triggers[", i, "].schedule"));
  }
  for (int i = 0; i < definition.environments_size(); ++i) {
    for (int j = 0; j < definition.environments(i).schedules_size(); ++j) {
      check(definition.environments(i).schedules(j), absl::StrCat("environments[", i, "].schedules[", j, "]"));
    }
  }
  return findings.Take();
}

}  // namespace slipway
