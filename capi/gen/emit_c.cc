// slipway.h, the export lists and the layout asserts.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "capi/gen/emit.h"

namespace slipway::gen {
namespace {

constexpr size_t kColumns = 120;
constexpr char kBanner[] =
    "Emitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build `regenerate`.";

std::string BlockComment(const std::vector<std::string>& lines, const std::string& indent) {
  if (lines.size() == 1) return indent + "/* " + lines[0] + " */\n";
  return indent + "/*\n" + Comment(lines, indent, " *") + indent + " */\n";
}

}  // namespace

std::string FillTemplate(const std::string& text, const std::vector<std::pair<std::string, std::string>>& values) {
  std::istringstream lines(text);
  std::string line, out;
  size_t used = 0;
  while (std::getline(lines, line)) {
    if (line.size() < 3 || line.front() != '@' || line.back() != '@') {
      out += line + "\n";
      continue;
    }
    const std::string name = line.substr(1, line.size() - 2);
    const auto value = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == name; });
    if (value == values.end()) {
      std::fprintf(stderr, "protoc-gen-slipway: the template wants %s, which nobody emits\n", name.c_str());
      std::exit(1);
    }
    out += value->second;
    ++used;
  }
  if (used != values.size()) {
    std::fprintf(stderr, "protoc-gen-slipway: the template does not use everything that is emitted for it\n");
    std::exit(1);
  }
  return out;
}

std::string Comment(const std::vector<std::string>& comment, const std::string& indent, const std::string& marker) {
  std::string text;
  for (const std::string& line : comment) text += indent + marker + (line.empty() ? "" : " " + line) + "\n";
  return text;
}

std::string Wrapped(const std::string& head, const std::vector<std::string>& arguments, const std::string& tail) {
  std::string text = head;
  size_t column = head.size() - (head.rfind('\n') == std::string::npos ? 0 : head.rfind('\n') + 1);
  const size_t hang = column;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const bool last = i + 1 == arguments.size();
    const size_t width = arguments[i].size() + (last ? tail.size() : 1);
    if (i > 0) {
      if (column + 1 + width > kColumns) {
        text += "\n" + std::string(hang, ' ');
        column = hang;
      } else {
        text += " ";
        ++column;
      }
    }
    text += arguments[i] + (last ? "" : ",");
    column += arguments[i].size() + 1;
  }
  return text + tail;
}

std::string EmitHeader(const Api& api, const std::string& header_template) {
  std::string members, rpcs;
  for (const Rpc& rpc : api.host) {
    std::vector<std::string> comment = rpc.comment;
    comment.insert(comment.end() - 1, "`request` is a " + rpc.request + ".");
    members += BlockComment(comment, "  ");
    members += "  int32_t (*" + rpc.snake + ")(void* user_data, slipway_bytes request);\n";
  }
  for (const Rpc& rpc : api.engine) {
    if (!rpcs.empty()) rpcs += "\n";
    rpcs += BlockComment(rpc.comment, "");
    rpcs += Wrapped("SLIPWAY_API int32_t slipway_" + rpc.snake + "(",
                    {"slipway_engine* engine", "slipway_bytes request",
                     rpc.streams ? "slipway_cursor** cursor" : "slipway_buffer* response", "slipway_error** error"},
                    ");\n");
  }
  return FillTemplate(header_template, {{"HOST_MEMBERS", members}, {"RPCS", rpcs}});
}

std::vector<std::string> ExportedSymbols(const Api& api, const std::string& header_template) {
  std::vector<std::string> symbols;
  std::istringstream lines(header_template);
  std::string line;
  while (std::getline(lines, line)) {
    if (line.rfind("SLIPWAY_API", 0) != 0) continue;
    const size_t end = line.find('(');
    const size_t begin = line.find_last_of(" *", end) + 1;
    symbols.push_back(line.substr(begin, end - begin));
  }
  for (const Rpc& rpc : api.engine) symbols.push_back("slipway_" + rpc.snake);
  std::sort(symbols.begin(), symbols.end());
  return symbols;
}

std::string EmitExportsText(const std::vector<std::string>& symbols) {
  std::string text;
  for (const std::string& symbol : symbols) text += symbol + "\n";
  return text;
}

std::string EmitExportsMap(const std::vector<std::string>& symbols) {
  std::string text = std::string("/* ") + kBanner + " */\nSLIPWAY_0 {\n  global:\n";
  for (const std::string& symbol : symbols) text += "    " + symbol + ";\n";
  return text + "  local:\n    *;\n};\n";
}

std::string EmitLayout(const Api& api) {
  // In order of declaration: a member that moves breaks every host, so its new place has to show up in a diff.
  std::vector<std::string> host = {"struct_size", "user_data", "release"};
  for (const Rpc& rpc : api.host) host.push_back(rpc.snake);
  std::string text = std::string("/* ") + kBanner + " */\n";
  text += "/* Layout of the public structs on 64-bit machines: what a compiled host relies on. */\n";
  text += "#include \"slipway/slipway.h\"\n\n#include <assert.h>\n\n";
  const auto add = [&text](const std::string& type, const std::vector<std::string>& members) {
    for (size_t i = 0; i < members.size(); ++i) {
      text += "static_assert(offsetof(" + type + ", " + members[i] + ") == " + std::to_string(8 * i) + ", \"" + type +
              "." + members[i] + " moved\");\n";
    }
    text += "static_assert(sizeof(" + type + ") == " + std::to_string(8 * members.size()) + ", \"" + type +
            " changed its size\");\n";
  };
  text += "#if UINTPTR_MAX == 0xffffffffffffffffu\n";
  add("slipway_bytes", {"data", "size"});
  add("slipway_buffer", {"data", "size", "owner"});
  add("slipway_host", host);
  text += "#endif\nstatic_assert(sizeof(slipway_encoding) == 4, \"slipway_encoding changed its size\");\n";
  return text;
}

}  // namespace slipway::gen
