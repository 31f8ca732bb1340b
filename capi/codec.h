// What the codecs know about messages: field tables written by capi/gen, because the lite runtime has no reflection.
// Tables are constants; every function here is pure and thread-safe.
#ifndef SLIPWAY_CAPI_CODEC_H_
#define SLIPWAY_CAPI_CODEC_H_

#include <cstddef>
#include <cstdint>

namespace slipway::capi {

// Same numbers as google.protobuf.FieldDescriptorProto.Type.
enum class FieldType : uint8_t {
  kDouble = 1,
  kFloat = 2,
  kInt64 = 3,
  kUint64 = 4,
  kInt32 = 5,
  kFixed64 = 6,
  kFixed32 = 7,
  kBool = 8,
  kString = 9,
  kMessage = 11,
  kBytes = 12,
  kUint32 = 13,
  kEnum = 14,
  kSfixed32 = 15,
  kSfixed64 = 16,
  kSint32 = 17,
  kSint64 = 18,
};

enum class FieldLabel : uint8_t { kSingular, kRepeated, kMap };

struct EnumValue {
  int32_t number;
  const char* name;
};

struct EnumInfo {
  const char* full_name;
  const EnumValue* values;  // by number
  uint32_t value_count;
};

struct MessageInfo;

struct FieldInfo {
  const char* name;
  const char* json_name;
  uint32_t number;
  FieldType type;
  FieldLabel label;
  bool packed;                  // how a repeated scalar is written; both ways are read
  bool secret;                  // its value must not appear in an error text
  int16_t oneof;                // members of one oneof share a number; -1: none
  const MessageInfo* message;   // kMessage; of a map: the entry, whose fields are key (1) and value (2)
  const EnumInfo* enumeration;  // kEnum
};

struct MessageInfo {
  const char* full_name;
  const FieldInfo* fields;  // by number
  uint32_t field_count;
};

// Messages inside messages, at most: what protobuf's own parser follows.
inline constexpr int kMaxMessageDepth = 100;

inline const FieldInfo* FindField(const MessageInfo& message, uint32_t number) {
  // Most messages number their fields 1, 2, 3...
  if (number - 1 < message.field_count && message.fields[number - 1].number == number)
    return &message.fields[number - 1];
  for (uint32_t i = 0; i < message.field_count; ++i) {
    if (message.fields[i].number == number) return &message.fields[i];
  }
  return nullptr;
}

inline const EnumValue* FindEnumValue(const EnumInfo& info, int64_t number) {
  for (uint32_t i = 0; i < info.value_count; ++i) {
    if (info.values[i].number == number) return &info.values[i];
  }
  return nullptr;
}

// Whether repeated values of the type may share one length-delimited record.
inline bool IsPackable(FieldType type) {
  return type != FieldType::kString && type != FieldType::kBytes && type != FieldType::kMessage;
}

}  // namespace slipway::capi

#endif  // SLIPWAY_CAPI_CODEC_H_
