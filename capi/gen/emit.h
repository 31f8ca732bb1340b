// One function per emitted file. Each returns the whole text.
#ifndef SLIPWAY_CAPI_GEN_EMIT_H_
#define SLIPWAY_CAPI_GEN_EMIT_H_

#include <string>
#include <vector>

#include "capi/gen/api_model.h"

namespace slipway::gen {

// The part of an emitted file that is the same whatever the description says is a template beside this file: lines that
// consist of `@NAME@` are replaced. An unknown or unused name is a programming error and ends the plugin.
std::string FillTemplate(const std::string& text, const std::vector<std::pair<std::string, std::string>>& values);

// `comment`, every line behind `indent` and `marker`.
std::string Comment(const std::vector<std::string>& comment, const std::string& indent, const std::string& marker);

// A call or declaration, wrapped like clang-format's Google style when longer than 120 columns.
std::string Wrapped(const std::string& head, const std::vector<std::string>& arguments, const std::string& tail);

std::string EmitHeader(const Api& api, const std::string& header_template);     // include/slipway/slipway.h
std::string EmitCppHeader(const Api& api, const std::string& header_template);  // include/slipway/slipway.hpp
// The exported symbols, sorted: what the header template declares with SLIPWAY_API, and one per Engine method.
std::vector<std::string> ExportedSymbols(const Api& api, const std::string& header_template);
std::string EmitExportsText(const std::vector<std::string>& symbols);  // capi/exports.txt
std::string EmitExportsMap(const std::vector<std::string>& symbols);   // capi/exports.map
std::string EmitLayout(const Api& api);                                // capi/layout.gen.c
std::string EmitEngineService(const Api& api);                         // capi/engine_service.gen.h
std::string EmitDispatch(const Api& api);                              // capi/dispatch.gen.cc
// Field tables: `name` is the path of the header without ".gen.h", `space` the namespace.
std::string EmitTablesHeader(const Api& api, const std::string& name, const std::string& space);
std::string EmitTables(const Api& api, const std::string& name, const std::string& space);
// bindings/python/slipway/_generated*.py: path and text of each.
std::vector<std::pair<std::string, std::string>> EmitPython(const Api& api);
// bindings/dotnet/Slipway/Generated/*.g.cs: path and text of each. Codes and runtime symbols are read off slipway.h.in.
std::vector<std::pair<std::string, std::string>> EmitCSharp(const Api& api, const std::string& header_template);

}  // namespace slipway::gen

#endif  // SLIPWAY_CAPI_GEN_EMIT_H_
