// Which definitions a new artifact version makes a release of (domain.md 3): one event against any number of
// definitions, without looking at those that do not listen.
//
// By source first (a hash of every name a source goes by), then by branch: literal branches by hash, `prefix*` by one
// hash look-up for each length of prefix that occurs. Only what is left is checked in full: excludes, tags, regular
// expressions. The cost follows the number of matches, not of definitions.
#ifndef SLIPWAY_CORE_TRIGGER_INDEX_H_
#define SLIPWAY_CORE_TRIGGER_INDEX_H_

#include <cstdint>
#include <map>
#include <set>
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
  std::string type;            // of the artifact; empty = any
  std::string source;          // id or name of the source, or an alias
  std::string project;         // id or name; empty = any
  v1::ArtifactVersion version;
  std::string default_branch;  // of the build definition
  std::string pull_request_id;
  std::string target_branch;
  bool tag_added = false;      // to a finished build
};

struct TriggerMatch {
  int64_t definition_id = 0;
  std::string alias;
  v1::ReleaseTriggerType trigger_type = v1::RELEASE_TRIGGER_TYPE_UNDEFINED;
  std::string refusal;  // empty: it fires
};

// Not thread-safe.
class TriggerIndex {
 public:
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
    std::vector<std::string> keys;      // of groups it is in
    std::vector<std::string> branches;  // patterns it is found by; empty: by none
    bool by_branch = false;
  };
  struct Group {
    absl::flat_hash_map<std::string, std::vector<uint32_t>> literals;
    absl::flat_hash_map<std::string, std::vector<uint32_t>> prefixes;
    std::map<size_t, size_t> prefix_lengths;  // length -> how many patterns have it
    std::vector<uint32_t> others;             // patterns with `*` elsewhere, and those without a branch
    std::vector<uint32_t> all;
  };

  absl::Status AddTrigger(const v1::ReleaseDefinition& definition, const v1::Trigger& trigger);
  void Insert(uint32_t id);
  void Erase(uint32_t id);
  const Group* Find(const ArtifactEvent& event) const;
  // Empty: it fires.
  std::string Refusal(const Listener& listener, const ArtifactEvent& event, const v1::ArtifactVersion& version) const;
  static v1::ArtifactVersion Compared(const ArtifactEvent& event);

  std::vector<Listener> listeners_;
  std::vector<uint32_t> free_;
  absl::flat_hash_map<int64_t, std::vector<uint32_t>> of_definition_;
  absl::flat_hash_map<std::string, Group> groups_;  // by lower-case source name
};

}  // namespace slipway

#endif  // SLIPWAY_CORE_TRIGGER_INDEX_H_
