#include "runner/utf8.h"

#include <cstdint>
#include <cstring>

namespace slipway {
namespace {

size_t AsciiPrefix(const unsigned char* p, size_t n) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    uint64_t word;
    std::memcpy(&word, p + i, 8);
    if (word & 0x8080808080808080u) break;
  }
  while (i < n && p[i] < 0x80) ++i;
  return i;
}

// Length of the well-formed sequence at p (table 3-7 of the Unicode standard), 0 when there is none.
size_t SequenceLength(const unsigned char* p, size_t n) {
  const unsigned char lead = p[0];
  if (lead < 0x80) return 1;
  size_t length;
  unsigned char low = 0x80, high = 0xBF;  // bounds of the second byte
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return 0;
  }
  if (length > n || p[1] < low || p[1] > high) return 0;
  for (size_t i = 2; i < length; ++i) {
    if (p[i] < 0x80 || p[i] > 0xBF) return 0;
  }
  return length;
}

}  // namespace

size_t ValidUtf8Prefix(absl::string_view text) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  const size_t n = text.size();
  size_t i = 0;
  while (i < n) {
    i += AsciiPrefix(p + i, n - i);
    if (i == n) break;
    const size_t length = SequenceLength(p + i, n - i);
    if (length == 0) break;
    i += length;
  }
  return i;
}

void AppendUtf8(absl::string_view text, std::string* out) {
  while (true) {
    const size_t good = ValidUtf8Prefix(text);
    out->append(text.data(), good);
    if (good == text.size()) return;
    out->append("\xEF\xBF\xBD");
    text.remove_prefix(good + 1);
  }
}

std::string ToUtf8(absl::string_view text) {
  std::string out;
  AppendUtf8(text, &out);
  return out;
}

size_t Utf8Boundary(absl::string_view text, size_t position) {
  if (position >= text.size()) return text.size();
  size_t start = position;
  for (int back = 0; back < 3 && start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80; ++back) --start;
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  const size_t length = SequenceLength(p + start, text.size() - start);
  return start < position && start + length > position ? start : position;
}

}  // namespace slipway
