// Wire bytes to JSON text.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "capi/json_codec.h"
#include "capi/utf8.h"
#include "capi/wire.h"

namespace slipway::capi {
namespace {

constexpr int64_t kExactIntegers = int64_t{1} << 53;

void WriteString(absl::string_view text, std::string* out) {
  out->push_back('"');
  while (!text.empty()) {
    size_t plain = 0;
    while (plain < text.size()) {
      const uint8_t byte = static_cast<uint8_t>(text[plain]);
      if (byte < 0x20 || byte == '"' || byte == '\\' || byte >= 0x7F) break;
      ++plain;
    }
    out->append(text.data(), plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const uint8_t byte = static_cast<uint8_t>(text[0]);
    if (byte >= 0x80) {
      const size_t length = Utf8Length(text);
      if (length == 0) {
        out->append("\xEF\xBF\xBD");
      } else {
        out->append(text.data(), length);
      }
      text.remove_prefix(length == 0 ? 1 : length);
      continue;
    }
    switch (byte) {
      case '"':
      case '\\':
        out->push_back('\\');
        out->push_back(static_cast<char>(byte));
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
      default: {
        constexpr char kHex[] = "0123456789abcdef";
        out->append("\\u00");
        out->push_back(kHex[byte >> 4]);
        out->push_back(kHex[byte & 15]);
      }
    }
    text.remove_prefix(1);
  }
  out->push_back('"');
}

template <typename Float>
void WriteFloat(Float value, std::string* out) {
  if (std::isnan(value)) {
    out->append("\"NaN\"");
  } else if (std::isinf(value)) {
    out->append(value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
  } else {
    char text[64];
    const auto end = std::to_chars(text, text + sizeof(text), value).ptr;  // the shortest that reads back equal
    out->append(text, end);
  }
}

void WriteSigned(int64_t value, std::string* out) {
  const bool exact = value >= -kExactIntegers && value <= kExactIntegers;
  absl::StrAppend(out, exact ? "" : "\"", value, exact ? "" : "\"");
}

void WriteUnsigned(uint64_t value, std::string* out) {
  const bool exact = value <= static_cast<uint64_t>(kExactIntegers);
  absl::StrAppend(out, exact ? "" : "\"", value, exact ? "" : "\"");
}

void WriteScalar(const FieldInfo& field, uint64_t bits, std::string* out) {
  switch (field.type) {
    case FieldType::kDouble: {
      double value;
      std::memcpy(&value, &bits, sizeof(value));
      return WriteFloat(value, out);
    }
    case FieldType::kFloat: {
      const uint32_t narrow = static_cast<uint32_t>(bits);
      float value;
      std::memcpy(&value, &narrow, sizeof(value));
      return WriteFloat(value, out);
    }
    case FieldType::kBool:
      out->append(bits != 0 ? "true" : "false");
      return;
    case FieldType::kEnum: {
      const int32_t number = static_cast<int32_t>(bits);
      const EnumValue* value = FindEnumValue(*field.enumeration, number);
      if (value == nullptr) return WriteSigned(number, out);
      return WriteString(value->name, out);
    }
    case FieldType::kInt32:
    case FieldType::kSfixed32:
      return WriteSigned(static_cast<int32_t>(bits), out);
    case FieldType::kSint32:
      return WriteSigned(static_cast<int32_t>(UnZigZag(static_cast<uint32_t>(bits))), out);
    case FieldType::kInt64:
    case FieldType::kSfixed64:
      return WriteSigned(static_cast<int64_t>(bits), out);
    case FieldType::kSint64:
      return WriteSigned(UnZigZag(bits), out);
    case FieldType::kUint32:
    case FieldType::kFixed32:
      return WriteUnsigned(static_cast<uint32_t>(bits), out);
    default:
      return WriteUnsigned(bits, out);
  }
}

// One record of the message being written, with its field.
struct Item {
  const FieldInfo* field;
  WireRecord record;
};

class Writer {
 public:
  bool Message(const MessageInfo& message, absl::string_view wire, int depth, std::string* out) {
    std::vector<Item> items;
    if (depth > kMaxMessageDepth || !Read(message, wire, &items)) return false;
    out->push_back('{');
    bool first = true;
    for (size_t begin = 0; begin < items.size();) {
      size_t end = begin + 1;
      while (end < items.size() && items[end].field == items[begin].field) ++end;
      const FieldInfo& field = *items[begin].field;
      if (!first) out->push_back(',');
      first = false;
      WriteString(field.json_name, out);
      out->push_back(':');
      const Item* const group = &items[begin];
      const size_t size = end - begin;
      bool good = true;
      if (field.label == FieldLabel::kMap) {
        good = Map(field, group, size, depth, out);
      } else if (field.label == FieldLabel::kRepeated) {
        good = Array(field, group, size, depth, out);
      } else {
        good = Singular(field, group, size, depth, out);
      }
      if (!good) return false;
      begin = end;
    }
    out->push_back('}');
    return true;
  }

 private:
  // The records by field, in order of the table. Of a oneof only what follows the last switch of member is left.
  static bool Read(const MessageInfo& message, absl::string_view wire, std::vector<Item>* items) {
    WireReader reader(wire);
    bool oneofs = false;
    while (!reader.done()) {
      Item item;
      if (!reader.ReadRecord(&item.record)) return false;
      item.field = FindField(message, item.record.number);
      if (item.field == nullptr) return false;
      const bool packed = item.field->label == FieldLabel::kRepeated && IsPackable(item.field->type) &&
                          item.record.type == WireType::kLength;
      if (item.record.type != WireTypeOf(item.field->type) && !packed) return false;
      oneofs |= item.field->oneof >= 0;
      items->push_back(item);
    }
    if (oneofs) DropReplaced(items);
    const auto before = [](const Item& a, const Item& b) { return a.field < b.field; };
    if (!std::is_sorted(items->begin(), items->end(), before)) std::stable_sort(items->begin(), items->end(), before);
    return true;
  }

  static void DropReplaced(std::vector<Item>* items) {
    std::vector<const FieldInfo*> winners;  // the last member seen of each oneof, walking backwards
    std::vector<int16_t> switched;          // oneofs whose earlier records do not count any more
    std::vector<Item> kept;
    for (auto item = items->rbegin(); item != items->rend(); ++item) {
      const int16_t oneof = item->field->oneof;
      if (oneof >= 0) {
        const auto winner =
            std::find_if(winners.begin(), winners.end(), [&](const FieldInfo* w) { return w->oneof == oneof; });
        if (winner == winners.end()) {
          winners.push_back(item->field);
        } else if (*winner != item->field) {
          switched.push_back(oneof);
        }
        if (std::find(switched.begin(), switched.end(), oneof) != switched.end()) continue;
      }
      kept.push_back(*item);
    }
    std::reverse(kept.begin(), kept.end());
    *items = std::move(kept);
  }

  bool Value(const FieldInfo& field, const WireRecord& record, int depth, std::string* out) {
    if (field.type == FieldType::kMessage) return Message(*field.message, record.bytes, depth + 1, out);
    if (field.type == FieldType::kString) {
      WriteString(record.bytes, out);
    } else if (field.type == FieldType::kBytes) {
      absl::StrAppend(out, "\"", absl::Base64Escape(record.bytes), "\"");
    } else {
      WriteScalar(field, record.bits, out);
    }
    return true;
  }

  bool Singular(const FieldInfo& field, const Item* items, size_t size, int depth, std::string* out) {
    if (field.type != FieldType::kMessage || size == 1) return Value(field, items[size - 1].record, depth, out);
    std::string merged;  // parsing the concatenation is how protobuf defines merging
    for (size_t i = 0; i < size; ++i) merged.append(items[i].record.bytes.data(), items[i].record.bytes.size());
    return Message(*field.message, merged, depth + 1, out);
  }

  bool Array(const FieldInfo& field, const Item* items, size_t size, int depth, std::string* out) {
    out->push_back('[');
    bool first = true;
    const auto comma = [&] {
      if (!first) out->push_back(',');
      first = false;
    };
    for (size_t i = 0; i < size; ++i) {
      if (items[i].record.type == WireTypeOf(field.type)) {
        comma();
        if (!Value(field, items[i].record, depth, out)) return false;
        continue;
      }
      WireReader reader(items[i].record.bytes);
      while (!reader.done()) {
        uint64_t bits;
        if (!reader.ReadScalar(WireTypeOf(field.type), &bits)) return false;
        comma();
        WriteScalar(field, bits, out);
      }
    }
    out->push_back(']');
    return true;
  }

  bool Map(const FieldInfo& field, const Item* items, size_t size, int depth, std::string* out) {
    const FieldInfo& key_field = field.message->fields[0];
    const FieldInfo& value_field = field.message->fields[1];
    std::vector<std::pair<std::string, std::string>> entries;  // both as JSON
    for (size_t i = 0; i < size; ++i) {
      std::vector<Item> parts;
      if (!Read(*field.message, items[i].record.bytes, &parts)) return false;
      WireRecord key_record;  // absent parts have their default
      WireRecord value_record;
      std::string merged;
      for (const Item& part : parts) {
        (part.field == &key_field ? key_record : value_record) = part.record;
        if (part.field == &value_field) merged.append(part.record.bytes.data(), part.record.bytes.size());
      }
      if (value_field.type == FieldType::kMessage) value_record.bytes = merged;
      std::string key, value;
      if (!Value(key_field, key_record, depth, &key)) return false;
      if (key.front() != '"') key = absl::StrCat("\"", key, "\"");
      if (!Value(value_field, value_record, depth + 1, &value)) return false;
      entries.emplace_back(std::move(key), std::move(value));
    }
    // The last entry of a key wins. Sorted, so that one state has one text.
    std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    out->push_back('{');
    bool first = true;
    for (size_t i = 0; i < entries.size(); ++i) {
      if (i + 1 < entries.size() && entries[i + 1].first == entries[i].first) continue;
      absl::StrAppend(out, first ? "" : ",", entries[i].first, ":", entries[i].second);
      first = false;
    }
    out->push_back('}');
    return true;
  }
};

}  // namespace

absl::StatusOr<std::string> WireToJson(const MessageInfo& message, absl::string_view wire) {
  std::string out;
  out.reserve(wire.size() * 2 + 2);
  if (!Writer().Message(message, wire, 1, &out)) {
    return absl::DataLossError(absl::StrCat("the bytes are no ", message.full_name, " of this version of the library"));
  }
  return out;
}

}  // namespace slipway::capi
