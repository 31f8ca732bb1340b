// Files at addresses that hold {version}. Settings: `versionsUrl`, a list of versions, newest first: JSON texts or
// objects ({id, name, branch, commit, tags}), or one per line; `sha256Url`, the checksum file; `unpack`, zip or tar;
// `file`, the name it gets; `strip`, folders that names in the archive lose.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "adapters/artifact_sources.h"
#include "adapters/digest.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

class HttpSource : public ArtifactSource {
 public:
  struct Settings {
    std::string file_url;
    std::string versions_url;
    std::string sha256_url;
    std::string file;
    ArtifactItem::Form form = ArtifactItem::Form::kFile;
    int32_t strip = 0;
  };
  HttpSource(RestClient client, Settings settings) : client_(std::move(client)), settings_(std::move(settings)) {}

  absl::StatusOr<std::vector<v1::ArtifactVersion>> ListVersions(const ArtifactQuery& query) override {
    std::vector<v1::ArtifactVersion> all;
    if (settings_.versions_url.empty()) {
      if (query.version.empty()) {
        return absl::InvalidArgumentError(
            "which versions there are is not known: set 'versionsUrl', or give the version when the release is "
            "created");
      }
      all.emplace_back().set_id(query.version);
    } else {
      SLIPWAY_ASSIGN_OR_RETURN(const std::string text, client_.GetText(settings_.versions_url));
      const absl::StatusOr<Json> json = ParseJson(text, Limits());
      if (json.ok()) {
        const Json* list = json->is_array() ? &*json : JsonAt(*json, {"versions"});
        if (list == nullptr)
          return absl::InvalidArgumentError("versionsUrl: expected a JSON list, or one in 'versions'");
        for (const Json* entry : JsonList(*list, {})) all.push_back(VersionOf(*entry));
      } else {
        for (absl::string_view line : absl::StrSplit(text, '\n')) {
          line = absl::StripAsciiWhitespace(line);
          if (!line.empty()) all.emplace_back().set_id(std::string(line));
        }
      }
    }
    std::vector<v1::ArtifactVersion> fitting;
    for (v1::ArtifactVersion& version : all) {
      if (version.name().empty()) version.set_name(version.id());
      if (FitsQuery(query, version) && static_cast<int32_t>(fitting.size()) < query.limit)
        fitting.push_back(std::move(version));
    }
    return fitting;
  }

  absl::StatusOr<std::vector<ArtifactItem>> ListItems(const v1::ArtifactVersion& version) override {
    ArtifactItem item;
    item.locator = Filled(settings_.file_url, version);
    item.form = settings_.form;
    item.strip = settings_.strip;
    if (item.form == ArtifactItem::Form::kFile) item.path = Filled(settings_.file, version);
    if (!settings_.sha256_url.empty()) {
      SLIPWAY_ASSIGN_OR_RETURN(const std::string text, client_.GetText(Filled(settings_.sha256_url, version)));
      // As sha256sum writes it: digits, blanks, name.
      const std::vector<absl::string_view> words = absl::StrSplit(text, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
      SLIPWAY_ASSIGN_OR_RETURN(item.digest, NormalizeDigest(absl::StrCat("sha256:", words.empty() ? "" : words[0])));
    }
    return std::vector<ArtifactItem>{item};
  }

  absl::Status Fetch(const ArtifactItem& item, const std::string& path, const FetchOptions& options) override {
    return client_.Download(item.locator, path, options, "*/*");
  }

  absl::StatusOr<v1::ArtifactChanges> ListChanges(const std::optional<v1::ArtifactVersion>&, const v1::ArtifactVersion&,
                                                  int32_t) override {
    return absl::UnimplementedError("a plain address tells no changes");
  }

 private:
  static std::string Filled(const std::string& text, const v1::ArtifactVersion& version) {
    return absl::StrReplaceAll(text, {{"{version}", UrlPart(version.id())}, {"{name}", UrlPart(version.name())}});
  }

  static v1::ArtifactVersion VersionOf(const Json& entry) {
    v1::ArtifactVersion version;
    if (entry.is_string()) {
      version.set_id(entry.get<std::string>());
      return version;
    }
    version.set_id(JsonText(entry, {"id"}));
    version.set_name(JsonText(entry, {"name"}));
    version.set_source_branch(JsonText(entry, {"branch"}));
    version.set_source_version(JsonText(entry, {"commit"}));
    version.set_url(JsonText(entry, {"url"}));
    for (const Json* tag : JsonList(entry, {"tags"})) {
      if (tag->is_string()) version.add_tags(tag->get<std::string>());
    }
    return version;
  }

  const RestClient client_;
  const Settings settings_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeHttpSource(const ArtifactOrigin& origin, RestClient client) {
  HttpSource::Settings settings;
  settings.file_url = origin.location;
  settings.versions_url = SettingOf(origin, "versionsUrl");
  settings.sha256_url = SettingOf(origin, "sha256Url");
  settings.file = SettingOf(origin, "file");
  if (settings.file.empty()) {
    const absl::string_view path = absl::string_view(origin.location).substr(0, origin.location.find('?'));
    settings.file = std::string(path.substr(path.rfind('/') + 1));
  }
  const std::string unpack = SettingOf(origin, "unpack");
  if (unpack == "zip") {
    settings.form = ArtifactItem::Form::kZip;
  } else if (unpack == "tar") {
    settings.form = ArtifactItem::Form::kTar;
  } else if (!unpack.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("artifact '", origin.alias, "' (http): setting 'unpack': expected zip or tar"));
  }
  if (settings.form == ArtifactItem::Form::kFile && settings.file.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("artifact '", origin.alias, "' (http): the address ends without a name; set 'file'"));
  }
  const std::string strip = SettingOf(origin, "strip");
  if (!strip.empty() && (!absl::SimpleAtoi(strip, &settings.strip) || settings.strip < 0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("artifact '", origin.alias, "' (http): setting 'strip': expected a number"));
  }
  return std::make_unique<HttpSource>(std::move(client), std::move(settings));
}

}  // namespace slipway
