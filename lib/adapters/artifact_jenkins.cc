// Builds of a Jenkins job, by its remote access API.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "adapters/artifact_sources.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

class JenkinsSource : public ArtifactSource {
 public:
  JenkinsSource(RestClient client, const std::string& job) : client_(std::move(client)) {
    // Jobs in folders: `team/app` lies below /job/team/job/app.
    for (absl::string_view part : absl::StrSplit(job, '/', absl::SkipEmpty())) {
      absl::StrAppend(&job_, "/job/", UrlPart(part));
    }
  }

  absl::StatusOr<std::vector<v1::ArtifactVersion>> ListVersions(const ArtifactQuery& query) override {
    std::vector<v1::ArtifactVersion> versions;
    if (!query.version.empty()) {
      absl::StatusOr<v1::ArtifactVersion> one = Build(query.version);
      if (absl::IsNotFound(one.status())) return versions;
      SLIPWAY_RETURN_IF_ERROR(one.status());
      if (FitsQuery(query, *one)) versions.push_back(*std::move(one));
      return versions;
    }
    SLIPWAY_ASSIGN_OR_RETURN(const Json job, client_.Get(absl::StrCat(job_, "/api/json?tree=builds[", kFields, "]",
                                                                      "{0,", std::max(query.limit * 4, 100), "}")));
    for (const Json* build : JsonList(job, {"builds"})) {
      const std::string result = JsonText(*build, {"result"});
      if (result != "SUCCESS" && result != "UNSTABLE") continue;
      v1::ArtifactVersion version = VersionOf(*build);
      if (!FitsQuery(query, version)) continue;
      versions.push_back(std::move(version));
      if (static_cast<int32_t>(versions.size()) >= query.limit) break;
    }
    return versions;
  }

  absl::StatusOr<std::vector<ArtifactItem>> ListItems(const v1::ArtifactVersion& version) override {
    const std::string build = absl::StrCat(job_, "/", UrlPart(version.id()));
    absl::StatusOr<Json> json =
        client_.Get(absl::StrCat(build, "/api/json?tree=artifacts[relativePath],fingerprint[fileName,hash]"));
    if (absl::IsNotFound(json.status())) {
      return absl::NotFoundError(absl::StrCat("there is no build ", version.id(), ": ", json.status().message()));
    }
    SLIPWAY_RETURN_IF_ERROR(json.status());
    std::vector<ArtifactItem> items;
    for (const Json* artifact : JsonList(*json, {"artifacts"})) {
      ArtifactItem item;
      item.path = JsonText(*artifact, {"relativePath"});
      if (item.path.empty()) continue;
      item.locator = absl::StrCat(client_.base(), build, "/artifact/", UrlPath(item.path));
      // Recorded by name only: of two files of one name in different folders it would be anybody's guess whose it is.
      const absl::string_view name = absl::string_view(item.path).substr(item.path.rfind('/') + 1);
      int found = 0;
      for (const Json* print : JsonList(*json, {"fingerprint"})) {
        if (JsonText(*print, {"fileName"}) != name) continue;
        const absl::StatusOr<std::string> digest = NormalizeMd5(JsonText(*print, {"hash"}));
        if (digest.ok()) item.digest = *digest;
        ++found;
      }
      if (found > 1) item.digest.clear();
      items.push_back(std::move(item));
    }
    return items;
  }

  absl::Status Fetch(const ArtifactItem& item, const std::string& path, const FetchOptions& options) override {
    return client_.Download(item.locator, path, options);
  }

  // Change sets of every build after `from` up to `to` (task-contract 8.3).
  absl::StatusOr<v1::ArtifactChanges> ListChanges(const std::optional<v1::ArtifactVersion>& from,
                                                  const v1::ArtifactVersion& to, int32_t limit) override {
    int64_t last = 0;
    int64_t first = 0;
    if (!absl::SimpleAtoi(to.id(), &last)) return absl::InvalidArgumentError("expected the number of a build");
    if (!from) {
      first = last - 1;
    } else if (!absl::SimpleAtoi(from->id(), &first)) {
      return absl::InvalidArgumentError("expected the number of a build");
    }
    constexpr char kSets[] = "items[commitId,id,msg,comment,timestamp,date,author[fullName]]";
    SLIPWAY_ASSIGN_OR_RETURN(const Json job,
                             client_.Get(absl::StrCat(job_, "/api/json?tree=allBuilds[number,changeSet[", kSets,
                                                      "],changeSets[", kSets, "]]")));
    v1::ArtifactChanges changes;
    for (const Json* build : JsonList(job, {"allBuilds"})) {
      int64_t number = 0;
      if (!absl::SimpleAtoi(JsonText(*build, {"number"}), &number) || number <= first || number > last) continue;
      // A pipeline has a list of sets, every other job one.
      std::vector<const Json*> sets = JsonList(*build, {"changeSets"});
      if (const Json* one = JsonAt(*build, {"changeSet"}); one != nullptr) sets.push_back(one);
      for (const Json* set : sets) {
        const std::vector<const Json*> items = JsonList(*set, {"items"});
        for (auto it = items.rbegin(); it != items.rend() && changes.changes_size() < limit; ++it) {
          v1::Change* change = changes.add_changes();
          change->set_id(JsonText(**it, {"commitId"}));
          if (change->id().empty()) change->set_id(JsonText(**it, {"id"}));
          change->set_message(JsonText(**it, {"msg"}));
          change->set_author(JsonText(**it, {"author", "fullName"}));
          int64_t millis = 0;
          if (absl::SimpleAtoi(JsonText(**it, {"timestamp"}), &millis) && millis > 0) {
            change->set_timestamp(
                absl::FormatTime(absl::RFC3339_sec, absl::FromUnixMillis(millis), absl::UTCTimeZone()));
          }
          change->set_url(absl::StrCat(client_.base(), job_, "/", number, "/"));
        }
      }
    }
    return changes;
  }

 private:
  static constexpr char kFields[] =
      "number,displayName,result,building,timestamp,url,actions[lastBuiltRevision[SHA1,branch[SHA1,name]],causes["
      "userName]]";

  static absl::StatusOr<std::string> NormalizeMd5(const std::string& hash) {
    if (hash.size() != 32) return absl::InvalidArgumentError("no MD5");
    return absl::StrCat("md5:", hash);
  }

  absl::StatusOr<v1::ArtifactVersion> Build(const std::string& number) {
    SLIPWAY_ASSIGN_OR_RETURN(const Json build,
                             client_.Get(absl::StrCat(job_, "/", UrlPart(number), "/api/json?tree=", kFields)));
    return VersionOf(build);
  }

  v1::ArtifactVersion VersionOf(const Json& build) const {
    v1::ArtifactVersion version;
    version.set_id(JsonText(build, {"number"}));
    const std::string display = JsonText(build, {"displayName"});
    version.set_name(display.empty() || display == absl::StrCat("#", version.id()) ? version.id() : display);
    version.set_url(JsonText(build, {"url"}));
    int64_t millis = 0;
    if (absl::SimpleAtoi(JsonText(build, {"timestamp"}), &millis) && millis > 0) {
      version.set_created_on(absl::FormatTime(absl::RFC3339_sec, absl::FromUnixMillis(millis), absl::UTCTimeZone()));
    }
    for (const Json* action : JsonList(build, {"actions"})) {
      const std::string commit = JsonText(*action, {"lastBuiltRevision", "SHA1"});
      if (!commit.empty()) {
        version.set_source_version(commit);
        for (const Json* branch : JsonList(*action, {"lastBuiltRevision", "branch"})) {
          std::string name = JsonText(*branch, {"name"});
          for (absl::string_view prefix : {"refs/remotes/origin/", "origin/", "refs/heads/"}) {
            if (absl::StartsWith(name, prefix)) {
              name = name.substr(prefix.size());
              break;
            }
          }
          if (!name.empty() && name != "detached") version.set_source_branch(absl::StrCat("refs/heads/", name));
        }
      }
      for (const Json* cause : JsonList(*action, {"causes"})) {
        const std::string user = JsonText(*cause, {"userName"});
        if (!user.empty()) version.set_requested_for(user);
      }
    }
    return version;
  }

  const RestClient client_;
  std::string job_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeJenkinsSource(const ArtifactOrigin& origin, RestClient client) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string job, RequiredSetting(origin, "definition", "the name of the job"));
  return std::make_unique<JenkinsSource>(std::move(client), job);
}

}  // namespace slipway
