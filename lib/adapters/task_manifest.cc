#include "adapters/task_manifest.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "model/json_member.h"
#include "model/json_text.h"
#include "model/demand.h"

namespace slipway {
namespace {

struct KnownHandler {
  absl::string_view key;
  HandlerKind kind;
  int preference;
};

// task-contract 1.3. Node20 is no key of the agent, but one published task uses it.
constexpr KnownHandler kKnownHandlers[] = {
    {"Node24", HandlerKind::kNode, 101},          {"Node20_1", HandlerKind::kNode, 102},
    {"Node20", HandlerKind::kNode, 102},          {"Node16", HandlerKind::kNode, 103},
    {"Node10", HandlerKind::kNode, 104},          {"Node", HandlerKind::kNode, 105},
    {"PowerShell3", HandlerKind::kPowerShell3, 106}, {"Process", HandlerKind::kProcess, 109},
    {"PowerShell", HandlerKind::kUnsupported, 110},  {"AzurePowerShell", HandlerKind::kUnsupported, 111},
    {"PowerShellExe", HandlerKind::kUnsupported, 112}, {"AgentPlugin", HandlerKind::kUnsupported, 113},
};

constexpr absl::string_view kServerHandlers[] = {"HttpRequest",      "HttpRequestChain", "ServiceBus", "Delay",
                                                 "RM:ManualIntervention", "ManualValidation", "ManualValidationV1"};

// As the agent makes text of a JSON value: true -> True, numbers as written, null -> empty.
std::string TextOf(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (json.is_boolean()) return json.get<bool>() ? "True" : "False";
  if (json.is_null()) return "";
  return WriteJson(json, -1);
}

std::string TextMember(const Json& json, absl::string_view name) {
  const Json* member = FindMember(json, name);
  return member == nullptr ? "" : TextOf(*member);
}

absl::Status ReadVersion(const Json& json, TaskManifest* manifest) {
  const Json* version = FindMember(json, "version");
  if (version == nullptr || !version->is_object()) {
    return absl::InvalidArgumentError("version: expected an object {Major, Minor, Patch}");
  }
  const std::pair<const char*, int*> parts[] = {
      {"Major", &manifest->major}, {"Minor", &manifest->minor}, {"Patch", &manifest->patch}};
  for (const auto& [name, target] : parts) {
    const std::string text = TextMember(*version, name);
    if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos ||
        !absl::SimpleAtoi(text, target)) {
      return absl::InvalidArgumentError(absl::StrCat("version.", name, ": expected a whole number"));
    }
  }
  const Json* test = FindMember(*version, "IsTest");
  manifest->is_test = test != nullptr && JsonIsTrue(*test);
  return absl::OkStatus();
}

absl::Status ReadInputs(const Json& json, TaskManifest* manifest) {
  const Json* inputs = FindMember(json, "inputs");
  if (inputs == nullptr) return absl::OkStatus();
  if (!inputs->is_array()) return absl::InvalidArgumentError("inputs: expected a list");
  if (inputs->size() > 1000) return absl::InvalidArgumentError("inputs: more than 1000");
  for (size_t i = 0; i < inputs->size(); ++i) {
    const Json& from = (*inputs)[i];
    ManifestInput input;
    input.name = std::string(absl::StripAsciiWhitespace(TextMember(from, "name")));
    if (input.name.empty()) return absl::InvalidArgumentError(absl::StrCat("inputs[", i, "].name: expected a name"));
    input.type = TextMember(from, "type");
    input.default_value = std::string(absl::StripAsciiWhitespace(TextMember(from, "defaultValue")));
    manifest->inputs.push_back(std::move(input));
  }
  return absl::OkStatus();
}

absl::Status ReadHandler(absl::string_view section, const std::string& key, const Json& data, TaskManifest* manifest,
                         std::vector<TaskHandler>* handlers) {
  for (absl::string_view server : kServerHandlers) {
    if (absl::EqualsIgnoreCase(key, server)) {
      manifest->server_handlers.push_back(key);
      return absl::OkStatus();
    }
  }
  TaskHandler handler;
  handler.key = key;
  handler.preference = 1000;
  for (const KnownHandler& known : kKnownHandlers) {
    if (!absl::EqualsIgnoreCase(key, known.key)) continue;
    handler.kind = known.kind;
    handler.preference = known.preference;
  }
  if (data.is_object()) {
    for (const auto& [name, value] : data.get_ref<const Json::object_t&>()) {
      if (value.is_string() || value.is_boolean() || value.is_number()) {
        handler.data[absl::AsciiStrToLower(name)] = TextOf(value);
      }
    }
  }
  handler.target = handler.data["target"];
  const bool runs_here = handler.kind == HandlerKind::kNode || handler.kind == HandlerKind::kPowerShell3;
  if (runs_here && !StaysInside(handler.target)) {
    return absl::InvalidArgumentError(absl::StrCat(section, ".", key, ".target: expected a file below the task's folder, got '",
                                                   handler.target.substr(0, 200), "'"));
  }
  handlers->push_back(std::move(handler));
  return absl::OkStatus();
}

absl::Status ReadStages(const Json& json, TaskManifest* manifest) {
  const std::pair<const char*, v1::TaskStage> sections[] = {{"execution", v1::TASK_STAGE_MAIN},
                                                            {"prejobexecution", v1::TASK_STAGE_PRE_JOB},
                                                            {"postjobexecution", v1::TASK_STAGE_POST_JOB}};
  for (const auto& [name, stage] : sections) {
    const Json* section = FindMember(json, name);
    if (section == nullptr) continue;
    if (!section->is_object()) return absl::InvalidArgumentError(absl::StrCat(name, ": expected an object"));
    for (const auto& [key, data] : section->get_ref<const Json::object_t&>()) {
      SLIPWAY_RETURN_IF_ERROR(ReadHandler(name, key, data, manifest, &manifest->handlers[stage]));
    }
    std::stable_sort(manifest->handlers[stage].begin(), manifest->handlers[stage].end(),
                     [](const TaskHandler& a, const TaskHandler& b) { return a.preference < b.preference; });
  }
  return absl::OkStatus();
}

void ReadOutputs(const Json& json, TaskManifest* manifest) {
  const Json* outputs = FindMember(json, "outputVariables");
  if (outputs == nullptr || !outputs->is_array()) return;
  for (const Json& output : *outputs) {
    std::string name = TextMember(output, "name");
    if (!name.empty()) manifest->output_variables.push_back(std::move(name));
  }
}

void ReadDemands(const Json& json, TaskManifest* manifest) {
  const Json* demands = FindMember(json, "demands");
  if (demands != nullptr && demands->is_array()) {
    for (const Json& demand : *demands) {
      if (demand.is_string()) manifest->demands.push_back(ParseDemand(demand.get_ref<const std::string&>()));
    }
  }
  const std::string version = TextMember(json, "minimumAgentVersion");
  if (version.empty()) return;
  v1::Demand& demand = manifest->demands.emplace_back();
  demand.set_name("Agent.Version");
  demand.set_value(absl::StrCat("-gtVersion ", version));
}

void ReadRestrictions(const Json& json, TaskManifest* manifest) {
  const Json* restrictions = FindMember(json, "restrictions");
  if (restrictions == nullptr) return;
  if (const Json* commands = FindMember(*restrictions, "commands"); commands != nullptr) {
    manifest->restricted_commands = absl::EqualsIgnoreCase(TextMember(*commands, "mode"), "restricted");
  }
  const Json* variables = FindMember(*restrictions, "settableVariables");
  if (variables == nullptr) return;
  const Json* allowed = FindMember(*variables, "allowed");
  if (allowed == nullptr || !allowed->is_array()) return;
  manifest->restricts_variables = true;
  for (const Json& glob : *allowed) manifest->settable_variables.push_back(TextOf(glob));
}

}  // namespace

bool ManifestInput::is_path() const { return absl::EqualsIgnoreCase(type, "filePath"); }
bool ManifestInput::is_endpoint() const { return absl::StartsWithIgnoreCase(type, "connectedService:"); }
bool ManifestInput::is_secure_file() const { return absl::EqualsIgnoreCase(type, "secureFile"); }

std::string TaskManifest::version() const {
  return absl::StrCat(major, ".", minor, ".", patch, is_test ? "-test" : "");
}

bool StaysInside(absl::string_view path) {
  if (path.empty() || absl::StrContains(path, absl::string_view("\0", 1))) return false;
  const std::string slashes = absl::StrReplaceAll(path, {{"\\", "/"}});
  if (slashes[0] == '/' || (slashes.size() > 1 && slashes[1] == ':')) return false;
  int depth = 0;
  for (absl::string_view part : absl::StrSplit(slashes, '/')) {
    if (part.empty() || part == ".") continue;
    depth += part == ".." ? -1 : 1;
    if (depth < 0) return false;
  }
  return depth > 0;
}

bool IsGuid(absl::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(static_cast<unsigned char>(text[i]))) return false;
  }
  return true;
}

absl::StatusOr<TaskManifest> ParseTaskManifest(absl::string_view text) {
  if (text.size() > kMaxManifestBytes) {
    return absl::InvalidArgumentError(absl::StrCat("larger than ", kMaxManifestBytes, " bytes"));
  }
  SLIPWAY_ASSIGN_OR_RETURN(const Json json, ParseJson(text, Limits()));
  if (!json.is_object()) return absl::InvalidArgumentError("expected a JSON object");
  TaskManifest manifest;
  manifest.id = absl::AsciiStrToLower(TextMember(json, "id"));
  if (!IsGuid(manifest.id)) return absl::InvalidArgumentError("id: expected the GUID of the task");
  manifest.name = TextMember(json, "name");
  if (manifest.name.empty()) return absl::InvalidArgumentError("name: expected the name of the task");
  manifest.friendly_name = TextMember(json, "friendlyName");
  manifest.description = TextMember(json, "description");
  manifest.author = TextMember(json, "author");
  manifest.help = TextMember(json, "helpUrl");
  if (manifest.help.empty()) manifest.help = TextMember(json, "helpMarkDown");
  SLIPWAY_RETURN_IF_ERROR(ReadVersion(json, &manifest));
  SLIPWAY_RETURN_IF_ERROR(ReadInputs(json, &manifest));
  SLIPWAY_RETURN_IF_ERROR(ReadStages(json, &manifest));
  ReadOutputs(json, &manifest);
  ReadDemands(json, &manifest);
  ReadRestrictions(json, &manifest);
  bool any = !manifest.server_handlers.empty();
  for (const std::vector<TaskHandler>& handlers : manifest.handlers) any = any || !handlers.empty();
  if (!any) {
    return absl::InvalidArgumentError(
        "execution, prejobexecution, postjobexecution: expected a handler in one of them (Node20_1, PowerShell3, ...)");
  }
  return manifest;
}

}  // namespace slipway
