#include "client.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>

namespace slipway::cli {
namespace {

[[noreturn]] void Throw(const Error& error) {
  // What another request would have answered; the rest is the engine's or the machine's.
  const bool is_input = error.code() == SLIPWAY_INVALID_ARGUMENT || error.code() == SLIPWAY_NOT_FOUND ||
                        error.code() == SLIPWAY_PERMISSION_DENIED;
  std::string text = error.message();
  if (!error.path().empty() && text.find(error.path()) == std::string::npos) text = error.path() + ": " + text;
  throw CliError(is_input ? kUsage : kEngine, text);
}

// NAME=VALUE lines; blank ones and those that start with # do not count.
Json ReadSecrets(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw CliError(kUsage, "--secret-file: cannot read " + path);
  Json secrets = Json::object();
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const size_t equals = line.find('=');
    // The line itself is not shown: it may be the secret.
    if (equals == std::string::npos || equals == 0)
      throw CliError(kUsage, path + ": line " + std::to_string(number) + ": expected NAME=VALUE");
    secrets[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return secrets;
}

}  // namespace

namespace {
std::string DatabaseOf(const Args& args) {
  const char* from_environment = std::getenv("SLIPWAY_DB");
  return args.Get("db", from_environment != nullptr ? from_environment : "slipway.db");
}
}  // namespace

Client::Client(const Args& args, bool drives) : Client(args, drives, DatabaseOf(args)) {}

Client::Client(const Args& args, bool drives, const std::string& database) {
  Json options = {{"database", database}};
  options["passive"] = !drives;
  if (args.Has("parallel")) options["maxParallelTasks"] = std::atoi(args.Get("parallel").c_str());
  if (args.Has("secret-file")) options["secrets"] = ReadSecrets(args.Get("secret-file"));
  Result<Engine> opened = Engine::Open(options.dump(), SLIPWAY_JSON);
  if (!opened.ok()) throw CliError(kEngine, opened.error().message());
  engine_ = std::move(*opened);
}

Json Client::Call(Method method, const Json& request) {
  std::string text;
  try {
    text = request.dump();
  } catch (const Json::type_error& error) {
    // "[json.exception.type_error.316] invalid UTF-8 byte at index 11: 0xFF"
    const std::string what = error.what();
    throw CliError(kUsage, "not UTF-8: " + what.substr(what.find("] ") + 2));
  }
  Result<std::string> answer = (engine_.*method)(text);
  if (!answer.ok()) Throw(answer.error());
  return Json::parse(*answer);
}

Client::Stream Client::Open(Result<Cursor> (Engine::*method)(std::string_view), const Json& request) {
  Result<Cursor> cursor = (engine_.*method)(request.dump());
  if (!cursor.ok()) Throw(cursor.error());
  return Stream(std::move(*cursor));
}

std::optional<Json> Client::Stream::Next(int64_t timeout_ms) {
  Result<std::string> message = cursor_.Next(timeout_ms);
  if (message.ok()) return Json::parse(*message);
  if (message.error().code() == SLIPWAY_DEADLINE_EXCEEDED) return std::nullopt;
  if (message.error().code() != SLIPWAY_OUT_OF_RANGE) Throw(message.error());
  ended_ = true;
  return std::nullopt;
}

std::string Text(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || !found->is_string() ? "" : found->get<std::string>();
}

int64_t Int(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return 0;
  return found->is_string() ? std::atoll(found->get<std::string>().c_str()) : found->get<int64_t>();
}

bool Flag(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

const Json& List(const Json& object, const char* key) {
  static const Json* const kEmpty = new Json(Json::array());
  const auto found = object.find(key);
  return found == object.end() ? *kEmpty : *found;
}

std::string Word(const std::string& enum_name, const std::string& prefix) {
  std::string word = enum_name.rfind(prefix, 0) == 0 ? enum_name.substr(prefix.size()) : enum_name;
  for (char& c : word) c = c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word;
}

}  // namespace slipway::cli
