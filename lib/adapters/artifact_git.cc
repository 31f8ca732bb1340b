// Git repositories, by the `git` program: a version is a commit, its files those of the commit, without .git.
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "adapters/artifact_sources.h"
#include "adapters/subprocess.h"
#include "base/status_macros.h"
#include "ports/http.h"
#include "runner/files.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;

bool IsCommit(absl::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         text.find_first_not_of("0123456789abcdef") == absl::string_view::npos;
}

// Removed with what it holds.
class ScratchFolder {
 public:
  explicit ScratchFolder(std::string path) : path_(std::move(path)) {}
  ~ScratchFolder() { RemoveTree(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  const std::string path_;
};

// Bytes that another program reads as a file and that are on no disk; gone with this object.
class FileInMemory {
 public:
  explicit FileInMemory(absl::string_view text) : file_(::memfd_create("slipway", MFD_CLOEXEC)) {
    // ssh wants its keys to be nobody else's.
    if (file_.valid() && (::fchmod(file_.get(), 0600) != 0 || !WriteAll(file_.get(), text))) file_.reset();
  }
  bool valid() const { return file_.valid(); }
  std::string path() const { return absl::StrCat("/proc/", ::getpid(), "/fd/", file_.get()); }

 private:
  UniqueFd file_;
};

std::string DataOf(const v1::ServiceEndpoint& endpoint, absl::string_view name) {
  for (const auto& [key, value] : endpoint.data()) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

// As ssh reads its files: as of Unix, with an end of the last line.
std::string Lines(absl::string_view text) {
  return absl::StrCat(absl::StrReplaceAll(absl::StripTrailingAsciiWhitespace(text), {{"\r\n", "\n"}}), "\n");
}

// git speaks with its helpers line by line: what comes behind the first one would be another field.
std::string OneLine(absl::string_view text) { return std::string(text.substr(0, text.find_first_of("\r\n"))); }

class GitSource : public ArtifactSource {
 public:
  struct Settings {
    std::string url;
    std::string branch;  // without refs/heads/
    bool submodules = false;
    bool nested_submodules = false;
    bool lfs = false;
    int32_t depth = 1;
  };
  GitSource(Settings settings, const v1::ServiceEndpoint& endpoint, std::string scratch,
            std::function<bool()> cancelled)
      : settings_(std::move(settings)), scratch_(std::move(scratch)), cancelled_(std::move(cancelled)) {
    // Of the machine's user nothing is asked.
    config_.emplace_back("credential.helper", "");
    HttpRequest login;
    Authorize(endpoint, &login);
    // In the environment: arguments can be read by everybody on the machine. For the repository's own host only, which
    // may lead elsewhere: git takes credentials along on its way there when they are a header.
    const std::string origin = UrlOrigin(settings_.url);
    if (absl::StartsWith(origin, "http") && !login.bearer_token.empty()) {
      config_.emplace_back(absl::StrCat("http.", origin, "/.extraHeader"),
                           absl::StrCat("Authorization: Bearer ", login.bearer_token));
      config_.emplace_back("http.followRedirects", "false");
    } else if (absl::StartsWith(origin, "http") && !(login.username.empty() && login.password.empty())) {
      config_.emplace_back(absl::StrCat("credential.", origin, ".helper"),
                           "!printf 'username=%s\\npassword=%s\\n' \"$SLIPWAY_GIT_USER\" \"$SLIPWAY_GIT_PASSWORD\";:");
      login_ = {{"SLIPWAY_GIT_USER", OneLine(login.username)}, {"SLIPWAY_GIT_PASSWORD", OneLine(login.password)}};
    }
    if (login.accept_untrusted_certificates) config_.emplace_back("http.sslVerify", "false");
    for (const auto& [name, option] :
         {std::pair("PrivateKey", "-o IdentitiesOnly=yes -i "),
          std::pair("knownHosts", "-o GlobalKnownHostsFile=/dev/null -o UserKnownHostsFile=")}) {
      const std::string text = DataOf(endpoint, name);
      if (text.empty()) continue;
      ssh_files_.push_back(std::make_unique<FileInMemory>(Lines(text)));
      absl::StrAppend(&ssh_, " ", option, ssh_files_.back()->path());
    }
    config_.emplace_back("core.hooksPath", "/dev/null");
    config_.emplace_back("core.fsmonitor", "false");
    config_.emplace_back("advice.detachedHead", "false");
  }

  absl::StatusOr<std::vector<v1::ArtifactVersion>> ListVersions(const ArtifactQuery& query) override {
    SLIPWAY_ASSIGN_OR_RETURN(const std::string refs, Git({"ls-remote", "--heads", "--tags", "--", settings_.url}, ""));
    absl::string_view branch = query.branch.empty() ? settings_.branch : query.branch;
    absl::ConsumePrefix(&branch, "refs/heads/");
    // Commit -> tags; an annotated tag has its commit on the line with ^{}.
    std::vector<std::pair<std::string, std::string>> heads;
    std::vector<std::pair<std::string, std::string>> tags;
    for (absl::string_view line : absl::StrSplit(refs, '\n', absl::SkipEmpty())) {
      const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(line, absl::MaxSplits('\t', 1));
      absl::string_view name = parts.second;
      if (absl::ConsumePrefix(&name, "refs/heads/")) {
        heads.emplace_back(std::string(name), std::string(parts.first));
      } else if (absl::ConsumePrefix(&name, "refs/tags/")) {
        const bool peeled = absl::ConsumeSuffix(&name, "^{}");
        if (peeled && !tags.empty() && tags.back().first == name) tags.pop_back();
        tags.emplace_back(std::string(name), std::string(parts.first));
      }
    }
    std::vector<v1::ArtifactVersion> versions;
    const auto add = [&](const std::string& commit, const std::string& of_branch) {
      v1::ArtifactVersion version;
      version.set_id(commit);
      version.set_name(commit.substr(0, 8));
      version.set_source_version(commit);
      if (!of_branch.empty()) version.set_source_branch(absl::StrCat("refs/heads/", of_branch));
      version.set_repository_provider("Git");
      for (const auto& [tag, tagged] : tags) {
        if (tagged == commit) version.add_tags(tag);
      }
      ArtifactQuery rest = query;
      rest.branch.clear();
      rest.version.clear();
      if (FitsQuery(rest, version)) versions.push_back(std::move(version));
    };
    if (!query.version.empty()) {
      for (const auto& [name, commit] : heads) {
        if (versions.empty() && (name == query.version || absl::StartsWith(commit, query.version))) add(commit, name);
      }
      for (const auto& [name, commit] : tags) {
        if (versions.empty() && (name == query.version || absl::StartsWith(commit, query.version))) add(commit, "");
      }
      // A commit that no branch ends at is found when it is fetched.
      if (versions.empty() && IsCommit(query.version)) add(query.version, "");
      return versions;
    }
    for (const auto& [name, commit] : heads) {
      if (name == branch) add(commit, name);
    }
    if (versions.empty() && query.tags.empty() && !branch.empty() &&
        std::none_of(heads.begin(), heads.end(), [&](const auto& head) { return head.first == branch; })) {
      return absl::NotFoundError(absl::StrCat(settings_.url, " has no branch '", branch, "'"));
    }
    // Without a branch of one's own: the tip of the branch that a clone would check out.
    if (versions.empty() && branch.empty()) {
      SLIPWAY_ASSIGN_OR_RETURN(const std::string head, Git({"ls-remote", "--symref", "--", settings_.url, "HEAD"}, ""));
      std::string of_branch;
      for (absl::string_view line : absl::StrSplit(head, '\n', absl::SkipEmpty())) {
        if (absl::ConsumePrefix(&line, "ref: refs/heads/")) {
          of_branch = std::string(line.substr(0, line.find('\t')));
        } else if (absl::EndsWith(line, "\tHEAD")) {
          add(std::string(line.substr(0, line.find('\t'))), of_branch);
        }
      }
    }
    return versions;
  }

  absl::StatusOr<std::vector<ArtifactItem>> ListItems(const v1::ArtifactVersion& version) override {
    ArtifactItem item;
    item.form = ArtifactItem::Form::kFolder;
    item.locator = version.id();
    if (!IsCommit(item.locator)) {
      ArtifactQuery query;
      query.version = version.id();
      SLIPWAY_ASSIGN_OR_RETURN(const std::vector<v1::ArtifactVersion> found, ListVersions(query));
      if (found.empty()) {
        return absl::NotFoundError(absl::StrCat(settings_.url, " has no branch, tag or commit '", version.id(), "'"));
      }
      item.locator = found[0].id();
    }
    return std::vector<ArtifactItem>{item};
  }

  absl::Status Fetch(const ArtifactItem& item, const std::string& path, const FetchOptions&) override {
    SLIPWAY_RETURN_IF_ERROR(Git({"init", "--quiet", "--template=", "."}, path).status());
    const std::string depth = absl::StrCat("--depth=", settings_.depth);
    std::vector<std::string> fetch = {"fetch", "--quiet", "--no-tags"};
    if (settings_.depth > 0) fetch.push_back(depth);
    fetch.insert(fetch.end(), {"--", settings_.url, item.locator});
    const absl::Status direct = Git(fetch, path).status();
    if (!direct.ok()) {
      if (absl::IsPermissionDenied(direct) || absl::IsDeadlineExceeded(direct)) return direct;
      // Some servers give away branches and tags only.
      SLIPWAY_RETURN_IF_ERROR(
          Git({"fetch", "--quiet", "--tags", "--", settings_.url, "+refs/heads/*:refs/remotes/origin/*"}, path)
              .status());
    }
    std::vector<std::pair<std::string, std::string>> lfs;
    if (!settings_.lfs) lfs.emplace_back("GIT_LFS_SKIP_SMUDGE", "1");
    SLIPWAY_RETURN_IF_ERROR(Git({"checkout", "--quiet", "--force", "--detach", item.locator}, path, lfs).status());
    if (settings_.submodules) {
      SLIPWAY_RETURN_IF_ERROR(Git({"remote", "add", "origin", settings_.url}, path).status());
      std::vector<std::string> update = {"submodule", "--quiet", "update", "--init"};
      if (settings_.nested_submodules) update.push_back("--recursive");
      if (settings_.depth > 0) update.push_back(depth);
      SLIPWAY_RETURN_IF_ERROR(Git(update, path).status());
    }
    // What is deployed are the files. Submodules have a file .git that leads into the folder.
    RemoveTree(absl::StrCat(path, "/.git"));
    if (settings_.submodules) {
      std::vector<std::string> links;
      std::error_code error;
      for (const auto& entry : fs::recursive_directory_iterator(path, error)) {
        if (entry.path().filename() == ".git") links.push_back(entry.path().string());
      }
      for (const std::string& link : links) RemoveTree(link);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<v1::ArtifactChanges> ListChanges(const std::optional<v1::ArtifactVersion>& from,
                                                  const v1::ArtifactVersion& to, int32_t limit) override {
    for (const v1::ArtifactVersion* version : {&to, from ? &*from : &to}) {
      if (!IsCommit(version->id()))
        return absl::InvalidArgumentError(absl::StrCat("'", version->id(), "' is no commit"));
    }
    SLIPWAY_RETURN_IF_ERROR(MakeFolders(scratch_, 0700));
    std::string name = absl::StrCat(scratch_, "/git-XXXXXX");
    if (::mkdtemp(name.data()) == nullptr)
      return absl::ErrnoToStatus(errno, absl::StrCat("cannot create a folder in ", scratch_));
    const ScratchFolder folder(name);
    SLIPWAY_RETURN_IF_ERROR(Git({"init", "--quiet", "--bare", "--template=", "."}, folder.path()).status());
    // History without contents, where the server can leave them out.
    const std::vector<std::string> all = {"fetch", "--quiet",     "--filter=blob:none",        "--tags",
                                          "--",    settings_.url, "+refs/heads/*:refs/heads/*"};
    SLIPWAY_RETURN_IF_ERROR(Git(all, folder.path()).status());
    const std::string range = from ? absl::StrCat(from->id(), "..", to.id()) : to.id();
    absl::StatusOr<std::string> log =
        Git({"log", absl::StrCat("--max-count=", from ? limit : 1), "--format=%H%x1f%an%x1f%aI%x1f%B%x1e", range, "--"},
            folder.path());
    if (!log.ok()) {
      return absl::NotFoundError(
          absl::StrCat("no branch of ", settings_.url, " holds both commits: ", log.status().message()));
    }
    v1::ArtifactChanges changes;
    for (absl::string_view record : absl::StrSplit(*log, '\x1e')) {
      const std::vector<absl::string_view> fields = absl::StrSplit(absl::StripLeadingAsciiWhitespace(record), '\x1f');
      if (fields.size() != 4) continue;
      v1::Change* change = changes.add_changes();
      change->set_id(std::string(fields[0]));
      change->set_author(std::string(fields[1]));
      change->set_timestamp(std::string(fields[2]));
      change->set_message(std::string(absl::StripTrailingAsciiWhitespace(fields[3])));
    }
    return changes;
  }

 private:
  absl::StatusOr<std::string> Git(std::vector<std::string> arguments, const std::string& folder,
                                  std::vector<std::pair<std::string, std::string>> environment = {}) const {
    SubprocessRequest request;
    request.argv = {"git"};
    const std::string what = arguments[0];
    request.argv.insert(request.argv.end(), arguments.begin(), arguments.end());
    request.working_directory = folder;
    request.environment = std::move(environment);
    request.cancelled = cancelled_;
    request.environment.insert(request.environment.end(), login_.begin(), login_.end());
    request.environment.emplace_back("GIT_TERMINAL_PROMPT", "0");
    request.environment.emplace_back("GIT_ASKPASS", "/bin/false");
    request.environment.emplace_back("SSH_ASKPASS", "/bin/false");
    for (const auto& file : ssh_files_) {
      if (!file->valid()) return absl::ResourceExhaustedError("no memory for the key of the service endpoint");
    }
    request.environment.emplace_back("GIT_SSH_COMMAND", ssh_);
    // `ext::` would run any command that a repository's address, or a submodule's, names.
    // Submodules of a repository of elsewhere must not be found on this machine.
    const bool is_local = settings_.url[0] == '/' || absl::StartsWith(settings_.url, "file:");
    request.environment.emplace_back("GIT_ALLOW_PROTOCOL", is_local ? "file:git:http:https:ssh" : "git:http:https:ssh");
    request.environment.emplace_back("LC_ALL", "C");
    request.environment.emplace_back("GIT_CONFIG_COUNT", absl::StrCat(config_.size()));
    for (size_t i = 0; i < config_.size(); ++i) {
      request.environment.emplace_back(absl::StrCat("GIT_CONFIG_KEY_", i), config_[i].first);
      request.environment.emplace_back(absl::StrCat("GIT_CONFIG_VALUE_", i), config_[i].second);
    }
    SLIPWAY_ASSIGN_OR_RETURN(SubprocessResult result, RunSubprocess(request));
    if (result.exit_code == 0) return std::move(result.output);
    std::string said(absl::StripAsciiWhitespace(result.errors));
    // Addresses of people may hold a password.
    said = std::string(absl::StrReplaceAll(said, {{settings_.url, Shown()}}));
    const std::string message = absl::StrCat("git ", what, " ", Shown(), ": ", said.empty() ? "it failed" : said);
    for (const char* denied : {"Authentication failed", "could not read Username", "Permission denied",
                               "Host key verification", "terminal prompts disabled"}) {
      if (absl::StrContains(said, denied)) return absl::PermissionDeniedError(message);
    }
    for (const char* away : {"Could not resolve host", "Failed to connect", "Connection refused", "timed out",
                             "unable to access", "Connection reset", "early EOF", "RPC failed"}) {
      if (absl::StrContains(said, away)) return absl::UnavailableError(message);
    }
    return absl::NotFoundError(message);
  }

  std::string Shown() const {
    const size_t scheme = settings_.url.find("://");
    const size_t at = settings_.url.find('@');
    if (scheme == std::string::npos || at == std::string::npos || at < scheme) return settings_.url;
    return absl::StrCat(settings_.url.substr(0, scheme + 3), settings_.url.substr(at + 1));
  }

  const Settings settings_;
  const std::string scratch_;
  const std::function<bool()> cancelled_;
  std::vector<std::pair<std::string, std::string>> config_;
  std::vector<std::pair<std::string, std::string>> login_;  // for the environment
  std::string ssh_ = "ssh -o BatchMode=yes -o StrictHostKeyChecking=yes";
  std::vector<std::unique_ptr<FileInMemory>> ssh_files_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ArtifactSource>> MakeGitSource(const ArtifactOrigin& origin, const std::string& scratch,
                                                              std::function<bool()> cancelled) {
  GitSource::Settings settings;
  settings.url = origin.location;
  // Never an option of git's, never a command of one of its helpers.
  if (settings.url[0] == '-' || absl::StrContains(settings.url, "::")) {
    return absl::InvalidArgumentError(absl::StrCat("artifact '", origin.alias, "' (git): `location`: '", settings.url,
                                                   "' is no address of a repository"));
  }
  settings.branch = SettingOf(origin, "branch");
  if (settings.branch.empty()) settings.branch = SettingOf(origin, "branches");
  absl::string_view branch = settings.branch;
  if (absl::ConsumePrefix(&branch, "refs/heads/")) settings.branch = std::string(branch);
  const auto is = [&](const char* name) { return absl::EqualsIgnoreCase(SettingOf(origin, name), "true"); };
  settings.submodules = is("checkoutSubmodules");
  settings.nested_submodules = is("checkoutNestedSubmodules");
  settings.lfs = is("gitLfsSupport");
  // Only the files are kept, so that more history than one commit is of no use to anybody.
  settings.depth = 1;
  return std::make_unique<GitSource>(std::move(settings), origin.endpoint, scratch, std::move(cancelled));
}

}  // namespace slipway
