// GitHub, by its REST API: `github` takes the files of a commit, `github-release` the assets of a release.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "adapters/artifact_sources.h"
#include "adapters/digest.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

// owner/name -> /repos/owner/name
std::string RepositoryPath(absl::string_view repository) {
  absl::ConsumeSuffix(&repository, ".git");
  return absl::StrCat("/repos/", UrlPath(repository));
}

// Commits after `from` up to `to`, both commits or tags.
absl::StatusOr<v1::ArtifactChanges> Compare(const RestClient& client, const std::string& repository,
                                            const std::string& from, const std::string& to, int32_t limit) {
  std::vector<const Json*> commits;
  Json answer;
  if (from.empty()) {
    SLIPWAY_ASSIGN_OR_RETURN(answer, client.Get(absl::StrCat(repository, "/commits/", UrlPart(to))));
    commits.push_back(&answer);
  } else {
    SLIPWAY_ASSIGN_OR_RETURN(
        answer, client.Get(absl::StrCat(repository, "/compare/", UrlPart(from), "...", UrlPart(to), "?per_page=250")));
    commits = JsonList(answer, {"commits"});  // oldest first
  }
  v1::ArtifactChanges changes;
  for (auto it = commits.rbegin(); it != commits.rend() && changes.changes_size() < limit; ++it) {
    v1::Change* change = changes.add_changes();
    change->set_id(JsonText(**it, {"sha"}));
    change->set_message(JsonText(**it, {"commit", "message"}));
    change->set_author(JsonText(**it, {"commit", "author", "name"}));
    change->set_timestamp(JsonText(**it, {"commit", "author", "date"}));
    change->set_url(JsonText(**it, {"html_url"}));
  }
  return changes;
}

class GitHubSource : public ArtifactSource {
 public:
  GitHubSource(RestClient client, std::string repository, std::string branch)
      : client_(std::move(client)), repository_(std::move(repository)), branch_(std::move(branch)) {}

  absl::StatusOr<std::vector<v1::ArtifactVersion>> ListVersions(const ArtifactQuery& query) override {
    std::string branch = query.branch.empty() ? branch_ : query.branch;
    absl::string_view shorter = branch;
    absl::ConsumePrefix(&shorter, "refs/heads/");
    std::string address = absl::StrCat(repository_, "/commits?per_page=", std::clamp(query.limit, 1, 100));
    if (!shorter.empty()) absl::StrAppend(&address, "&sha=", UrlPart(shorter));
    if (!query.version.empty()) address = absl::StrCat(repository_, "/commits/", UrlPart(query.version));
    SLIPWAY_ASSIGN_OR_RETURN(const Json json, client_.Get(address));
    std::vector<v1::ArtifactVersion> versions;
    std::vector<const Json*> commits = JsonList(json, {});
    if (!query.version.empty()) commits = {&json};
    for (const Json* commit : commits) {
      v1::ArtifactVersion version;
      version.set_id(JsonText(*commit, {"sha"}));
      version.set_name(version.id().substr(0, 8));
      version.set_source_version(version.id());
      if (!shorter.empty()) version.set_source_branch(absl::StrCat("refs/heads/", shorter));
      version.set_url(JsonText(*commit, {"html_url"}));
      version.set_requested_for(JsonText(*commit, {"commit", "author", "name"}));
      version.set_created_on(JsonText(*commit, {"commit", "author", "date"}));
      version.set_repository_id(repository_.substr(7));
      version.set_repository_provider("GitHub");
      versions.push_back(std::move(version));
    }
    return versions;
  }

  absl::StatusOr<std::vector<ArtifactItem>> ListItems(const v1::ArtifactVersion& version) override {
    ArtifactItem item;
    item.form = ArtifactItem::Form::kZip;
    item.strip = 1;  // owner-name-commit/
    item.locator = absl::StrCat(client_.base(), repository_, "/zipball/", UrlPart(version.id()));
    return std::vector<ArtifactItem>{item};
  }

  absl::Status Fetch(const ArtifactItem& item, const std::string& path, const FetchOptions& options) override {
    return client_.Download(item.locator, path, options, "*/*");
  }

  absl::StatusOr<v1::ArtifactChanges> ListChanges(const std::optional<v1::ArtifactVersion>& from,
                                                  const v1::ArtifactVersion& to, int32_t limit) override {
    return Compare(client_, repository_, from ? from->id() : "", to.id(), limit);
  }

 private:
  const RestClient client_;
  const std::string repository_;
  const std::string branch_;
};

class GitHubReleaseSource : public ArtifactSource {
 public:
  GitHubReleaseSource(RestClient client, std::string repository, bool prereleases)
      : client_(std::move(client)), repository_(std::move(repository)), prereleases_(prereleases) {}

  absl::StatusOr<std::vector<v1::ArtifactVersion>> ListVersions(const ArtifactQuery& query) override {
    SLIPWAY_ASSIGN_OR_RETURN(const Json json, client_.Get(absl::StrCat(repository_, "/releases?per_page=100")));
    std::vector<v1::ArtifactVersion> versions;
    for (const Json* release : JsonList(json, {})) {
      if (JsonText(*release, {"draft"}) == "true") continue;
      // Asked for by name, a pre-release is what is wanted.
      if (JsonText(*release, {"prerelease"}) == "true" && !prereleases_ && query.version.empty()) continue;
      v1::ArtifactVersion version;
      version.set_id(JsonText(*release, {"id"}));
      version.set_name(JsonText(*release, {"tag_name"}));
      version.add_tags(version.name());
      const std::string target = JsonText(*release, {"target_commitish"});
      const bool is_commit = target.size() == 40 && target.find_first_not_of("0123456789abcdef") == std::string::npos;
      if (is_commit) version.set_source_version(target);
      if (!is_commit && !target.empty()) version.set_source_branch(absl::StrCat("refs/heads/", target));
      version.set_url(JsonText(*release, {"html_url"}));
      version.set_requested_for(JsonText(*release, {"author", "login"}));
      version.set_created_on(JsonText(*release, {"published_at"}));
      version.set_repository_id(repository_.substr(7));
      version.set_repository_provider("GitHub");
      if (FitsQuery(query, version)) versions.push_back(std::move(version));
      if (static_cast<int32_t>(versions.size()) >= query.limit) break;
    }
    return versions;
  }

  absl::StatusOr<std::vector<ArtifactItem>> ListItems(const v1::ArtifactVersion& version) override {
    int64_t id = 0;
    // A version that a person gave is a tag.
    const bool by_id = absl::SimpleAtoi(version.id(), &id);
    SLIPWAY_ASSIGN_OR_RETURN(
        const Json release,
        client_.Get(absl::StrCat(repository_, by_id ? "/releases/" : "/releases/tags/", UrlPart(version.id()))));
    std::vector<ArtifactItem> items;
    for (const Json* asset : JsonList(release, {"assets"})) {
      ArtifactItem item;
      item.path = JsonText(*asset, {"name"});
      item.locator = JsonText(*asset, {"url"});
      if (!absl::SimpleAtoi(JsonText(*asset, {"size"}), &item.size)) item.size = -1;
      const absl::StatusOr<std::string> digest = NormalizeDigest(JsonText(*asset, {"digest"}));
      if (digest.ok()) item.digest = *digest;
      items.push_back(std::move(item));
    }
    return items;
  }

  absl::Status Fetch(const ArtifactItem& item, const std::string& path, const FetchOptions& options) override {
    return client_.Download(item.locator, path, options);
  }

  absl::StatusOr<v1::ArtifactChanges> ListChanges(const std::optional<v1::ArtifactVersion>& from,
                                                  const v1::ArtifactVersion& to, int32_t limit) override {
    return Compare(client_, repository_, from ? from->name() : "", to.name(), limit);
  }

 private:
  const RestClient client_;
  const std::string repository_;
  const bool prereleases_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeGitHubSource(const ArtifactOrigin& origin, RestClient client) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string repository,
                           RequiredSetting(origin, "definition", "the repository, OWNER/NAME"));
  return std::make_unique<GitHubSource>(std::move(client), RepositoryPath(repository), SettingOf(origin, "branch"));
}

absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeGitHubReleaseSource(const ArtifactOrigin& origin,
                                                                        RestClient client) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string repository,
                           RequiredSetting(origin, "definition", "the repository, OWNER/NAME"));
  return std::make_unique<GitHubReleaseSource>(std::move(client), RepositoryPath(repository),
                                               absl::EqualsIgnoreCase(SettingOf(origin, "prereleases"), "true"));
}

}  // namespace slipway
