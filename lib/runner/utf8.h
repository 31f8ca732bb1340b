// What a task writes is bytes; what the log, issues and values hold is UTF-8.
#ifndef SLIPWAY_RUNNER_UTF8_H_
#define SLIPWAY_RUNNER_UTF8_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace slipway {

// Length of the longest prefix of `text` that is well-formed UTF-8 (no surrogates, no overlong forms, at most
// U+10FFFF).
size_t ValidUtf8Prefix(absl::string_view text);

// Appends `text`; every ill-formed byte becomes U+FFFD. NUL and control characters stay.
void AppendUtf8(absl::string_view text, std::string* out);
std::string ToUtf8(absl::string_view text);

// The largest position <= `position` that does not lie inside a UTF-8 sequence of `text`.
size_t Utf8Boundary(absl::string_view text, size_t position);

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_UTF8_H_
