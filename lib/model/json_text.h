// JSON text to and from a tree that keeps key order: the one parser and the one writer for documents of unknown origin.
//
// The tree is nlohmann::ordered_json with one addition: an integer that does not fit 64 bits would become a double and
// lose digits; it is held as a binary value of subtype kNumberText whose bytes are the digits. WriteJson writes them
// back as they were. Write such trees with WriteJson, not with dump().
#ifndef SLIPWAY_MODEL_JSON_TEXT_H_
#define SLIPWAY_MODEL_JSON_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "model/limits.h"
#include "nlohmann/json.hpp"

namespace slipway {

using Json = nlohmann::ordered_json;

inline constexpr uint64_t kNumberText = 0x4E;

// What a parse saw besides the tree.
struct JsonNotes {
  // Paths of keys that an object holds twice. The last value counts, at the place of the first, as in the original.
  // At most kMaxFindings of them.
  std::vector<std::string> duplicate_keys;
  // Some object says isSecret: true and has a value that is not null.
  bool has_secret_values = false;
};

// Parses one JSON text: UTF-8, a byte order mark is fine. Memory and stack are bounded by `limits`, whatever the text.
// INVALID_ARGUMENT: not JSON or cut off (line and column), not UTF-8 (byte offset), larger or deeper than `limits`. The
// message starts with a stable code (DOCUMENT_TOO_LARGE, DOCUMENT_TOO_DEEP, INVALID_UTF8, INVALID_JSON, TRUNCATED_JSON)
// and never quotes the text, which may hold secrets. `notes` may be null.
absl::StatusOr<Json> ParseJson(absl::string_view text, const Limits& limits, JsonNotes* notes = nullptr);

// The tree as UTF-8 text; `indent` spaces per level, or everything on one line when negative. Text that is not UTF-8
// (only possible in a tree that ParseJson did not make) is written as it is.
std::string WriteJson(const Json& json, int indent = 2);

// "object", "text", "number"...: for messages.
absl::string_view JsonTypeName(const Json& json);

// Offset of the first byte that is not well-formed UTF-8, or npos.
size_t FindInvalidUtf8(absl::string_view text);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_JSON_TEXT_H_
