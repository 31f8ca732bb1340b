// Finds every occurrence of many byte strings. The seam behind which a vectorised library may stand later.
#ifndef SLIPWAY_RUNNER_PATTERN_MATCHER_H_
#define SLIPWAY_RUNNER_PATTERN_MATCHER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace slipway {

// Bytes [begin, end).
struct TextRange {
  size_t begin = 0;
  size_t end = 0;
  friend bool operator==(const TextRange& a, const TextRange& b) { return a.begin == b.begin && a.end == b.end; }
};

// Immutable, therefore thread-safe.
class PatternMatcher {
 public:
  virtual ~PatternMatcher() = default;
  // Appends ranges whose union is the union of all occurrences of all patterns, overlapping ones included. They may be
  // merged already and need not be sorted.
  virtual void Find(absl::string_view text, std::vector<TextRange>* ranges) const = 0;

  // Wu-Manber over groups of pattern lengths. Empty patterns are ignored.
  static std::unique_ptr<PatternMatcher> Create(const std::vector<std::string>& patterns);
};

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_PATTERN_MATCHER_H_
