#include "capi/gen/python_text.h"

#include <algorithm>

#include "capi/gen/emit.h"

namespace slipway::gen::python {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;

constexpr size_t kColumns = 120;

// As part of a literal between double quotes.
std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

struct Scalar {
  const char* factory;
  const char* type;
  const char* zero;
};

Scalar ScalarOf(FieldDescriptor::CppType type, bool bytes) {
  switch (type) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return {"boolean", "bool", "False"};
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return {"number", "float", "0.0"};
    case FieldDescriptor::CPPTYPE_STRING:
      return bytes ? Scalar{"binary", "bytes", "b\"\""} : Scalar{"text", "str", "\"\""};
    default:
      return {"integer", "int", "0"};
  }
}

Scalar ScalarOf(const FieldDescriptor& field) {
  return ScalarOf(field.cpp_type(), field.type() == FieldDescriptor::TYPE_BYTES);
}

std::string FirstValue(const EnumDescriptor& type) {
  return TypeName(type) + "." + type.value(0)->name().substr(EnumPrefix(type).size());
}

std::string PackageFree(const std::string& full_name, const FileDescriptor& file) {
  std::string name = full_name.substr(file.package().empty() ? 0 : file.package().size() + 1);
  name.erase(std::remove(name.begin(), name.end(), '.'), name.end());
  return name;
}

}  // namespace

std::string Banner(const std::string& about) {
  return "\"\"\"" + about +
         "\n\nEmitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build "
         "`regenerate`.\n\"\"\"\n";
}

std::string Identifier(const std::string& name) {
  static const std::set<std::string> kKeywords = {"False", "None",   "True",   "and",      "as",     "assert", "async",
                                                  "await", "break",  "class",  "continue", "def",    "del",    "elif",
                                                  "else",  "except", "for",    "from",     "global", "if",     "import",
                                                  "in",    "is",     "lambda", "nonlocal", "not",    "or",     "pass",
                                                  "raise", "return", "self",   "try",      "while",  "with",   "yield"};
  return kKeywords.count(name) != 0 ? name + "_" : name;
}

std::string TypeName(const Descriptor& message) { return PackageFree(message.full_name(), *message.file()); }
std::string TypeName(const EnumDescriptor& type) { return PackageFree(type.full_name(), *type.file()); }

std::string EnumPrefix(const EnumDescriptor& type) {
  const std::string prefix = UpperCase(SnakeCase(type.name())) + "_";
  for (int i = 0; i < type.value_count(); ++i) {
    const std::string& name = type.value(i)->name();
    if (name.rfind(prefix, 0) != 0 || name.size() == prefix.size() ||
        isdigit(static_cast<unsigned char>(name[prefix.size()])) ||
        Identifier(name.substr(prefix.size())) != name.substr(prefix.size())) {
      return "";
    }
  }
  return prefix;
}

std::string DocString(const std::vector<std::string>& lines, const std::string& indent) {
  if (lines.empty()) return "";
  std::string text = indent + "\"\"\"";
  for (size_t i = 0; i < lines.size(); ++i) {
    std::string line;
    for (const char c : lines[i]) line += c == '\\' ? std::string("\\\\") : std::string(1, c);
    if (i > 0) text += line.empty() ? "\n" : "\n" + indent;
    text += line;
  }
  if (lines.size() > 1) return text + "\n" + indent + "\"\"\"\n\n";
  return text + (text.back() == '"' ? " \"\"\"\n\n" : "\"\"\"\n\n");
}

std::string Import(const std::string& module, const std::set<std::string>& names) {
  std::string line;
  for (const std::string& name : names) line += (line.empty() ? "" : ", ") + name;
  const std::string head = "from " + module + " import ";
  if (head.size() + line.size() <= kColumns) return head + line + "\n";
  std::string text = head + "(\n";
  for (const std::string& name : names) text += "    " + name + ",\n";
  return text + ")\n";
}

namespace {

std::string Bracketed(const std::string& head, const std::string& open, const std::string& items,
                      const std::string& close) {
  if (head.size() + open.size() + items.size() + close.size() <= kColumns) return head + open + items + close;
  const std::string indent(head.find_first_not_of(' '), ' ');
  std::string text = head + open + "\n", line;
  size_t begin = 0;
  while (begin < items.size()) {
    size_t end = items.find(", ", begin);
    if (end == std::string::npos) end = items.size();
    const std::string item = items.substr(begin, end - begin) + ",";
    if (!line.empty() && indent.size() + 4 + line.size() + 1 + item.size() > kColumns) {
      text += indent + "    " + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + item;
    begin = end + 2;
  }
  return text + indent + "    " + line + "\n" + indent + close;
}

}  // namespace

std::string Tuple(const std::string& head, const std::string& items) {
  if (items.empty()) return head + "()\n";
  const bool one = items.find(", ") == std::string::npos;
  return Bracketed(head, "(", items + (one ? "," : ""), ")\n");
}

std::string Dict(const std::string& head, const std::string& items, const std::string& tail) {
  return Bracketed(head, "{", items, "}" + tail);
}

bool IsPulled(const Rpc& rpc) { return rpc.name == "RunTask" || rpc.name == "CancelTask"; }

const Descriptor* MessageOf(const FieldDescriptor& field) {
  if (field.is_map()) return field.message_type()->map_value()->message_type();
  return field.message_type();
}

Field::Field(const FieldDescriptor& field) : field_(&field), name_(Identifier(field.name())) {
  const bool response = field.containing_type()->name().size() > 8 &&
                        field.containing_type()->name().rfind("Response") == field.containing_type()->name().size() - 8;
  if (field.is_map()) {
    const FieldDescriptor& key = *field.message_type()->map_key();
    const FieldDescriptor& value = *field.message_type()->map_value();
    const std::string key_type = ScalarOf(key).type;
    std::string value_type;
    if (value.message_type() != nullptr) {
      factory_ = "message_map";
      value_type = TypeName(*value.message_type());
    } else if (value.enum_type() != nullptr) {
      factory_ = "enumeration_map";
      value_type = TypeName(*value.enum_type());
    } else {
      value_type = ScalarOf(value).type;
      factory_ = std::string(ScalarOf(value).factory) + "_map";
    }
    types_.push_back(key_type);
    if (value.message_type() != nullptr || value.enum_type() != nullptr) types_.push_back(value_type);
    annotation_ = "Optional[Mapping[" + key_type + ", " + value_type + "]]";
    default_ = "None";
  } else if (field.is_repeated()) {
    std::string type;
    if (field.message_type() != nullptr) {
      factory_ = "messages";
      type = TypeName(*field.message_type());
      types_ = {type};
    } else if (field.enum_type() != nullptr) {
      factory_ = "enumerations";
      type = TypeName(*field.enum_type());
      types_ = {type};
    } else {
      type = ScalarOf(field).type;
      factory_ = std::string(ScalarOf(field).factory) + "_list";
    }
    annotation_ = "Sequence[" + type + "]";
    default_ = "()";
  } else if (field.message_type() != nullptr) {
    // What a response consists of is always there; elsewhere an absent message tells something.
    factory_ = response ? "part" : "message";
    types_ = {TypeName(*field.message_type())};
    annotation_ = "Optional[" + types_[0] + "]";
    default_ = "None";
  } else {
    optional_ = field.has_presence();  // `optional`, and members of a oneof
    std::string type;
    if (field.enum_type() != nullptr) {
      factory_ = "enumeration";
      type = TypeName(*field.enum_type());
      types_ = {type};
      default_ = FirstValue(*field.enum_type());
    } else {
      factory_ = ScalarOf(field).factory;
      type = ScalarOf(field).type;
      default_ = ScalarOf(field).zero;
    }
    annotation_ = type;
    if (optional_) {
      factory_ = "optional_" + factory_;
      annotation_ = "Optional[" + type + "]";
      default_ = "None";
    }
  }
  // Fields may be called `text` or `message`: within a class body they would hide a factory of that name.
  factory_ += "_field";
}

std::vector<std::pair<const FileDescriptor*, std::string>> Field::Uses() const {
  std::vector<std::pair<const FileDescriptor*, std::string>> uses;
  if (const Descriptor* message = MessageOf(*field_)) uses.emplace_back(message->file(), TypeName(*message));
  const EnumDescriptor* type =
      field_->is_map() ? field_->message_type()->map_value()->enum_type() : field_->enum_type();
  if (type != nullptr) uses.emplace_back(type->file(), TypeName(*type));
  return uses;
}

std::string Field::Parameter() const { return name_ + ": " + annotation_ + " = " + default_; }

std::string Field::Declaration() const {
  std::string head = "    " + name_ + " = " + factory_ + "(\"" + key() + "\"";
  for (const std::string& type : types_) head += ", " + type;
  std::vector<std::string> lines = comment();
  if (lines.empty()) return head + ")\n";
  for (std::string& line : lines) line = Escaped(line);
  if (lines.size() == 1 && head.size() + lines[0].size() + 5 <= kColumns) return head + ", \"" + lines[0] + "\")\n";
  std::string text = head + ",\n";
  const std::string hang(head.find('(') + 1, ' ');
  for (size_t i = 0; i < lines.size(); ++i) {
    const bool last = i + 1 == lines.size();
    text += hang + "\"" + lines[i] + (last ? "\")\n" : " \"\n");
  }
  return text;
}

}  // namespace slipway::gen::python
