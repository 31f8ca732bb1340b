#include "model/expression_value.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace slipway {
namespace {

constexpr int kMaxDigits = 28;
constexpr int kShownDecimals = 7;

__int128 PowerOfTen(int exponent) {
  __int128 power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

std::string Digits(__int128 value) {
  std::string text;
  do {
    text.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value > 0);
  std::reverse(text.begin(), text.end());
  return text;
}

int CompareIgnoreCase(absl::string_view a, absl::string_view b) {
  for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
    const unsigned char x = static_cast<unsigned char>(absl::ascii_toupper(a[i]));
    const unsigned char y = static_cast<unsigned char>(absl::ascii_toupper(b[i]));
    if (x != y) return x < y ? -1 : 1;
  }
  return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

// `yyyy-M-d H:m:s[.f]` with - or /, blank or T between, optional offset or Z; UTC when there is none.
std::optional<absl::Time> ParseDateTime(absl::string_view text) {
  std::string normal(absl::StripAsciiWhitespace(text));
  // absl::ParseTime also takes words like infinite-future.
  if (normal.empty() || !absl::ascii_isdigit(normal[0])) return std::nullopt;
  for (char& c : normal) {
    if (c == '/') c = '-';
    if (c == 'T') c = ' ';
  }
  for (const char* format : {"%Y-%m-%d %H:%M:%E*S%Ez", "%Y-%m-%d %H:%M:%E*S"}) {
    absl::Time time;
    if (absl::ParseTime(format, normal, absl::UTCTimeZone(), &time, nullptr)) return time;
  }
  return std::nullopt;
}

nlohmann::ordered_json JsonOf(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return nullptr;
    case ValueKind::kBoolean:
      return value.ToBoolean();
    case ValueKind::kNumber: {
      if (const auto integer = value.ToNumber()->ToInteger()) return *integer;
      return nlohmann::ordered_json::parse(value.ToNumber()->ToString());
    }
    case ValueKind::kArray: {
      nlohmann::ordered_json array = nlohmann::ordered_json::array();
      for (const Value& item : value.array()) array.push_back(JsonOf(item));
      return array;
    }
    case ValueKind::kObject: {
      nlohmann::ordered_json object = nlohmann::ordered_json::object();
      for (const auto& [name, member] : value.object()) object[name] = JsonOf(member);
      return object;
    }
    default:
      return value.ToText().value_or("");
  }
}

}  // namespace

std::optional<Decimal> Decimal::Parse(absl::string_view text, bool lenient) {
  if (lenient) text = absl::StripAsciiWhitespace(text);
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || (lenient && text[0] == '+'))) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  Decimal decimal;
  bool point = false;
  int digits = 0;
  bool any = false;
  for (char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (c == ',' && lenient && !point) {
      if (!any) return std::nullopt;
    } else if (absl::ascii_isdigit(c)) {
      any = true;
      if (digits > 0 || c != '0') ++digits;
      if (digits > kMaxDigits) return std::nullopt;
      decimal.mantissa_ = decimal.mantissa_ * 10 + (c - '0');
      decimal.scale_ += point;
      if (decimal.scale_ > kMaxDigits) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  if (!any) return std::nullopt;
  while (decimal.scale_ > 0 && decimal.mantissa_ % 10 == 0) {
    decimal.mantissa_ /= 10;
    --decimal.scale_;
  }
  if (negative) decimal.mantissa_ = -decimal.mantissa_;
  return decimal;
}

int Decimal::Compare(const Decimal& other) const {
  // 28 digits times 10^28 do not fit: compare whole parts first, then fractions, each within range.
  const __int128 unit = PowerOfTen(scale_);
  const __int128 other_unit = PowerOfTen(other.scale_);
  const __int128 whole = mantissa_ / unit;
  const __int128 other_whole = other.mantissa_ / other_unit;
  if (whole != other_whole) return whole < other_whole ? -1 : 1;
  __int128 fraction = mantissa_ % unit;
  __int128 other_fraction = other.mantissa_ % other_unit;
  const int scale = std::max(scale_, other.scale_);
  fraction *= PowerOfTen(scale - scale_);
  other_fraction *= PowerOfTen(scale - other.scale_);
  return fraction == other_fraction ? 0 : fraction < other_fraction ? -1 : 1;
}

std::string Decimal::ToString() const {
  const bool negative = mantissa_ < 0;
  __int128 value = negative ? -mantissa_ : mantissa_;
  int scale = scale_;
  if (scale > kShownDecimals) {
    const __int128 cut = PowerOfTen(scale - kShownDecimals);
    value = (value + cut / 2) / cut;
    scale = kShownDecimals;
  }
  while (scale > 0 && value % 10 == 0) {
    value /= 10;
    --scale;
  }
  std::string text = Digits(value);
  if (scale > 0) {
    if (static_cast<int>(text.size()) <= scale) text.insert(0, scale + 1 - text.size(), '0');
    text.insert(text.size() - scale, ".");
  }
  return negative && value != 0 ? absl::StrCat("-", text) : text;
}

std::optional<int64_t> Decimal::ToInteger() const {
  if (scale_ != 0 || mantissa_ > std::numeric_limits<int64_t>::max() ||
      mantissa_ < std::numeric_limits<int64_t>::min()) {
    return std::nullopt;
  }
  return static_cast<int64_t>(mantissa_);
}

std::optional<VersionNumber> VersionNumber::Parse(absl::string_view text) {
  VersionNumber version;
  for (absl::string_view part : absl::StrSplit(text, '.')) {
    int32_t number;
    if (part.empty() || !absl::ascii_isdigit(part[0]) || !absl::SimpleAtoi(part, &number)) return std::nullopt;
    version.parts.push_back(number);
  }
  if (version.parts.size() < 2 || version.parts.size() > 4) return std::nullopt;
  return version;
}

int VersionNumber::Compare(const VersionNumber& other) const {
  for (size_t i = 0; i < 4; ++i) {
    const int32_t a = i < parts.size() ? parts[i] : -1;
    const int32_t b = i < other.parts.size() ? other.parts[i] : -1;
    if (a != b) return a < b ? -1 : 1;
  }
  return 0;
}

std::string VersionNumber::ToString() const { return absl::StrJoin(parts, "."); }

Value Value::Boolean(bool value) {
  Value made;
  made.kind_ = ValueKind::kBoolean;
  made.boolean_ = value;
  return made;
}

Value Value::Number(Decimal value) {
  Value made;
  made.kind_ = ValueKind::kNumber;
  made.number_ = value;
  return made;
}

Value Value::String(std::string value) {
  Value made;
  made.kind_ = ValueKind::kString;
  made.text_ = std::move(value);
  return made;
}

Value Value::Version(VersionNumber value) {
  Value made;
  made.kind_ = ValueKind::kVersion;
  made.version_ = std::move(value);
  return made;
}

Value Value::DateTime(absl::Time value) {
  Value made;
  made.kind_ = ValueKind::kDateTime;
  made.time_ = value;
  return made;
}

Value Value::Array(ValueArray items, bool filtered) {
  Value made;
  made.kind_ = ValueKind::kArray;
  made.array_ = std::make_shared<const ValueArray>(std::move(items));
  made.filtered_ = filtered;
  return made;
}

Value Value::Object(ValueObject members) {
  Value made;
  made.kind_ = ValueKind::kObject;
  made.object_ = std::make_shared<const ValueObject>(std::move(members));
  return made;
}

bool Value::ToBoolean() const {
  switch (kind_) {
    case ValueKind::kNull:
      return false;
    case ValueKind::kBoolean:
      return boolean_;
    case ValueKind::kNumber:
      return !number_.is_zero();
    case ValueKind::kString:
      return !text_.empty();
    default:
      return true;
  }
}

std::optional<Decimal> Value::ToNumber() const {
  switch (kind_) {
    case ValueKind::kNull:
      return Decimal();
    case ValueKind::kBoolean:
      return Decimal(boolean_ ? 1 : 0);
    case ValueKind::kNumber:
      return number_;
    case ValueKind::kString:
      return text_.empty() ? Decimal() : Decimal::Parse(text_, true);
    default:
      return std::nullopt;
  }
}

std::optional<std::string> Value::ToText() const {
  switch (kind_) {
    case ValueKind::kNull:
      return "";
    case ValueKind::kBoolean:
      return boolean_ ? "True" : "False";
    case ValueKind::kNumber:
      return number_.ToString();
    case ValueKind::kString:
      return text_;
    case ValueKind::kVersion:
      return version_.ToString();
    case ValueKind::kDateTime:
      return absl::FormatTime("%Y-%m-%d %H:%M:%S%Ez", time_, absl::UTCTimeZone());
    default:
      return std::nullopt;
  }
}

std::optional<VersionNumber> Value::ToVersion() const {
  switch (kind_) {
    case ValueKind::kVersion:
      return version_;
    case ValueKind::kNumber:
      return VersionNumber::Parse(number_.ToString());
    case ValueKind::kString:
      return VersionNumber::Parse(absl::StripAsciiWhitespace(text_));
    default:
      return std::nullopt;
  }
}

std::optional<absl::Time> Value::ToDateTime() const {
  if (kind_ == ValueKind::kDateTime) return time_;
  return kind_ == ValueKind::kString ? ParseDateTime(text_) : std::nullopt;
}

bool Value::Equal(const Value& left, const Value& right) {
  switch (left.kind_) {
    case ValueKind::kNull:
      return right.kind_ == ValueKind::kNull || (right.kind_ == ValueKind::kString && right.text_.empty());
    case ValueKind::kBoolean:
      return left.boolean_ == right.ToBoolean();
    case ValueKind::kNumber: {
      const auto number = right.ToNumber();
      return number && left.number_.Compare(*number) == 0;
    }
    case ValueKind::kString: {
      const auto text = right.ToText();
      return text && absl::EqualsIgnoreCase(left.text_, *text);
    }
    case ValueKind::kVersion: {
      const auto version = right.ToVersion();
      return version && left.version_.Compare(*version) == 0;
    }
    case ValueKind::kDateTime: {
      const auto time = right.ToDateTime();
      return time && left.time_ == *time;
    }
    case ValueKind::kArray:
    case ValueKind::kObject:
      return left.kind_ == right.kind_ && left.SameReference(right);
  }
  return false;
}

std::optional<int> Value::Compare(const Value& left, const Value& right) {
  switch (left.kind_) {
    case ValueKind::kBoolean:
      return static_cast<int>(left.boolean_) - static_cast<int>(right.ToBoolean());
    case ValueKind::kString: {
      const auto text = right.ToText();
      return text ? std::optional<int>(CompareIgnoreCase(left.text_, *text)) : std::nullopt;
    }
    case ValueKind::kVersion: {
      const auto version = right.ToVersion();
      return version ? std::optional<int>(left.version_.Compare(*version)) : std::nullopt;
    }
    case ValueKind::kDateTime: {
      const auto time = right.ToDateTime();
      if (!time) return std::nullopt;
      return left.time_ == *time ? 0 : left.time_ < *time ? -1 : 1;
    }
    default: {
      const auto a = left.ToNumber();
      const auto b = right.ToNumber();
      return a && b ? std::optional<int>(a->Compare(*b)) : std::nullopt;
    }
  }
}

std::string ValueToJson(const Value& value) {
  // Values of variables come from outside and need not be UTF-8; without a handler dump() would throw.
  return JsonOf(value).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

const char* KindName(ValueKind kind) {
  switch (kind) {
    case ValueKind::kNull:
      return "Null";
    case ValueKind::kBoolean:
      return "Boolean";
    case ValueKind::kNumber:
      return "Number";
    case ValueKind::kString:
      return "String";
    case ValueKind::kVersion:
      return "Version";
    case ValueKind::kDateTime:
      return "DateTime";
    case ValueKind::kArray:
      return "Array";
    case ValueKind::kObject:
      return "Object";
  }
  return "";
}

}  // namespace slipway
