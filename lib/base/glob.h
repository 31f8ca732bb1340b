// File patterns as the tasks of VSTS know them: minimatch without braces (task-contract 2.4), and lists of them.
//
//   *  ?  [a-c] [!a-c]       within one path segment; at its start they match a dot only with `dot`
//   **                       as a whole segment: any number of segments
//   ?(a|b) *(..) +(..) @(..) !(..)   extended groups, within one segment
//   \x                       the character x itself (on every system: patterns use `/` only)
//
// Pure functions over text; matching takes polynomial time for every pattern.
#ifndef SLIPWAY_BASE_GLOB_H_
#define SLIPWAY_BASE_GLOB_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace slipway {

struct GlobOptions {
  bool dot = true;           // wildcards match names that begin with a dot (never `.` and `..`)
  bool match_base = false;   // a pattern without `/` is compared with the last segment only
  bool ignore_case = false;  // ASCII
};

// One compiled pattern. Immutable, cheap to copy, thread-safe. There is no invalid pattern: what does not parse (an
// unclosed `[` or group) stands for itself.
class Glob {
 public:
  explicit Glob(absl::string_view pattern, GlobOptions options = {});
  // `path` has `/` separators. Relative patterns match relative paths, rooted ones rooted paths.
  bool Matches(absl::string_view path) const;
  bool rooted() const { return rooted_; }

  struct Node;
  struct Segment;

 private:
  GlobOptions options_;
  bool rooted_ = false;
  std::shared_ptr<const std::vector<Segment>> segments_;
};

// The patterns of one multi-line input, in order. Blank ones are skipped, `#` opens a comment, a leading `!` takes
// paths away again that an earlier pattern gave (an even number of `!` gives). The last pattern that matches a path
// decides.
class GlobList {
 public:
  enum class Verdict { kNoMatch, kIncluded, kExcluded };

  explicit GlobList(const std::vector<std::string>& patterns, GlobOptions options = {});
  // Splits at line ends.
  static GlobList FromLines(absl::string_view text, GlobOptions options = {});

  // `root` is an absolute folder without `/` at its end, `relative` a path below it: rooted patterns are compared with
  // the whole path, all others with the relative one.
  Verdict Match(absl::string_view root, absl::string_view relative) const;
  bool empty() const { return entries_.empty(); }

 private:
  struct Entry {
    Glob glob;
    bool include;
  };
  std::vector<Entry> entries_;
};

}  // namespace slipway

#endif  // SLIPWAY_BASE_GLOB_H_
