#include "core/trigger_index.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "model/macros.h"

namespace slipway {
namespace {

// As branches are compared: without refs/heads/, in lower case.
std::string Normal(absl::string_view branch) {
  absl::ConsumePrefix(&branch, "refs/heads/");
  return absl::AsciiStrToLower(branch);
}

using Ids = std::vector<uint32_t>;

void EraseFrom(Ids& ids, uint32_t id) {
  const auto found = std::find(ids.begin(), ids.end(), id);
  if (found == ids.end()) return;
  *found = ids.back();
  ids.pop_back();
}

// Variables of the definition may be used in trigger filters (domain.md 3.1).
std::string Expanded(const std::string& text, const v1::ReleaseDefinition& definition) {
  if (!absl::StrContains(text, "$(")) return text;
  return ExpandBracketed(text, [&](absl::string_view name) -> std::optional<std::string> {
    for (const auto& [key, value] : definition.variables()) {
      if (absl::EqualsIgnoreCase(key, name) && !value.is_secret()) return value.value();
    }
    return std::nullopt;
  });
}

// Every kind of trigger says the same thing in its own words: filters over a version.
std::vector<v1::ArtifactFilter> FiltersOf(const v1::Trigger& trigger, const v1::ReleaseDefinition& definition) {
  std::vector<v1::ArtifactFilter> filters(trigger.trigger_conditions().begin(), trigger.trigger_conditions().end());
  for (const std::string& branch : trigger.branch_filters()) filters.emplace_back().set_source_branch(branch);
  for (const v1::TagFilter& tag : trigger.tag_filters()) *filters.emplace_back().mutable_tag_filter() = tag;
  for (const v1::PullRequestFilter& pull : trigger.pull_request_filters()) {
    v1::ArtifactFilter& filter = filters.emplace_back();
    filter.set_source_branch(pull.target_branch());
    *filter.mutable_tags() = pull.tags();
  }
  for (v1::ArtifactFilter& filter : filters) filter.set_source_branch(Expanded(filter.source_branch(), definition));
  return filters;
}

// A version of an image or a release of a repository is called by its tag; a build's number is no tag.
bool NamedByTag(v1::ReleaseTriggerType trigger, absl::string_view type) {
  if (trigger == v1::RELEASE_TRIGGER_TYPE_CONTAINER_IMAGE || trigger == v1::RELEASE_TRIGGER_TYPE_PACKAGE) return true;
  for (absl::string_view known : {"GitHubRelease", "DockerHub", "AzureContainerRepository"}) {
    if (absl::EqualsIgnoreCase(type, known)) return true;
  }
  return false;
}

// `*` stands for any run of characters, all else for itself.
std::string RegexOfGlob(absl::string_view glob) {
  std::string regex;
  for (const absl::string_view part : absl::StrSplit(glob, '*')) {
    if (part.data() != glob.data()) regex += ".*";
    regex += RE2::QuoteMeta(re2::StringPiece(part.data(), part.size()));
  }
  return regex;
}

// Texts by hash, found by the start (or the end) of what is asked: one look-up for each length that occurs.
class Affixes {
 public:
  void Insert(const std::string& text, uint32_t id) {
    texts_[text].push_back(id);
    ++lengths_[text.size()];
  }
  void Erase(const std::string& text, uint32_t id) {
    EraseFrom(texts_[text], id);
    if (texts_[text].empty()) texts_.erase(text);
    if (--lengths_[text.size()] == 0) lengths_.erase(text.size());
  }
  void Find(absl::string_view asked, bool at_end, Ids* found) const {
    for (const auto& [length, count] : lengths_) {
      if (length > asked.size()) break;
      const auto ids = texts_.find(at_end ? asked.substr(asked.size() - length) : asked.substr(0, length));
      if (ids != texts_.end()) found->insert(found->end(), ids->second.begin(), ids->second.end());
    }
  }

 private:
  absl::flat_hash_map<std::string, Ids> texts_;
  std::map<size_t, size_t> lengths_;  // length -> how often it occurs
};

}  // namespace

// Regular expressions asked all at once.
class TriggerIndex::Patterns {
 public:
  explicit Patterns(RE2::Anchor anchor) : anchor_(anchor) {}
  void Insert(const std::string& regex, uint32_t id) {
    ids_[regex].push_back(id);
    set_.reset();
  }
  void Erase(const std::string& regex, uint32_t id) {
    EraseFrom(ids_[regex], id);
    if (ids_[regex].empty()) ids_.erase(regex);
    set_.reset();
  }
  void Find(absl::string_view text, Ids* found) const {
    if (ids_.empty()) return;
    if (set_ == nullptr) Compile();
    std::vector<int> matched;
    RE2::Set::ErrorInfo error{};
    if (compiled_ && set_->Match(re2::StringPiece(text.data(), text.size()), &matched, &error)) {
      for (const int index : matched) Append(*of_set_[index], found);
      return;
    }
    if (compiled_ && error.kind == RE2::Set::kNoError) return;
    // Too large to be asked at once: all are candidates, and are checked one by one.
    for (const auto& [regex, ids] : ids_) Append(ids, found);
  }

 private:
  static void Append(const Ids& ids, Ids* found) { found->insert(found->end(), ids.begin(), ids.end()); }
  void Compile() const {
    RE2::Options options(RE2::Quiet);
    options.set_max_mem(int64_t{64} << 20);
    set_ = std::make_unique<RE2::Set>(options, anchor_);
    of_set_.clear();
    for (const auto& [regex, ids] : ids_) {
      if (set_->Add(regex, nullptr) >= 0) of_set_.push_back(&ids);
    }
    compiled_ = of_set_.size() == ids_.size() && set_->Compile();
  }

  RE2::Anchor anchor_;
  std::map<std::string, Ids> ids_;
  mutable std::unique_ptr<RE2::Set> set_;  // null: something changed since
  mutable std::vector<const Ids*> of_set_;
  mutable bool compiled_ = false;
};

// All that listens to one source.
struct TriggerIndex::Group {
  absl::flat_hash_map<std::string, Ids> branches;
  Affixes prefixes;
  Affixes suffixes;
  absl::flat_hash_map<std::string, Ids> tags;
  Patterns branch_patterns{RE2::ANCHOR_BOTH};
  Patterns tag_patterns{RE2::UNANCHORED};
  Ids any;
  Ids all;
};

TriggerIndex::TriggerIndex() = default;
TriggerIndex::~TriggerIndex() = default;
TriggerIndex::TriggerIndex(TriggerIndex&&) noexcept = default;
TriggerIndex& TriggerIndex::operator=(TriggerIndex&&) noexcept = default;

TriggerIndex::Key TriggerIndex::KeyOf(const v1::ArtifactFilter& filter) {
  absl::string_view text = absl::StripAsciiWhitespace(filter.source_branch());
  absl::ConsumePrefix(&text, "+");
  if (!text.empty() && !filter.use_build_definition_branch()) {
    std::string branch = Normal(text);
    const size_t star = branch.find('*');
    if (star == std::string::npos) return {Kind::kBranch, std::move(branch)};
    if (star + 1 == branch.size()) return {Kind::kPrefix, branch.substr(0, star)};
    if (star == 0 && branch.find('*', 1) == std::string::npos) return {Kind::kSuffix, branch.substr(1)};
    return {Kind::kBranchPattern, RegexOfGlob(branch)};
  }
  for (const std::string& tag : filter.tags()) {
    if (!tag.empty()) return {Kind::kTag, absl::AsciiStrToLower(tag)};
  }
  if (!filter.tag_filter().pattern().empty()) return {Kind::kTagPattern, filter.tag_filter().pattern()};
  return {};
}

absl::Status TriggerIndex::Add(const v1::ReleaseDefinition& definition) {
  Remove(definition.id());
  if (definition.is_deleted() || definition.is_disabled()) return absl::OkStatus();
  absl::Status status;
  for (int i = 0; i < definition.triggers_size(); ++i) {
    const absl::Status added = AddTrigger(definition, definition.triggers(i));
    if (!added.ok() && status.ok()) {
      status = absl::Status(added.code(), absl::StrCat("triggers[", i, "]: ", added.message()));
    }
  }
  return status;
}

absl::Status TriggerIndex::AddTrigger(const v1::ReleaseDefinition& definition, const v1::Trigger& trigger) {
  if (trigger.trigger_type() == v1::RELEASE_TRIGGER_TYPE_SCHEDULE ||
      trigger.trigger_type() == v1::RELEASE_TRIGGER_TYPE_UNDEFINED) {
    return absl::OkStatus();
  }
  const v1::Artifact* artifact = nullptr;
  for (const v1::Artifact& candidate : definition.artifacts()) {
    if (absl::EqualsIgnoreCase(candidate.alias(), trigger.artifact_alias())) artifact = &candidate;
  }
  if (artifact == nullptr) return absl::OkStatus();
  const auto reference = [&](const char* key) -> const v1::SourceReference& {
    const auto found = artifact->definition_reference().find(key);
    return found == artifact->definition_reference().end() ? v1::SourceReference::default_instance() : found->second;
  };

  Listener listener;
  listener.definition_id = definition.id();
  listener.alias = artifact->alias();
  listener.trigger_type = trigger.trigger_type();
  listener.type = artifact->type();
  listener.named_by_tag = NamedByTag(trigger.trigger_type(), artifact->type());
  listener.project_id = reference("project").id();
  listener.project_name = reference("project").name();
  const std::vector<v1::ArtifactFilter> filters = FiltersOf(trigger, definition);
  std::vector<const v1::ArtifactFilter*> pointers;
  for (const v1::ArtifactFilter& filter : filters) {
    pointers.push_back(&filter);
    listener.on_tagging = listener.on_tagging || filter.create_release_on_build_tagging();
    if (absl::StartsWith(absl::StripAsciiWhitespace(filter.source_branch()), "-")) continue;
    listener.keys.push_back(KeyOf(filter));
  }
  // Without an include everything is included.
  if (listener.keys.empty()) listener.keys.emplace_back();
  absl::StatusOr<ArtifactFilterSet> compiled = ArtifactFilterSet::Compile(pointers);
  if (!compiled.ok()) return compiled.status();
  listener.filters = *std::move(compiled);

  std::set<std::string> sources;
  for (absl::string_view name :
       {absl::string_view(reference("definition").id()), absl::string_view(reference("definition").name()),
        absl::string_view(artifact->source_id()), absl::string_view(artifact->alias())}) {
    if (!name.empty()) sources.insert(absl::AsciiStrToLower(name));
  }
  for (absl::string_view id : absl::StrSplit(reference("definitions").id(), ',', absl::SkipWhitespace())) {
    sources.insert(absl::AsciiStrToLower(absl::StripAsciiWhitespace(id)));
  }
  listener.sources.assign(sources.begin(), sources.end());

  uint32_t id;
  if (free_.empty()) {
    id = static_cast<uint32_t>(listeners_.size());
    listeners_.push_back(std::move(listener));
  } else {
    id = free_.back();
    free_.pop_back();
    listeners_[id] = std::move(listener);
  }
  of_definition_[definition.id()].push_back(id);
  Insert(id);
  return absl::OkStatus();
}

void TriggerIndex::Insert(uint32_t id) {
  const Listener& listener = listeners_[id];
  for (const std::string& source : listener.sources) {
    std::unique_ptr<Group>& group = groups_[source];
    if (group == nullptr) group = std::make_unique<Group>();
    group->all.push_back(id);
    for (const Key& key : listener.keys) {
      switch (key.kind) {
        case Kind::kAny:
          group->any.push_back(id);
          break;
        case Kind::kBranch:
          group->branches[key.text].push_back(id);
          break;
        case Kind::kPrefix:
          group->prefixes.Insert(key.text, id);
          break;
        case Kind::kSuffix:
          group->suffixes.Insert(key.text, id);
          break;
        case Kind::kTag:
          group->tags[key.text].push_back(id);
          break;
        case Kind::kBranchPattern:
          group->branch_patterns.Insert(key.text, id);
          break;
        case Kind::kTagPattern:
          group->tag_patterns.Insert(key.text, id);
          break;
      }
    }
  }
}

void TriggerIndex::Erase(uint32_t id) {
  const Listener& listener = listeners_[id];
  for (const std::string& source : listener.sources) {
    Group& group = *groups_[source];
    EraseFrom(group.all, id);
    if (group.all.empty()) {
      groups_.erase(source);
      continue;
    }
    for (const Key& key : listener.keys) {
      switch (key.kind) {
        case Kind::kAny:
          EraseFrom(group.any, id);
          break;
        case Kind::kBranch:
          EraseFrom(group.branches[key.text], id);
          break;
        case Kind::kPrefix:
          group.prefixes.Erase(key.text, id);
          break;
        case Kind::kSuffix:
          group.suffixes.Erase(key.text, id);
          break;
        case Kind::kTag:
          EraseFrom(group.tags[key.text], id);
          break;
        case Kind::kBranchPattern:
          group.branch_patterns.Erase(key.text, id);
          break;
        case Kind::kTagPattern:
          group.tag_patterns.Erase(key.text, id);
          break;
      }
    }
  }
}

void TriggerIndex::Remove(int64_t definition_id) {
  const auto found = of_definition_.find(definition_id);
  if (found == of_definition_.end()) return;
  for (uint32_t id : found->second) {
    Erase(id);
    listeners_[id] = Listener();
    free_.push_back(id);
  }
  of_definition_.erase(found);
}

const TriggerIndex::Group* TriggerIndex::Find(const ArtifactEvent& event) const {
  const auto group = groups_.find(absl::AsciiStrToLower(event.source));
  return group == groups_.end() ? nullptr : group->second.get();
}

v1::ArtifactVersion TriggerIndex::Compared(const ArtifactEvent& event) {
  v1::ArtifactVersion version = event.version;
  // domain.md 3.3: of a pull request the target branch counts.
  if (!event.pull_request_id.empty()) version.set_source_branch(event.target_branch);
  return version;
}

std::string TriggerIndex::Refusal(const Listener& listener, const ArtifactEvent& event,
                                  const v1::ArtifactVersion& version) const {
  if (!event.type.empty() && !absl::EqualsIgnoreCase(event.type, listener.type)) {
    return absl::StrCat("it listens to artifacts of type ", listener.type, ", not ", event.type);
  }
  if (!event.project.empty() && !listener.project_id.empty() &&
      !absl::EqualsIgnoreCase(event.project, listener.project_id) &&
      !absl::EqualsIgnoreCase(event.project, listener.project_name)) {
    return absl::StrCat("it listens to project ", listener.project_name, ", not ", event.project);
  }
  const bool pull_request = listener.trigger_type == v1::RELEASE_TRIGGER_TYPE_PULL_REQUEST;
  if (pull_request && event.pull_request_id.empty()) return "it fires for pull requests only";
  if (!pull_request && !event.pull_request_id.empty()) return "pull requests have a trigger of their own";
  if (event.tag_added && !listener.on_tagging) return "tags added to a finished build do not fire it";
  if (!listener.named_by_tag || version.name().empty()) return listener.filters.Refusal(version, event.default_branch);
  v1::ArtifactVersion tagged = version;
  tagged.add_tags(version.name());
  return listener.filters.Refusal(tagged, event.default_branch);
}

std::vector<TriggerMatch> TriggerIndex::Match(const ArtifactEvent& event) const {
  std::vector<TriggerMatch> matches;
  const Group* group = Find(event);
  if (group == nullptr) return matches;
  const v1::ArtifactVersion version = Compared(event);
  const std::string branch = Normal(version.source_branch());
  Ids candidates = group->any;
  const auto add = [&](const absl::flat_hash_map<std::string, Ids>& by_text, const std::string& text) {
    const auto found = by_text.find(text);
    if (found != by_text.end()) candidates.insert(candidates.end(), found->second.begin(), found->second.end());
  };
  add(group->branches, branch);
  group->prefixes.Find(branch, /*at_end=*/false, &candidates);
  group->suffixes.Find(branch, /*at_end=*/true, &candidates);
  group->branch_patterns.Find(branch, &candidates);
  const auto add_tag = [&](const std::string& tag) {
    add(group->tags, absl::AsciiStrToLower(tag));
    group->tag_patterns.Find(tag, &candidates);
  };
  for (const std::string& tag : version.tags()) add_tag(tag);
  // Of some sources the version's name is a tag (Refusal).
  if (!version.name().empty()) add_tag(version.name());
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  for (uint32_t id : candidates) {
    const Listener& listener = listeners_[id];
    if (!Refusal(listener, event, version).empty()) continue;
    matches.push_back({listener.definition_id, listener.alias, listener.trigger_type, ""});
  }
  std::sort(matches.begin(), matches.end(), [](const TriggerMatch& a, const TriggerMatch& b) {
    return std::tie(a.definition_id, a.alias, a.trigger_type) < std::tie(b.definition_id, b.alias, b.trigger_type);
  });
  matches.erase(std::unique(matches.begin(), matches.end(),
                            [](const TriggerMatch& a, const TriggerMatch& b) {
                              return a.definition_id == b.definition_id && absl::EqualsIgnoreCase(a.alias, b.alias);
                            }),
                matches.end());
  return matches;
}

std::vector<TriggerMatch> TriggerIndex::Refusals(const ArtifactEvent& event, size_t limit) const {
  std::vector<TriggerMatch> refusals;
  const Group* group = Find(event);
  if (group == nullptr) return refusals;
  const v1::ArtifactVersion version = Compared(event);
  for (uint32_t id : group->all) {
    if (refusals.size() >= limit) break;
    const Listener& listener = listeners_[id];
    std::string why = Refusal(listener, event, version);
    if (!why.empty()) {
      refusals.push_back({listener.definition_id, listener.alias, listener.trigger_type, std::move(why)});
    }
  }
  return refusals;
}

}  // namespace slipway
