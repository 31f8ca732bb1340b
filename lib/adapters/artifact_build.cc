// Builds of VSTS, TFS and Azure DevOps, by their Build REST API. Artifacts in containers are downloaded file by file,
// pipeline artifacts as one zip, those on a file share from where it is mounted here.
#include <algorithm>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "adapters/artifact_sources.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

constexpr char kApi[] = "api-version=5.0";

class BuildSource : public ArtifactSource {
 public:
  struct Settings {
    std::string project;
    std::string definition;  // ids, comma separated; empty = any
    std::string share;       // where file shares are mounted: UNC prefix=folder
    std::string artifact;    // only the one of this name; empty = all
  };
  BuildSource(RestClient client, Settings settings) : client_(std::move(client)), settings_(std::move(settings)) {}

  absl::StatusOr<std::vector<v1::ArtifactVersion>> ListVersions(const ArtifactQuery& query) override {
    std::vector<v1::ArtifactVersion> versions;
    std::string address =
        absl::StrCat(Project(), "/_apis/build/builds?", kApi, "&statusFilter=completed",
                     "&resultFilter=succeeded,partiallySucceeded&queryOrder=finishTimeDescending&$top=",
                     std::clamp(query.limit, 1, 1000));
    if (!settings_.definition.empty()) absl::StrAppend(&address, "&definitions=", settings_.definition);
    if (!query.branch.empty()) {
      const bool is_ref = absl::StartsWith(query.branch, "refs/");
      absl::StrAppend(&address, "&branchName=", UrlPath(absl::StrCat(is_ref ? "" : "refs/heads/", query.branch)));
    }
    if (!query.tags.empty()) absl::StrAppend(&address, "&tagFilters=", UrlPart(absl::StrJoin(query.tags, ",")));
    int64_t id = 0;
    if (absl::SimpleAtoi(query.version, &id)) {
      absl::StrAppend(&address, "&buildIds=", id);
    } else if (!query.version.empty()) {
      absl::StrAppend(&address, "&buildNumber=", UrlPart(query.version));
    }
    SLIPWAY_ASSIGN_OR_RETURN(const Json builds, client_.Get(address));
    for (const Json* build : JsonList(builds, {"value"})) {
      v1::ArtifactVersion version = VersionOf(*build);
      // Servers of old do not know every filter.
      if (FitsQuery(query, version)) versions.push_back(std::move(version));
    }
    return versions;
  }

  absl::StatusOr<std::vector<ArtifactItem>> ListItems(const v1::ArtifactVersion& version) override {
    const std::string build = absl::StrCat(Project(), "/_apis/build/builds/", UrlPart(version.id()));
    SLIPWAY_ASSIGN_OR_RETURN(const Json json, client_.Get(absl::StrCat(build, "?", kApi)));
    const std::string made_by = JsonText(json, {"definition", "id"});
    const std::vector<std::string> wanted = absl::StrSplit(settings_.definition, ',', absl::SkipWhitespace());
    if (!wanted.empty() && !made_by.empty() && std::find(wanted.begin(), wanted.end(), made_by) == wanted.end()) {
      return absl::FailedPreconditionError(absl::StrCat("build ", version.id(), " belongs to build definition ",
                                                        made_by, ", not to ", settings_.definition));
    }
    SLIPWAY_ASSIGN_OR_RETURN(const Json artifacts, client_.Get(absl::StrCat(build, "/artifacts?", kApi)));
    std::vector<ArtifactItem> items;
    for (const Json* artifact : JsonList(artifacts, {"value"})) {
      const std::string name = JsonText(*artifact, {"name"});
      if (!settings_.artifact.empty() && !absl::EqualsIgnoreCase(name, settings_.artifact)) continue;
      const std::string type = JsonText(*artifact, {"resource", "type"});
      if (absl::EqualsIgnoreCase(type, "Container")) {
        SLIPWAY_RETURN_IF_ERROR(AddContainer(name, JsonText(*artifact, {"resource", "data"}), &items));
      } else if (absl::EqualsIgnoreCase(type, "FilePath")) {
        SLIPWAY_RETURN_IF_ERROR(AddShare(name, JsonText(*artifact, {"resource", "data"}), &items));
      } else {
        ArtifactItem item;
        item.path = "";  // the zip's names begin with the artifact's
        item.form = ArtifactItem::Form::kZip;
        item.locator = JsonText(*artifact, {"resource", "downloadUrl"});
        if (item.locator.empty()) {
          return absl::FailedPreconditionError(absl::StrCat("artifact '", name, "' of build ", version.id(),
                                                            " is of type '", type, "' and has no download address"));
        }
        items.push_back(std::move(item));
      }
    }
    return items;
  }

  absl::Status Fetch(const ArtifactItem& item, const std::string& path, const FetchOptions& options) override {
    if (item.locator[0] != '/')
      return client_.Download(item.locator, path, options, "application/octet-stream, application/zip");
    std::error_code error;
    std::filesystem::copy_file(item.locator, path, std::filesystem::copy_options::overwrite_existing, error);
    if (error) return absl::UnavailableError(absl::StrCat("cannot copy ", item.locator, ": ", error.message()));
    if (options.progress) options.progress(item.size);
    return absl::OkStatus();
  }

  absl::StatusOr<v1::ArtifactChanges> ListChanges(const std::optional<v1::ArtifactVersion>& from,
                                                  const v1::ArtifactVersion& to, int32_t limit) override {
    const std::string one = absl::StrCat(Project(), "/_apis/build/builds/", UrlPart(to.id()));
    const std::string range = from ? absl::StrCat("?fromBuildId=", UrlPart(from->id()), "&toBuildId=", UrlPart(to.id()),
                                                  "&$top=", limit, "&api-version=5.0-preview.2")
                                   : "";
    const auto address = [&](const char* what) {
      return from ? absl::StrCat(Project(), "/_apis/build/", what, range)
                  : absl::StrCat(one, "/", what, "?$top=", limit, "&", kApi);
    };
    v1::ArtifactChanges changes;
    SLIPWAY_ASSIGN_OR_RETURN(const Json commits, client_.Get(address("changes")));
    for (const Json* entry : JsonList(commits, {"value"})) {
      if (changes.changes_size() >= limit) break;
      v1::Change* change = changes.add_changes();
      change->set_id(JsonText(*entry, {"id"}));
      change->set_message(JsonText(*entry, {"message"}));
      change->set_author(JsonText(*entry, {"author", "displayName"}));
      change->set_timestamp(JsonText(*entry, {"timestamp"}));
      change->set_url(JsonText(*entry, {"displayUri"}));
    }
    SLIPWAY_ASSIGN_OR_RETURN(const Json items, client_.Get(address("workitems")));
    std::vector<std::string> ids;
    for (const Json* entry : JsonList(items, {"value"})) {
      if (changes.work_items_size() >= limit) break;
      v1::WorkItem* item = changes.add_work_items();
      item->set_id(JsonText(*entry, {"id"}));
      item->set_url(JsonText(*entry, {"url"}));
      ids.push_back(item->id());
    }
    if (!ids.empty()) Describe(ids, &changes);
    return changes;
  }

 private:
  std::string Project() const { return settings_.project.empty() ? "" : absl::StrCat("/", UrlPart(settings_.project)); }

  // Titles and states; ids alone are worth something too, so that what goes wrong here is let pass.
  void Describe(const std::vector<std::string>& ids, v1::ArtifactChanges* changes) const {
    const absl::StatusOr<Json> details =
        client_.Get(absl::StrCat("/_apis/wit/workitems?", kApi, "&errorPolicy=omit&ids=", absl::StrJoin(ids, ","),
                                 "&fields=System.Title,System.State,System.WorkItemType,System.AssignedTo"));
    if (!details.ok()) return;
    for (const Json* entry : JsonList(*details, {"value"})) {
      for (v1::WorkItem& item : *changes->mutable_work_items()) {
        if (item.id() != JsonText(*entry, {"id"})) continue;
        item.set_title(JsonText(*entry, {"fields", "System.Title"}));
        item.set_state(JsonText(*entry, {"fields", "System.State"}));
        item.set_type(JsonText(*entry, {"fields", "System.WorkItemType"}));
        item.set_assignee(JsonText(*entry, {"fields", "System.AssignedTo"}));
        if (item.assignee().empty())
          item.set_assignee(JsonText(*entry, {"fields", "System.AssignedTo", "displayName"}));
      }
    }
  }

  // `data` is #/CONTAINER/ROOT: files -> ROOT/... (task-contract 8.3).
  absl::Status AddContainer(const std::string& name, const std::string& data, std::vector<ArtifactItem>* items) const {
    const std::vector<std::string> parts = absl::StrSplit(data, absl::MaxSplits('/', 2));
    int64_t container = 0;
    if (parts.size() < 2 || parts[0] != "#" || !absl::SimpleAtoi(parts[1], &container)) {
      return absl::FailedPreconditionError(
          absl::StrCat("artifact '", name, "': expected #/CONTAINER/PATH, got '", data, "'"));
    }
    const std::string root = parts.size() > 2 ? parts[2] : name;
    const std::string address = absl::StrCat("/_apis/resources/Containers/", container);
    SLIPWAY_ASSIGN_OR_RETURN(
        const Json listing,
        client_.Get(absl::StrCat(address, "?itemPath=", UrlPart(root), "&isShallow=false&api-version=4.1-preview.4")));
    for (const Json* entry : JsonList(listing, {"value"})) {
      if (!absl::EqualsIgnoreCase(JsonText(*entry, {"itemType"}), "file")) continue;
      const std::string path = absl::StrReplaceAll(JsonText(*entry, {"path"}), {{"\\", "/"}});
      ArtifactItem item;
      item.path = absl::StartsWith(path, absl::StrCat(root, "/")) ? absl::StrCat(name, path.substr(root.size())) : path;
      item.locator = absl::StrCat(client_.base(), address, "?itemPath=", UrlPart(path),
                                  "&$format=octetStream&api-version=4.1-preview.4");
      if (!absl::SimpleAtoi(JsonText(*entry, {"fileLength"}), &item.size)) item.size = -1;
      items->push_back(std::move(item));
    }
    return absl::OkStatus();
  }

  absl::Status AddShare(const std::string& name, const std::string& data, std::vector<ArtifactItem>* items) const {
    std::string folder = absl::StrReplaceAll(data, {{"\\", "/"}});
    const size_t equals = settings_.share.find('=');
    if (equals != std::string::npos) {
      const std::string from = absl::StrReplaceAll(settings_.share.substr(0, equals), {{"\\", "/"}});
      if (absl::StartsWithIgnoreCase(folder, from))
        folder = settings_.share.substr(equals + 1) + folder.substr(from.size());
    }
    std::error_code error;
    if (std::filesystem::is_directory(absl::StrCat(folder, "/", name), error)) absl::StrAppend(&folder, "/", name);
    if (absl::StartsWith(folder, "//") || !std::filesystem::is_directory(folder, error)) {
      return absl::FailedPreconditionError(absl::StrCat(
          "artifact '", name, "' lies on the file share ", data,
          ", which is not reached from here; mount it and say where: setting 'share' = \\\\SERVER\\SHARE=/mnt/folder"));
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
      std::error_code ignored;
      if (!entry.is_regular_file(ignored)) continue;
      ArtifactItem item;
      item.locator = entry.path().string();
      item.path = absl::StrCat(name, "/", item.locator.substr(folder.size() + 1));
      item.size = static_cast<int64_t>(entry.file_size(ignored));
      items->push_back(std::move(item));
    }
    if (error) return absl::UnavailableError(absl::StrCat("cannot read ", folder, ": ", error.message()));
    std::sort(items->begin(), items->end(),
              [](const ArtifactItem& a, const ArtifactItem& b) { return a.path < b.path; });
    return absl::OkStatus();
  }

  static v1::ArtifactVersion VersionOf(const Json& build) {
    v1::ArtifactVersion version;
    version.set_id(JsonText(build, {"id"}));
    version.set_name(JsonText(build, {"buildNumber"}));
    version.set_source_branch(JsonText(build, {"sourceBranch"}));
    version.set_source_version(JsonText(build, {"sourceVersion"}));
    for (const Json* tag : JsonList(build, {"tags"})) {
      if (tag->is_string()) version.add_tags(tag->get<std::string>());
    }
    version.set_url(JsonText(build, {"_links", "web", "href"}));
    version.set_requested_for(JsonText(build, {"requestedFor", "displayName"}));
    version.set_repository_id(JsonText(build, {"repository", "id"}));
    version.set_repository_provider(JsonText(build, {"repository", "type"}));
    version.set_definition_id(JsonText(build, {"definition", "id"}));
    version.set_created_on(JsonText(build, {"finishTime"}));
    return version;
  }

  const RestClient client_;
  const Settings settings_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeBuildSource(const ArtifactOrigin& origin, RestClient client) {
  BuildSource::Settings settings;
  settings.project = SettingOf(origin, "project");
  settings.definition = SettingOf(origin, "definitions");
  if (settings.definition.empty()) {
    SLIPWAY_ASSIGN_OR_RETURN(settings.definition,
                             RequiredSetting(origin, "definition", "the id of the build definition"));
  }
  settings.definition = absl::StrReplaceAll(settings.definition, {{" ", ""}});
  settings.share = SettingOf(origin, "share");
  settings.artifact = SettingOf(origin, "artifact");
  return std::make_unique<BuildSource>(std::move(client), std::move(settings));
}

}  // namespace slipway
