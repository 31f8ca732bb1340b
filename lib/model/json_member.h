// Members of JSON objects by name, as the original reads them: exact spelling first, then any case.
#ifndef SLIPWAY_MODEL_JSON_MEMBER_H_
#define SLIPWAY_MODEL_JSON_MEMBER_H_

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "model/json_text.h"

namespace slipway {

// Null when `json` is no object, has no such member, or the member is null. The result lives as long as `json`.
inline const Json* FindMember(const Json& json, absl::string_view name) {
  if (!json.is_object()) return nullptr;
  const Json* other_case = nullptr;
  for (const auto& [key, value] : json.get_ref<const Json::object_t&>()) {
    if (key.size() != name.size() || value.is_null()) continue;
    if (key == name) return &value;
    if (absl::EqualsIgnoreCase(key, name)) other_case = &value;
  }
  return other_case;
}

// What the original takes for true: true, "true" in any case, a number other than 0.
inline bool JsonIsTrue(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number()) return json.get<double>() != 0;
  return json.is_string() && absl::EqualsIgnoreCase(json.get_ref<const std::string&>(), "true");
}

}  // namespace slipway

#endif  // SLIPWAY_MODEL_JSON_MEMBER_H_
