#include "base/glob.h"

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace slipway {

struct Glob::Node {
  enum Kind { kLiteral, kAny, kStar, kClass, kGroup };
  Kind kind = kLiteral;
  char byte = 0;
  std::bitset<256> set;                         // kClass
  char group = 0;                               // one of ? * + @ !
  std::vector<std::vector<Node>> alternatives;  // kGroup
};

struct Glob::Segment {
  bool globstar = false;
  bool magic = false;  // has a wildcard: must not be empty, and the rules for dots hold
  bool starts_with_dot = false;
  std::vector<Node> nodes;
};

namespace {

using Node = Glob::Node;
using Segment = Glob::Segment;
using Nodes = std::vector<Node>;

// Repeated groups inside repeated groups multiply the cost; deeper ones are read as text.
constexpr int kMaxNesting = 3;

// The UTF-8 sequence that begins at text[at]: `?` and one step of a group take a character, not a byte.
size_t CharacterLength(absl::string_view text, size_t at) {
  size_t length = 1;
  if (static_cast<unsigned char>(text[at]) < 0xC0) return 1;
  while (length < 4 && at + length < text.size() && (static_cast<unsigned char>(text[at + length]) & 0xC0) == 0x80) {
    ++length;
  }
  return length;
}

// Reads `[...]` at text[at]; false when it is not closed. `at` moves behind it.
bool ParseClass(absl::string_view text, size_t* at, Node* node) {
  size_t i = *at + 1;
  bool negated = false;
  if (i < text.size() && (text[i] == '!' || text[i] == '^')) {
    negated = true;
    ++i;
  }
  bool first = true;
  for (; i < text.size(); first = false) {
    if (text[i] == ']' && !first) {
      if (negated) node->set.flip();
      node->kind = Node::kClass;
      *at = i + 1;
      return true;
    }
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    const auto low = static_cast<unsigned char>(text[i]);
    auto high = low;
    if (i + 2 < text.size() && text[i + 1] == '-' && text[i + 2] != ']') {
      i += 2;
      if (text[i] == '\\' && i + 1 < text.size()) ++i;
      high = static_cast<unsigned char>(text[i]);
    }
    for (int c = low; c <= high; ++c) node->set.set(c);
    ++i;
  }
  return false;
}

// Recursive descent over one segment.
class Parser {
 public:
  explicit Parser(absl::string_view text) : text_(text), unclosed_(text.size(), false) {}

  Nodes Parse(bool* magic) { return ParseNodes(0, magic); }

 private:
  // Up to the end of the text or, inside a group, to the `|` or `)` that ends the alternative (at_ stays on it).
  Nodes ParseNodes(int depth, bool* magic) {
    Nodes nodes;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (depth > 0 && (c == '|' || c == ')')) return nodes;
      Node node;
      if (ParseGroup(depth, &node) || (c == '[' && ParseClass(text_, &at_, &node))) {
        *magic = true;
        nodes.push_back(std::move(node));
        continue;
      }
      node = Node();
      if (c == '*' || c == '?') {
        *magic = true;
        node.kind = c == '*' ? Node::kStar : Node::kAny;
        // Consecutive stars say no more than one.
        if (c != '*' || nodes.empty() || nodes.back().kind != Node::kStar) nodes.push_back(node);
        ++at_;
        continue;
      }
      if (c == '\\' && at_ + 1 < text_.size()) ++at_;
      node.byte = text_[at_++];
      nodes.push_back(node);
    }
    return nodes;
  }

  // False, with at_ as it was, when no closed group begins here.
  bool ParseGroup(int depth, Node* node) {
    const size_t start = at_;
    if (start + 1 >= text_.size() || text_[start + 1] != '(' || unclosed_[start] || depth >= kMaxNesting) return false;
    if (absl::string_view("?*+@!").find(text_[start]) == absl::string_view::npos) return false;
    at_ += 2;
    while (true) {
      bool ignored = false;
      node->alternatives.push_back(ParseNodes(depth + 1, &ignored));
      if (at_ >= text_.size()) {
        unclosed_[start] = true;  // read as text from now on; asking again would cost exponential time
        at_ = start;
        return false;
      }
      if (text_[at_++] == ')') break;
    }
    node->kind = Node::kGroup;
    node->group = text_[start];
    return true;
  }

  const absl::string_view text_;
  size_t at_ = 0;
  std::vector<bool> unclosed_;
};

// Sets of positions instead of backtracking.
using Positions = std::vector<bool>;

Positions Step(const Nodes& nodes, size_t index, absl::string_view text, const Positions& from, bool ignore_case);

Positions RunFrom(const Nodes& nodes, absl::string_view text, Positions at, bool ignore_case, size_t first = 0) {
  for (size_t i = first; i < nodes.size(); ++i) at = Step(nodes, i, text, at, ignore_case);
  return at;
}

Positions Alternatives(const Node& group, absl::string_view text, const Positions& from, bool ignore_case) {
  Positions to(text.size() + 1, false);
  for (const Nodes& alternative : group.alternatives) {
    const Positions ends = RunFrom(alternative, text, from, ignore_case);
    for (size_t i = 0; i < to.size(); ++i) to[i] = to[i] || ends[i];
  }
  return to;
}

Positions StepGroup(const Nodes& nodes, size_t index, absl::string_view text, const Positions& from, bool ignore_case) {
  const Node& group = nodes[index];
  Positions to(text.size() + 1, false);
  if (group.group == '!') {
    // From here no alternative followed by the rest of the pattern may reach the end; then anything may stand here.
    for (size_t i = 0; i < from.size(); ++i) {
      if (!from[i]) continue;
      Positions one(text.size() + 1, false);
      one[i] = true;
      const Positions ends = Alternatives(group, text, one, ignore_case);
      if (RunFrom(nodes, text, ends, ignore_case, index + 1).back()) continue;
      std::fill(to.begin() + i, to.end(), true);
      break;
    }
    return to;
  }
  to = Alternatives(group, text, from, ignore_case);
  if (group.group == '*' || group.group == '+') {
    for (Positions previous; previous != to;) {
      previous = to;
      const Positions more = Alternatives(group, text, to, ignore_case);
      for (size_t i = 0; i < to.size(); ++i) to[i] = to[i] || more[i];
    }
  }
  if (group.group == '*' || group.group == '?') {
    for (size_t i = 0; i < to.size(); ++i) to[i] = to[i] || from[i];
  }
  return to;
}

Positions Step(const Nodes& nodes, size_t index, absl::string_view text, const Positions& from, bool ignore_case) {
  const Node& node = nodes[index];
  if (node.kind == Node::kGroup) return StepGroup(nodes, index, text, from, ignore_case);
  Positions to(text.size() + 1, false);
  if (node.kind == Node::kStar) {
    const auto first = std::find(from.begin(), from.end(), true);
    std::fill(to.begin() + (first - from.begin()), to.end(), true);
    return to;
  }
  for (size_t i = 0; i < text.size(); ++i) {
    if (!from[i]) continue;
    const char c = text[i];
    if (node.kind == Node::kAny) {
      to[i + CharacterLength(text, i)] = true;
    } else if (node.kind == Node::kLiteral) {
      to[i + 1] = c == node.byte || (ignore_case && absl::ascii_tolower(c) == absl::ascii_tolower(node.byte));
    } else {
      to[i + 1] = node.set[static_cast<unsigned char>(c)] ||
                  (ignore_case && (node.set[static_cast<unsigned char>(absl::ascii_tolower(c))] ||
                                   node.set[static_cast<unsigned char>(absl::ascii_toupper(c))]));
    }
  }
  return to;
}

bool DotsForbid(absl::string_view name, bool dot) {
  if (name.empty() || name[0] != '.') return false;
  return !dot || name == "." || name == "..";
}

bool SegmentMatches(const Segment& segment, absl::string_view name, const GlobOptions& options) {
  if (segment.magic) {
    if (name.empty() || (!segment.starts_with_dot && DotsForbid(name, options.dot))) return false;
  }
  Positions start(name.size() + 1, false);
  start[0] = true;
  return RunFrom(segment.nodes, name, std::move(start), options.ignore_case).back();
}

Segment ParseSegment(absl::string_view text) {
  Segment segment;
  if (text == "**") {
    segment.globstar = true;
    return segment;
  }
  segment.starts_with_dot = !text.empty() && text[0] == '.';
  segment.nodes = Parser(text).Parse(&segment.magic);
  return segment;
}

// Splits at `/`, several of them counting as one; a leading one gives an empty first part.
std::vector<absl::string_view> SplitPath(absl::string_view path) {
  std::vector<absl::string_view> parts;
  for (absl::string_view part : absl::StrSplit(path, '/')) {
    if (!part.empty() || parts.empty() || part.data() == path.data() + path.size()) parts.push_back(part);
  }
  return parts;
}

}  // namespace

Glob::Glob(absl::string_view pattern, GlobOptions options) : options_(options) {
  rooted_ = !pattern.empty() && pattern[0] == '/';
  std::vector<Segment> segments;
  // A slash ends a segment even inside a group or class: those never reach over it.
  for (absl::string_view part : SplitPath(pattern)) segments.push_back(ParseSegment(part));
  segments_ = std::make_shared<const std::vector<Segment>>(std::move(segments));
}

bool Glob::Matches(absl::string_view path) const {
  std::vector<absl::string_view> parts = SplitPath(path);
  const std::vector<Segment>& segments = *segments_;
  if (options_.match_base && segments.size() == 1) parts.erase(parts.begin(), parts.end() - 1);
  // reach[i]: the segments so far match the first i parts.
  std::vector<bool> reach(parts.size() + 1, false);
  reach[0] = true;
  for (size_t s = 0; s < segments.size(); ++s) {
    std::vector<bool> next(parts.size() + 1, false);
    for (size_t i = 0; i <= parts.size(); ++i) {
      if (!reach[i]) continue;
      if (segments[s].globstar) {
        // As the last segment `**` needs something to match: `a/**` is what is in a, not a itself.
        next[i] = next[i] || s + 1 < segments.size();
        for (size_t j = i; j < parts.size() && !DotsForbid(parts[j], options_.dot) && !parts[j].empty(); ++j) {
          if (next[j + 1]) break;
          next[j + 1] = true;
        }
      } else if (i < parts.size() && SegmentMatches(segments[s], parts[i], options_)) {
        next[i + 1] = true;
      }
    }
    reach = std::move(next);
  }
  return reach[parts.size()];
}

GlobList::GlobList(const std::vector<std::string>& patterns, GlobOptions options) {
  for (absl::string_view pattern : patterns) {
    pattern = absl::StripAsciiWhitespace(pattern);
    if (pattern.empty() || pattern[0] == '#') continue;
    const size_t marks = std::min(pattern.find_first_not_of('!'), pattern.size());
    pattern.remove_prefix(marks);
    if (pattern.empty()) continue;
    entries_.push_back({Glob(pattern, options), marks % 2 == 0});
  }
}

GlobList GlobList::FromLines(absl::string_view text, GlobOptions options) {
  return GlobList(absl::StrSplit(text, absl::ByAnyChar("\r\n")), options);
}

GlobList::Verdict GlobList::Match(absl::string_view root, absl::string_view relative) const {
  std::string whole;
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    if (entry->glob.rooted() && whole.empty()) whole = absl::StrCat(root, "/", relative);
    if (entry->glob.Matches(entry->glob.rooted() ? absl::string_view(whole) : relative)) {
      return entry->include ? Verdict::kIncluded : Verdict::kExcluded;
    }
  }
  return Verdict::kNoMatch;
}

}  // namespace slipway
