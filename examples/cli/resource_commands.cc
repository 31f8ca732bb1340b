// artifact, variable-group, task-group, deployment-group, freeze: what releases are made of and held back by.
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>

#include "client.h"
#include "commands.h"
#include "render.h"

namespace slipway::cli {
namespace {

int Print(const Args& args, const Json& json, const std::vector<std::string>& header,
          const std::vector<std::vector<std::string>>& rows) {
  if (args.Has("json")) {
    std::cout << json.dump(2) << "\n";
  } else {
    PrintTable(header, rows);
  }
  return kSucceeded;
}

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

// 08:30 -> hours, minutes
void PutClock(const std::string& option, const std::string& text, const char* hours, const char* minutes, Json* window) {
  const size_t colon = text.find(':');
  if (colon == std::string::npos || text.find_first_not_of("0123456789:") != std::string::npos || colon == 0) {
    throw CliError(kUsage, "--" + option + ": expected a time of day such as 18:30, got '" + text + "'");
  }
  (*window)[hours] = std::atoi(text.substr(0, colon).c_str());
  (*window)[minutes] = std::atoi(text.substr(colon + 1).c_str());
}

int DaysOf(const std::string& text) {
  static const char* const kDays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  int mask = 0;
  for (const std::string& part : Split(text, ',')) {
    int bit = 0;
    for (int i = 0; i < 7; ++i) {
      if (part.substr(0, 3) == kDays[i]) bit = 1 << i;
    }
    if (part == "all") bit = 127;
    if (bit == 0) throw CliError(kUsage, "--days: expected mon,tue,wed,thu,fri,sat,sun or all, got '" + part + "'");
    mask |= bit;
  }
  return mask;
}

}  // namespace

int DeleteResourceCommand(const Args& args, const char* kind) {
  args.AtMost(3);
  Client client(args, false);
  const Json response = client.Call(
      &Engine::DeleteResource, {{"kind", kind}, {"id", args.Word(2, "the id")}, {"actor", args.Get("as")}});
  if (args.Has("json")) std::cout << response.dump(2) << "\n";
  return kSucceeded;
}

int ArtifactCommand(const Args& args) {
  const std::string& verb = args.Word(1, "what to do (push, list, versions, source)");
  if (verb == "source" || verb == "versions") return ArtifactSourceCommand(args);
  const std::string& source = args.Word(2, "the artifact's source (id, name or alias)");
  if (verb == "list") {
    args.AtMost(3);
    Client client(args, false);
    const Json response = client.Call(&Engine::ListArtifactVersions, {{"source", source}});
    std::vector<std::vector<std::string>> rows;
    for (const Json& version : List(response, "versions")) {
      rows.push_back({Text(version, "id"), Text(version, "name"), Text(version, "sourceBranch")});
    }
    return Print(args, response, {"ID", "NAME", "BRANCH"}, rows);
  }
  if (verb != "push") throw CliError(kUsage, "there is no command 'artifact " + verb + "'; there are push, list, versions and source");
  args.AtMost(4);
  const std::string& version = args.Word(3, "the version");
  Json request = {{"source", source},
                  {"type", args.Get("type")},
                  {"version", {{"id", version}, {"name", version}, {"sourceBranch", args.Get("branch")}, {"tags", args.All("tag")}}},
                  {"defaultBranch", args.Get("default-branch")},
                  {"pullRequestId", args.Get("pull-request")},
                  {"targetBranch", args.Get("target-branch")},
                  {"actor", args.Get("as")},
                  {"dryRun", args.Has("dry-run")}};
  Client client(args, false);
  const Json response = client.Call(&Engine::PushArtifact, request);
  std::vector<std::vector<std::string>> rows;
  for (const Json& outcome : List(response, "outcomes")) {
    rows.push_back({Text(outcome, "definitionName"), Text(outcome, "artifactAlias"),
                    Int(outcome, "releaseId") == 0 ? "-" : Text(outcome, "releaseName") + " (" + std::to_string(Int(outcome, "releaseId")) + ")",
                    Text(outcome, "reason")});
  }
  if (rows.empty() && !args.Has("json")) {
    std::cout << "no definition listens to '" << source << "'\n";
    return kSucceeded;
  }
  return Print(args, response, {"DEFINITION", "ARTIFACT", "RELEASE", "WHY"}, rows);
}

int VariableGroupCommand(const Args& args) {
  const std::string& verb = args.Word(1, "what to do (import, list, delete)");
  if (verb == "delete") return DeleteResourceCommand(args, "RESOURCE_KIND_VARIABLE_GROUP");
  if (verb != "import" && verb != "list") {
    throw CliError(kUsage, "there is no command 'variable-group " + verb + "'; there are import, list and delete");
  }
  args.AtMost(verb == "import" ? 3 : 2);
  Json request = Json::object();
  if (verb == "import") request = {{"document", ReadWholeFile(args.Word(2, "the file"))}, {"actor", args.Get("as")}};
  Client client(args, false);
  const Json response = verb == "import" ? client.Call(&Engine::PutVariableGroup, request) : client.Call(&Engine::ListVariableGroups, request);
  std::vector<std::vector<std::string>> rows;
  for (const Json& group : List(response, "groups")) {
    std::string names;
    const Json variables = group.contains("variables") ? group["variables"] : Json(Json::object());
    for (const auto& [name, value] : variables.items()) {
      names += (names.empty() ? "" : ", ") + name + (Flag(value, "isSecret") ? " (secret)" : "");
    }
    rows.push_back({std::to_string(Int(group, "id")), Text(group, "name"), names});
  }
  return Print(args, response, {"ID", "NAME", "VARIABLES"}, rows);
}

int TaskGroupCommand(const Args& args) {
  const std::string& verb = args.Word(1, "what to do (import, list, delete)");
  if (verb == "delete") return DeleteResourceCommand(args, "RESOURCE_KIND_TASK_GROUP");
  if (verb != "import" && verb != "list") {
    throw CliError(kUsage, "there is no command 'task-group " + verb + "'; there are import, list and delete");
  }
  args.AtMost(verb == "import" ? 3 : 2);
  Json request = Json::object();
  if (verb == "import") request = {{"document", ReadWholeFile(args.Word(2, "the file"))}, {"actor", args.Get("as")}};
  Client client(args, false);
  const Json response = verb == "import" ? client.Call(&Engine::PutTaskGroup, request) : client.Call(&Engine::ListTaskGroups, request);
  std::vector<std::vector<std::string>> rows;
  for (const Json& group : List(response, "groups")) {
    rows.push_back({Text(group, "id") + "/" + std::to_string(Int(group, "major")), Text(group, "name"),
                    std::to_string(Int(group, "revision")), std::to_string(List(group, "tasks").size())});
  }
  return Print(args, response, {"ID", "NAME", "REVISION", "TASKS"}, rows);
}

int DeploymentGroupCommand(const Args& args) {
  const std::string& verb = args.Word(1, "what to do (put, list, delete)");
  if (verb == "delete") return DeleteResourceCommand(args, "RESOURCE_KIND_DEPLOYMENT_GROUP");
  Json request = Json::object();
  if (verb == "put") {
    args.AtMost(3);
    Json group = {{"name", args.Word(2, "the group's name")}};
    if (args.Has("id")) group["id"] = std::atoll(args.Get("id").c_str());
    for (const std::string& text : args.All("target")) {
      const size_t colon = text.find(':');
      Json target = {{"name", text.substr(0, colon)}};
      if (colon != std::string::npos) {
        for (const std::string& tag : Split(text.substr(colon + 1), ',')) target["tags"].push_back(tag);
      }
      group["targets"].push_back(target);
    }
    for (const std::string& name : args.All("offline")) {
      group["targets"].push_back({{"name", name}, {"offline", true}});
    }
    for (const auto& [name, connection] : ConnectionsOf(args)) {
      Json* target = nullptr;
      for (Json& one : group["targets"]) {
        if (one["name"] == name) target = &one;
      }
      if (target == nullptr) target = &group["targets"].emplace_back(Json{{"name", name}});
      target->update(connection);
    }
    request = {{"group", group}, {"actor", args.Get("as")}};
  } else if (verb != "list") {
    throw CliError(kUsage, "there is no command 'deployment-group " + verb + "'; there are put, list and delete");
  }
  Client client(args, false);
  const Json response = verb == "put" ? client.Call(&Engine::PutDeploymentGroup, request) : client.Call(&Engine::ListDeploymentGroups, request);
  std::vector<std::vector<std::string>> rows;
  const auto add = [&](const Json& group) {
    std::string targets;
    for (const Json& target : List(group, "targets")) {
      targets += (targets.empty() ? "" : ", ") + Text(target, "name");
      if (const std::string where = ConnectionText(target); !where.empty()) targets += " (" + where + ")";
      if (Flag(target, "offline")) targets += " (offline)";
    }
    rows.push_back({std::to_string(Int(group, "id")), Text(group, "name"), targets});
  };
  if (verb == "put") {
    add(response["group"]);
  } else {
    for (const Json& group : List(response, "groups")) add(group);
  }
  return Print(args, response, {"ID", "NAME", "TARGETS"}, rows);
}

int FreezeCommand(const Args& args) {
  const std::string& verb = args.Word(1, "what to do (add, list, delete)");
  if (verb == "delete") return DeleteResourceCommand(args, "RESOURCE_KIND_FREEZE_WINDOW");
  Json request = Json::object();
  if (verb == "add") {
    args.AtMost(3);
    Json window = {{"name", args.Word(2, "the window's name")}, {"environments", args.All("environment")}};
    if (args.Has("start")) window["start"] = args.Get("start");
    if (args.Has("end")) window["end"] = args.Get("end");
    if (args.Has("days")) {
      window["days"] = DaysOf(args.Get("days"));
      PutClock("from", args.Get("from", "00:00"), "startHours", "startMinutes", &window);
      PutClock("to", args.Get("to", "00:00"), "endHours", "endMinutes", &window);
      window["timeZoneId"] = args.Get("zone");
    }
    if (args.Has("definition")) window["definitionId"] = std::atoll(args.Get("definition").c_str());
    window["comment"] = args.Get("comment");
    request = {{"window", window}, {"actor", args.Get("as")}};
  } else if (verb != "list") {
    throw CliError(kUsage, "there is no command 'freeze " + verb + "'; there are add, list and delete");
  }
  Client client(args, false);
  const Json response = verb == "add" ? client.Call(&Engine::PutFreezeWindow, request) : client.Call(&Engine::ListFreezeWindows, request);
  std::vector<std::vector<std::string>> rows;
  const auto add = [&](const Json& window) {
    std::string environments;
    for (const Json& name : List(window, "environments")) environments += (environments.empty() ? "" : ", ") + name.get<std::string>();
    rows.push_back({std::to_string(Int(window, "id")), Text(window, "name"), environments.empty() ? "all" : environments,
                    Text(window, "start").empty() ? "weekly" : Text(window, "start") + " to " + Text(window, "end")});
  };
  if (verb == "add") {
    add(response["window"]);
  } else {
    for (const Json& window : List(response, "windows")) add(window);
  }
  return Print(args, response, {"ID", "NAME", "ENVIRONMENTS", "WHEN"}, rows);
}

namespace {

struct ScratchFolder {
  ScratchFolder() {
    path = (std::filesystem::temp_directory_path() / "slipway-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) throw CliError(kEngine, "cannot make a folder in " + path);
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::string path;
};

}  // namespace

int SimulateCommand(const Args& args) {
  args.AtMost(2);
  const std::string& what = args.Word(1, "the definition's file or id");
  Json request = {{"seed", args.Has("seed") ? std::atoll(args.Get("seed").c_str()) : 1},
                  {"days", args.Has("days") ? std::atoi(args.Get("days").c_str()) : 30},
                  {"start", args.Get("start")},
                  {"format", args.Has("json") ? "json" : args.Get("format", "text")}};
  if (what.find_first_not_of("0123456789") == std::string::npos) {
    request["definitionId"] = std::atoll(what.c_str());
  } else {
    request["document"] = ReadWholeFile(what);
  }
  if (args.Has("script")) request["script"] = ReadWholeFile(args.Get("script"));
  if (request.contains("definitionId")) {
    Client client(args, false);
    std::cout << Text(client.Call(&Engine::Simulate, request), "output");
    return kSucceeded;
  }
  // A file needs nobody's database: none is made, none is locked.
  const ScratchFolder scratch;
  Client client(args, false, scratch.path + "/simulate.db");
  std::cout << Text(client.Call(&Engine::Simulate, request), "output");
  return kSucceeded;
}

}  // namespace slipway::cli
