#include "adapters/artifact_manifest.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "adapters/digest.h"
#include "adapters/rest_client.h"
#include "model/json_member.h"
#include "model/json_text.h"
#include "runner/files.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

// Everything that makes it another download.
std::string IdentityOf(const ArtifactItem& item) {
  return absl::StrCat(item.path, "\n", item.locator, "\n", item.size, "\n", item.digest, "\n",
                      static_cast<int>(item.form), "\n", item.strip, "\n", item.stamp);
}

int64_t Number(const Json& json, absl::string_view name, int64_t otherwise) {
  int64_t number = 0;
  return absl::SimpleAtoi(JsonText(json, {name}), &number) ? number : otherwise;
}

Json ItemJson(const ArtifactItem& item) {
  Json json = Json::object();
  json["path"] = item.path;
  json["locator"] = item.locator;
  if (item.size >= 0) json["size"] = item.size;
  if (!item.digest.empty()) json["digest"] = item.digest;
  if (item.form != ArtifactItem::Form::kFile) json["form"] = static_cast<int>(item.form);
  if (item.strip != 0) json["strip"] = item.strip;
  if (item.executable) json["executable"] = true;
  if (!item.stamp.empty()) json["stamp"] = item.stamp;
  return json;
}

ArtifactItem ItemOf(const Json& json) {
  ArtifactItem item;
  item.path = JsonText(json, {"path"});
  item.locator = JsonText(json, {"locator"});
  item.size = Number(json, "size", -1);
  item.digest = JsonText(json, {"digest"});
  item.form = static_cast<ArtifactItem::Form>(Number(json, "form", 0));
  item.strip = static_cast<int32_t>(Number(json, "strip", 0));
  item.executable = JsonText(json, {"executable"}) == "true";
  item.stamp = JsonText(json, {"stamp"});
  return item;
}

Limits LineLimits() {
  Limits limits;
  limits.max_document_bytes = int64_t{1} << 30;
  return limits;
}

}  // namespace

std::string ArtifactKey(const ArtifactOrigin& origin, const v1::ArtifactVersion& version) {
  std::string text = absl::StrCat("slipway-artifact-1\n", origin.kind, "\n", origin.location, "\n", version.id(), "\n");
  for (const auto& [name, value] : origin.settings) absl::StrAppend(&text, name, "=", value, "\n");
  absl::StrAppend(&text, "\n");
  // Only what says which things they are: the default version, for one, does not.
  for (const char* name :
       {"project", "definition", "definitions", "checkoutSubmodules", "checkoutNestedSubmodules", "gitLfsSupport"}) {
    const auto found = origin.reference.find(name);
    if (found != origin.reference.end()) absl::StrAppend(&text, name, "=", found->second, "\n");
  }
  return Sha256Of(text);
}

void ArtifactManifest::Load() {
  std::ifstream in(path_);
  for (std::string line; std::getline(in, line);) {
    const absl::StatusOr<Json> json = ParseJson(line, LineLimits());
    // Behind a line that a crash cut short may stand others, of later downloads.
    if (!json.ok() || !json->is_object()) continue;
    if (const Json* list = FindMember(*json, "items"); list != nullptr && list->is_array()) {
      items_.emplace();
      for (const Json& entry : *list) items_->push_back(ItemOf(entry));
    } else if (const Json* item = FindMember(*json, "item"); item != nullptr) {
      std::vector<CachedFile> files;
      for (const Json* entry : JsonList(*json, {"files"})) {
        CachedFile& file = files.emplace_back();
        file.path = JsonText(*entry, {"path"});
        file.sha256 = JsonText(*entry, {"sha256"});
        file.size = Number(*entry, "size", 0);
        file.executable = JsonText(*entry, {"executable"}) == "true";
        file.link = JsonText(*entry, {"link"});
      }
      files_[IdentityOf(ItemOf(*item))] = std::move(files);
    }
  }
}

const std::vector<CachedFile>* ArtifactManifest::FilesOf(const ArtifactItem& item) const {
  const auto found = files_.find(IdentityOf(item));
  return found == files_.end() ? nullptr : &found->second;
}

std::vector<std::string> ArtifactManifest::Objects() const {
  std::vector<std::string> objects;
  for (const auto& [identity, files] : files_) {
    for (const CachedFile& file : files) {
      if (file.link.empty()) objects.push_back(file.sha256);
    }
  }
  return objects;
}

absl::Status ArtifactManifest::SetItems(std::vector<ArtifactItem> items) {
  const auto same = [](const ArtifactItem& a, const ArtifactItem& b) { return IdentityOf(a) == IdentityOf(b); };
  if (items_ && std::equal(items.begin(), items.end(), items_->begin(), items_->end(), same)) return absl::OkStatus();
  Json list = Json::array();
  for (const ArtifactItem& item : items) list.push_back(ItemJson(item));
  Json line = Json::object();
  line["items"] = std::move(list);
  items_ = std::move(items);
  return Append(WriteJson(line, -1));
}

absl::Status ArtifactManifest::SetFiles(const ArtifactItem& item, std::vector<CachedFile> files) {
  Json list = Json::array();
  for (const CachedFile& file : files) {
    Json json = Json::object();
    json["path"] = file.path;
    if (file.link.empty()) {
      json["sha256"] = file.sha256;
      json["size"] = file.size;
      if (file.executable) json["executable"] = true;
    } else {
      json["link"] = file.link;
    }
    list.push_back(std::move(json));
  }
  Json line = Json::object();
  line["item"] = ItemJson(item);
  line["files"] = std::move(list);
  files_[IdentityOf(item)] = std::move(files);
  return Append(WriteJson(line, -1));
}

void ArtifactManifest::Touch() const { ::utimensat(AT_FDCWD, path_.c_str(), nullptr, 0); }

absl::Status ArtifactManifest::Append(const std::string& line) {
  const UniqueFd file(::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
  // In front of it too: the line before may have been cut short.
  if (!file.valid() || !WriteAll(file.get(), absl::StrCat("\n", line, "\n"))) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot write ", path_));
  }
  return absl::OkStatus();
}

}  // namespace slipway
