#include "model/json_text.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "model/findings.h"
#include "model/json_member.h"

namespace slipway {
namespace {

bool KeyIs(const std::string& key, absl::string_view name) {
  return key.size() == name.size() && absl::EqualsIgnoreCase(key, name);
}

// Builds the tree bottom-up: the members of all open containers lie on one stack and move into a container of exactly
// their number when it closes. The library's own builder appends to nlohmann::ordered_map, which searches all keys for
// every new one (quadratic: one object with a million keys would stop the host) and copies whole subtrees when it
// grows.
class TreeBuilder {
 public:
  using number_integer_t = Json::number_integer_t;
  using number_unsigned_t = Json::number_unsigned_t;
  using number_float_t = Json::number_float_t;
  using string_t = Json::string_t;
  using binary_t = Json::binary_t;

  TreeBuilder(int max_depth, JsonNotes* notes) : max_depth_(max_depth), notes_(notes) {}

  bool null() { return Value(Json(nullptr)); }
  bool boolean(bool value) { return Value(Json(value)); }
  bool number_integer(number_integer_t value) { return Value(Json(value)); }
  bool number_unsigned(number_unsigned_t value) { return Value(Json(value)); }
  bool number_float(number_float_t value, const string_t& text) {
    if (text.find_first_of(".eE") != string_t::npos) return Value(Json(value));
    return Value(Json::binary(Json::binary_t::container_type(text.begin(), text.end()), kNumberText));
  }
  // Copied, not moved: moving would take the lexer's buffer away, to be grown again for the next token.
  bool string(string_t& value) { return Value(Json(static_cast<const string_t&>(value))); }
  bool binary(binary_t&) { return false; }

  bool start_object(size_t) { return Open(true); }
  bool key(string_t& key) {
    members_.emplace_back(static_cast<const string_t&>(key), Json());
    return true;
  }
  bool end_object() {
    const size_t base = frames_.back().base;
    DropDuplicates(base);
    Json result(Json::value_t::object);
    auto& object = result.get_ref<Json::object_t&>();
    object.reserve(members_.size() - base);
    bool is_secret = false;
    bool has_value = false;
    for (size_t i = base; i < members_.size(); ++i) {
      auto& [name, value] = members_[i];
      if (KeyIs(name, "isSecret") && JsonIsTrue(value)) is_secret = true;
      if (KeyIs(name, "value") && !value.is_null()) has_value = true;
    }
    if (is_secret && has_value) notes_->has_secret_values = true;
    for (size_t i = base; i < members_.size(); ++i) {
      object.Json::object_t::Container::emplace_back(std::move(members_[i].first), std::move(members_[i].second));
    }
    return Close(std::move(result));
  }

  bool start_array(size_t) { return Open(false); }
  bool end_array() {
    const size_t base = frames_.back().base;
    Json result(Json::value_t::array);
    auto& array = result.get_ref<Json::array_t&>();
    array.reserve(members_.size() - base);
    for (size_t i = base; i < members_.size(); ++i) array.push_back(std::move(members_[i].second));
    return Close(std::move(result));
  }

  template <typename Exception>
  bool parse_error(size_t position, const std::string& /*last_token*/, const Exception& error) {
    error_position_ = position;
    error_ = error.what();
    return false;
  }

  Json TakeRoot() { return std::move(root_); }
  bool too_deep() const { return too_deep_; }
  size_t error_position() const { return error_position_; }
  const std::string& error() const { return error_; }

  // Path to the container that is open now.
  std::string Path() const {
    std::string path;
    for (size_t i = 1; i < frames_.size(); ++i) {
      const size_t member = frames_[i].base - 1;
      if (frames_[i - 1].is_object) {
        absl::StrAppend(&path, path.empty() ? "" : ".", members_[member].first);
      } else {
        absl::StrAppend(&path, "[", member - frames_[i - 1].base, "]");
      }
    }
    return path;
  }

 private:
  struct Frame {
    bool is_object;
    size_t base;  // of its members on the stack
  };

  bool Open(bool is_object) {
    if (static_cast<int64_t>(frames_.size()) >= max_depth_) {
      too_deep_ = true;
      return false;
    }
    // The place of the new container among its siblings; an object's key has already made it.
    if (!frames_.empty() && !frames_.back().is_object) members_.emplace_back();
    frames_.push_back({is_object, members_.size()});
    return true;
  }

  bool Close(Json&& container) {
    members_.resize(frames_.back().base);
    frames_.pop_back();
    if (frames_.empty()) {
      root_ = std::move(container);
    } else {
      members_.back().second = std::move(container);
    }
    return true;
  }

  bool Value(Json&& value) {
    if (frames_.empty()) {
      root_ = std::move(value);
    } else if (frames_.back().is_object) {
      members_.back().second = std::move(value);
    } else {
      members_.emplace_back(std::string(), std::move(value));
    }
    return true;
  }

  void DropDuplicates(size_t base) {
    constexpr size_t kFewKeys = 16;
    const size_t count = members_.size() - base;
    bool found = false;
    if (count <= kFewKeys) {
      for (size_t i = base; i < members_.size() && !found; ++i) {
        for (size_t j = base; j < i && !found; ++j) found = members_[i].first == members_[j].first;
      }
      if (!found) return;
    }
    absl::flat_hash_map<std::string, size_t> place;
    place.reserve(count);
    size_t end = base;
    for (size_t i = base; i < members_.size(); ++i) {
      const auto [it, is_new] = place.emplace(members_[i].first, end);
      if (!is_new) {
        std::string path = Path();
        absl::StrAppend(&path, path.empty() ? "" : ".", members_[i].first);
        if (notes_->duplicate_keys.size() < kMaxFindings) notes_->duplicate_keys.push_back(std::move(path));
        members_[it->second].second = std::move(members_[i].second);
        continue;
      }
      if (end != i) members_[end] = std::move(members_[i]);
      ++end;
    }
    members_.resize(end);
  }

  const int64_t max_depth_;
  JsonNotes* const notes_;
  std::vector<Frame> frames_;
  std::vector<std::pair<std::string, Json>> members_;
  Json root_;
  bool too_deep_ = false;
  size_t error_position_ = 0;
  std::string error_;
};

// The library's message without its head and without what was read last, which may be a secret.
std::string Reason(const std::string& what) {
  size_t begin = what.find(" - ");
  begin = begin == std::string::npos ? what.find(": ") : begin + 1;
  std::string reason = begin == std::string::npos ? what : what.substr(begin + 2);
  return reason.substr(0, reason.find("; last read"));
}

absl::Status SyntaxError(absl::string_view text, size_t position, const std::string& what) {
  if (what.find("parse_error") == std::string::npos) {
    return absl::InvalidArgumentError("INVALID_JSON: a number is too large to be held; write it as text");
  }
  const size_t offset = std::min(position == 0 ? 0 : position - 1, text.size());
  const absl::string_view before = text.substr(0, offset);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const size_t line_start = before.rfind('\n');
  const size_t column = line_start == absl::string_view::npos ? offset + 1 : offset - line_start;
  const std::string reason = Reason(what);
  if (offset >= text.size()) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "TRUNCATED_JSON: the text ends too early, at line %d, column %d: %s; export it again", line, column, reason));
  }
  return absl::InvalidArgumentError(absl::StrFormat("INVALID_JSON: line %d, column %d: %s", line, column, reason));
}

void AppendEscaped(const std::string& text, std::string* out) {
  out->push_back('"');
  size_t done = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out->append(text, done, i - done);
    done = i + 1;
    switch (c) {
      case '"':
        out->append("\\\"");
        break;
      case '\\':
        out->append("\\\\");
        break;
      case '\n':
        out->append("\\n");
        break;
      case '\r':
        out->append("\\r");
        break;
      case '\t':
        out->append("\\t");
        break;
      case '\b':
        out->append("\\b");
        break;
      case '\f':
        out->append("\\f");
        break;
      default:
        absl::StrAppendFormat(out, "\\u%04x", c);
    }
  }
  out->append(text, done, text.size() - done);
  out->push_back('"');
}

void AppendLine(int indent, int level, std::string* out) {
  if (indent < 0) return;
  out->push_back('\n');
  out->append(static_cast<size_t>(indent) * static_cast<size_t>(level), ' ');
}

void Append(const Json& json, int indent, int level, std::string* out) {
  switch (json.type()) {
    case Json::value_t::object: {
      const auto& object = json.get_ref<const Json::object_t&>();
      if (object.empty()) {
        out->append("{}");
        return;
      }
      char separator = '{';
      for (const auto& [key, value] : object) {
        out->push_back(separator);
        separator = ',';
        AppendLine(indent, level + 1, out);
        AppendEscaped(key, out);
        out->append(indent < 0 ? ":" : ": ");
        Append(value, indent, level + 1, out);
      }
      AppendLine(indent, level, out);
      out->push_back('}');
      return;
    }
    case Json::value_t::array: {
      if (json.empty()) {
        out->append("[]");
        return;
      }
      char separator = '[';
      for (const Json& value : json) {
        out->push_back(separator);
        separator = ',';
        AppendLine(indent, level + 1, out);
        Append(value, indent, level + 1, out);
      }
      AppendLine(indent, level, out);
      out->push_back(']');
      return;
    }
    case Json::value_t::string:
      AppendEscaped(json.get_ref<const std::string&>(), out);
      return;
    case Json::value_t::number_integer:
      absl::StrAppend(out, json.get<int64_t>());
      return;
    case Json::value_t::number_unsigned:
      absl::StrAppend(out, json.get<uint64_t>());
      return;
    case Json::value_t::binary: {
      const auto& digits = json.get_binary();
      out->append(digits.begin(), digits.end());
      return;
    }
    default:
      out->append(json.dump());
  }
}

}  // namespace

absl::StatusOr<Json> ParseJson(absl::string_view text, const Limits& limits, JsonNotes* notes) {
  if (text.size() > static_cast<uint64_t>(limits.max_document_bytes)) {
    return absl::InvalidArgumentError(absl::StrCat("DOCUMENT_TOO_LARGE: ", text.size(), " bytes; at most ",
                                                   limits.max_document_bytes,
                                                   " are accepted (limits.max_document_bytes)"));
  }
  constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const size_t start = absl::StartsWith(text, kByteOrderMark) ? kByteOrderMark.size() : 0;
  const absl::string_view body = text.substr(start);
  // The library takes a zero byte for the end of the text and would silently drop what follows.
  const void* zero = body.empty() ? nullptr : std::memchr(body.data(), 0, body.size());
  if (zero != nullptr && FindInvalidUtf8(text) == absl::string_view::npos) {
    return absl::InvalidArgumentError(absl::StrCat("INVALID_JSON: a zero byte at offset ",
                                                   static_cast<const char*>(zero) - text.data(),
                                                   "; the text must be UTF-8, not UTF-16, and hold one JSON document"));
  }
  JsonNotes unused;
  TreeBuilder builder(limits.max_document_depth, notes == nullptr ? &unused : notes);
  if (zero == nullptr && Json::sax_parse(body.data(), body.data() + body.size(), &builder)) return builder.TakeRoot();
  if (builder.too_deep()) {
    return absl::InvalidArgumentError(
        absl::StrCat("DOCUMENT_TOO_DEEP: more than ", limits.max_document_depth,
                     " objects and arrays inside each other (limits.max_document_depth)"));
  }
  const size_t invalid = FindInvalidUtf8(text);
  if (invalid != absl::string_view::npos) {
    const bool is_utf16 = absl::StartsWith(text, "\xFF\xFE") || absl::StartsWith(text, "\xFE\xFF");
    return absl::InvalidArgumentError(absl::StrCat("INVALID_UTF8: byte ", invalid, " is not UTF-8; ",
                                                   is_utf16 ? "the text is UTF-16, " : "", "save it as UTF-8"));
  }
  return SyntaxError(body, builder.error_position(), builder.error());
}

std::string WriteJson(const Json& json, int indent) {
  std::string result;
  Append(json, indent, 0, &result);
  return result;
}

absl::string_view JsonTypeName(const Json& json) {
  switch (json.type()) {
    case Json::value_t::null:
      return "null";
    case Json::value_t::object:
      return "an object";
    case Json::value_t::array:
      return "an array";
    case Json::value_t::string:
      return "a text";
    case Json::value_t::boolean:
      return "a boolean";
    default:
      return "a number";
  }
}

size_t FindInvalidUtf8(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  size_t i = 0;
  while (i < text.size()) {
    const unsigned char lead = byte(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    size_t length = 0;
    unsigned char low = 0x80, high = 0xBF;  // of the second byte: no overlong forms, no surrogates, at most U+10FFFF
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
      return i;
    }
    if (text.size() - i < length || byte(i + 1) < low || byte(i + 1) > high) return i;
    for (size_t k = 2; k < length; ++k) {
      if ((byte(i + k) & 0xC0) != 0x80) return i;
    }
    i += length;
  }
  return absl::string_view::npos;
}

}  // namespace slipway
