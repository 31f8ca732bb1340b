#include "model/import_reader.h"

#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace slipway {
namespace {

std::optional<int> NamedNumber(absl::string_view text, absl::Span<const EnumName> names) {
  int number = 0;
  const bool is_number = absl::SimpleAtoi(text, &number);
  for (const EnumName& candidate : names) {
    if (is_number ? candidate.number == number : absl::EqualsIgnoreCase(candidate.name, text)) return candidate.number;
  }
  return std::nullopt;
}

std::string UnknownName(absl::string_view text, absl::Span<const EnumName> names) {
  std::string known;
  for (const EnumName& name : names) {
    absl::StrAppend(&known, known.empty() ? "" : ", ", name.name, " (", name.number, ")");
  }
  return absl::StrCat(Quoted(text), " is not known; expected one of ", known);
}

}  // namespace

std::string ImportReader::Path() const {
  std::string path;
  for (const Segment& segment : path_) {
    if (segment.key.data() == nullptr) {
      absl::StrAppend(&path, "[", segment.index, "]");
    } else {
      absl::StrAppend(&path, path.empty() ? "" : ".", segment.key);
    }
  }
  return path;
}

void ImportReader::Error(absl::string_view code, absl::string_view message) { findings_->Error(Path(), code, message); }

void ImportReader::Warning(absl::string_view code, absl::string_view message) {
  if (!findings_->full()) findings_->Warning(Path(), code, message);
}

void ImportReader::TypeError(const Json& json, absl::string_view expected) {
  Error("WRONG_TYPE", absl::StrCat("expected ", expected, ", found ", JsonTypeName(json)));
}

std::optional<std::string> ImportReader::Text(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  // The original's writer spells booleans True and False when it makes text of them.
  if (json.is_boolean()) return json.get<bool>() ? "True" : "False";
  if (json.is_null()) return std::nullopt;
  if (json.is_structured()) {
    TypeError(json, "a text");
    return std::nullopt;
  }
  return WriteJson(json, /*indent=*/-1);
}

std::optional<bool> ImportReader::Bool(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number()) return JsonIsTrue(json);
  if (json.is_null()) return std::nullopt;
  if (json.is_string()) {
    const absl::string_view text = absl::StripAsciiWhitespace(json.get_ref<const std::string&>());
    if (text.empty()) return std::nullopt;
    if (absl::EqualsIgnoreCase(text, "true")) return true;
    if (absl::EqualsIgnoreCase(text, "false")) return false;
  }
  TypeError(json, "true or false");
  return std::nullopt;
}

std::optional<int64_t> ImportReader::Int(const Json& json, int64_t lowest, int64_t highest) {
  int64_t number = 0;
  bool fits = true;
  if (json.is_number_unsigned()) {
    fits = json.get<uint64_t>() <= static_cast<uint64_t>(INT64_MAX);
    number = fits ? json.get<int64_t>() : 0;
  } else if (json.is_number_integer()) {
    number = json.get<int64_t>();
  } else if (json.is_binary()) {
    fits = false;
  } else if (json.is_number_float()) {
    const double value = json.get<double>();
    if (value != std::floor(value)) {
      Error("WRONG_TYPE", "expected a whole number, found a fraction");
      return std::nullopt;
    }
    // 2^53: from there on a double does not hold every whole number.
    fits = std::abs(value) <= 9007199254740992.0;
    number = fits ? static_cast<int64_t>(value) : 0;
  } else if (json.is_string()) {
    const absl::string_view text = absl::StripAsciiWhitespace(json.get_ref<const std::string&>());
    if (text.empty()) return std::nullopt;
    if (!absl::SimpleAtoi(text, &number)) {
      TypeError(json, "a whole number");
      return std::nullopt;
    }
  } else if (json.is_null()) {
    return std::nullopt;
  } else {
    TypeError(json, "a whole number");
    return std::nullopt;
  }
  if (!fits || number < lowest || number > highest) {
    Error("OUT_OF_RANGE", absl::StrCat("expected a whole number from ", lowest, " to ", highest));
    return std::nullopt;
  }
  return number;
}

std::optional<int> ImportReader::Enum(const Json& json, absl::Span<const EnumName> names) {
  if (json.is_null()) return std::nullopt;
  if (json.is_structured() || json.is_boolean()) {
    TypeError(json, "a name or its number");
    return std::nullopt;
  }
  const std::string text = *Text(json);
  const absl::string_view stripped = absl::StripAsciiWhitespace(text);
  if (stripped.empty()) return std::nullopt;
  auto number = NamedNumber(stripped, names);
  if (!number) Error("UNKNOWN_VALUE", UnknownName(stripped, names));
  return number;
}

std::optional<int> ImportReader::ParseFlags(absl::string_view text, absl::Span<const EnumName> names,
                                            std::string* problem) {
  int all = 0;
  for (const EnumName& name : names) all |= name.number;
  int flags = 0;
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    part = absl::StripAsciiWhitespace(part);
    if (part.empty()) continue;
    int number = 0;
    if (absl::SimpleAtoi(part, &number)) {
      if ((number & ~all) != 0) {
        *problem = absl::StrCat(Quoted(part), " has bits that mean nothing; expected at most ", all);
        return std::nullopt;
      }
      flags |= number;
    } else if (auto named = NamedNumber(part, names)) {
      flags |= *named;
    } else {
      *problem = UnknownName(part, names);
      return std::nullopt;
    }
  }
  return flags;
}

std::optional<int> ImportReader::Flags(const Json& json, absl::Span<const EnumName> names) {
  if (json.is_null()) return std::nullopt;
  if (json.is_structured() || json.is_boolean()) {
    TypeError(json, "names joined by commas, or the sum of their numbers");
    return std::nullopt;
  }
  std::string problem;
  auto flags = ParseFlags(*Text(json), names, &problem);
  if (!flags) Error("UNKNOWN_VALUE", problem);
  return flags;
}

}  // namespace slipway
