#include "capi/wire_check.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status_payload.h"
#include "capi/utf8.h"
#include "capi/wire.h"

namespace slipway::capi {
namespace {

// What is wrong and where. The path is put together on the way out, so that a good request never pays for it.
struct Problem {
  std::string path;
  std::string message;
};

bool Fail(Problem* problem, absl::string_view path, std::string message) {
  problem->path = std::string(path);
  problem->message = std::move(message);
  return false;
}

void Prepend(absl::string_view outer, Problem* problem) {
  const bool join = !problem->path.empty() && problem->path.front() != '[';
  problem->path = absl::StrCat(outer, join ? "." : "", problem->path);
}

// The key of a map entry, as it would be written in JSON.
std::string KeyText(const MessageInfo& entry, absl::string_view wire) {
  const FieldType type = entry.fields[0].type;
  WireReader reader(wire);
  WireRecord record;
  std::string key = type == FieldType::kString ? "\"\"" : "0";
  while (!reader.done() && reader.ReadRecord(&record)) {
    if (record.number != 1) continue;
    if (type == FieldType::kString) {
      key = absl::StrCat("\"", absl::Utf8SafeCHexEscape(record.bytes), "\"");
    } else if (type == FieldType::kSint32 || type == FieldType::kSint64) {
      key = absl::StrCat(UnZigZag(record.bits));
    } else if (type == FieldType::kInt32 || type == FieldType::kInt64) {
      key = absl::StrCat(static_cast<int64_t>(record.bits));
    } else {
      key = absl::StrCat(record.bits);
    }
  }
  return key;
}

// The step of the path for a record of `field` that ends at `end` inside `message_wire`.
std::string Step(const FieldInfo& field, absl::string_view message_wire, const char* end, absl::string_view bytes) {
  if (field.label == FieldLabel::kMap) return absl::StrCat(field.name, "[", KeyText(*field.message, bytes), "]");
  if (field.label == FieldLabel::kSingular) return field.name;
  int index = -1;
  WireReader reader(message_wire);
  WireRecord record;
  while (reader.position() < end && reader.ReadRecord(&record)) index += record.number == field.number;
  return absl::StrCat(field.name, "[", index, "]");
}

bool CheckScalar(const FieldInfo& field, uint64_t bits, Problem* problem) {
  if (field.type != FieldType::kEnum) return true;
  const int32_t number = static_cast<int32_t>(bits);
  if (FindEnumValue(*field.enumeration, number) != nullptr) return true;
  return Fail(problem, "",
              absl::StrCat("no ", field.enumeration->full_name, " has the number ", number,
                           "; the host may be newer than this library"));
}

bool CheckPacked(const FieldInfo& field, absl::string_view bytes, Problem* problem) {
  WireReader reader(bytes);
  for (int index = 0; !reader.done(); ++index) {
    uint64_t bits;
    if (!reader.ReadScalar(WireTypeOf(field.type), &bits)) {
      return Fail(problem, field.name, "truncated or malformed packed values");
    }
    if (!CheckScalar(field, bits, problem)) {
      Prepend(absl::StrCat(field.name, "[", index, "]"), problem);
      return false;
    }
  }
  return true;
}

bool CheckMessage(const MessageInfo& message, absl::string_view wire, int depth, Problem* problem) {
  if (depth > kMaxMessageDepth) {
    return Fail(problem, "", absl::StrCat("more than ", kMaxMessageDepth, " messages inside each other"));
  }
  WireReader reader(wire);
  while (!reader.done()) {
    WireRecord record;
    if (!reader.ReadRecord(&record)) {
      return Fail(problem, "", absl::StrCat("truncated or malformed bytes in a ", message.full_name));
    }
    const FieldInfo* field = FindField(message, record.number);
    if (field == nullptr) {
      return Fail(
          problem, "",
          absl::StrCat(message.full_name, " has no field ", record.number,
                       " in this version of the library; the host may be newer, and its wish must not be ignored"));
    }
    if (record.type != WireTypeOf(field->type)) {
      if (field->label == FieldLabel::kRepeated && IsPackable(field->type) && record.type == WireType::kLength) {
        if (!CheckPacked(*field, record.bytes, problem)) return false;
        continue;
      }
      return Fail(
          problem, field->name,
          absl::StrCat("field ", record.number, " of ", message.full_name, " has wire type ",
                       static_cast<int>(record.type), " instead of ", static_cast<int>(WireTypeOf(field->type))));
    }
    bool good = true;
    if (field->type == FieldType::kMessage) {
      good = CheckMessage(*field->message, record.bytes, depth + 1, problem);
    } else if (field->type == FieldType::kString) {
      const size_t valid = ValidUtf8Prefix(record.bytes);
      if (valid != record.bytes.size()) good = Fail(problem, "", absl::StrCat("invalid UTF-8 at byte ", valid));
    } else if (record.type != WireType::kLength) {
      good = CheckScalar(*field, record.bits, problem);
    }
    if (!good) {
      Prepend(Step(*field, wire, reader.position(), record.bytes), problem);
      return false;
    }
  }
  return true;
}

}  // namespace

absl::Status CheckWire(const MessageInfo& message, absl::string_view wire) {
  Problem problem;
  if (CheckMessage(message, wire, 1, &problem)) return absl::OkStatus();
  const std::string where = problem.path.empty() ? "" : absl::StrCat(problem.path, ": ");
  return WithPath(absl::InvalidArgumentError(absl::StrCat(where, problem.message)), problem.path);
}

}  // namespace slipway::capi
