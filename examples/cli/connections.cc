// --ssh and --winrm: how targets and agents are reached.
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "client.h"
#include "commands.h"
#include "render.h"

namespace slipway::cli {
namespace {

constexpr char kSshForm[] =
    "NAME=[USER@]HOST[:PORT][,identity=FILE][,known-hosts=FILE][,work=FOLDER][,lost-after=SECONDS][,platform=windows]";
constexpr char kWinRmForm[] =
    "NAME=HOST[:PORT],endpoint=ID[,transport=ntlm|basic][,plain-http=yes][,ca=FILE][,certificate=SHA256][,work=FOLDER]"
    "[,lost-after=SECONDS]";

std::string AbsolutePath(const std::string& path) { return std::filesystem::absolute(path).lexically_normal().string(); }

std::pair<std::string, Json> ConnectionOf(const std::string& option, const std::string& text) {
  const bool is_ssh = option == "ssh";
  const auto bad = [&](const std::string& why) {
    return CliError(kUsage, "--" + option + " " + text + ": " + why + "; expected " + (is_ssh ? kSshForm : kWinRmForm));
  };
  const size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) throw bad("no target is named");
  std::stringstream rest(text.substr(equals + 1));
  std::string host;
  if (!std::getline(rest, host, ',') || host.empty()) throw bad("no machine is named");
  Json connection = Json::object();
  Json machine = Json::object();
  if (!is_ssh) machine["platform"] = "MACHINE_PLATFORM_WINDOWS";
  if (const size_t at = host.rfind('@'); at != std::string::npos) {
    if (!is_ssh) throw bad("the user is the endpoint's");
    connection["user"] = host.substr(0, at);
    host.erase(0, at + 1);
  }
  // [::1]:22 is an IPv6 address and a port, ::1 an address.
  const bool brackets = !host.empty() && host[0] == '[';
  const size_t close = host.find(']');
  const size_t colon = brackets ? (close == std::string::npos ? close : host.find(':', close)) : host.rfind(':');
  if (colon != std::string::npos && (brackets || host.find(':') == colon)) {
    const std::string port = host.substr(colon + 1);
    if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != std::string::npos) {
      throw bad("'" + port + "' is no port");
    }
    connection["port"] = std::atoi(port.c_str());
    host.erase(colon);
  }
  if (brackets && host.size() > 2) host = host.substr(1, host.size() - 2);
  connection["host"] = host;
  for (std::string part; std::getline(rest, part, ',');) {
    if (part.empty()) continue;
    const size_t sign = part.find('=');
    const std::string key = part.substr(0, sign);
    const std::string value = sign == std::string::npos ? "" : part.substr(sign + 1);
    if (value.empty()) throw bad("'" + part + "' has no value");
    if (key == "work") {
      connection["workFolder"] = value;
    } else if (key == "lost-after") {
      connection["lostAfterSeconds"] = std::atoi(value.c_str());
    } else if (is_ssh && key == "identity") {
      connection["identityFile"] = AbsolutePath(value);
    } else if (is_ssh && key == "known-hosts") {
      connection["knownHostsFile"] = AbsolutePath(value);
    } else if (is_ssh && key == "platform") {
      if (value != "windows" && value != "linux") throw bad("'" + value + "' is no platform");
      machine["platform"] = value == "windows" ? "MACHINE_PLATFORM_WINDOWS" : "MACHINE_PLATFORM_LINUX";
    } else if (!is_ssh && key == "endpoint") {
      connection["serviceEndpoint"] = value;
    } else if (!is_ssh && key == "transport") {
      connection["transport"] = value;
    } else if (!is_ssh && key == "plain-http") {
      if (value != "yes" && value != "no") throw bad("plain-http is yes or no");
      connection["plainHttp"] = value == "yes";
    } else if (!is_ssh && key == "ca") {
      connection["caFile"] = AbsolutePath(value);
    } else if (!is_ssh && key == "certificate") {
      connection["certificateSha256"] = value;
    } else {
      throw bad("'" + key + "' is unknown");
    }
  }
  machine[option] = connection;
  return {text.substr(0, equals), machine};
}

}  // namespace

std::vector<std::pair<std::string, Json>> ConnectionsOf(const Args& args) {
  std::vector<std::pair<std::string, Json>> connections;
  for (const char* option : {"ssh", "winrm"}) {
    for (const std::string& text : args.All(option)) connections.push_back(ConnectionOf(option, text));
  }
  return connections;
}

std::string ConnectionText(const Json& machine) {
  for (const char* kind : {"ssh", "winrm"}) {
    if (!machine.contains(kind)) continue;
    const bool windows = Text(machine, "platform") == "MACHINE_PLATFORM_WINDOWS";
    return (windows ? "Windows, " : "") + std::string(kind) + " " + Text(machine[kind], "host");
  }
  return "";
}

}  // namespace slipway::cli
