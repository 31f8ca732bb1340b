// Characters of UTF-8 text, where bytes would not do. A byte that is no part of valid UTF-8 counts as one character.
#ifndef SLIPWAY_MODEL_UNICODE_H_
#define SLIPWAY_MODEL_UNICODE_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace slipway {

// Bytes of the character that starts at `at`; `at` is inside of `text`.
size_t CharacterSize(absl::string_view text, size_t at);
// Bytes of the Unicode white space at `at`; 0: there is none, or `text` ends there.
size_t BlankSize(absl::string_view text, size_t at);
// Without Unicode white space at both ends.
absl::string_view StripBlanks(absl::string_view text);

size_t CountCharacters(absl::string_view text);
// What .NET calls the length: characters beyond the basic plane count twice.
size_t CountUtf16Units(absl::string_view text);

// For error texts: at most `max_characters` of it, control characters and what is no UTF-8 as \x1F.
std::string ShownText(absl::string_view text, size_t max_characters);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_UNICODE_H_
