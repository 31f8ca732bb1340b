// The engine, as the commands use it: JSON in, JSON out, errors as exceptions with an exit code.
#ifndef SLIPWAY_EXAMPLES_CLI_CLIENT_H_
#define SLIPWAY_EXAMPLES_CLI_CLIENT_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "args.h"
#include "slipway/slipway.hpp"

namespace slipway::cli {

using Json = nlohmann::ordered_json;

class Client {
 public:
  // `drives`: whether this command runs what is due; others leave releases alone.
  Client(const Args& args, bool drives);
  // Of another database than --db says.
  Client(const Args& args, bool drives, const std::string& database);

  using Method = Result<std::string> (Engine::*)(std::string_view);
  Json Call(Method method, const Json& request);

  class Stream {
   public:
    explicit Stream(Cursor cursor) : cursor_(std::move(cursor)) {}
    // nullopt: nothing within the time; ended() tells whether anything can still come.
    std::optional<Json> Next(int64_t timeout_ms);
    bool ended() const { return ended_; }

   private:
    Cursor cursor_;
    bool ended_ = false;
  };
  Stream Open(Result<Cursor> (Engine::*method)(std::string_view), const Json& request);

  Json Release(int64_t id) { return Call(&Engine::GetRelease, {{"releaseId", id}})["release"]; }

 private:
  Engine engine_;
};

// With a default for what JSON leaves out.
std::string Text(const Json& object, const char* key);
int64_t Int(const Json& object, const char* key);
bool Flag(const Json& object, const char* key);
// An empty array when it is not there.
const Json& List(const Json& object, const char* key);
// ENVIRONMENT_STATUS_IN_PROGRESS -> in progress
std::string Word(const std::string& enum_name, const std::string& prefix);

}  // namespace slipway::cli

#endif  // SLIPWAY_EXAMPLES_CLI_CLIENT_H_
