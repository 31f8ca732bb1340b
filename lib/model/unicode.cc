#include "model/unicode.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace slipway {
namespace {

struct Character {
  uint32_t code = 0;
  size_t size = 1;
  bool valid = false;
};

Character CharacterAt(absl::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1, true};
  const size_t size = first >= 0xC2 && first <= 0xDF   ? 2
                      : (first & 0xF0) == 0xE0         ? 3
                      : first >= 0xF0 && first <= 0xF4 ? 4
                                                       : 0;
  if (size == 0 || text.size() - at < size) return {};
  uint32_t code = first & (0x7F >> size);
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3F);
  }
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  if (overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, size, true};
}

bool IsBlank(uint32_t code) {
  return (code >= 0x09 && code <= 0x0D) || code == 0x20 || code == 0x85 || code == 0xA0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
         code == 0x3000;
}

}  // namespace

size_t CharacterSize(absl::string_view text, size_t at) { return CharacterAt(text, at).size; }

size_t BlankSize(absl::string_view text, size_t at) {
  if (at >= text.size()) return 0;
  const Character character = CharacterAt(text, at);
  return character.valid && IsBlank(character.code) ? character.size : 0;
}

absl::string_view StripBlanks(absl::string_view text) {
  size_t start = 0;
  while (const size_t blank = BlankSize(text, start)) start += blank;
  size_t end = start;
  for (size_t at = start; at < text.size();) {
    const size_t blank = BlankSize(text, at);
    at += blank > 0 ? blank : CharacterSize(text, at);
    if (blank == 0) end = at;
  }
  return text.substr(start, end - start);
}

size_t CountCharacters(absl::string_view text) {
  size_t count = 0;
  for (size_t at = 0; at < text.size(); at += CharacterSize(text, at)) ++count;
  return count;
}

size_t CountUtf16Units(absl::string_view text) {
  size_t count = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t size = CharacterSize(text, at);
    count += size == 4 ? 2 : 1;
    at += size;
  }
  return count;
}

std::string ShownText(absl::string_view text, size_t max_characters) {
  std::string shown;
  for (size_t at = 0; at < text.size() && max_characters > 0; --max_characters) {
    const Character character = CharacterAt(text, at);
    if (!character.valid || character.code < 0x20 || character.code == 0x7F) {
      absl::StrAppendFormat(&shown, "\\x%02X", static_cast<unsigned char>(text[at]));
    } else {
      shown.append(text.data() + at, character.size);
    }
    at += character.size;
  }
  return shown;
}

}  // namespace slipway
