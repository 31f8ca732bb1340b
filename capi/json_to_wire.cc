// JSON text to wire bytes, in one pass: a SAX handler with a stack of open containers, each with the bytes it has so
// far.
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status_payload.h"
#include "capi/json_codec.h"
#include "capi/json_scan.h"
#include "capi/utf8.h"
#include "capi/wire.h"

namespace slipway::capi {
namespace {

constexpr double kExactIntegers = 9007199254740992.0;  // 2^53

struct Range {
  int64_t low;
  uint64_t high;
};

std::optional<Range> IntegerRange(FieldType type) {
  switch (type) {
    case FieldType::kInt32:
    case FieldType::kSint32:
    case FieldType::kSfixed32:
    case FieldType::kEnum:
      return Range{std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max()};
    case FieldType::kUint32:
    case FieldType::kFixed32:
      return Range{0, std::numeric_limits<uint32_t>::max()};
    case FieldType::kInt64:
    case FieldType::kSint64:
    case FieldType::kSfixed64:
      return Range{std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()};
    case FieldType::kUint64:
    case FieldType::kFixed64:
      return Range{0, std::numeric_limits<uint64_t>::max()};
    default:
      return std::nullopt;
  }
}

// An integer of either sign: `negative` tells how to read `bits`.
struct Integer {
  uint64_t bits;
  bool negative;
};

std::optional<Integer> ParseInteger(absl::string_view text) {
  const char* end = text.data() + text.size();
  if (!text.empty() && text.front() == '-') {
    int64_t value;
    const auto parsed = std::from_chars(text.data(), end, value);
    if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
    return Integer{static_cast<uint64_t>(value), value < 0};
  }
  uint64_t value;
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return Integer{value, false};
}

std::string ExpectedWord(const FieldInfo& field) {
  switch (field.type) {
    case FieldType::kString:
      return "a string";
    case FieldType::kBytes:
      return "a string of base64";
    case FieldType::kBool:
      return "true or false";
    case FieldType::kDouble:
    case FieldType::kFloat:
      return "a number";
    case FieldType::kMessage:
      return absl::StrCat("an object (", field.message->full_name, ")");
    case FieldType::kEnum:
      return absl::StrCat("a name of ", field.enumeration->full_name);
    default:
      return "an integer";
  }
}

class Reader {
 public:
  explicit Reader(const MessageInfo& root) : root_(root) {}

  absl::Status status() const { return status_; }
  std::string take() { return std::move(result_); }

  // SAX: false stops the parser; status_ says why.
  bool null() {
    if (frames_.empty()) return WrongType("null");
    const Frame& top = frames_.back();
    if (top.kind == Frame::kMessage) return true;
    return Fail("null is not allowed inside an array or a map; leave the element out");
  }
  bool boolean(bool value) {
    const FieldInfo* field = Target();
    if (field == nullptr || field->type != FieldType::kBool) return WrongType("true or false");
    return Scalar(*field, value ? 1 : 0);
  }
  bool number_integer(int64_t value) { return Number({static_cast<uint64_t>(value), value < 0}); }
  bool number_unsigned(uint64_t value) { return Number({value, false}); }
  bool number_float(double value) {
    const FieldInfo* field = Target();
    if (field == nullptr) return WrongType("a number");
    if (field->type == FieldType::kDouble || field->type == FieldType::kFloat) return Floating(*field, value);
    if (!IntegerRange(field->type).has_value()) return WrongType("a number");
    if (std::trunc(value) != value || std::fabs(value) > kExactIntegers) {
      return Fail("expected an integer, got a number with a fraction or beyond 2^53 (write it without exponent)");
    }
    const int64_t integer = static_cast<int64_t>(value);
    return Number({static_cast<uint64_t>(integer), integer < 0});
  }
  bool string(std::string& value) {
    const FieldInfo* field = Target();
    if (field == nullptr) return WrongType("a string");
    switch (field->type) {
      case FieldType::kString:
        return Bytes(*field, value);
      case FieldType::kBytes: {
        std::string bytes;
        if (!absl::Base64Unescape(value, &bytes) && !absl::WebSafeBase64Unescape(value, &bytes)) {
          return Fail("expected base64");
        }
        return Bytes(*field, bytes);
      }
      case FieldType::kDouble:
      case FieldType::kFloat:
        return FloatingText(*field, value);
      case FieldType::kEnum:
        return EnumName(*field, value);
      case FieldType::kBool:
      case FieldType::kMessage:
        return WrongType("a string");
      default: {
        const std::optional<Integer> integer = ParseInteger(value);
        if (!integer.has_value()) return Fail("expected an integer, got a string that is none or beyond 64 bits");
        return Number(*integer);
      }
    }
  }

  bool start_object() {
    if (frames_.empty()) return PushMessage(root_);
    const FieldInfo* field = Target(/*for_map=*/true);
    if (field == nullptr || field->type != FieldType::kMessage) return WrongType("an object");
    if (field->label == FieldLabel::kMap && frames_.back().kind == Frame::kMessage) {
      return Enter(Frame::kMap, nullptr, field);  // its entries are messages on the wire
    }
    return PushMessage(*field->message);
  }
  bool key(std::string& name) { return frames_.back().kind == Frame::kMap ? MapKey(name) : FieldKey(name); }
  bool end_object() {
    std::string bytes = std::move(frames_.back().bytes);
    const bool was_map = frames_.back().kind == Frame::kMap;
    frames_.pop_back();
    --depth_;
    if (!frames_.empty() && !was_map) return Bytes(*Target(), bytes);
    (frames_.empty() ? result_ : frames_.back().bytes) += bytes;  // of a map: whole records already
    return true;
  }
  bool start_array() {
    if (frames_.empty() || frames_.back().kind != Frame::kMessage ||
        frames_.back().field->label != FieldLabel::kRepeated) {
      return WrongType("an array");
    }
    Push(Frame::kArray, nullptr, frames_.back().field);
    return true;
  }
  bool end_array() {
    const Frame array = std::move(frames_.back());
    frames_.pop_back();
    std::string& out = frames_.back().bytes;
    if (IsPackable(array.field->type)) {
      if (array.next_index > 0) AppendLength(array.field->number, array.bytes, &out);
    } else {
      out += array.bytes;
    }
    return true;
  }
  // Only the place is told: the input may hold secrets.
  void malformed(size_t offset) { Broken("this is not well-formed JSON", offset); }
  void too_large(size_t offset) { Broken("a number is beyond what a double holds", offset); }

 private:
  struct Frame {
    enum Kind { kMessage, kArray, kMap } kind;
    const MessageInfo* message;              // kMessage
    const FieldInfo* field;                  // kMessage: of the current key; kArray, kMap: whose elements these are
    std::string bytes;                       // what a message or map has so far; of packable arrays: the payload
    std::string key;                         // as written
    std::string key_bytes;                   // kMap: the entry's key record
    std::vector<bool> seen;                  // kMessage: by position in the table
    absl::flat_hash_set<std::string> given;  // kMap: key records so far
    bool started = false;                    // kMap: `key` means something
    int64_t next_index = 0;                  // kArray
  };

  void Push(typename Frame::Kind kind, const MessageInfo* message, const FieldInfo* field) {
    Frame frame{};
    frame.kind = kind;
    frame.message = message;
    frame.field = field;
    if (message != nullptr) frame.seen.resize(message->field_count);
    frames_.push_back(std::move(frame));
  }

  bool Enter(typename Frame::Kind kind, const MessageInfo* message, const FieldInfo* field) {
    if (++depth_ > kMaxMessageDepth) {
      return Fail(absl::StrCat("more than ", kMaxMessageDepth, " messages inside each other"));
    }
    Push(kind, message, field);
    return true;
  }
  bool PushMessage(const MessageInfo& message) { return Enter(Frame::kMessage, &message, nullptr); }

  // What the next value is for: a field or the element of one; nullptr when the place takes no such value. The value of
  // a map entry is the entry's field 2.
  const FieldInfo* Target(bool for_map = false) const {
    if (frames_.empty()) return nullptr;
    const Frame& top = frames_.back();
    if (top.kind == Frame::kMap) return &top.field->message->fields[1];
    if (top.kind == Frame::kArray) return top.field;
    if (top.field->label == FieldLabel::kSingular) return top.field;
    return for_map && top.field->label == FieldLabel::kMap ? top.field : nullptr;
  }

  bool FieldKey(const std::string& name) {
    Frame& top = frames_.back();
    const MessageInfo& message = *top.message;
    top.key = name;
    top.field = nullptr;
    for (uint32_t i = 0; i < message.field_count; ++i) {
      if (name == message.fields[i].json_name || name == message.fields[i].name) top.field = &message.fields[i];
    }
    if (top.field == nullptr) {
      return Fail(absl::StrCat(message.full_name, " has no such field in this version of the library; it has ",
                               FieldNames(message)));
    }
    const uint32_t position = static_cast<uint32_t>(top.field - message.fields);
    if (top.seen[position]) return Fail("given twice");
    for (uint32_t i = 0; top.field->oneof >= 0 && i < message.field_count; ++i) {
      if (top.seen[i] && message.fields[i].oneof == top.field->oneof) {
        return Fail(absl::StrCat("excludes ", message.fields[i].json_name, ", which is given too"));
      }
    }
    top.seen[position] = true;
    return true;
  }

  static std::string FieldNames(const MessageInfo& message) {
    if (message.field_count == 0) return "none";
    std::string names;
    for (uint32_t i = 0; i < message.field_count; ++i) {
      absl::StrAppend(&names, i == 0 ? "" : ", ", message.fields[i].json_name);
    }
    return names;
  }

  bool MapKey(const std::string& name) {
    Frame& top = frames_.back();
    top.key = name;
    top.started = true;
    const FieldInfo& field = top.field->message->fields[0];
    top.key_bytes.clear();
    if (field.type == FieldType::kString) {
      AppendLength(1, name, &top.key_bytes);
    } else {
      uint64_t bits = 0;
      if (field.type == FieldType::kBool) {
        if (name != "true" && name != "false") return Fail("expected the key true or false");
        bits = name == "true" ? 1 : 0;
      } else {
        const std::optional<Integer> integer = ParseInteger(name);
        if (!integer.has_value()) return Fail("expected an integer as key");
        if (!IntegerBits(field, *integer, &bits)) return false;
      }
      AppendTag(1, WireTypeOf(field.type), &top.key_bytes);
      AppendScalar(WireTypeOf(field.type), bits, &top.key_bytes);
    }
    if (!top.given.insert(top.key_bytes).second) return Fail("given twice");
    return true;
  }

  bool IntegerBits(const FieldInfo& field, Integer integer, uint64_t* bits) {
    const Range range = *IntegerRange(field.type);
    const bool inside = integer.negative ? static_cast<int64_t>(integer.bits) >= range.low : integer.bits <= range.high;
    if (!inside) return Fail(absl::StrCat("out of range: ", range.low, " to ", range.high));
    const bool zigzag = field.type == FieldType::kSint32 || field.type == FieldType::kSint64;
    *bits = zigzag ? ZigZag(static_cast<int64_t>(integer.bits)) : integer.bits;
    return true;
  }

  bool Number(Integer integer) {
    const FieldInfo* field = Target();
    if (field == nullptr) return WrongType("a number");
    if (field->type == FieldType::kDouble || field->type == FieldType::kFloat) {
      return Floating(*field, integer.negative ? static_cast<double>(static_cast<int64_t>(integer.bits))
                                               : static_cast<double>(integer.bits));
    }
    if (!IntegerRange(field->type).has_value()) return WrongType("a number");
    uint64_t bits = 0;
    if (!IntegerBits(*field, integer, &bits)) return false;
    if (field->type == FieldType::kEnum && FindEnumValue(*field->enumeration, static_cast<int32_t>(bits)) == nullptr) {
      return Fail(absl::StrCat("no ", field->enumeration->full_name, " has this number"));
    }
    return Scalar(*field, bits);
  }

  bool EnumName(const FieldInfo& field, const std::string& name) {
    const EnumInfo& info = *field.enumeration;
    for (uint32_t i = 0; i < info.value_count; ++i) {
      if (name == info.values[i].name) return Scalar(field, static_cast<uint64_t>(int64_t{info.values[i].number}));
    }
    std::string names;
    for (uint32_t i = 0; i < info.value_count && i < 30; ++i) {
      absl::StrAppend(&names, i == 0 ? "" : ", ", info.values[i].name);
    }
    return Fail(absl::StrCat("no such name in ", info.full_name, "; expected one of ", names));
  }

  bool FloatingText(const FieldInfo& field, const std::string& text) {
    if (text == "NaN") return Floating(field, std::numeric_limits<double>::quiet_NaN());
    if (text == "Infinity") return Floating(field, std::numeric_limits<double>::infinity());
    if (text == "-Infinity") return Floating(field, -std::numeric_limits<double>::infinity());
    double value;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    if (parsed.ec != std::errc() || parsed.ptr != end || !std::isfinite(value)) return Fail("expected a number");
    return Floating(field, value);
  }

  bool Floating(const FieldInfo& field, double value) {
    uint64_t bits = 0;
    if (field.type == FieldType::kDouble) {
      std::memcpy(&bits, &value, sizeof(value));
    } else {
      const float narrow = static_cast<float>(value);
      if (std::isinf(narrow) && !std::isinf(value)) return Fail("out of range of a float");
      std::memcpy(&bits, &narrow, sizeof(narrow));
    }
    return Scalar(field, bits);
  }

  // Adds a scalar to the open container.
  bool Scalar(const FieldInfo& field, uint64_t bits) {
    const WireType type = WireTypeOf(field.type);
    Frame& top = frames_.back();
    if (top.kind == Frame::kArray) {
      AppendScalar(type, bits, &top.bytes);
      ++top.next_index;
    } else if (top.kind == Frame::kMap) {
      std::string value;
      AppendTag(2, type, &value);
      AppendScalar(type, bits, &value);
      Entry(value);
    } else {
      AppendTag(field.number, type, &top.bytes);
      AppendScalar(type, bits, &top.bytes);
    }
    return true;
  }

  // Adds a string, bytes or a finished message to the open container.
  bool Bytes(const FieldInfo& field, absl::string_view bytes) {
    Frame& top = frames_.back();
    if (top.kind == Frame::kMap) {
      std::string value;
      AppendLength(2, bytes, &value);
      Entry(value);
    } else {
      AppendLength(field.number, bytes, &top.bytes);
      ++top.next_index;
    }
    return true;
  }

  void Entry(const std::string& value) {
    Frame& top = frames_.back();
    AppendLength(top.field->number, absl::StrCat(top.key_bytes, value), &top.bytes);
  }

  std::string Path() const {
    std::string path;
    for (const Frame& frame : frames_) {
      if (frame.kind == Frame::kArray) {
        absl::StrAppend(&path, "[", frame.next_index, "]");
      } else if (frame.kind == Frame::kMap) {
        if (!frame.started) continue;
        absl::StrAppend(&path, "[\"", absl::Utf8SafeCHexEscape(frame.key), "\"]");
      } else if (!frame.key.empty()) {
        absl::StrAppend(&path, path.empty() ? "" : ".", absl::Utf8SafeCHexEscape(frame.key));
      }
    }
    return path;
  }

  bool Fail(absl::string_view what) {
    const std::string path = Path();
    status_ = WithPath(absl::InvalidArgumentError(absl::StrCat(path, path.empty() ? "" : ": ", what)), path);
    return false;
  }

  void Broken(absl::string_view what, size_t offset) {
    status_ = absl::InvalidArgumentError(absl::StrCat(what, ", at byte ", offset));
  }

  bool WrongType(absl::string_view got) {
    if (frames_.empty()) return Fail(absl::StrCat("expected an object (", root_.full_name, "), got ", got));
    const Frame& top = frames_.back();
    if (top.kind == Frame::kMessage && top.field->label == FieldLabel::kRepeated) {
      return Fail(absl::StrCat("expected an array, got ", got));
    }
    if (top.kind == Frame::kMessage && top.field->label == FieldLabel::kMap) {
      return Fail(absl::StrCat("expected an object (a map), got ", got));
    }
    return Fail(absl::StrCat("expected ", ExpectedWord(*Target()), ", got ", got));
  }

  const MessageInfo& root_;
  std::vector<Frame> frames_;
  int depth_ = 0;
  std::string result_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<std::string> JsonToWire(const MessageInfo& message, absl::string_view json) {
  if (json.empty()) return std::string();
  const size_t valid = ValidUtf8Prefix(json);
  if (valid != json.size()) return absl::InvalidArgumentError(absl::StrCat("invalid UTF-8 at byte ", valid));
  Reader reader(message);
  if (!JsonScanner<Reader>(json, &reader).Scan()) return reader.status();
  return reader.take();
}

}  // namespace slipway::capi
