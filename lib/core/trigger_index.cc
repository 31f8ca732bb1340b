#include "core/trigger_index.h"

#include <algorithm>
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

void EraseFrom(std::vector<uint32_t>& ids, uint32_t id) {
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

}  // namespace

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
  bool by_branch = !filters.empty();
  bool any_include = false;
  for (const v1::ArtifactFilter& filter : filters) {
    pointers.push_back(&filter);
    listener.on_tagging = listener.on_tagging || filter.create_release_on_build_tagging();
    absl::string_view branch = filter.source_branch();
    if (absl::StartsWith(branch, "-")) continue;
    any_include = true;
    absl::ConsumePrefix(&branch, "+");
    // Without a branch of its own any branch may pass.
    by_branch = by_branch && !branch.empty() && !filter.use_build_definition_branch();
    listener.branches.push_back(Normal(branch));
  }
  listener.by_branch = by_branch && any_include;
  absl::StatusOr<ArtifactFilterSet> compiled = ArtifactFilterSet::Compile(pointers);
  if (!compiled.ok()) return compiled.status();
  listener.filters = *std::move(compiled);

  std::set<std::string> keys;
  for (absl::string_view name : {absl::string_view(reference("definition").id()),
                                 absl::string_view(reference("definition").name()),
                                 absl::string_view(artifact->source_id()), absl::string_view(artifact->alias())}) {
    if (!name.empty()) keys.insert(absl::AsciiStrToLower(name));
  }
  for (absl::string_view id : absl::StrSplit(reference("definitions").id(), ',', absl::SkipWhitespace())) {
    keys.insert(absl::AsciiStrToLower(absl::StripAsciiWhitespace(id)));
  }
  listener.keys.assign(keys.begin(), keys.end());

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
  for (const std::string& key : listener.keys) {
    Group& group = groups_[key];
    group.all.push_back(id);
    if (!listener.by_branch) {
      group.others.push_back(id);
      continue;
    }
    for (const std::string& branch : listener.branches) {
      const size_t star = branch.find('*');
      if (star == std::string::npos) {
        group.literals[branch].push_back(id);
      } else if (star + 1 == branch.size()) {
        group.prefixes[branch.substr(0, star)].push_back(id);
        ++group.prefix_lengths[star];
      } else {
        group.others.push_back(id);
      }
    }
  }
}

void TriggerIndex::Erase(uint32_t id) {
  const Listener& listener = listeners_[id];
  for (const std::string& key : listener.keys) {
    Group& group = groups_[key];
    EraseFrom(group.all, id);
    if (listener.by_branch) {
      for (const std::string& branch : listener.branches) {
        const size_t star = branch.find('*');
        if (star == std::string::npos) {
          EraseFrom(group.literals[branch], id);
        } else if (star + 1 == branch.size()) {
          EraseFrom(group.prefixes[branch.substr(0, star)], id);
          if (--group.prefix_lengths[star] == 0) group.prefix_lengths.erase(star);
        } else {
          EraseFrom(group.others, id);
        }
      }
    } else {
      EraseFrom(group.others, id);
    }
    if (group.all.empty()) groups_.erase(key);
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
  return group == groups_.end() ? nullptr : &group->second;
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
  std::vector<uint32_t> candidates = group->others;
  if (const auto literal = group->literals.find(branch); literal != group->literals.end()) {
    candidates.insert(candidates.end(), literal->second.begin(), literal->second.end());
  }
  for (const auto& [length, count] : group->prefix_lengths) {
    if (length > branch.size()) break;
    const auto prefix = group->prefixes.find(absl::string_view(branch).substr(0, length));
    if (prefix == group->prefixes.end()) continue;
    candidates.insert(candidates.end(), prefix->second.begin(), prefix->second.end());
  }
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
