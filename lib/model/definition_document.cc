#include "model/definition_document.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "model/findings.h"
#include "model/json_member.h"

namespace slipway {
namespace {

bool LooksLikeRelease(const Json& json) {
  // A definition carries `lastRelease`, never these.
  return FindMember(json, "releaseDefinition") != nullptr ||
         FindMember(json, "definitionSnapshotRevision") != nullptr || FindMember(json, "keepForever") != nullptr;
}

absl::Status CheckIsDefinition(const Json& json, absl::string_view path) {
  const std::string where = path.empty() ? "the document" : absl::StrCat("the document's ", path);
  const auto refuse = [&](absl::string_view what) {
    return absl::InvalidArgumentError(
        absl::StrCat("NOT_A_DEFINITION: ", where, " is ", what,
                     ", not a release definition; expected an exported definition (an object "
                     "with name and environments) or {count, value: [...]} of them"));
  };
  if (!json.is_object()) return refuse(JsonTypeName(json));
  if (LooksLikeRelease(json)) return refuse("a release");
  if (FindMember(json, "environments") == nullptr && FindMember(json, "name") == nullptr) {
    return refuse("an object without name and environments");
  }
  return absl::OkStatus();
}

// The clear text of a value that should have been text: numbers and booleans as written.
std::string ClearText(const Json& value) {
  return value.is_string() ? value.get<std::string>() : WriteJson(value, /*indent=*/-1);
}

// Whatever the spelling of the flag and however often it stands there: one that says so is enough.
bool IsSecret(const Json& json) {
  for (const auto& [key, value] : json.get_ref<const Json::object_t&>()) {
    if (absl::EqualsIgnoreCase(key, "isSecret") && JsonIsTrue(value)) return true;
  }
  return false;
}

class SecretTaker {
 public:
  SecretTaker(int max_depth, std::vector<v1::Finding>* findings) : max_depth_(max_depth), findings_(findings) {}

  // False when the document is deeper than allowed.
  bool Visit(Json* json, const std::string& path, int depth) {
    if (depth > max_depth_) return false;
    if (json->is_array()) {
      size_t index = 0;
      for (Json& element : *json) {
        const size_t at = index++;
        if (element.is_structured() && !Visit(&element, absl::StrCat(path, "[", at, "]"), depth + 1)) return false;
      }
      return true;
    }
    auto& object = json->get_ref<Json::object_t&>();
    if (IsSecret(*json)) {
      for (auto& [key, value] : object) {
        if (absl::EqualsIgnoreCase(key, "value") && !value.is_null()) Take(path, &value);
      }
    }
    for (auto& [key, value] : object) {
      if (!value.is_structured()) continue;
      if (!Visit(&value, path.empty() ? key : absl::StrCat(path, ".", key), depth + 1)) return false;
    }
    return true;
  }

  SecretValues secrets;

 private:
  void Take(const std::string& path, Json* value) {
    secrets.emplace_back(path, ClearText(*value));
    *value = nullptr;
    if (findings_->size() >= kMaxFindings) return;
    v1::Finding& finding = findings_->emplace_back();
    finding.set_severity(v1::SEVERITY_WARNING);
    finding.set_path(path);
    finding.set_code("SECRET_VALUE_SEALED");
    finding.set_message(
        "the document held this secret in clear; it is stored encrypted and exported as null; remove it from the file");
  }

  const int max_depth_;
  std::vector<v1::Finding>* const findings_;
};

// Moves the findings of "value[i]...." to their definition, with paths that start there.
void AssignDuplicateKeys(const JsonNotes& notes, bool is_wrapper, absl::string_view list_name, ParsedDocument* parsed) {
  for (const std::string& key : notes.duplicate_keys) {
    size_t owner = 0;
    absl::string_view path = key;
    if (is_wrapper) {
      bool found = false;
      for (size_t i = 0; i < parsed->definitions.size() && !found; ++i) {
        const std::string prefix = absl::StrCat(list_name, "[", i, "].");
        if (!absl::StartsWith(key, prefix)) continue;
        owner = i;
        path.remove_prefix(prefix.size());
        found = true;
      }
      if (!found) continue;
    }
    std::vector<v1::Finding>& findings = parsed->definitions[owner].findings;
    if (findings.size() >= kMaxFindings) continue;
    v1::Finding& finding = findings.emplace_back();
    finding.set_severity(v1::SEVERITY_WARNING);
    finding.set_path(std::string(path));
    finding.set_code("DUPLICATE_KEY");
    finding.set_message("this property stands twice in its object; the last one counts, the others are not kept");
  }
}

}  // namespace

absl::StatusOr<SecretValues> TakeSecrets(Json* json, const Limits& limits, std::vector<v1::Finding>* findings) {
  SecretTaker taker(limits.max_document_depth, findings);
  if (json->is_structured() && !taker.Visit(json, "", 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("DOCUMENT_TOO_DEEP: more than ", limits.max_document_depth,
                     " objects and arrays inside each other (limits.max_document_depth)"));
  }
  return std::move(taker.secrets);
}

absl::StatusOr<ParsedDocument> ParseDefinitionDocument(absl::string_view text, const Limits& limits) {
  JsonNotes notes;
  SLIPWAY_ASSIGN_OR_RETURN(Json root, ParseJson(text, limits, &notes));
  ParsedDocument parsed;
  // A definition has no property `value`; a wrapper's is a list.
  const Json* list = FindMember(root, "value");
  const bool is_wrapper = list != nullptr && list->is_array();
  std::string list_name;
  if (is_wrapper) {
    for (auto& [key, member] : root.get_ref<Json::object_t&>()) {
      if (&member == list) list_name = key;
    }
    if (list->empty()) {
      return absl::InvalidArgumentError(
          "EMPTY_DOCUMENT: the wrapper's value is an empty list: there is no definition in it");
    }
    for (size_t i = 0; i < list->size(); ++i) {
      SLIPWAY_RETURN_IF_ERROR(CheckIsDefinition((*list)[i], absl::StrCat(list_name, "[", i, "]")));
    }
    for (Json& json : root[list_name]) parsed.definitions.emplace_back().json = std::move(json);
  } else {
    SLIPWAY_RETURN_IF_ERROR(CheckIsDefinition(root, ""));
    parsed.definitions.emplace_back().json = std::move(root);
  }
  AssignDuplicateKeys(notes, is_wrapper, list_name, &parsed);
  if (notes.has_secret_values) {
    for (DefinitionDocument& definition : parsed.definitions) {
      SLIPWAY_ASSIGN_OR_RETURN(definition.secrets, TakeSecrets(&definition.json, limits, &definition.findings));
    }
  }
  return parsed;
}

std::string VariablePath(int environment, absl::string_view name) {
  if (environment < 0) return absl::StrCat("variables.", name);
  return absl::StrCat("environments[", environment, "].variables.", name);
}

std::string ExportDocument(const Json& document, int indent) { return WriteJson(document, indent); }

}  // namespace slipway
