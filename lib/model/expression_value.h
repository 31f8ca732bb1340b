// Values of the condition language and their conversions (task-contract 4.3).
#ifndef SLIPWAY_MODEL_EXPRESSION_VALUE_H_
#define SLIPWAY_MODEL_EXPRESSION_VALUE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace slipway {

// Decimal number, exact: mantissa / 10^scale. At most 28 digits; what is longer does not parse.
class Decimal {
 public:
  Decimal() = default;
  explicit Decimal(int64_t value) : mantissa_(value) {}
  // Optional sign, digits, point. `lenient` is how strings become numbers: surrounding blanks, `+`, thousands commas.
  static std::optional<Decimal> Parse(absl::string_view text, bool lenient);

  int Compare(const Decimal& other) const;
  bool is_zero() const { return mantissa_ == 0; }
  // Up to 7 decimals, invariant, no trailing zeros.
  std::string ToString() const;
  std::optional<int64_t> ToInteger() const;

 private:
  __int128 mantissa_ = 0;
  int scale_ = 0;
};

// 2 to 4 components; a missing one is less than 0.
struct VersionNumber {
  std::vector<int32_t> parts;
  static std::optional<VersionNumber> Parse(absl::string_view text);
  int Compare(const VersionNumber& other) const;
  std::string ToString() const;
};

class Value;
using ValueArray = std::vector<Value>;
using ValueObject = std::vector<std::pair<std::string, Value>>;  // keys case-insensitive, in order

enum class ValueKind { kNull, kBoolean, kNumber, kString, kVersion, kDateTime, kArray, kObject };

// Immutable; copies share arrays and objects.
class Value {
 public:
  Value() = default;
  static Value Boolean(bool value);
  static Value Number(Decimal value);
  static Value String(std::string value);
  static Value Version(VersionNumber value);
  static Value DateTime(absl::Time value);
  static Value Array(ValueArray items, bool filtered = false);
  static Value Object(ValueObject members);

  ValueKind kind() const { return kind_; }
  bool is_filtered_array() const { return filtered_; }
  const std::string& string() const { return text_; }
  const ValueArray& array() const { return *array_; }
  const ValueObject& object() const { return *object_; }
  absl::Time time() const { return time_; }
  // Same array or object.
  bool SameReference(const Value& other) const { return array_ == other.array_ && object_ == other.object_; }

  // Never fails.
  bool ToBoolean() const;
  // nullopt: this kind does not convert.
  std::optional<Decimal> ToNumber() const;
  std::optional<std::string> ToText() const;
  std::optional<VersionNumber> ToVersion() const;
  std::optional<absl::Time> ToDateTime() const;

  // Loose equality: the right side is converted to the left one's kind; what does not convert is not equal.
  static bool Equal(const Value& left, const Value& right);
  // nullopt: a type error.
  static std::optional<int> Compare(const Value& left, const Value& right);

 private:
  ValueKind kind_ = ValueKind::kNull;
  bool boolean_ = false;
  bool filtered_ = false;
  Decimal number_;
  absl::Time time_;
  std::string text_;
  VersionNumber version_;
  std::shared_ptr<const ValueArray> array_;
  std::shared_ptr<const ValueObject> object_;
};

// Indented JSON text of a value.
std::string ValueToJson(const Value& value);
const char* KindName(ValueKind kind);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_EXPRESSION_VALUE_H_
