#include "adapters/simulation_script.h"

#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "model/json_text.h"

namespace slipway {
namespace {

absl::Status Wrong(absl::string_view path, absl::string_view expected) {
  return absl::InvalidArgumentError(absl::StrCat("script", path, ": expected ", expected));
}

// Calls `read(key, value)` for every member; false from it: the key is not known.
template <typename Read>
absl::Status ReadMembers(const Json& json, const std::string& path, Read read) {
  if (!json.is_object()) return Wrong(path, "an object");
  for (const auto& [key, value] : json.items()) {
    absl::StatusOr<bool> known = read(key, value, absl::StrCat(path, ".", key));
    if (!known.ok()) return known.status();
    if (!*known) return absl::InvalidArgumentError(absl::StrCat("script", path, ".", key, ": not known; see slipway simulate --help"));
  }
  return absl::OkStatus();
}

absl::StatusOr<double> Chance(const Json& json, const std::string& path) {
  if (!json.is_number() || json.get<double>() < 0 || json.get<double>() > 1) return Wrong(path, "a chance from 0 to 1");
  return json.get<double>();
}

absl::StatusOr<int> Count(const Json& json, const std::string& path) {
  if (!json.is_number_integer() || json.get<int64_t>() < 0 || json.get<int64_t>() > 100000) {
    return Wrong(path, "a number from 0 to 100000");
  }
  return json.get<int>();
}

absl::StatusOr<absl::Duration> Span(const Json& json, const std::string& path) {
  absl::Duration span;
  if (!json.is_string() || !absl::ParseDuration(json.get<std::string>(), &span) || span < absl::ZeroDuration()) {
    return Wrong(path, "a duration such as \"30m\", \"4h\" or \"72h\"");
  }
  return span;
}

absl::StatusOr<std::string> Word(const Json& json, const std::string& path) {
  if (!json.is_string()) return Wrong(path, "a text");
  return json.get<std::string>();
}

absl::Status ReadOutcome(const Json& json, const std::string& path, SimulatedOutcome* outcome) {
  return ReadMembers(json, path, [&](const std::string& key, const Json& value, const std::string& at) -> absl::StatusOr<bool> {
    if (key == "fail") {
      SLIPWAY_ASSIGN_OR_RETURN(outcome->fail, Chance(value, at));
    } else if (key == "failFirst") {
      SLIPWAY_ASSIGN_OR_RETURN(outcome->fail_first, Count(value, at));
    } else if (key == "minutes") {
      if (!value.is_array() || value.size() != 2 || !value[0].is_number() || !value[1].is_number() ||
          value[0].get<double>() < 0 || value[1].get<double>() < value[0].get<double>()) {
        return Wrong(at, "[least, most]");
      }
      outcome->minutes[0] = value[0].get<double>();
      outcome->minutes[1] = value[1].get<double>();
    } else {
      return false;
    }
    return true;
  });
}

absl::Status ReadPeople(const Json& json, const std::string& path, SimulationScript::People* people) {
  return ReadMembers(json, path, [&](const std::string& key, const Json& value, const std::string& at) -> absl::StatusOr<bool> {
    if (key == "after") {
      SLIPWAY_ASSIGN_OR_RETURN(people->after, Span(value, at));
    } else if (key == "reject") {
      SLIPWAY_ASSIGN_OR_RETURN(people->reject, Chance(value, at));
    } else if (key == "ignore") {
      SLIPWAY_ASSIGN_OR_RETURN(people->ignore, Chance(value, at));
    } else {
      return false;
    }
    return true;
  });
}

absl::Status ReadArtifact(const Json& json, const std::string& path, SimulationScript::Artifact* artifact) {
  SLIPWAY_RETURN_IF_ERROR(ReadMembers(
      json, path, [&](const std::string& key, const Json& value, const std::string& at) -> absl::StatusOr<bool> {
        if (key == "source") {
          SLIPWAY_ASSIGN_OR_RETURN(artifact->source, Word(value, at));
        } else if (key == "branch") {
          SLIPWAY_ASSIGN_OR_RETURN(artifact->branch, Word(value, at));
        } else if (key == "every") {
          SLIPWAY_ASSIGN_OR_RETURN(artifact->every, Span(value, at));
        } else if (key == "tags") {
          if (!value.is_array()) return Wrong(at, "a list of texts");
          for (const Json& tag : value) {
            SLIPWAY_ASSIGN_OR_RETURN(artifact->tags.emplace_back(), Word(tag, at));
          }
        } else {
          return false;
        }
        return true;
      }));
  if (artifact->source.empty()) return Wrong(absl::StrCat(path, ".source"), "the source that has a new version");
  if (artifact->every < absl::Minutes(1)) return Wrong(absl::StrCat(path, ".every"), "at least 1m");
  return absl::OkStatus();
}

}  // namespace

const SimulatedOutcome& SimulationScript::Of(absl::string_view environment) const {
  const auto found = environments.find(absl::AsciiStrToLower(environment));
  return found == environments.end() ? otherwise : found->second;
}

absl::StatusOr<SimulationScript> ParseSimulationScript(absl::string_view text) {
  SimulationScript script;
  if (absl::StripAsciiWhitespace(text).empty()) return script;
  const absl::StatusOr<Json> parsed = ParseJson(text, Limits());
  if (!parsed.ok()) return absl::InvalidArgumentError(absl::StrCat("script: ", parsed.status().message()));
  SLIPWAY_RETURN_IF_ERROR(ReadMembers(
      *parsed, "", [&](const std::string& key, const Json& value, const std::string& at) -> absl::StatusOr<bool> {
        if (key == "releases") {
          script.releases_given = true;
          SLIPWAY_RETURN_IF_ERROR(ReadMembers(
              value, at, [&](const std::string& name, const Json& one, const std::string& where) -> absl::StatusOr<bool> {
                if (name == "every") {
                  SLIPWAY_ASSIGN_OR_RETURN(script.releases.every, Span(one, where));
                } else if (name == "count") {
                  SLIPWAY_ASSIGN_OR_RETURN(script.releases.count, Count(one, where));
                } else {
                  return false;
                }
                return true;
              }));
        } else if (key == "artifacts") {
          if (!value.is_array()) return Wrong(at, "a list");
          for (size_t i = 0; i < value.size(); ++i) {
            SLIPWAY_RETURN_IF_ERROR(ReadArtifact(value[i], absl::StrCat(at, "[", i, "]"), &script.artifacts.emplace_back()));
          }
        } else if (key == "default") {
          SLIPWAY_RETURN_IF_ERROR(ReadOutcome(value, at, &script.otherwise));
        } else if (key == "environments") {
          if (!value.is_object()) return Wrong(at, "an object");
          for (const auto& [name, outcome] : value.items()) {
            SimulatedOutcome& one = script.environments[absl::AsciiStrToLower(name)] = script.otherwise;
            SLIPWAY_RETURN_IF_ERROR(ReadOutcome(outcome, absl::StrCat(at, ".", name), &one));
          }
        } else if (key == "approvals") {
          SLIPWAY_RETURN_IF_ERROR(ReadPeople(value, at, &script.approvals));
        } else if (key == "interventions") {
          SLIPWAY_RETURN_IF_ERROR(ReadPeople(value, at, &script.interventions));
        } else if (key == "gates") {
          SLIPWAY_RETURN_IF_ERROR(ReadMembers(
              value, at, [&](const std::string& name, const Json& one, const std::string& where) -> absl::StatusOr<bool> {
                if (name != "fail") return false;
                SLIPWAY_ASSIGN_OR_RETURN(script.gate_fail, Chance(one, where));
                return true;
              }));
        } else if (key == "redeploy") {
          SLIPWAY_RETURN_IF_ERROR(ReadMembers(
              value, at, [&](const std::string& name, const Json& one, const std::string& where) -> absl::StatusOr<bool> {
                if (name == "after") {
                  SLIPWAY_ASSIGN_OR_RETURN(script.redeploy.after, Span(one, where));
                } else if (name == "times") {
                  SLIPWAY_ASSIGN_OR_RETURN(script.redeploy.times, Count(one, where));
                } else {
                  return false;
                }
                return true;
              }));
        } else {
          return false;
        }
        return true;
      }));
  return script;
}

}  // namespace slipway
