#include "core/demands.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace slipway {
namespace {

constexpr absl::string_view kAtLeast = "-gtVersion";

// Numbers between dots; what is no number counts as 0, as does what is missing.
bool IsAtLeast(absl::string_view version, absl::string_view wanted) {
  const std::vector<absl::string_view> have = absl::StrSplit(version, '.');
  const std::vector<absl::string_view> want = absl::StrSplit(wanted, '.');
  for (size_t i = 0; i < std::max(have.size(), want.size()); ++i) {
    int64_t left = 0;
    int64_t right = 0;
    if (i < have.size() && !absl::SimpleAtoi(have[i], &left)) left = 0;
    if (i < want.size() && !absl::SimpleAtoi(want[i], &right)) right = 0;
    if (left != right) return left > right;
  }
  return true;
}

const std::string* FindCapability(const v1::Agent& agent, absl::string_view name) {
  for (const auto& [key, value] : agent.capabilities()) {
    if (absl::EqualsIgnoreCase(key, name)) return &value;
  }
  return nullptr;
}

}  // namespace

bool Meets(const v1::Agent& agent, const v1::Demand& demand) {
  const std::string* value = FindCapability(agent, demand.name());
  if (value == nullptr) return false;
  absl::string_view wanted = absl::StripAsciiWhitespace(demand.value());
  if (wanted.empty()) return true;
  if (absl::StartsWithIgnoreCase(wanted, kAtLeast)) {
    return IsAtLeast(*value, absl::StripAsciiWhitespace(wanted.substr(kAtLeast.size())));
  }
  return absl::EqualsIgnoreCase(*value, wanted);
}

bool MeetsAll(const v1::Agent& agent, const std::vector<v1::Demand>& demands) {
  return std::all_of(demands.begin(), demands.end(), [&](const v1::Demand& demand) { return Meets(agent, demand); });
}

std::string DemandsText(const std::vector<v1::Demand>& demands) {
  return absl::StrJoin(demands, ", ", [](std::string* out, const v1::Demand& demand) {
    absl::StrAppend(out, demand.name());
    if (demand.value().empty()) return;
    absl::StrAppend(out, absl::StartsWith(demand.value(), "-") ? " " : " -equals ", demand.value());
  });
}

}  // namespace slipway
