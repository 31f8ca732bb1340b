// Which definitions a new artifact version makes a release of (domain.md 3): one event against any number of
// definitions, without looking at those that do not listen.
//
// By source first (a hash of every name a source goes by), then by what each include filter says: literal branches by
// hash, `prefix*` and `*suffix` by one hash look-up for each length that occurs, tags by hash, all other patterns and
// regular expressions of the source in one RE2::Set. Only what is found so is checked in full (excludes, further tags).
// The cost follows the number of matches, not of definitions.
#ifndef SLIPWAY_CORE_TRIGGER_INDEX_H_
#define SLIPWAY_CORE_TRIGGER_INDEX_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "model/branch_filter.h"
#include "slipway/v1/definition.pb.h"
#include "slipway/v1/release.pb.h"

namespace slipway {

struct ArtifactEvent {
  std::string type;     // of the artifact; empty = any
  std::string source;   // id or name of the source, or an alias
  std::string project;  // id or name; empty = any
  v1::ArtifactVersion version;
  std::string default_branch;  // of the build definition
  std::string pull_request_id;
  std::string target_branch;
  bool tag_added = false;  // to a finished build
};

struct TriggerMatch {
  int64_t definition_id = 0;
  std::string alias;
  v1::ReleaseTriggerType trigger_type = v1::RELEASE_TRIGGER_TYPE_UNDEFINED;
  std::string refusal;  // empty: it fires
};

// Not thread-safe, reading neither: a set of patterns is compiled when it is first asked after a change.
class TriggerIndex {
 public:
  TriggerIndex();
  ~TriggerIndex();
  TriggerIndex(TriggerIndex&&) noexcept;
  TriggerIndex& operator=(TriggerIndex&&) noexcept;

  // Replaces what the definition listened to. Disabled and deleted definitions listen to nothing. INVALID_ARGUMENT: a
  // filter that is no regular expression (the other triggers listen all the same).
  absl::Status Add(const v1::ReleaseDefinition& definition);
  void Remove(int64_t definition_id);

  // Triggers that fire, at most one for each definition and alias, by definition.
  std::vector<TriggerMatch> Match(const ArtifactEvent& event) const;
  // Triggers that listen to this source and do not fire, with the reason; at most `limit`. O(listeners of the source).
  std::vector<TriggerMatch> Refusals(const ArtifactEvent& event, size_t limit) const;

  size_t size() const { return listeners_.size() - free_.size(); }

 private:
  enum class Kind { kAny, kBranch, kPrefix, kSuffix, kTag, kBranchPattern, kTagPattern };
  // What a version must have, at the least, for one include filter to pass it.
  struct Key {
    Kind kind = Kind::kAny;
    std::string text;
  };
  struct Listener {
    int64_t definition_id = 0;
    std::string alias;
    v1::ReleaseTriggerType trigger_type = v1::RELEASE_TRIGGER_TYPE_UNDEFINED;
    std::string type;
    std::string project_id;
    std::string project_name;
    bool on_tagging = false;
    bool named_by_tag = false;  // tag filters look at the version's name too
    ArtifactFilterSet filters;
    std::vector<std::string> sources;  // names of groups it is in
    std::vector<Key> keys;             // any of them makes it a candidate
  };
  class Patterns;
  struct Group;

  absl::Status AddTrigger(const v1::ReleaseDefinition& definition, const v1::Trigger& trigger);
  void Insert(uint32_t id);
  void Erase(uint32_t id);
  static Key KeyOf(const v1::ArtifactFilter& filter);
  const Group* Find(const ArtifactEvent& event) const;
  // Empty: it fires.
  std::string Refusal(const Listener& listener, const ArtifactEvent& event, const v1::ArtifactVersion& version) const;
  static v1::ArtifactVersion Compared(const ArtifactEvent& event);

  std::vector<Listener> listeners_;
  std::vector<uint32_t> free_;
  absl::flat_hash_map<int64_t, std::vector<uint32_t>> of_definition_;
  absl::flat_hash_map<std::string, std::unique_ptr<Group>> groups_;  // by lower-case source name
};

}  // namespace slipway

#endif  // SLIPWAY_CORE_TRIGGER_INDEX_H_
