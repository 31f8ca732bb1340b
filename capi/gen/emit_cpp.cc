// slipway.hpp.
#include "capi/gen/emit.h"

namespace slipway::gen {

std::string EmitCppHeader(const Api& api, const std::string& header_template) {
  std::string methods;
  for (const Rpc& rpc : api.engine) {
    if (!methods.empty()) methods += "\n";
    methods += Comment(rpc.comment, "  ", "//");
    if (rpc.streams) {
      methods += "  Result<Cursor> " + rpc.name + "(std::string_view request = {}) {\n";
      methods += "    return Stream(&slipway_" + rpc.snake + ", request);\n  }\n";
      continue;
    }
    methods += "  Result<std::string> " + rpc.name + "(std::string_view request = {}) {\n";
    methods += "    return Call(&slipway_" + rpc.snake + ", request);\n  }\n";
    methods += "  // With message types.\n";
    methods += "  template <typename Response, typename Request, internal::IsMessage<Request> = 0>\n";
    methods += "  Result<Response> " + rpc.name + "(const Request& request) {\n";
    methods += "    return TypedCall<Response>(&slipway_" + rpc.snake + ", request);\n  }\n";
  }
  return FillTemplate(header_template, {{"METHODS", methods}});
}

}  // namespace slipway::gen
