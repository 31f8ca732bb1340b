// Packages: NuGet (V3), npm and Maven repositories. A version is the package's version; what is unpacked is the
// package, but for Maven, where the file itself is the artifact.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "adapters/artifact_sources.h"
#include "adapters/digest.h"
#include "adapters/xml_texts.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

// Newest first, before them `latest` where there is such a one; of pre-releases only those that are asked for.
std::vector<v1::ArtifactVersion> Sorted(std::vector<std::string> names, const ArtifactQuery& query, bool prereleases,
                                        const std::string& latest = "") {
  std::sort(names.begin(), names.end(), [&](const std::string& a, const std::string& b) {
    if ((a == latest) != (b == latest)) return a == latest;
    return CompareVersions(a, b) > 0;
  });
  std::vector<v1::ArtifactVersion> versions;
  for (const std::string& name : names) {
    if (static_cast<int32_t>(versions.size()) >= query.limit) break;
    if (query.version.empty() ? IsPrerelease(name) && !prereleases : name != query.version) continue;
    v1::ArtifactVersion& version = versions.emplace_back();
    version.set_id(name);
    version.set_name(name);
  }
  return versions;
}

class PackageSource : public ArtifactSource {
 public:
  PackageSource(RestClient client, std::string package, bool prereleases)
      : client_(std::move(client)), package_(std::move(package)), prereleases_(prereleases) {}

  absl::Status Fetch(const ArtifactItem& item, const std::string& path, const FetchOptions& options) override {
    return client_.Download(item.locator, path, options);
  }
  absl::StatusOr<v1::ArtifactChanges> ListChanges(const std::optional<v1::ArtifactVersion>&, const v1::ArtifactVersion&,
                                                  int32_t) override {
    return absl::UnimplementedError("a package tells no changes");
  }

 protected:
  const RestClient client_;
  const std::string package_;
  const bool prereleases_;
};

class NugetSource : public PackageSource {
 public:
  using PackageSource::PackageSource;

  absl::StatusOr<std::vector<v1::ArtifactVersion>> ListVersions(const ArtifactQuery& query) override {
    SLIPWAY_ASSIGN_OR_RETURN(const std::string folder, Folder());
    SLIPWAY_ASSIGN_OR_RETURN(const Json index, client_.Get(absl::StrCat(folder, "/index.json")));
    std::vector<std::string> names;
    for (const Json* version : JsonList(index, {"versions"})) {
      if (version->is_string()) names.push_back(version->get<std::string>());
    }
    return Sorted(std::move(names), query, prereleases_);
  }

  absl::StatusOr<std::vector<ArtifactItem>> ListItems(const v1::ArtifactVersion& version) override {
    SLIPWAY_ASSIGN_OR_RETURN(const std::string folder, Folder());
    const std::string id = UrlPart(absl::AsciiStrToLower(package_));
    const std::string number = UrlPart(absl::AsciiStrToLower(version.id()));
    ArtifactItem item;
    item.form = ArtifactItem::Form::kZip;
    item.locator = absl::StrCat(folder, "/", number, "/", id, ".", number, ".nupkg");
    return std::vector<ArtifactItem>{item};
  }

 private:
  // Of the package, below the address that the service's index names for contents.
  absl::StatusOr<std::string> Folder() {
    SLIPWAY_ASSIGN_OR_RETURN(const Json index, client_.Get(client_.base()));
    for (const Json* resource : JsonList(index, {"resources"})) {
      if (!absl::StartsWith(JsonText(*resource, {"@type"}), "PackageBaseAddress/3")) continue;
      return absl::StrCat(absl::StripSuffix(JsonText(*resource, {"@id"}), "/"), "/",
                          UrlPart(absl::AsciiStrToLower(package_)));
    }
    return absl::FailedPreconditionError(absl::StrCat(client_.base(), " names no PackageBaseAddress/3.0.0"));
  }
};

class NpmSource : public PackageSource {
 public:
  using PackageSource::PackageSource;

  absl::StatusOr<std::vector<v1::ArtifactVersion>> ListVersions(const ArtifactQuery& query) override {
    SLIPWAY_ASSIGN_OR_RETURN(const Json package, client_.Get(Address()));
    std::vector<std::string> names;
    if (const Json* versions = JsonAt(package, {"versions"}); versions != nullptr && versions->is_object()) {
      for (const auto& [name, value] : versions->get_ref<const Json::object_t&>()) names.push_back(name);
    }
    // What its authors call the latest need not be the highest number.
    return Sorted(std::move(names), query, prereleases_, JsonText(package, {"dist-tags", "latest"}));
  }

  absl::StatusOr<std::vector<ArtifactItem>> ListItems(const v1::ArtifactVersion& version) override {
    SLIPWAY_ASSIGN_OR_RETURN(const Json package, client_.Get(Address()));
    const Json* dist = JsonAt(package, {"versions", version.id(), "dist"});
    if (dist == nullptr)
      return absl::NotFoundError(absl::StrCat("npm package ", package_, " has no version ", version.id()));
    ArtifactItem item;
    item.form = ArtifactItem::Form::kTar;
    item.strip = 1;  // package/
    item.locator = JsonText(*dist, {"tarball"});
    const std::string integrity = JsonText(*dist, {"integrity"});
    const absl::StatusOr<std::string> strong = NormalizeDigest(integrity.substr(0, integrity.find(' ')));
    const absl::StatusOr<std::string> weak = NormalizeDigest(absl::StrCat("sha1:", JsonText(*dist, {"shasum"})));
    if (strong.ok()) {
      item.digest = *strong;
    } else if (weak.ok()) {
      item.digest = *weak;
    }
    return std::vector<ArtifactItem>{item};
  }

 private:
  // The slash of a scope is part of the name.
  std::string Address() const { return absl::StrCat("/", absl::StrReplaceAll(UrlPart(package_), {{"%40", "@"}})); }
};

class MavenSource : public PackageSource {
 public:
  MavenSource(RestClient client, std::string group, std::string artifact, std::string extension, std::string classifier,
              bool prereleases)
      : PackageSource(std::move(client), std::move(artifact), prereleases),
        folder_(absl::StrCat("/", UrlPath(absl::StrReplaceAll(group, {{".", "/"}})), "/", UrlPart(package_))),
        extension_(std::move(extension)),
        classifier_(std::move(classifier)) {}

  absl::StatusOr<std::vector<v1::ArtifactVersion>> ListVersions(const ArtifactQuery& query) override {
    SLIPWAY_ASSIGN_OR_RETURN(const std::string metadata, client_.GetText(absl::StrCat(folder_, "/maven-metadata.xml")));
    SLIPWAY_ASSIGN_OR_RETURN(const XmlTexts texts,
                             XmlTexts::Read(metadata, absl::StrCat(folder_, "/maven-metadata.xml")));
    std::vector<std::string> names = texts.Of("version");
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return Sorted(std::move(names), query, prereleases_);
  }

  absl::StatusOr<std::vector<ArtifactItem>> ListItems(const v1::ArtifactVersion& version) override {
    const std::string folder = absl::StrCat(folder_, "/", UrlPart(version.id()));
    std::string file = version.id();
    if (absl::EndsWith(version.id(), "-SNAPSHOT")) {
      // The newest of it carries its time in place of the word.
      SLIPWAY_ASSIGN_OR_RETURN(const std::string metadata,
                               client_.GetText(absl::StrCat(folder, "/maven-metadata.xml")));
      SLIPWAY_ASSIGN_OR_RETURN(const XmlTexts texts,
                               XmlTexts::Read(metadata, absl::StrCat(folder, "/maven-metadata.xml")));
      const std::vector<std::string> times = texts.Of("timestamp");
      const std::vector<std::string> numbers = texts.Of("buildNumber");
      if (!times.empty() && !numbers.empty()) {
        file = absl::StrCat(absl::StripSuffix(version.id(), "SNAPSHOT"), times[0], "-", numbers[0]);
      }
    }
    ArtifactItem item;
    item.path = absl::StrCat(package_, "-", version.id(), classifier_.empty() ? "" : "-", classifier_, ".", extension_);
    item.locator = absl::StrCat(client_.base(), folder, "/",
                                UrlPart(absl::StrCat(package_, "-", file, classifier_.empty() ? "" : "-", classifier_)),
                                ".", extension_);
    for (const char* algorithm : {"sha512", "sha256", "sha1", "md5"}) {
      const absl::StatusOr<std::string> text = client_.GetText(absl::StrCat(item.locator, ".", algorithm));
      if (!text.ok()) continue;
      const absl::StatusOr<std::string> digest =
          NormalizeDigest(absl::StrCat(algorithm, ":", text->substr(0, text->find(' '))));
      if (!digest.ok()) continue;
      item.digest = *digest;
      break;
    }
    return std::vector<ArtifactItem>{item};
  }

 private:
  const std::string folder_;
  const std::string extension_;
  const std::string classifier_;
};

bool Prereleases(const ArtifactOrigin& origin) {
  return absl::EqualsIgnoreCase(SettingOf(origin, "prereleases"), "true");
}

}  // namespace

absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeNugetSource(const ArtifactOrigin& origin, RestClient client) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string package, RequiredSetting(origin, "definition", "the id of the package"));
  return std::make_unique<NugetSource>(std::move(client), package, Prereleases(origin));
}

absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeNpmSource(const ArtifactOrigin& origin, RestClient client) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string package, RequiredSetting(origin, "definition", "the name of the package"));
  return std::make_unique<NpmSource>(std::move(client), package, Prereleases(origin));
}

absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeMavenSource(const ArtifactOrigin& origin, RestClient client) {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string package, RequiredSetting(origin, "definition", "GROUP:ARTIFACT"));
  const std::vector<std::string> parts = absl::StrSplit(package, ':');
  if (parts.size() != 2 || parts[0].empty() || parts[1].empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "artifact '", origin.alias, "' (maven): setting 'definition': expected GROUP:ARTIFACT, got '", package, "'"));
  }
  std::string extension = SettingOf(origin, "extension");
  if (extension.empty()) extension = "jar";
  return std::make_unique<MavenSource>(std::move(client), parts[0], parts[1], extension,
                                       SettingOf(origin, "classifier"), Prereleases(origin));
}

}  // namespace slipway
