// The Python package's emitted modules: messages and enums per .proto, and the engine with one method per rpc.
#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <map>
#include <set>

#include "capi/gen/emit.h"
#include "capi/gen/python_text.h"

namespace slipway::gen {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using python::Field;

// What one .proto becomes.
struct Module {
  std::string name;  // _generated_release
  std::vector<const EnumDescriptor*> enums;
  std::vector<const Descriptor*> messages;  // each after those that it has as fields
};

std::string ModuleName(const FileDescriptor& file) {
  const size_t slash = file.name().rfind('/');
  const std::string base = slash == std::string::npos ? file.name() : file.name().substr(slash + 1);
  return "_generated_" + base.substr(0, base.rfind('.'));
}

void AddAfterItsFields(const Descriptor* message, const std::set<const Descriptor*>& reached,
                       std::set<const Descriptor*>* seen, std::vector<const Descriptor*>* order) {
  if (message->options().map_entry() || reached.count(message) == 0 || !seen->insert(message).second) return;
  for (int i = 0; i < message->field_count(); ++i) {
    const Descriptor* type = python::MessageOf(*message->field(i));
    if (type != nullptr && type->file() == message->file()) AddAfterItsFields(type, reached, seen, order);
  }
  order->push_back(message);
}

std::vector<Module> ModulesOf(const Api& api) {
  std::map<std::string, Module> modules;
  const std::set<const Descriptor*> reached(api.messages.begin(), api.messages.end());
  for (const EnumDescriptor* type : api.enums) modules[ModuleName(*type->file())].enums.push_back(type);
  std::set<const Descriptor*> seen;
  for (const Descriptor* message : api.messages) {
    AddAfterItsFields(message, reached, &seen, &modules[ModuleName(*message->file())].messages);
  }
  std::vector<Module> list;
  for (auto& [name, module] : modules) {
    module.name = name;
    list.push_back(module);
  }
  return list;
}

std::string EmitEnum(const EnumDescriptor& type) {
  const std::string prefix = python::EnumPrefix(type);
  std::string text = "\n\nclass " + python::TypeName(type) + "(Enum):\n";
  text += python::DocString(CommentOf(type), "    ");
  text += "    __prefix__ = \"" + prefix + "\"\n\n";
  for (int i = 0; i < type.value_count(); ++i) {
    const auto& value = *type.value(i);
    text += Comment(CommentOf(value), "    ", "#");
    text += "    " + value.name().substr(prefix.size()) + " = " + std::to_string(value.number()) + "\n";
  }
  return text;
}

std::string EmitMessage(const Descriptor& message, const Api& api) {
  std::string text = "\n\nclass " + python::TypeName(message) + "(Message):\n";
  text += python::DocString(CommentOf(message), "    ");
  text += "    __slots__ = ()\n";
  std::string names, secrets;
  for (int i = 0; i < message.field_count(); ++i) {
    const Field field(*message.field(i));
    names += (i > 0 ? ", " : "") + ("\"" + field.name() + "\"");
    if (api.secrets.count(message.field(i)->full_name()) != 0) secrets += "\"" + field.name() + "\", ";
  }
  text += python::Tuple("    _fields_ = ", names);
  if (!secrets.empty()) text += python::Tuple("    _secrets_ = ", secrets.substr(0, secrets.size() - 2));
  for (int i = 0; i < message.real_oneof_decl_count(); ++i) {
    const auto& oneof = *message.oneof_decl(i);
    std::string keys;
    for (int j = 0; j < oneof.field_count(); ++j) {
      keys += (j > 0 ? ", " : "") + ("\"" + oneof.field(j)->json_name() + "\"");
    }
    text += "\n    " + python::Identifier(oneof.name()) + " = oneof_field(\n        {\n";
    for (int j = 0; j < oneof.field_count(); ++j) {
      const FieldDescriptor& field = *oneof.field(j);
      text += "            \"" + field.json_name() + "\": \"" + python::Identifier(field.name()) + "\",\n";
    }
    text += "        }\n    )\n";
  }
  if (message.field_count() == 0) return text;
  text += "\n";
  std::vector<std::string> parameters = {"self", "*"};
  std::string given, optional;
  for (int i = 0; i < message.field_count(); ++i) {
    const Field field(*message.field(i));
    text += field.Declaration();
    parameters.push_back(field.Parameter());
    if (field.is_optional_scalar()) {
      optional += "        if " + field.name() + " is not None:\n";
      optional += "            self._data[\"" + field.key() + "\"] = " + field.name() + "\n";
    } else {
      given += (given.empty() ? "" : ", ") + ("\"" + field.key() + "\": " + field.name());
    }
  }
  text += "\n" + Wrapped("    def __init__(", parameters, ") -> None:\n");
  text += python::Dict("        self._data = given(", given, ")\n");
  return text + optional;
}

std::string EmitModule(const Module& module, const Api& api) {
  std::string body;
  std::map<std::string, std::set<std::string>> imports;
  std::set<std::string> fields = {"Message", "given"};
  std::string all;
  for (const EnumDescriptor* type : module.enums) {
    body += EmitEnum(*type);
    all += "    \"" + python::TypeName(*type) + "\",\n";
  }
  if (!module.enums.empty()) fields.insert("Enum");
  for (const Descriptor* message : module.messages) {
    body += EmitMessage(*message, api);
    all += "    \"" + python::TypeName(*message) + "\",\n";
    if (message->real_oneof_decl_count() > 0) fields.insert("oneof_field");
    for (int i = 0; i < message->field_count(); ++i) {
      const Field field(*message->field(i));
      fields.insert(field.factory());
      for (const auto& [file, type] : field.Uses()) {
        if (ModuleName(*file) != module.name) imports[ModuleName(*file)].insert(type);
      }
    }
  }
  std::string text = python::Banner("Messages and enums of slipway/v1/" + module.name.substr(11) + ".proto.");
  text += "from typing import Mapping, Optional, Sequence\n\n";
  for (const auto& [name, types] : imports) text += python::Import("." + name, types);
  text += python::Import("._message", fields);
  text += "\n__all__ = [\n" + all + "]\n";
  return text + body;
}

const Descriptor* Find(const Api& api, const std::string& name) {
  for (const Descriptor* message : api.messages) {
    if (message->name() == name) return message;
  }
  return nullptr;
}

std::vector<Field> FieldsOf(const Descriptor& message) {
  std::vector<Field> fields;
  for (int i = 0; i < message.field_count(); ++i) fields.emplace_back(*message.field(i));
  return fields;
}

std::string MethodDoc(const std::vector<std::string>& comment, const std::vector<Field>& fields) {
  std::vector<std::string> lines = comment;
  bool any = false;
  for (const Field& field : fields) {
    const std::vector<std::string> about = field.comment();
    if (about.empty()) continue;
    if (!any) lines.insert(lines.end(), {"", "Args:"});
    any = true;
    for (size_t i = 0; i < about.size(); ++i) {
      lines.push_back(i == 0 ? "    " + field.name() + ": " + about[i] : "        " + about[i]);
    }
  }
  return python::DocString(lines, "        ");
}

std::string FillRequest(const std::vector<Field>& fields, const std::string& name) {
  std::string text = "        " + name + ": Dict[str, Any] = {}\n";
  for (const Field& field : fields) {
    text += "        if " + field.name() + (field.is_optional_scalar() ? " is not None:\n" : ":\n");
    text += "            " + name + "[\"" + field.key() + "\"] = " + field.name() + "\n";
  }
  return text;
}

std::vector<std::string> Parameters(const std::vector<Field>& fields) {
  std::vector<std::string> parameters = {"self"};
  if (!fields.empty()) parameters.push_back("*");
  for (const Field& field : fields) parameters.push_back(field.Parameter());
  return parameters;
}

std::string EmitSync(const Rpc& rpc, const Descriptor& request) {
  const std::vector<Field> fields = FieldsOf(request);
  const std::string result = rpc.streams ? "Stream[" + rpc.response + "]" : rpc.response;
  std::string text = "\n" + Wrapped("    def " + rpc.snake + "(", Parameters(fields), ") -> " + result + ":\n");
  text += MethodDoc(rpc.comment, fields);
  text += FillRequest(fields, "request");
  return text + "        return self." + (rpc.streams ? "_stream" : "_call") + "(\"slipway_" + rpc.snake +
         "\", request, " + rpc.response + ")\n";
}

std::string EmitAsync(const Rpc& rpc, const Descriptor& request) {
  const std::vector<Field> fields = FieldsOf(request);
  const std::string result = rpc.streams ? "AsyncStream[" + rpc.response + "]" : rpc.response;
  std::string text = "\n" + Wrapped(std::string("    ") + (rpc.streams ? "" : "async ") + "def " + rpc.snake + "(",
                                    Parameters(fields), ") -> " + result + ":\n");
  text += MethodDoc(rpc.comment, fields);
  std::vector<std::string> arguments = {"self._engine." + rpc.snake};
  for (const Field& field : fields) arguments.push_back(field.name() + "=" + field.name());
  return text +
         Wrapped(rpc.streams ? "        return self._stream(" : "        return await self._run(", arguments, ")\n");
}

// How an engine is opened: the fields of OpenOptions, and a callback per Host rpc that is not taken by work_next.
std::string EmitOpen(const Api& api, bool asynchronous) {
  std::vector<Field> fields = FieldsOf(*Find(api, "OpenOptions"));
  std::vector<std::string> parameters = {"self", "database: StrPath", "*"};
  std::vector<std::string> arguments = {"database"};
  std::string callbacks;
  for (const Field& field : fields) {
    if (field.name() == "database") continue;
    parameters.push_back(field.Parameter());
    arguments.push_back(field.name() + "=" + field.name());
  }
  std::vector<std::string> comment = {"Opens an engine, and its database: created when missing.", ""};
  for (const Rpc& rpc : api.host) {
    if (python::IsPulled(rpc)) continue;
    parameters.push_back("on_" + rpc.snake + ": Optional[Callable[[" + rpc.request + "], None]] = None");
    arguments.push_back("on_" + rpc.snake + "=on_" + rpc.snake);
    callbacks += "        if on_" + rpc.snake + " is not None:\n            callbacks[\"" + rpc.snake + "\"] = (" +
                 "on_" + rpc.snake + ", " + rpc.request + ")\n";
  }
  comment.push_back(
      "A callback is called on a thread of the engine, must return soon and must not close the engine; an");
  comment.push_back("exception refuses, and is reported to sys.unraisablehook.");
  std::string text = "\n" + Wrapped("    def __init__(", parameters, ") -> None:\n");
  std::string doc = MethodDoc(comment, fields);
  text += doc;
  if (asynchronous) {
    text += Wrapped("        super().__init__(Engine, ", arguments, ")\n");
    return text;
  }
  text += FillRequest(fields, "options");
  text += "        callbacks: Dict[str, Tuple[Callable[[Any], None], Type[Any]]] = {}\n" + callbacks;
  return text + "        self._open(options, callbacks, HOST_CALLBACKS)\n";
}

std::string EmitEngine(const Api& api) {
  std::map<std::string, std::set<std::string>> imports;
  std::string sync, async, members;
  const auto use = [&imports](const Descriptor& message) {
    imports[ModuleName(*message.file())].insert(python::TypeName(message));
  };
  const auto use_fields = [&imports](const Descriptor& message) {
    for (const Field& field : FieldsOf(message)) {
      for (const auto& [file, type] : field.Uses()) imports[ModuleName(*file)].insert(type);
    }
  };
  use_fields(*Find(api, "OpenOptions"));
  for (const Rpc& rpc : api.host) {
    members += "    \"" + rpc.snake + "\",\n";
    if (!python::IsPulled(rpc)) use(*Find(api, rpc.request));
  }
  for (const Rpc& rpc : api.engine) {
    const Descriptor& request = *Find(api, rpc.request);
    use_fields(request);
    use(*Find(api, rpc.response));
    sync += EmitSync(rpc, request);
    async += EmitAsync(rpc, request);
  }
  std::string text = python::Banner("The engine: one method per rpc of service Engine.");
  text += "from typing import Any, Callable, Dict, Mapping, Optional, Sequence, Tuple, Type\n\n";
  text += "from ._async import AsyncEngineBase, AsyncStream\n";
  text += "from ._engine import EngineBase, StrPath, Stream\n";
  for (const auto& [name, types] : imports) text += python::Import("." + name, types);
  text += "\n__all__ = [\"AsyncEngine\", \"Engine\"]\n\n";
  text += "# The members of slipway_host behind `release`, in their order.\nHOST_CALLBACKS = (\n" + members + ")\n";
  text += "\n\nclass Engine(EngineBase):\n";
  text +=
      python::DocString({"A release engine on one database. Use it in a `with` block, or close() it.", "",
                         "Every method may be called from any thread, also from several at once, and releases the GIL",
                         "while it works. Times are RFC 3339 in UTC. Errors are subclasses of SlipwayError."},
                        "    ");
  text += EmitOpen(api, false) + sync;
  text += "\n\nclass AsyncEngine(AsyncEngineBase):\n";
  text += python::DocString(
      {"The same for asyncio: every call is awaited, every stream is an asynchronous iterator.", "",
       "Opening blocks for as long as recovery takes; `await AsyncEngine.open(...)` does not. Calls run on",
       "threads of the package's own; a call that is cancelled is not awaited any more, but still happens."},
      "    ");
  return text + EmitOpen(api, true) + async;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> EmitPython(const Api& api) {
  std::vector<std::pair<std::string, std::string>> files;
  std::string all = python::Banner("Everything that is emitted.");
  const auto add = [&](const std::string& name, const std::string& text) {
    files.emplace_back("bindings/python/slipway/" + name + ".py", text);
    all += "from ." + name + " import *\n";
  };
  for (const Module& module : ModulesOf(api)) {
    add(module.name, EmitModule(module, api));
  }
  add("_generated_engine", EmitEngine(api));
  files.emplace_back("bindings/python/slipway/_generated.py", all);
  return files;
}

}  // namespace slipway::gen
