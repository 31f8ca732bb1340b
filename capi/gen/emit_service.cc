// The abstract service that the engine implements, and the exported functions over it.
#include "capi/gen/emit.h"

namespace slipway::gen {
namespace {

constexpr char kBanner[] =
    "// Emitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build `regenerate`.\n";

std::string ResultType(const Rpc& rpc) {
  if (rpc.streams) return "absl::StatusOr<std::unique_ptr<Cursor<v1::" + rpc.response + ">>>";
  return "absl::StatusOr<v1::" + rpc.response + ">";
}

}  // namespace

std::string EmitEngineService(const Api& api) {
  std::string text =
      "// What the C ABI calls and the engine implements, and what the engine calls and the C ABI implements.\n";
  text += kBanner;
  text += R"(#ifndef SLIPWAY_CAPI_ENGINE_SERVICE_GEN_H_
#define SLIPWAY_CAPI_ENGINE_SERVICE_GEN_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "capi/service.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// Thread-safe: every method may be called from any thread, from several at once, until Stop has returned.
class EngineService : public EngineRuntime {
 public:
)";
  for (const Rpc& rpc : api.engine) {
    text += Comment(rpc.comment, "  ", "//");
    text += "  virtual " + ResultType(rpc) + " " + rpc.name + "(const v1::" + rpc.request + "& request) = 0;\n";
  }
  text += R"(};

// The host's callbacks, as the engine sees them. Thread-safe. The engine must not hold a lock of its own while it calls: the
// host may call back in. UNIMPLEMENTED when the host does not offer the method; any other code is the host's own answer.
class HostCallbacks {
 public:
  virtual ~HostCallbacks() = default;
)";
  for (const Rpc& rpc : api.host) {
    text += Comment(rpc.comment, "  ", "//");
    text += "  virtual absl::Status " + rpc.name + "(const v1::" + rpc.request + "& request) = 0;\n";
    text += "  virtual bool Offers" + rpc.name + "() const = 0;\n";
  }
  return text + R"(};

// The one factory, implemented in lib/adapters. `host` may be null; it outlives the engine. Callbacks may come before this
// returns, and none comes after the engine's destructor has returned.
absl::StatusOr<std::unique_ptr<EngineService>> OpenEngine(const v1::OpenOptions& options, HostCallbacks* host);

}  // namespace slipway

#endif  // SLIPWAY_CAPI_ENGINE_SERVICE_GEN_H_
)";
}

std::string EmitDispatch(const Api& api) {
  std::string text = "// One exported function per Engine method, and the host's callbacks behind HostCallbacks.\n";
  text += kBanner;
  text += R"(#include "capi/call.h"
#include "capi/codec_tables.gen.h"
#include "capi/host.h"
#include "slipway/slipway.h"

namespace slipway::capi {
namespace {

class HostDispatch final : public HostCallbacks {
 public:
  HostDispatch(const slipway_host& host, slipway_encoding encoding) : caller_(host, encoding), host_(caller_.host()) {}

)";
  for (const Rpc& rpc : api.host) {
    text += "  absl::Status " + rpc.name + "(const v1::" + rpc.request + "& request) override {\n";
    text += "    return caller_.Call(\"" + rpc.snake + "\", host_." + rpc.snake + ", tables::k" + rpc.request +
            ", request);\n  }\n";
    text += "  bool Offers" + rpc.name + "() const override { return host_." + rpc.snake + " != nullptr; }\n";
  }
  text += R"(
 private:
  HostCaller caller_;
  const slipway_host& host_;
};

}  // namespace

std::unique_ptr<HostCallbacks> MakeHostCallbacks(const slipway_host& host, slipway_encoding encoding) {
  return std::make_unique<HostDispatch>(host, encoding);
}

}  // namespace slipway::capi

namespace capi = slipway::capi;
namespace v1 = slipway::v1;
using slipway::EngineService;

)";
  for (const Rpc& rpc : api.engine) {
    const std::string out = rpc.streams ? "cursor" : "response";
    text += Wrapped("int32_t slipway_" + rpc.snake + "(",
                    {"slipway_engine* engine", "slipway_bytes request",
                     (rpc.streams ? "slipway_cursor** " : "slipway_buffer* ") + out, "slipway_error** error"},
                    ") {\n");
    text += Wrapped(std::string("  return capi::") + (rpc.streams ? "CallStream" : "CallUnary") +
                        "<v1::" + rpc.request + ", v1::" + rpc.response + ">(",
                    {"engine", "capi::tables::k" + rpc.request, "capi::tables::k" + rpc.response,
                     "&EngineService::" + rpc.name, "request", out, "error"},
                    ");\n}\n\n");
  }
  text.pop_back();
  return text;
}

}  // namespace slipway::gen
