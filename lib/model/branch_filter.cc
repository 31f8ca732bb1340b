#include "model/branch_filter.h"

#include <re2/re2.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace slipway {
namespace {

constexpr absl::string_view kHeads = "refs/heads/";

// Classic two-pointer wildcard match: linear for one star, quadratic at worst, no recursion.
bool GlobMatches(absl::string_view pattern, absl::string_view text) {
  size_t p = 0;
  size_t t = 0;
  size_t star = absl::string_view::npos;
  size_t mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != absl::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool BranchMatches(absl::string_view pattern, absl::string_view branch) {
  const std::string wanted = absl::AsciiStrToLower(absl::StripAsciiWhitespace(pattern));
  const std::string actual = absl::AsciiStrToLower(branch);
  return GlobMatches(absl::StripPrefix(wanted, kHeads), absl::StripPrefix(actual, kHeads));
}

struct ArtifactFilterSet::Filter {
  std::string branch;  // empty: any
  bool default_branch = false;
  std::vector<std::string> tags;
  std::shared_ptr<const RE2> tag_pattern;

  bool Matches(const v1::ArtifactVersion& version, absl::string_view default_name) const {
    if (default_branch && !BranchMatches(default_name, version.source_branch())) return false;
    if (!default_branch && !branch.empty() && !BranchMatches(branch, version.source_branch())) return false;
    for (const std::string& tag : tags) {
      if (std::none_of(version.tags().begin(), version.tags().end(),
                       [&](const std::string& has) { return absl::EqualsIgnoreCase(has, tag); })) {
        return false;
      }
    }
    return tag_pattern == nullptr ||
           std::any_of(version.tags().begin(), version.tags().end(),
                       [&](const std::string& tag) { return RE2::PartialMatch(tag, *tag_pattern); });
  }
};

absl::StatusOr<ArtifactFilterSet> ArtifactFilterSet::Compile(const std::vector<const v1::ArtifactFilter*>& filters) {
  ArtifactFilterSet set;
  for (size_t i = 0; i < filters.size(); ++i) {
    const v1::ArtifactFilter& source = *filters[i];
    auto filter = std::make_shared<Filter>();
    absl::string_view branch = absl::StripAsciiWhitespace(source.source_branch());
    const bool exclude = absl::ConsumePrefix(&branch, "-");
    if (!exclude) absl::ConsumePrefix(&branch, "+");
    filter->branch = std::string(branch);
    filter->default_branch = source.use_build_definition_branch();
    for (const std::string& tag : source.tags()) {
      if (!tag.empty()) filter->tags.push_back(tag);
    }
    if (!source.tag_filter().pattern().empty()) {
      auto pattern = std::make_shared<RE2>(source.tag_filter().pattern(), RE2::Quiet);
      if (!pattern->ok()) {
        return absl::InvalidArgumentError(absl::StrCat("[", i, "].tagFilter.pattern: no regular expression: ",
                                                       pattern->error(), " ('", pattern->error_arg(), "')"));
      }
      filter->tag_pattern = std::move(pattern);
    }
    (exclude ? set.excludes_ : set.includes_).push_back(std::move(filter));
  }
  return set;
}

std::string ArtifactFilterSet::Refusal(const v1::ArtifactVersion& version, absl::string_view default_branch) const {
  const std::string what =
      absl::StrCat("branch '", version.source_branch(), "'",
                   version.tags_size() > 0 ? absl::StrCat(" with tags ", absl::StrJoin(version.tags(), ", ")) : "");
  for (const auto& filter : excludes_) {
    if (filter->Matches(version, default_branch)) return absl::StrCat(what, " is excluded by '-", filter->branch, "'");
  }
  if (includes_.empty()) return "";
  for (const auto& filter : includes_) {
    if (filter->Matches(version, default_branch)) return "";
  }
  return absl::StrCat(what, " passes none of ", includes_.size(), includes_.size() == 1 ? " filter" : " filters");
}

std::string ArtifactFiltersRefuse(const std::vector<const v1::ArtifactFilter*>& filters,
                                  const v1::ArtifactVersion& version) {
  const absl::StatusOr<ArtifactFilterSet> set = ArtifactFilterSet::Compile(filters);
  return set.ok() ? set->Refusal(version, version.default_branch()) : std::string(set.status().message());
}

}  // namespace slipway
