#include "adapters/artifact_download.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "adapters/artifact_cache.h"
#include "adapters/artifact_manifest.h"
#include "adapters/rest_client.h"
#include "base/status_macros.h"
#include "model/json_member.h"
#include "model/json_text.h"
#include "runner/files.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLittleDisk = uint64_t{100} << 20;

Json MapJson(const std::map<std::string, std::string>& map) {
  Json json = Json::object();
  for (const auto& [name, value] : map) json[name] = value;
  return json;
}

std::map<std::string, std::string> MapOf(const Json& json, absl::string_view name) {
  std::map<std::string, std::string> map;
  const Json* found = FindMember(json, name);
  if (found == nullptr || !found->is_object()) return map;
  for (const auto& [key, value] : found->get_ref<const Json::object_t&>()) {
    if (value.is_string()) map[key] = value.get<std::string>();
  }
  return map;
}

Json ListJson(const std::vector<std::string>& list) {
  Json json = Json::array();
  for (const std::string& text : list) json.push_back(text);
  return json;
}

std::vector<std::string> ListOf(const Json& json, absl::string_view name) {
  std::vector<std::string> list;
  for (const Json* entry : JsonList(json, {name})) {
    if (entry->is_string()) list.push_back(entry->get<std::string>());
  }
  return list;
}

Limits PlanLimits() {
  Limits limits;
  limits.max_document_bytes = int64_t{256} << 20;
  return limits;
}

v1::ServiceEndpoint EndpointOf(const std::string& id, const std::string& name,
                               const std::function<std::string(const std::string&)>& environment) {
  v1::ServiceEndpoint endpoint;
  if (id.empty()) return endpoint;
  endpoint.set_id(id);
  endpoint.set_name(name);
  endpoint.set_url(environment(absl::StrCat("ENDPOINT_URL_", id)));
  const absl::StatusOr<Json> authorization = ParseJson(environment(absl::StrCat("ENDPOINT_AUTH_", id)), PlanLimits());
  if (authorization.ok()) {
    endpoint.set_scheme(JsonText(*authorization, {"scheme"}));
    for (const auto& [key, value] : MapOf(*authorization, "parameters")) (*endpoint.mutable_parameters())[key] = value;
  }
  Json data = Json::object();
  const absl::StatusOr<Json> given = ParseJson(environment(absl::StrCat("ENDPOINT_DATA_", id)), PlanLimits());
  if (given.ok()) data["data"] = *given;
  for (const auto& [key, value] : MapOf(data, "data")) (*endpoint.mutable_data())[key] = value;
  return endpoint;
}

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"%", "%AZP25"}, {"\r", "%0D"}, {"\n", "%0A"}, {"]", "%5D"}, {";", "%3B"}});
}

std::string Bytes(int64_t bytes) {
  if (bytes < 10000) return absl::StrCat(bytes, " bytes");
  if (bytes < 10000000) return absl::StrCat((bytes + 500) / 1000, " kB");
  return absl::StrCat((bytes + 500000) / 1000000, " MB");
}

// What lies in the folder of artifacts: by alias, for which scope and from where. Written whole, under another name
// first.
class FolderState {
 public:
  explicit FolderState(std::string path) : path_(std::move(path)) {}

  absl::Status Lock(const std::function<void(absl::string_view)>& print) {
    if (path_.empty()) return absl::OkStatus();
    const std::string path = absl::StrCat(path_, ".lock");
    lock_.reset(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!lock_.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot open ", path));
    if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) {
      print("Another job of this environment is filling the folder; waiting for it.");
      while (::flock(lock_.get(), LOCK_EX) != 0) {
        if (errno != EINTR) return absl::ErrnoToStatus(errno, absl::StrCat("cannot lock ", path));
      }
    }
    std::ifstream in(path_);
    std::stringstream text;
    text << in.rdbuf();
    absl::StatusOr<Json> json = ParseJson(text.str(), PlanLimits());
    state_ = json.ok() && json->is_object() ? *std::move(json) : Json::object();
    return absl::OkStatus();
  }

  bool HasScope(const std::string& scope) const { return !path_.empty() && JsonText(state_, {"scope"}) == scope; }
  absl::Status Begin(const std::string& scope) {
    state_ = Json::object();
    state_["scope"] = scope;
    state_["artifacts"] = Json::object();
    return Write();
  }
  bool Has(const std::string& alias, const std::string& what) const {
    return JsonText(state_, {"artifacts", alias}) == what;
  }
  absl::Status Set(const std::string& alias, const std::string& what) {
    state_["artifacts"][alias] = what;
    return Write();
  }

 private:
  absl::Status Write() {
    if (path_.empty()) return absl::OkStatus();
    const std::string fresh = absl::StrCat(path_, ".new");
    std::error_code ignored;
    fs::remove(fresh, ignored);
    SLIPWAY_RETURN_IF_ERROR(WriteNewFile(fresh, WriteJson(state_, -1), 0600));
    if (::rename(fresh.c_str(), path_.c_str()) != 0)
      return absl::ErrnoToStatus(errno, absl::StrCat("cannot write ", path_));
    return absl::OkStatus();
  }

  const std::string path_;
  UniqueFd lock_;
  Json state_ = Json::object();
};

class Download {
 public:
  Download(const DownloadPlan& plan, ArtifactSourceFactory* sources,
           const std::function<void(absl::string_view)>& print)
      : plan_(plan), sources_(sources), print_(print), cache_(plan.cache), state_(plan.state) {}

  absl::Status Run() {
    SLIPWAY_RETURN_IF_ERROR(MakeFolders(plan_.folder, 0755));
    struct statvfs disk;
    if (::statvfs(plan_.folder.c_str(), &disk) == 0 && disk.f_bavail * disk.f_frsize < kLittleDisk) {
      Warn(absl::StrCat("less than 100 MB are free on the disk of ", plan_.folder));
    }
    SLIPWAY_RETURN_IF_ERROR(state_.Lock([this](absl::string_view line) { Say(line); }));
    if (!plan_.state.empty() && !state_.HasScope(plan_.scope)) {
      // task-contract 8.1: always a clean folder. What was in it is no longer known before it goes.
      SLIPWAY_RETURN_IF_ERROR(state_.Begin(plan_.scope));
      std::error_code error;
      for (const auto& entry : fs::directory_iterator(plan_.folder, error)) RemoveTree(entry.path().string());
    }
    bool any = false;
    for (size_t i = 0; i < plan_.artifacts.size(); ++i) {
      const ArtifactDownload& artifact = plan_.artifacts[i];
      const std::string& alias = artifact.origin.alias;
      if (!artifact.error.empty())
        return absl::FailedPreconditionError(absl::StrCat("artifact '", alias, "': ", artifact.error));
      if (!artifact.skip.empty()) {
        const std::string line = absl::StrCat("Artifact '", alias, "' is not downloaded: ", artifact.skip);
        artifact.warn ? Warn(line) : Say(line);
        continue;
      }
      const absl::Status status = One(artifact, i);
      if (!status.ok())
        return absl::Status(status.code(), absl::StrCat(alias.empty() ? "" : absl::StrCat("artifact '", alias, "': "),
                                                        status.message()));
      any = true;
    }
    if (any && downloaded_) cache_.Trim(plan_.max_cache_bytes).IgnoreError();
    return absl::OkStatus();
  }

 private:
  // Names of files and texts of servers: one line of them must not become a logging command.
  void Say(absl::string_view line) const {
    print_(
        absl::StrReplaceAll(line, {{"\r", " "}, {"\n", " "}, {"##vso", "#vso"}, {"##VSO", "#VSO"}, {"##Vso", "#Vso"}}));
  }
  void Warn(absl::string_view line) const { print_(absl::StrCat("##vso[task.logissue type=warning]", Escaped(line))); }

  absl::StatusOr<v1::ArtifactVersion> VersionOf(const ArtifactDownload& artifact) const {
    if (!artifact.version.id().empty()) return artifact.version;
    SLIPWAY_ASSIGN_OR_RETURN(const std::unique_ptr<ArtifactSource> source, sources_->Make(artifact.origin));
    ArtifactQuery query = plan_.query;
    query.limit = 1;
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<v1::ArtifactVersion> versions, source->ListVersions(query));
    if (versions.empty()) return absl::NotFoundError("its source has no version that was asked for");
    return versions.front();
  }

  absl::Status One(const ArtifactDownload& artifact, size_t index) {
    SLIPWAY_ASSIGN_OR_RETURN(const v1::ArtifactVersion version, VersionOf(artifact));
    const std::string& alias = artifact.origin.alias;
    const std::string label = version.name().empty() || version.name() == version.id()
                                  ? version.id()
                                  : absl::StrCat(version.name(), " (", version.id(), ")");
    const std::string from = artifact.origin.endpoint.name().empty()
                                 ? artifact.origin.location
                                 : absl::StrCat("'", artifact.origin.endpoint.name(), "'");
    const std::string folder = alias.empty() ? plan_.folder : absl::StrCat(plan_.folder, "/", alias);
    if (alias == "." || alias == ".." || absl::StrContains(alias, "/")) {
      return absl::InvalidArgumentError("its alias is no name of a folder");
    }
    const std::string what =
        absl::StrCat(ArtifactKey(artifact.origin, version), " ", absl::StrJoin(artifact.items, "\n"));
    if (!plan_.state.empty() && state_.Has(alias, what)) {
      Say(absl::StrCat("Artifact '", alias, "' ", label,
                       " is there already: an earlier job of this phase has downloaded it."));
      return absl::OkStatus();
    }
    Say(absl::StrCat("Downloading ", alias.empty() ? "" : absl::StrCat("artifact '", alias, "' "), label, " from ",
                     artifact.origin.kind, " ", from,
                     artifact.items.empty() ? "" : absl::StrCat(", only ", absl::StrJoin(artifact.items, ", "))));
    ArtifactCache::Request request;
    request.origin = &artifact.origin;
    request.version = &version;
    request.items = artifact.items;
    request.parallel = plan_.parallel;
    request.print = [this](const std::string& line) { Say(line); };
    request.progress = [&](int64_t done, int64_t total) {
      if (total <= 0) return;
      const int64_t share = 100 * std::min(done, total) / total;
      const int64_t percent =
          (100 * static_cast<int64_t>(index) + share) / static_cast<int64_t>(plan_.artifacts.size());
      if (percent <= percent_) return;
      percent_ = percent;
      print_(absl::StrCat("##vso[task.setprogress value=", percent, ";]Downloading artifacts"));
    };
    SLIPWAY_ASSIGN_OR_RETURN(const ArtifactCache::Provided provided, cache_.Provide(request, sources_));
    downloaded_ = downloaded_ || provided.downloaded > 0;
    SLIPWAY_RETURN_IF_ERROR(cache_.Place(provided.files, folder, !plan_.state.empty()));
    if (!plan_.state.empty()) SLIPWAY_RETURN_IF_ERROR(state_.Set(alias, what));
    int64_t bytes = 0;
    for (const CachedFile& file : provided.files) bytes += file.size;
    Say(absl::StrCat(provided.files.size(), provided.files.size() == 1 ? " file, " : " files, ", Bytes(bytes), ", in ",
                     folder,
                     provided.downloaded == 0 ? "; all from the cache"
                                              : absl::StrCat("; ", Bytes(provided.downloaded_bytes), " downloaded")));
    if (provided.files.empty()) {
      Warn(absl::StrCat("artifact '", alias, "' ", label,
                        artifact.items.empty() ? " holds no files" : " holds no files that were asked for"));
    }
    if (!plan_.output_variable.empty()) {
      print_(absl::StrCat("##vso[task.setvariable variable=", plan_.output_variable, ";]", Escaped(version.name())));
    }
    return absl::OkStatus();
  }

  const DownloadPlan& plan_;
  ArtifactSourceFactory* const sources_;
  const std::function<void(absl::string_view)>& print_;
  ArtifactCache cache_;
  FolderState state_;
  bool downloaded_ = false;
  int64_t percent_ = 0;
};

}  // namespace

std::string WriteDownloadPlan(const DownloadPlan& plan) {
  Json json = Json::object();
  json["folder"] = plan.folder;
  json["cache"] = plan.cache;
  json["state"] = plan.state;
  json["scope"] = plan.scope;
  json["parallel"] = plan.parallel;
  json["maxCacheBytes"] = absl::StrCat(plan.max_cache_bytes);
  json["outputVariable"] = plan.output_variable;
  json["query"] = {{"branch", plan.query.branch}, {"version", plan.query.version}, {"tags", ListJson(plan.query.tags)}};
  json["artifacts"] = Json::array();
  for (const ArtifactDownload& artifact : plan.artifacts) {
    Json one = Json::object();
    one["alias"] = artifact.origin.alias;
    one["kind"] = artifact.origin.kind;
    one["location"] = artifact.origin.location;
    one["reference"] = MapJson(artifact.origin.reference);
    one["settings"] = MapJson(artifact.origin.settings);
    one["endpoint"] = artifact.origin.endpoint.id();
    one["endpointName"] = artifact.origin.endpoint.name();
    one["id"] = artifact.version.id();
    one["name"] = artifact.version.name();
    one["items"] = ListJson(artifact.items);
    one["skip"] = artifact.skip;
    one["warn"] = artifact.warn;
    one["error"] = artifact.error;
    json["artifacts"].push_back(std::move(one));
  }
  return WriteJson(json);
}

absl::StatusOr<DownloadPlan> ReadDownloadPlan(absl::string_view text,
                                              const std::function<std::string(const std::string&)>& environment) {
  SLIPWAY_ASSIGN_OR_RETURN(const Json json, ParseJson(text, PlanLimits()));
  DownloadPlan plan;
  plan.folder = JsonText(json, {"folder"});
  plan.cache = JsonText(json, {"cache"});
  plan.state = JsonText(json, {"state"});
  plan.scope = JsonText(json, {"scope"});
  if (plan.folder.empty() || plan.cache.empty()) return absl::InvalidArgumentError("expected folder and cache");
  if (!absl::SimpleAtoi(JsonText(json, {"parallel"}), &plan.parallel)) plan.parallel = 4;
  if (!absl::SimpleAtoi(JsonText(json, {"maxCacheBytes"}), &plan.max_cache_bytes)) plan.max_cache_bytes = -1;
  plan.output_variable = JsonText(json, {"outputVariable"});
  plan.query.branch = JsonText(json, {"query", "branch"});
  plan.query.version = JsonText(json, {"query", "version"});
  if (const Json* query = FindMember(json, "query"); query != nullptr) plan.query.tags = ListOf(*query, "tags");
  for (const Json* one : JsonList(json, {"artifacts"})) {
    ArtifactDownload& artifact = plan.artifacts.emplace_back();
    artifact.origin.alias = JsonText(*one, {"alias"});
    artifact.origin.kind = JsonText(*one, {"kind"});
    artifact.origin.location = JsonText(*one, {"location"});
    artifact.origin.reference = MapOf(*one, "reference");
    artifact.origin.settings = MapOf(*one, "settings");
    artifact.origin.endpoint = EndpointOf(JsonText(*one, {"endpoint"}), JsonText(*one, {"endpointName"}), environment);
    artifact.version.set_id(JsonText(*one, {"id"}));
    artifact.version.set_name(JsonText(*one, {"name"}));
    artifact.items = ListOf(*one, "items");
    artifact.skip = JsonText(*one, {"skip"});
    artifact.warn = JsonText(*one, {"warn"}) == "true";
    artifact.error = JsonText(*one, {"error"});
  }
  return plan;
}

int RunDownload(const DownloadPlan& plan, ArtifactSourceFactory* sources,
                const std::function<void(absl::string_view line)>& print) {
  const absl::Status status = Download(plan, sources, print).Run();
  if (!status.ok()) {
    print(absl::StrCat("##vso[task.logissue type=error]", Escaped(status.message())));
    print(absl::StrCat("##vso[task.complete result=Failed;]", Escaped(status.message())));
  }
  return 0;
}

}  // namespace slipway
