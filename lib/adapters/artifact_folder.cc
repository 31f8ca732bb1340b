// Artifacts in a folder: LOCATION/VERSION/files. Beside a version's folder there may be VERSION.json with what a build
// server would know of it: {"sourceBranch", "sourceVersion", "tags": [], "url", "changes": [{"id", "message", "author",
// "timestamp", "url"}], "workItems": [{"id", "title", "type", "state", "assignee", "url"}]}.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "adapters/artifact_sources.h"
#include "adapters/file_copy.h"
#include "base/status_macros.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxNote = 4 << 20;
constexpr size_t kMaxFiles = 1000000;

class FolderSource : public ArtifactSource {
 public:
  explicit FolderSource(std::string root) : root_(std::move(root)) {}

  absl::StatusOr<std::vector<v1::ArtifactVersion>> ListVersions(const ArtifactQuery& query) override {
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<Version> versions, Versions());
    std::vector<v1::ArtifactVersion> fitting;
    for (const Version& version : versions) {
      if (static_cast<int32_t>(fitting.size()) >= query.limit) break;
      if (!query.version.empty() && version.name != query.version) continue;
      SLIPWAY_ASSIGN_OR_RETURN(v1::ArtifactVersion told, Describe(version));
      if (FitsQuery(query, told)) fitting.push_back(std::move(told));
    }
    return fitting;
  }

  absl::StatusOr<std::vector<ArtifactItem>> ListItems(const v1::ArtifactVersion& version) override {
    SLIPWAY_ASSIGN_OR_RETURN(const std::string folder, FolderOf(version.id()));
    std::vector<ArtifactItem> items;
    std::error_code error;
    fs::recursive_directory_iterator at(folder, error);
    if (error) return absl::UnavailableError(absl::StrCat("cannot read ", folder, ": ", error.message()));
    for (const fs::recursive_directory_iterator end; at != end; at.increment(error)) {
      if (error) break;
      // What links lead to is taken when it is a file; links to folders could lead in circles.
      const fs::file_status status = at->status(error);
      if (error || !fs::is_regular_file(status)) {
        error.clear();
        continue;
      }
      if (items.size() >= kMaxFiles) {
        return absl::ResourceExhaustedError(absl::StrCat(folder, " holds more than ", kMaxFiles, " files"));
      }
      ArtifactItem item;
      item.locator = at->path().string();
      item.path = item.locator.substr(folder.size() + 1);
      item.size = static_cast<int64_t>(fs::file_size(at->path(), error));
      struct stat info;
      if (::stat(item.locator.c_str(), &info) == 0) {
        item.stamp = absl::StrCat(info.st_ino, "/", info.st_mtim.tv_sec, ".", info.st_mtim.tv_nsec);
      }
      item.executable = (status.permissions() & fs::perms::owner_exec) != fs::perms::none;
      items.push_back(std::move(item));
    }
    if (error) return absl::UnavailableError(absl::StrCat("cannot read ", folder, ": ", error.message()));
    std::sort(items.begin(), items.end(), [](const ArtifactItem& a, const ArtifactItem& b) { return a.path < b.path; });
    return items;
  }

  absl::Status Fetch(const ArtifactItem& item, const std::string& path, const FetchOptions& options) override {
    const UniqueFd from(::open(item.locator.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!from.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", item.locator));
    // From the beginning: what lies there may be another file by now, and reading costs what comparing would.
    const UniqueFd to(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!to.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot write ", path));
    const absl::Status copied = CopyContent(from.get(), to.get(), options.progress);
    if (copied.ok()) return copied;
    return absl::Status(copied.code(), absl::StrCat(item.locator, ": ", copied.message()));
  }

  absl::StatusOr<v1::ArtifactChanges> ListChanges(const std::optional<v1::ArtifactVersion>& from,
                                                  const v1::ArtifactVersion& to, int32_t limit) override {
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<Version> versions, Versions());
    v1::ArtifactChanges changes;
    bool inside = false;
    // Newest first: from `to` on, until `from`.
    for (const Version& version : versions) {
      if (version.name == to.id()) inside = true;
      if (from && version.name == from->id()) break;
      if (!inside) continue;
      SLIPWAY_RETURN_IF_ERROR(AddNoted(version, limit, &changes));
      if (!from) break;
    }
    if (!inside) return absl::NotFoundError(absl::StrCat("there is no folder ", root_, "/", to.id()));
    return changes;
  }

 private:
  struct Version {
    std::string name;
    fs::file_time_type changed;
  };

  absl::StatusOr<std::vector<Version>> Versions() const {
    std::error_code error;
    std::vector<Version> versions;
    fs::directory_iterator at(root_, error);
    if (error) {
      return absl::UnavailableError(absl::StrCat("the folder ", root_, " cannot be read: ", error.message()));
    }
    for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
      std::error_code ignored;
      const std::string name = at->path().filename().string();
      if (name[0] == '.' || !at->is_directory(ignored)) continue;
      versions.push_back({name, at->last_write_time(ignored)});
    }
    if (error) return absl::UnavailableError(absl::StrCat("the folder ", root_, " cannot be read: ", error.message()));
    // By the time of the last change; copied in one go they have the same, then the name tells.
    std::sort(versions.begin(), versions.end(), [](const Version& a, const Version& b) {
      return a.changed != b.changed ? a.changed > b.changed : CompareVersions(a.name, b.name) > 0;
    });
    return versions;
  }

  absl::StatusOr<std::string> FolderOf(const std::string& version) const {
    std::error_code error;
    const std::string folder = absl::StrCat(root_, "/", version);
    if (version.empty() || version[0] == '.' || absl::StrContains(version, "/") || !fs::is_directory(folder, error)) {
      return absl::NotFoundError(absl::StrCat("there is no folder ", folder));
    }
    return folder;
  }

  absl::StatusOr<Json> Note(const std::string& version) const {
    std::ifstream in(absl::StrCat(root_, "/", version, ".json"));
    if (!in) return Json::object();
    std::string text(kMaxNote, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<size_t>(in.gcount()));
    absl::StatusOr<Json> note = ParseJson(text, Limits());
    if (note.ok()) return note;
    return absl::InvalidArgumentError(absl::StrCat(root_, "/", version, ".json: ", note.status().message()));
  }

  absl::StatusOr<v1::ArtifactVersion> Describe(const Version& version) const {
    SLIPWAY_ASSIGN_OR_RETURN(const Json note, Note(version.name));
    v1::ArtifactVersion told;
    told.set_id(version.name);
    told.set_name(version.name);
    told.set_source_branch(JsonText(note, {"sourceBranch"}));
    told.set_source_version(JsonText(note, {"sourceVersion"}));
    told.set_url(JsonText(note, {"url"}));
    for (const Json* tag : JsonList(note, {"tags"})) {
      if (tag->is_string()) told.add_tags(tag->get<std::string>());
    }
    struct stat info;
    if (::stat(absl::StrCat(root_, "/", version.name).c_str(), &info) == 0) {
      told.set_created_on(absl::FormatTime(absl::RFC3339_sec, absl::FromTimeT(info.st_mtime), absl::UTCTimeZone()));
    }
    return told;
  }

  absl::Status AddNoted(const Version& version, int32_t limit, v1::ArtifactChanges* changes) const {
    SLIPWAY_ASSIGN_OR_RETURN(const Json note, Note(version.name));
    for (const Json* entry : JsonList(note, {"changes"})) {
      if (changes->changes_size() >= limit) break;
      v1::Change* change = changes->add_changes();
      change->set_id(JsonText(*entry, {"id"}));
      change->set_message(JsonText(*entry, {"message"}));
      change->set_author(JsonText(*entry, {"author"}));
      change->set_timestamp(JsonText(*entry, {"timestamp"}));
      change->set_url(JsonText(*entry, {"url"}));
    }
    for (const Json* entry : JsonList(note, {"workItems"})) {
      const std::string id = JsonText(*entry, {"id"});
      if (changes->work_items_size() >= limit) break;
      if (std::any_of(changes->work_items().begin(), changes->work_items().end(),
                      [&](const v1::WorkItem& known) { return known.id() == id; })) {
        continue;
      }
      v1::WorkItem* item = changes->add_work_items();
      item->set_id(id);
      item->set_title(JsonText(*entry, {"title"}));
      item->set_type(JsonText(*entry, {"type"}));
      item->set_state(JsonText(*entry, {"state"}));
      item->set_assignee(JsonText(*entry, {"assignee"}));
      item->set_url(JsonText(*entry, {"url"}));
    }
    return absl::OkStatus();
  }

  const std::string root_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeFolderSource(const ArtifactOrigin& origin) {
  absl::string_view folder = origin.location;
  absl::ConsumePrefix(&folder, "file://");
  if (folder.empty() || folder[0] != '/') {
    return absl::InvalidArgumentError(absl::StrCat("artifact '", origin.alias, "' (folder): `location`: expected an ",
                                                   "absolute path, got '", folder, "'"));
  }
  while (folder.size() > 1 && absl::EndsWith(folder, "/")) folder.remove_suffix(1);
  return std::make_unique<FolderSource>(std::string(folder));
}

}  // namespace slipway
