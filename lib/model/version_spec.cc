#include "model/version_spec.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "model/unicode.h"

namespace slipway {

absl::StatusOr<VersionSpec> VersionSpec::Parse(absl::string_view text) {
  const auto bad = [&] {
    return absl::InvalidArgumentError(
        absl::StrCat("version: expected 2, 2.*, 2.1.3 or *, got '", ShownText(text, 60), "'"));
  };
  VersionSpec spec;
  absl::string_view rest = absl::StripAsciiWhitespace(text);
  if (rest.empty()) return spec;
  spec.is_test_ = absl::ConsumeSuffix(&rest, "-test");
  const std::vector<absl::string_view> parts = absl::StrSplit(rest, '.');
  if (parts.size() > 3) return bad();
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] == "*" && i + 1 == parts.size()) break;
    int number;
    const bool digits = std::all_of(parts[i].begin(), parts[i].end(), [](char c) { return absl::ascii_isdigit(c); });
    if (!digits || !absl::SimpleAtoi(parts[i], &number)) return bad();
    spec.parts_[i] = number;
  }
  return spec;
}

bool VersionSpec::Accepts(int major, int minor, int patch, bool is_test) const {
  return is_test == is_test_ && parts_[0].value_or(major) == major && parts_[1].value_or(minor) == minor &&
         parts_[2].value_or(patch) == patch;
}

}  // namespace slipway
