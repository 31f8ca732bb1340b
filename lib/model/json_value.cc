#include "model/json_value.h"

#include <optional>
#include <string>
#include <utility>

namespace slipway {

Value ValueFromJson(const Json& json) {
  if (json.is_boolean()) return Value::Boolean(json.get<bool>());
  if (json.is_string()) return Value::String(json.get_ref<const std::string&>());
  if (json.is_array()) {
    ValueArray items;
    items.reserve(json.size());
    for (const Json& item : json) items.push_back(ValueFromJson(item));
    return Value::Array(std::move(items));
  }
  if (json.is_object()) {
    ValueObject members;
    members.reserve(json.size());
    for (auto member = json.begin(); member != json.end(); ++member) {
      members.emplace_back(member.key(), ValueFromJson(member.value()));
    }
    return Value::Object(std::move(members));
  }
  if (json.is_null()) return Value();
  // Numbers, by their text: a double would lose digits of a long id.
  std::string text = WriteJson(json, -1);
  if (const std::optional<Decimal> number = Decimal::Parse(text, /*lenient=*/false)) return Value::Number(*number);
  if (json.is_number_float()) {
    const double value = json.get<double>();
    if (value == static_cast<double>(static_cast<int64_t>(value))) {
      return Value::Number(Decimal(static_cast<int64_t>(value)));
    }
  }
  return Value::String(std::move(text));
}

}  // namespace slipway
