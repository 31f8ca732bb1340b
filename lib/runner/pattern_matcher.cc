#include "runner/pattern_matcher.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace slipway {
namespace {

// Hits arrive with ascending begin, so that dense ones need no memory of their own.
void AddRange(size_t first_own, size_t begin, size_t end, std::vector<TextRange>* ranges) {
  if (ranges->size() > first_own && begin <= ranges->back().end) {
    ranges->back().end = std::max(ranges->back().end, end);
  } else {
    ranges->push_back({begin, end});
  }
}

// One Wu-Manber automaton: a window of the shortest pattern's length slides over the text; the last `block` bytes of
// the window say how far it may jump, and at jump 0 which patterns may start where the window starts.
class Group {
 public:
  Group(std::vector<std::string> patterns, size_t block) : patterns_(std::move(patterns)), block_(block) {
    // Longest first: the first hit at a position covers all others there.
    std::sort(patterns_.begin(), patterns_.end(), [](const std::string& a, const std::string& b) {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    window_ = std::min<size_t>(patterns_.back().size(), 200);
    shift_.fill(static_cast<uint8_t>(window_ - block_ + 1));
    std::vector<std::pair<uint16_t, uint32_t>> order;
    for (uint32_t index = 0; index < patterns_.size(); ++index) {
      const auto* p = reinterpret_cast<const unsigned char*>(patterns_[index].data());
      for (size_t end = block_; end <= window_; ++end) {
        uint8_t& shift = shift_[Hash(p + end - block_)];
        shift = std::min<uint8_t>(shift, static_cast<uint8_t>(window_ - end));
      }
      order.emplace_back(Hash(p + window_ - block_), index);
    }
    std::sort(order.begin(), order.end());
    bucket_.assign(kSize + 1, 0);
    for (const auto& [hash, index] : order) {
      ++bucket_[hash + 1];
      items_.push_back(index);
    }
    for (size_t i = 0; i < kSize; ++i) bucket_[i + 1] += bucket_[i];
  }

  void Find(absl::string_view text, std::vector<TextRange>* ranges) const {
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    const size_t first_own = ranges->size();
    size_t start = 0;
    while (start + window_ <= text.size()) {
      const uint16_t hash = Hash(data + start + window_ - block_);
      if (const uint8_t shift = shift_[hash]; shift != 0) {
        start += shift;
        continue;
      }
      for (uint32_t i = bucket_[hash]; i < bucket_[hash + 1]; ++i) {
        const std::string& pattern = patterns_[items_[i]];
        if (pattern.size() <= text.size() - start && std::memcmp(data + start, pattern.data(), pattern.size()) == 0) {
          AddRange(first_own, start, start + pattern.size(), ranges);
          break;
        }
      }
      ++start;
    }
  }

 private:
  static constexpr size_t kSize = 1 << 16;

  uint16_t Hash(const unsigned char* p) const {
    const uint32_t two = p[0] | (p[1] << 8);
    return static_cast<uint16_t>(block_ == 2 ? two : two ^ (p[2] * 0x0B35u));
  }

  std::vector<std::string> patterns_;
  const size_t block_;
  size_t window_ = 0;
  std::array<uint8_t, kSize> shift_;
  std::vector<uint32_t> bucket_;  // hash -> first of its items
  std::vector<uint32_t> items_;
};

class WuManber : public PatternMatcher {
 public:
  explicit WuManber(const std::vector<std::string>& patterns) {
    // A short pattern shortens every jump of its group, so lengths are kept apart.
    std::vector<std::string> tiny, small, large;
    for (const std::string& pattern : patterns) {
      if (pattern.empty()) continue;
      if (pattern.size() == 1) {
        single_[static_cast<unsigned char>(pattern[0])] = true;
        has_single_ = true;
      } else {
        (pattern.size() < 4 ? tiny : pattern.size() < 8 ? small : large).push_back(pattern);
      }
    }
    if (!tiny.empty()) groups_.push_back(std::make_unique<Group>(std::move(tiny), 2));
    if (!small.empty()) groups_.push_back(std::make_unique<Group>(std::move(small), 2));
    if (!large.empty()) groups_.push_back(std::make_unique<Group>(std::move(large), 3));
  }

  void Find(absl::string_view text, std::vector<TextRange>* ranges) const override {
    if (has_single_) {
      const size_t first_own = ranges->size();
      for (size_t i = 0; i < text.size(); ++i) {
        if (single_[static_cast<unsigned char>(text[i])]) AddRange(first_own, i, i + 1, ranges);
      }
    }
    for (const auto& group : groups_) group->Find(text, ranges);
  }

 private:
  std::array<bool, 256> single_{};
  bool has_single_ = false;
  std::vector<std::unique_ptr<Group>> groups_;
};

}  // namespace

std::unique_ptr<PatternMatcher> PatternMatcher::Create(const std::vector<std::string>& patterns) {
  return std::make_unique<WuManber>(patterns);
}

}  // namespace slipway
