#include "runner/masker.h"

#include <string.h>

#include <algorithm>

namespace slipway {
namespace {

// The agent's built-in expression (?<=//[^:/?#\n]+:)[^@\n]+(?=@), in linear time.
void FindUrlPasswords(absl::string_view text, std::vector<TextRange>* ranges) {
  constexpr auto npos = absl::string_view::npos;
  size_t at_sign = 0;  // the first `@` or LF at or after the password's start; only moves forward
  // glibc's search of two bytes; one for the first byte would stop at every slash of a path.
  const auto find_slashes = [text](size_t from) {
    const void* found = from >= text.size() ? nullptr : memmem(text.data() + from, text.size() - from, "//", 2);
    return found == nullptr ? npos : static_cast<size_t>(static_cast<const char*>(found) - text.data());
  };
  for (size_t slashes = find_slashes(0); slashes != npos; slashes = find_slashes(slashes)) {
    const size_t user = slashes + 2;
    const size_t colon = text.find_first_of(":/?#\n", user);
    if (colon == npos) return;
    // `///`: the later pair may still be followed by a user.
    slashes = text[colon] == '/' && colon == user ? slashes + 1 : colon;
    if (text[colon] != ':' || colon == user) continue;
    const size_t password = colon + 1;
    if (at_sign < password) at_sign = text.find_first_of("@\n", password);
    if (at_sign == npos) return;
    if (text[at_sign] == '@' && at_sign > password) ranges->push_back({password, at_sign});
  }
}

}  // namespace

void MergeRanges(std::vector<TextRange>* ranges) {
  if (ranges->size() < 2) return;
  std::sort(ranges->begin(), ranges->end(), [](const TextRange& a, const TextRange& b) { return a.begin < b.begin; });
  size_t last = 0;
  for (size_t i = 1; i < ranges->size(); ++i) {
    if ((*ranges)[i].begin <= (*ranges)[last].end) {
      (*ranges)[last].end = std::max((*ranges)[last].end, (*ranges)[i].end);
    } else {
      (*ranges)[++last] = (*ranges)[i];
    }
  }
  ranges->resize(last + 1);
}

void AppendMasked(absl::string_view text, const std::vector<TextRange>& ranges, std::string* out) {
  size_t position = 0;
  for (const TextRange& range : ranges) {
    out->append(text.data() + position, range.begin - position);
    out->append("***");
    position = range.end;
  }
  out->append(text.data() + position, text.size() - position);
}

void Masker::AddSecret(absl::string_view value) {
  for (std::string& spelling : SecretSpellings(value)) {
    longest_ = std::max(longest_, spelling.size());
    if (patterns_.insert(std::move(spelling)).second) matcher_ = nullptr;
  }
}

std::vector<TextRange> Masker::FindSecrets(absl::string_view text) const {
  std::vector<TextRange> ranges;
  if (!patterns_.empty()) {
    if (matcher_ == nullptr) matcher_ = PatternMatcher::Create({patterns_.begin(), patterns_.end()});
    matcher_->Find(text, &ranges);
  }
  FindUrlPasswords(text, &ranges);
  MergeRanges(&ranges);
  return ranges;
}

void Masker::Mask(absl::string_view text, std::string* out) const { AppendMasked(text, FindSecrets(text), out); }

std::string Masker::Mask(absl::string_view text) const {
  std::string out;
  Mask(text, &out);
  return out;
}

}  // namespace slipway
