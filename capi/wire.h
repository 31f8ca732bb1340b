// The protobuf wire format, by hand: reading records and appending values. No tables, no messages.
#ifndef SLIPWAY_CAPI_WIRE_H_
#define SLIPWAY_CAPI_WIRE_H_

#include <cstdint>
#include <cstring>
#include <string>

#include "absl/strings/string_view.h"
#include "capi/codec.h"

namespace slipway::capi {

enum class WireType : uint8_t { kVarint = 0, kFixed64 = 1, kLength = 2, kFixed32 = 5 };

inline WireType WireTypeOf(FieldType type) {
  switch (type) {
    case FieldType::kDouble:
    case FieldType::kFixed64:
    case FieldType::kSfixed64:
      return WireType::kFixed64;
    case FieldType::kFloat:
    case FieldType::kFixed32:
    case FieldType::kSfixed32:
      return WireType::kFixed32;
    case FieldType::kString:
    case FieldType::kBytes:
    case FieldType::kMessage:
      return WireType::kLength;
    default:
      return WireType::kVarint;
  }
}

// One field as it stands on the wire. `bits` for varint and fixed values, `bytes` (borrowed) for length-delimited ones.
struct WireRecord {
  uint32_t number = 0;
  WireType type = WireType::kVarint;
  uint64_t bits = 0;
  absl::string_view bytes;
};

// Reads from borrowed bytes. Each Read returns false at a malformed or truncated value and leaves the position
// anywhere.
class WireReader {
 public:
  explicit WireReader(absl::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool done() const { return at_ == end_; }
  const char* position() const { return at_; }

  bool ReadVarint(uint64_t* value) {
    *value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at_ == end_) return false;
      const uint8_t byte = static_cast<uint8_t>(*at_++);
      if (shift == 63 && byte > 1) return false;
      *value |= static_cast<uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return true;
    }
    return false;
  }

  // The value of one scalar of this wire type, which is not kLength.
  bool ReadScalar(WireType type, uint64_t* bits) {
    if (type == WireType::kVarint) return ReadVarint(bits);
    return type == WireType::kFixed64 ? ReadFixed<uint64_t>(bits) : ReadFixed<uint32_t>(bits);
  }

  // Groups (proto2) are malformed here.
  bool ReadRecord(WireRecord* record) {
    uint64_t tag;
    if (!ReadVarint(&tag) || (tag >> 3) == 0 || (tag >> 3) > 0x1FFFFFFF) return false;
    record->number = static_cast<uint32_t>(tag >> 3);
    switch (tag & 7) {
      case 0:
      case 1:
      case 5:
        record->type = static_cast<WireType>(tag & 7);
        return ReadScalar(record->type, &record->bits);
      case 2: {
        record->type = WireType::kLength;
        uint64_t size;
        if (!ReadVarint(&size) || size > static_cast<uint64_t>(end_ - at_)) return false;
        record->bytes = absl::string_view(at_, size);
        at_ += size;
        return true;
      }
      default:
        return false;
    }
  }

 private:
  // Wire order is little-endian, and so is every machine this library is built for.
  template <typename Word>
  bool ReadFixed(uint64_t* bits) {
    Word word;
    if (static_cast<size_t>(end_ - at_) < sizeof(word)) return false;
    std::memcpy(&word, at_, sizeof(word));
    at_ += sizeof(word);
    *bits = word;
    return true;
  }

  const char* at_;
  const char* end_;
};

inline void AppendVarint(uint64_t value, std::string* out) {
  while (value >= 0x80) {
    out->push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out->push_back(static_cast<char>(value));
}

inline void AppendTag(uint32_t number, WireType type, std::string* out) {
  AppendVarint(static_cast<uint64_t>(number) << 3 | static_cast<uint64_t>(type), out);
}

inline void AppendLength(uint32_t number, absl::string_view bytes, std::string* out) {
  AppendTag(number, WireType::kLength, out);
  AppendVarint(bytes.size(), out);
  out->append(bytes.data(), bytes.size());
}

// `bits` as WireRecord has them; no tag. Not for kLength.
inline void AppendScalar(WireType type, uint64_t bits, std::string* out) {
  if (type == WireType::kVarint) return AppendVarint(bits, out);
  out->append(reinterpret_cast<const char*>(&bits), type == WireType::kFixed64 ? 8 : 4);
}

inline uint64_t ZigZag(int64_t value) {
  return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
}
inline int64_t UnZigZag(uint64_t bits) { return static_cast<int64_t>(bits >> 1) ^ -static_cast<int64_t>(bits & 1); }

}  // namespace slipway::capi

#endif  // SLIPWAY_CAPI_WIRE_H_
