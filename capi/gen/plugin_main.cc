// protoc-gen-slipway: the C ABI from the interface description.
//
//   protoc -Iinclude --plugin=protoc-gen-slipway --slipway_out=ROOT --slipway_opt=templates=capi/gen
//   include/slipway/v1/*.proto protoc ... --slipway_opt=tables=NAME,namespace=NS FILE.proto     field tables only
//
// Run by the build target `regenerate`; what it writes is committed, and a test compares.
#include <google/protobuf/compiler/code_generator.h>
#include <google/protobuf/compiler/plugin.h>
#include <google/protobuf/io/zero_copy_stream.h>

#include <fstream>
#include <iterator>
#include <memory>

#include "capi/gen/emit.h"

namespace slipway::gen {
namespace {

using google::protobuf::FileDescriptor;
using google::protobuf::compiler::GeneratorContext;

bool ReadTemplate(const std::string& path, std::string* text, std::string* error) {
  std::ifstream file(path, std::ios::binary);
  text->assign(std::istreambuf_iterator<char>(file), {});
  if (file.good() && !text->empty()) return true;
  *error = "cannot read " + path;
  return false;
}

void Write(GeneratorContext* context, const std::string& path, const std::string& text) {
  std::unique_ptr<google::protobuf::io::ZeroCopyOutputStream> stream(context->Open(path));
  size_t done = 0;
  void* data;
  int size;
  while (done < text.size() && stream->Next(&data, &size)) {
    const size_t part = std::min(static_cast<size_t>(size), text.size() - done);
    text.copy(static_cast<char*>(data), part, done);
    done += part;
    if (part < static_cast<size_t>(size)) stream->BackUp(size - static_cast<int>(part));
  }
}

class Generator : public google::protobuf::compiler::CodeGenerator {
 public:
  uint64_t GetSupportedFeatures() const override { return FEATURE_PROTO3_OPTIONAL; }

  bool Generate(const FileDescriptor* file, const std::string& parameter, GeneratorContext* context,
                std::string* error) const override {
    return GenerateAll({file}, parameter, context, error);
  }

  bool GenerateAll(const std::vector<const FileDescriptor*>& files, const std::string& parameter,
                   GeneratorContext* context, std::string* error) const override {
    std::vector<std::pair<std::string, std::string>> options;
    google::protobuf::compiler::ParseGeneratorParameter(parameter, &options);
    std::string templates, tables, space;
    for (const auto& [name, value] : options) {
      if (name == "templates") {
        templates = value;
      } else if (name == "tables") {
        tables = value;
      } else if (name == "namespace") {
        space = value;
      } else {
        *error = "unknown option " + name + "; there are templates, tables and namespace";
        return false;
      }
    }
    Api api;
    if (!tables.empty()) {
      ReadMessages(files, &api);
      Write(context, tables + ".gen.h", EmitTablesHeader(api, tables, space));
      Write(context, tables + ".gen.cc", EmitTables(api, tables, space));
      return true;
    }
    std::string header, cpp_header;
    if (!ReadApi(files, &api, error) || !ReadTemplate(templates + "/slipway.h.in", &header, error) ||
        !ReadTemplate(templates + "/slipway.hpp.in", &cpp_header, error)) {
      return false;
    }
    const std::vector<std::string> symbols = ExportedSymbols(api, header);
    Write(context, "include/slipway/slipway.h", EmitHeader(api, header));
    Write(context, "include/slipway/slipway.hpp", EmitCppHeader(api, cpp_header));
    Write(context, "capi/exports.txt", EmitExportsText(symbols));
    Write(context, "capi/exports.map", EmitExportsMap(symbols));
    Write(context, "capi/layout.gen.c", EmitLayout(api));
    Write(context, "capi/engine_service.gen.h", EmitEngineService(api));
    Write(context, "capi/dispatch.gen.cc", EmitDispatch(api));
    Write(context, "capi/codec_tables.gen.h", EmitTablesHeader(api, "capi/codec_tables", "slipway::capi::tables"));
    Write(context, "capi/codec_tables.gen.cc", EmitTables(api, "capi/codec_tables", "slipway::capi::tables"));
    for (const auto& [path, text] : EmitPython(api)) Write(context, path, text);
    for (const auto& [path, text] : EmitCSharp(api, header)) Write(context, path, text);
    return true;
  }
};

}  // namespace
}  // namespace slipway::gen

int main(int argc, char** argv) {
  const slipway::gen::Generator generator;
  return google::protobuf::compiler::PluginMain(argc, argv, &generator);
}
