// Field tables for the codecs.
#include <algorithm>

#include "capi/gen/emit.h"

namespace slipway::gen {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

constexpr char kBanner[] =
    "// Emitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build `regenerate`.\n";

// slipway.v1.Foo.BarEntry -> kFoo_BarEntry
template <typename Type>
std::string Constant(const Type& type) {
  std::string name = type.full_name().substr(type.file()->package().size());
  if (!name.empty() && name.front() == '.') name.erase(0, 1);
  std::replace(name.begin(), name.end(), '.', '_');
  return "k" + name;
}

const char* TypeName(FieldDescriptor::Type type) {
  static constexpr const char* kNames[] = {
      "", "kDouble",  "kFloat", "kInt64",  "kUint64", "kInt32",    "kFixed64",  "kFixed32", "kBool",  "kString",
      "", "kMessage", "kBytes", "kUint32", "kEnum",   "kSfixed32", "kSfixed64", "kSint32",  "kSint64"};
  return kNames[type];
}

std::string Guard(const std::string& name) {
  std::string guard = "SLIPWAY_" + UpperCase(name) + "_GEN_H_";
  for (char& c : guard) {
    if (!isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return guard;
}

std::string FieldRow(const FieldDescriptor& field, const Api& api) {
  const char* label = field.is_map() ? "kMap" : field.is_repeated() ? "kRepeated" : "kSingular";
  const auto* oneof = field.real_containing_oneof();
  std::string row = "    {\"" + field.name() + "\", \"" + field.json_name() + "\", " + std::to_string(field.number()) +
                    ", FieldType::" + TypeName(field.type()) + ", FieldLabel::" + label;
  row += field.is_packed() ? ", true" : ", false";
  row += api.secrets.count(field.full_name()) != 0 ? ", true, " : ", false, ";
  row += oneof == nullptr ? "-1" : std::to_string(oneof->index());
  row += ", " + (field.message_type() == nullptr ? "nullptr" : "&" + Constant(*field.message_type()));
  row += ", " + (field.enum_type() == nullptr ? "nullptr" : "&" + Constant(*field.enum_type()));
  return row + "},\n";
}

std::string EnumTable(const EnumDescriptor& type) {
  std::vector<const google::protobuf::EnumValueDescriptor*> values;
  for (int i = 0; i < type.value_count(); ++i) values.push_back(type.value(i));
  std::stable_sort(values.begin(), values.end(), [](auto* a, auto* b) { return a->number() < b->number(); });
  const std::string name = Constant(type);
  std::string text = "constexpr EnumValue " + name + "Values[] = {\n";
  for (const auto* value : values) {
    text += "    {" + std::to_string(value->number()) + ", \"" + value->name() + "\"},\n";
  }
  text += "};\nconst EnumInfo " + name + " = {\"" + type.full_name() + "\", " + name + "Values, " +
          std::to_string(values.size()) + "};\n\n";
  return text;
}

std::string MessageTable(const Descriptor& message, const Api& api) {
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < message.field_count(); ++i) fields.push_back(message.field(i));
  std::sort(fields.begin(), fields.end(), [](auto* a, auto* b) { return a->number() < b->number(); });
  const std::string name = Constant(message);
  std::string text;
  if (!fields.empty()) {
    text = "constexpr FieldInfo " + name + "Fields[] = {\n";
    for (const FieldDescriptor* field : fields) text += FieldRow(*field, api);
    text += "};\n";
  }
  text += "const MessageInfo " + name + " = {\"" + message.full_name() + "\", " +
          (fields.empty() ? "nullptr" : name + "Fields") + ", " + std::to_string(fields.size()) + "};\n\n";
  return text;
}

}  // namespace

std::string EmitTablesHeader(const Api& api, const std::string& name, const std::string& space) {
  std::string text = kBanner;
  text += "#ifndef " + Guard(name) + "\n#define " + Guard(name) + "\n\n#include \"capi/codec.h\"\n\nnamespace " +
          space + " {\n\n";
  for (const EnumDescriptor* type : api.enums) text += "extern const EnumInfo " + Constant(*type) + ";\n";
  for (const Descriptor* message : api.messages) text += "extern const MessageInfo " + Constant(*message) + ";\n";
  return text + "\n}  // namespace " + space + "\n\n#endif  // " + Guard(name) + "\n";
}

std::string EmitTables(const Api& api, const std::string& name, const std::string& space) {
  std::string text = kBanner;
  text += "// clang-format off\n#include \"" + name + ".gen.h\"\n\nnamespace " + space + " {\n\n";
  for (const EnumDescriptor* type : api.enums) text += EnumTable(*type);
  for (const Descriptor* message : api.messages) text += MessageTable(*message, api);
  return text + "}  // namespace " + space + "\n";
}

}  // namespace slipway::gen
