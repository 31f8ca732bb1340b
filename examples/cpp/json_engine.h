// What these programs share: an engine whose calls take and give nlohmann::json. Errors throw slipway::Exception.
#ifndef SLIPWAY_EXAMPLES_CPP_JSON_ENGINE_H_
#define SLIPWAY_EXAMPLES_CPP_JSON_ENGINE_H_

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "slipway/slipway.hpp"

class JsonEngine {
 public:
  using json = nlohmann::json;
  using Unary = slipway::Result<std::string> (slipway::Engine::*)(std::string_view);
  using Streaming = slipway::Result<slipway::Cursor> (slipway::Engine::*)(std::string_view);

  explicit JsonEngine(const json& options) : engine_(slipway::Engine::Open(options.dump(), SLIPWAY_JSON).value()) {}

  json Call(Unary rpc, const json& request) { return json::parse((engine_.*rpc)(request.dump()).value()); }
  slipway::Cursor Stream(Streaming rpc, const json& request) { return (engine_.*rpc)(request.dump()).value(); }
  slipway::Engine& engine() { return engine_; }

  // The definition's id.
  json Import(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string document{std::istreambuf_iterator<char>(file), {}};
    return Call(&slipway::Engine::ImportDefinition,
                {{"document", document}, {"upsert", true}})["definitions"][0]["definition"]["id"];
  }

 private:
  slipway::Engine engine_;
};

#endif  // SLIPWAY_EXAMPLES_CPP_JSON_ENGINE_H_
