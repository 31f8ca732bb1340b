#include "adapters/artifact_sources.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

bool AllDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

int CompareParts(absl::string_view a, absl::string_view b) {
  if (AllDigits(a) && AllDigits(b)) {
    while (a.size() > 1 && a[0] == '0') a.remove_prefix(1);
    while (b.size() > 1 && b[0] == '0') b.remove_prefix(1);
    if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  } else if (AllDigits(a) != AllDigits(b)) {
    return AllDigits(a) ? -1 : 1;  // semver: numbers come before words
  }
  const int order = a.compare(b);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

int CompareLists(absl::string_view a, absl::string_view b, absl::string_view filler) {
  const std::vector<absl::string_view> x = absl::StrSplit(a, '.');
  const std::vector<absl::string_view> y = absl::StrSplit(b, '.');
  for (size_t i = 0; i < std::max(x.size(), y.size()); ++i) {
    const int order = CompareParts(i < x.size() ? x[i] : filler, i < y.size() ? y[i] : filler);
    if (order != 0) return order;
  }
  return 0;
}

// Number and pre-release label; build metadata counts for nothing.
std::pair<absl::string_view, absl::string_view> Halves(absl::string_view version) {
  version = version.substr(0, version.find('+'));
  absl::ConsumePrefix(&version, "v");
  const size_t dash = version.find('-');
  if (dash == absl::string_view::npos) return {version, ""};
  return {version.substr(0, dash), version.substr(dash + 1)};
}

}  // namespace

bool IsPrerelease(absl::string_view version) { return !Halves(version).second.empty(); }

int CompareVersions(absl::string_view a, absl::string_view b) {
  const auto [number_a, label_a] = Halves(a);
  const auto [number_b, label_b] = Halves(b);
  const int order = CompareLists(number_a, number_b, "0");
  if (order != 0) return order;
  if (label_a.empty() != label_b.empty()) return label_a.empty() ? 1 : -1;
  return CompareLists(label_a, label_b, "");
}

std::string SettingOf(const ArtifactOrigin& origin, const std::string& name) {
  for (const auto* map : {&origin.settings, &origin.reference}) {
    for (const auto& [key, value] : *map) {
      if (absl::EqualsIgnoreCase(key, name) && !value.empty()) return value;
    }
  }
  return "";
}

absl::StatusOr<std::string> RequiredSetting(const ArtifactOrigin& origin, const std::string& name,
                                            absl::string_view what_for) {
  std::string value = SettingOf(origin, name);
  if (!value.empty()) return value;
  return absl::InvalidArgumentError(
      absl::StrCat("artifact '", origin.alias, "' (", origin.kind, "): setting '", name, "' is required: ", what_for));
}

bool FitsQuery(const ArtifactQuery& query, const v1::ArtifactVersion& version) {
  if (!query.version.empty() && version.id() != query.version && version.name() != query.version) return false;
  absl::string_view wanted = query.branch;
  absl::string_view branch = version.source_branch();
  absl::ConsumePrefix(&wanted, "refs/heads/");
  absl::ConsumePrefix(&branch, "refs/heads/");
  if (!wanted.empty() && !absl::EqualsIgnoreCase(wanted, branch)) return false;
  return std::all_of(query.tags.begin(), query.tags.end(), [&](const std::string& tag) {
    return std::any_of(version.tags().begin(), version.tags().end(),
                       [&](const std::string& given) { return absl::EqualsIgnoreCase(given, tag); });
  });
}

absl::StatusOr<std::unique_ptr<ArtifactSource>> ArtifactSources::Make(const ArtifactOrigin& origin) {
  const std::string& kind = origin.kind;
  const bool by_location = kind == "folder" || kind == "git";
  const bool has_default = kind == "github" || kind == "github-release" || kind == "nuget" || kind == "npm";
  if (origin.location.empty() && !has_default) {
    return absl::InvalidArgumentError(absl::StrCat("artifact '", origin.alias, "' (", kind, "): expected a ",
                                                   kind == "folder" ? "folder" : "address",
                                                   " in `location`, or a service endpoint with one"));
  }
  if (kind == "folder") return MakeFolderSource(origin);
  if (kind == "git") return MakeGitSource(origin, scratch_, options_.cancelled);
  if (!by_location && !origin.location.empty() && UrlOrigin(origin.location).empty()) {
    return absl::InvalidArgumentError(absl::StrCat("artifact '", origin.alias, "' (", kind,
                                                   "): `location`: expected an address with http:// or https://"));
  }
  RestOptions options = options_;
  if (const std::string stall = SettingOf(origin, "stallSeconds"); !stall.empty()) {
    int32_t seconds = 0;
    if (!absl::SimpleAtoi(stall, &seconds) || seconds <= 0) {
      return absl::InvalidArgumentError(absl::StrCat("artifact '", origin.alias, "' (", kind,
                                                     "): setting 'stallSeconds': expected a number of seconds"));
    }
    options.stall = absl::Seconds(seconds);
  }
  const auto client = [&](std::string base) { return RestClient(http_, origin.endpoint, std::move(base), options); };
  // Of an address of people to that of programs (GitHub Enterprise has it below the same host).
  const auto github = [&] {
    const std::string origin_of = UrlOrigin(origin.location);
    if (origin.location.empty() || origin_of == "https://github.com") return std::string("https://api.github.com");
    if (absl::StrContains(origin.location, "/api/") || absl::StartsWith(origin_of, "https://api."))
      return origin.location;
    return absl::StrCat(absl::StripSuffix(origin.location, "/"), "/api/v3");
  };
  if (kind == "jenkins") return MakeJenkinsSource(origin, client(origin.location));
  if (kind == "build") return MakeBuildSource(origin, client(origin.location));
  if (kind == "github") return MakeGitHubSource(origin, client(github()));
  if (kind == "github-release") return MakeGitHubReleaseSource(origin, client(github()));
  if (kind == "http") return MakeHttpSource(origin, client(origin.location));
  if (kind == "nuget") {
    return MakeNugetSource(origin,
                           client(origin.location.empty() ? "https://api.nuget.org/v3/index.json" : origin.location));
  }
  if (kind == "npm") {
    return MakeNpmSource(origin, client(origin.location.empty() ? "https://registry.npmjs.org" : origin.location));
  }
  if (kind == "maven") return MakeMavenSource(origin, client(origin.location));
  return absl::InvalidArgumentError(
      absl::StrCat("artifact '", origin.alias, "': there is no kind '", kind,
                   "'; there are folder, git, jenkins, build, github, github-release, http, nuget, npm and maven"));
}

}  // namespace slipway
