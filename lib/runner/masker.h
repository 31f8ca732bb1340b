// Replaces secret values by `***` in everything that leaves a task as text (task-contract 7).
#ifndef SLIPWAY_RUNNER_MASKER_H_
#define SLIPWAY_RUNNER_MASKER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "runner/pattern_matcher.h"

namespace slipway {

// Every spelling under which `value` is masked: as it is, unquoted, trimmed, command-escaped in both forms, Base64;
// each of these also JSON-escaped, URI-escaped and with shell backslashes resolved; and every line of at least 6 bytes
// of a multi-line one, since output is masked line by line. Distinct, sorted, none empty; none at all for a blank
// value. Spellings longer than 256 KiB are given as pieces of that size.
std::vector<std::string> SecretSpellings(absl::string_view value);

// Not thread-safe. Values stay registered for the masker's life; there is no minimum length (a one-character secret
// masks every such character, as in the agent).
class Masker {
 public:
  // Registers all spellings of `value`; works from the next call on.
  void AddSecret(absl::string_view value);

  // Ranges to hide: sorted, neither overlapping nor touching. Besides the registered spellings, the password of
  // `//user:password@`.
  std::vector<TextRange> FindSecrets(absl::string_view text) const;

  // Appends `text` with each of those ranges as one `***`.
  void Mask(absl::string_view text, std::string* out) const;
  std::string Mask(absl::string_view text) const;

  // Bytes of the longest registered spelling; 0 when there is none. A stream that is cut must keep longest() - 1 bytes.
  size_t longest() const { return longest_; }

 private:
  absl::flat_hash_set<std::string> patterns_;
  size_t longest_ = 0;
  mutable std::unique_ptr<PatternMatcher> matcher_;  // built when next needed; null after a change
};

// Sorts; merges what overlaps or touches.
void MergeRanges(std::vector<TextRange>* ranges);
// `text` with the (merged) ranges replaced.
void AppendMasked(absl::string_view text, const std::vector<TextRange>& ranges, std::string* out);

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_MASKER_H_
