// Reads JSON values leniently into model fields, with the path of every complaint. Internal to the definition importer.
//
// Lenience follows the original's reader: names of properties and enum values in any case, numbers and booleans as
// text, texts as numbers and booleans, an empty text for "no number", null for "not given". Everything else is a
// finding of severity error with its path: a value is never guessed.
#ifndef SLIPWAY_MODEL_IMPORT_READER_H_
#define SLIPWAY_MODEL_IMPORT_READER_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "model/findings.h"
#include "model/json_member.h"
#include "model/json_text.h"

namespace slipway {

struct EnumName {
  absl::string_view name;  // camelCase
  int number;
};

class ImportReader {
 public:
  explicit ImportReader(FindingList* findings) : findings_(findings) {}

  // While it lives, the path is one step longer. The key must outlive it.
  class Step {
   public:
    Step(ImportReader& reader, absl::string_view key) : reader_(reader) { reader_.path_.push_back({key, 0}); }
    Step(ImportReader& reader, size_t index) : reader_(reader) { reader_.path_.push_back({{}, index}); }
    ~Step() { reader_.path_.pop_back(); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    ImportReader& reader_;
  };

  std::string Path() const;
  void Error(absl::string_view code, absl::string_view message);
  void Warning(absl::string_view code, absl::string_view message);
  // "expected <what>, found <type of json>"; never shows the value, it may be a secret.
  void TypeError(const Json& json, absl::string_view expected);

  // Each returns nullopt when nothing is given (null, empty text for numbers) or after an error was recorded.
  std::optional<std::string> Text(const Json& json);
  std::optional<bool> Bool(const Json& json);
  std::optional<int64_t> Int(const Json& json, int64_t lowest, int64_t highest);
  std::optional<int> Enum(const Json& json, absl::Span<const EnumName> names);
  // Names joined by commas ("monday, friday") or numbers; the result is their OR. Nullopt with `problem` set otherwise.
  static std::optional<int> ParseFlags(absl::string_view text, absl::Span<const EnumName> names, std::string* problem);
  // The same of a JSON text or number, with a finding when it cannot be read.
  std::optional<int> Flags(const Json& json, absl::Span<const EnumName> names);

 private:
  struct Segment {
    absl::string_view key;  // data() == nullptr: an array index
    size_t index;
  };

  FindingList* findings_;
  std::vector<Segment> path_;
};

// One property of a JSON object. A null `read` means: known, kept in the document, not modelled.
template <typename T>
struct Field {
  absl::string_view name;
  void (*read)(ImportReader& reader, const Json& json, T& target);
};

// The properties of one kind of object. Built once; lookups first try the property after the last one found, since
// documents keep the order of the original's writer.
template <typename T>
class FieldTable {
 public:
  FieldTable(std::initializer_list<Field<T>> fields) : fields_(fields) {
    for (size_t i = 0; i < fields_.size(); ++i) {
      by_name_[fields_[i].name] = i;
      by_lower_name_[absl::AsciiStrToLower(fields_[i].name)] = i;
    }
  }

  // `hint` is both the place to look first and, after a hit, the place of the next property.
  const Field<T>* Find(absl::string_view key, size_t* hint) const {
    if (*hint < fields_.size() && fields_[*hint].name == key) return &fields_[(*hint)++];
    auto it = by_name_.find(key);
    if (it == by_name_.end()) {
      it = by_lower_name_.find(absl::AsciiStrToLower(key));
      if (it == by_lower_name_.end()) return nullptr;
    }
    *hint = it->second + 1;
    return &fields_[it->second];
  }

 private:
  std::vector<Field<T>> fields_;
  absl::flat_hash_map<std::string, size_t> by_name_, by_lower_name_;
};

// Reads the members of `json` into `target`. False, with an error recorded, when it is no object.
template <typename T>
bool ReadObject(ImportReader& reader, const Json& json, const FieldTable<T>& table, T& target) {
  if (!json.is_object()) {
    reader.TypeError(json, "an object");
    return false;
  }
  size_t hint = 0;
  for (const auto& [key, value] : json.get_ref<const Json::object_t&>()) {
    const Field<T>* field = table.Find(key, &hint);
    if (field != nullptr && (field->read == nullptr || value.is_null())) continue;
    ImportReader::Step step(reader, key);
    if (field == nullptr) {
      reader.Warning("UNKNOWN_PROPERTY", "this property is not known; it is kept for export and has no effect");
    } else {
      field->read(reader, value, target);
    }
  }
  return true;
}

// Calls `read(element)` for every element, with its index on the path. A null element is an error: skipping it would
// shift the indexes of the others against the document.
template <typename Read>
void ReadList(ImportReader& reader, const Json& json, Read read) {
  if (!json.is_array()) {
    reader.TypeError(json, "a list");
    return;
  }
  size_t index = 0;
  for (const Json& element : json) {
    ImportReader::Step step(reader, index++);
    if (element.is_null()) {
      reader.TypeError(element, "a value");
    } else {
      read(element);
    }
  }
}

// Calls `read(key, value)` for every member that is not null, with its key on the path.
template <typename Read>
void ReadMap(ImportReader& reader, const Json& json, Read read) {
  if (!json.is_object()) {
    reader.TypeError(json, "an object");
    return;
  }
  for (const auto& [key, value] : json.get_ref<const Json::object_t&>()) {
    ImportReader::Step step(reader, key);
    if (!value.is_null()) read(key, value);
  }
}

// Field readers for the accessors that protoc makes: `TextField<&v1::Artifact::mutable_alias>`.
template <auto Mutable, typename T>
void TextField(ImportReader& reader, const Json& json, T& target) {
  if (json.is_string()) {
    const auto& text = json.get_ref<const std::string&>();
    if (!text.empty()) *(target.*Mutable)() = text;
  } else if (auto text = reader.Text(json)) {
    *(target.*Mutable)() = *std::move(text);
  }
}

template <auto Set, typename T>
void BoolField(ImportReader& reader, const Json& json, T& target) {
  if (auto value = reader.Bool(json)) (target.*Set)(*value);
}

template <auto Set, typename T>
void Int32Field(ImportReader& reader, const Json& json, T& target) {
  if (auto value = reader.Int(json, INT32_MIN, INT32_MAX)) (target.*Set)(static_cast<int32_t>(*value));
}

template <auto Set, typename T>
void Int64Field(ImportReader& reader, const Json& json, T& target) {
  if (auto value = reader.Int(json, INT64_MIN, INT64_MAX)) (target.*Set)(*value);
}

// `List` is a captureless lambda from the target to its repeated text field: protoc overloads the accessors.
template <auto List, typename T>
void TextListField(ImportReader& reader, const Json& json, T& target) {
  ReadList(reader, json, [&](const Json& element) {
    if (auto text = reader.Text(element)) *List(target)->Add() = *std::move(text);
  });
}

template <auto Mutable, typename T>
void Int32ListField(ImportReader& reader, const Json& json, T& target) {
  ReadList(reader, json, [&](const Json& element) {
    if (auto value = reader.Int(element, INT32_MIN, INT32_MAX)) (target.*Mutable)()->Add(static_cast<int32_t>(*value));
  });
}

template <auto Mutable, typename T>
void TextMapField(ImportReader& reader, const Json& json, T& target) {
  auto& map = *(target.*Mutable)();
  ReadMap(reader, json, [&](const std::string& key, const Json& value) {
    if (auto text = reader.Text(value)) map[key] = *std::move(text);
  });
}

template <auto Mutable, auto TableOf, typename T>
void MessageField(ImportReader& reader, const Json& json, T& target) {
  ReadObject(reader, json, TableOf(), *(target.*Mutable)());
}

// `Add` is the accessor that appends an element: `&v1::Gate::add_tasks`.
template <auto Add, auto TableOf, typename T>
void MessageListField(ImportReader& reader, const Json& json, T& target) {
  ReadList(reader, json, [&](const Json& element) { ReadObject(reader, element, TableOf(), *(target.*Add)()); });
}

// `Names` is a function from nothing to the names of the enum `E`; an unknown name is an error and leaves the field
// alone.
template <auto Set, typename E, auto Names, typename T>
void EnumField(ImportReader& reader, const Json& json, T& target) {
  if (auto number = reader.Enum(json, Names())) (target.*Set)(static_cast<E>(*number));
}

}  // namespace slipway

#endif  // SLIPWAY_MODEL_IMPORT_READER_H_
