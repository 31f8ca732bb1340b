// task, endpoint, secure-file: installed tasks and what they may use.
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "client.h"
#include "commands.h"
#include "render.h"

namespace slipway::cli {
namespace {

int Print(const Args& args, const Json& json, const std::vector<std::string>& header,
          const std::vector<std::vector<std::string>>& rows, const std::string& when_empty) {
  if (args.Has("json")) {
    std::cout << json.dump(2) << "\n";
  } else if (rows.empty()) {
    std::cout << when_empty << "\n";
  } else {
    PrintTable(header, rows);
  }
  return kSucceeded;
}

std::string Joined(const Json& list) {
  std::string text;
  for (const Json& one : list) text += (text.empty() ? "" : " ") + one.get<std::string>();
  return text;
}

std::string Names(const Json& object, const char* key) {
  std::string text;
  const Json values = object.contains(key) ? object[key] : Json(Json::object());
  for (const auto& [name, value] : values.items()) text += (text.empty() ? "" : " ") + name;
  return text;
}

std::vector<std::string> TaskRow(const Json& task) {
  std::string note = Flag(task, "runnable") ? "" : Text(task, "reason");
  if (Flag(task, "builtIn")) note = "built in";
  return {Text(task, "name"), Text(task, "version"), Text(task, "taskId"), Joined(List(task, "handlers")),
          Text(task, "hash").substr(0, 12), note};
}

const std::vector<std::string> kTaskHeader = {"NAME", "VERSION", "ID", "HANDLERS", "HASH", ""};

int InstallTask(const Args& args) {
  args.AtMost(3);
  // The engine may have another working directory than whoever types.
  const std::string path = std::filesystem::absolute(args.Word(2, "the task's folder or zip")).string();
  Client client(args, false);
  const Json response = client.Call(&Engine::InstallTask,
                                    {{"path", path}, {"actor", args.Get("as")}, {"replace", args.Has("replace")}});
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
    return kSucceeded;
  }
  const Json& task = response["task"];
  std::cout << (Flag(response, "wasInstalled") ? "already there: " : "installed: ") << Text(task, "name") << " "
            << Text(task, "version") << " (" << Text(task, "taskId") << "), " << Int(task, "files") << " files, hash "
            << Text(task, "hash") << "\n";
  if (!Flag(task, "runnable")) std::cout << "it cannot run here: " << Text(task, "reason") << "\n";
  return kSucceeded;
}

int RemoveTask(const Args& args) {
  args.AtMost(4);
  Json request = {{"taskId", args.Word(2, "the task's GUID or name")}, {"actor", args.Get("as")}};
  if (args.words().size() > 3) request["version"] = args.Word(3, "the version");
  if (args.Has("force")) request["force"] = true;
  Client client(args, false);
  const Json response = client.Call(&Engine::RemoveTask, request);
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
    return kSucceeded;
  }
  for (const Json& task : List(response, "tasks")) {
    std::cout << "removed: " << Text(task, "name") << " " << Text(task, "version") << " (" << Text(task, "taskId")
              << ")\n";
  }
  return kSucceeded;
}

int CompleteTask(const Args& args) {
  args.AtMost(3);
  Client client(args, false);
  const std::string id = args.Word(2, "the TaskInstanceId that the called system got");
  const Json response = client.Call(&Engine::CompleteServerTask,
                                    {{"taskInstanceId", id},
                                     {"status", args.Has("failed") ? "TASK_STATUS_FAILED" : "TASK_STATUS_SUCCEEDED"},
                                     {"message", args.Get("comment")},
                                     {"actor", args.Get("as")}});
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
  } else {
    std::cout << "completed: " << id << "\n";
  }
  return kSucceeded;
}

// NAME=VALUE, NAME=<environment variable>, NAME=<file>: secrets need not stand on a command line.
Json Values(const Args& args, const std::string& option) {
  Json values = Json::object();
  for (const auto& [name, value] : args.Pairs(option)) values[name] = value;
  for (const auto& [name, variable] : args.Pairs(option + "-env")) {
    const char* value = std::getenv(variable.c_str());
    if (value == nullptr) {
      throw CliError(kUsage, "--" + option + "-env " + name + ": there is no environment variable " + variable);
    }
    values[name] = value;
  }
  for (const auto& [name, path] : args.Pairs(option + "-file")) values[name] = ReadWholeFile(path);
  return values;
}

int RemoveResource(const Args& args, const char* kind, const std::string& what) {
  args.AtMost(3);
  const std::string id = args.Word(2, what);
  Client client(args, false);
  const Json response = client.Call(&Engine::DeleteResource, {{"kind", kind}, {"id", id}, {"actor", args.Get("as")}});
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
  } else {
    std::cout << "removed: " << id << "\n";
  }
  return kSucceeded;
}

std::string Base64(const std::string& bytes) {
  static const char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (size_t j = 0; j < 3; ++j) {
      group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    }
    for (size_t j = 0; j < 4; ++j) {
      text += i + j <= bytes.size() ? kDigits[group >> (18 - 6 * j) & 63] : '=';
    }
  }
  return text;
}

}  // namespace

int TaskCommand(const Args& args) {
  const std::string& verb = args.Word(1, "what to do (install, list, remove, complete)");
  if (verb == "install") return InstallTask(args);
  if (verb == "complete") return CompleteTask(args);
  if (verb == "remove") return RemoveTask(args);
  if (verb != "list") {
    throw CliError(kUsage, "there is no command 'task " + verb + "'; there are install, list, remove and complete");
  }
  args.AtMost(2);
  Client client(args, false);
  const Json response = client.Call(&Engine::ListTasks, {{"includeBuiltIn", args.Has("all")}});
  std::vector<std::vector<std::string>> rows;
  for (const Json& task : List(response, "tasks")) rows.push_back(TaskRow(task));
  return Print(args, response, kTaskHeader, rows, "no tasks are installed; --all shows those that are built in");
}

int EndpointCommand(const Args& args) {
  const std::string& verb = args.Word(1, "what to do (set, list, remove)");
  if (verb == "remove") return RemoveResource(args, "RESOURCE_KIND_SERVICE_ENDPOINT", "the endpoint's id or name");
  if (verb != "set" && verb != "list") {
    throw CliError(kUsage, "there is no command 'endpoint " + verb + "'; there are set, list and remove");
  }
  Json request = Json::object();
  if (verb == "set") {
    args.AtMost(3);
    request = {{"endpoint",
                {{"name", args.Word(2, "the endpoint's name")},
                 {"id", args.Get("id")},
                 {"type", args.Get("type", "generic")},
                 {"url", args.Get("url")},
                 {"scheme", args.Get("scheme", "None")},
                 {"parameters", Values(args, "param")},
                 {"data", Values(args, "data")},
                 {"description", args.Get("description")}}},
               {"actor", args.Get("as")}};
  } else {
    args.AtMost(2);
  }
  Client client(args, false);
  const Json response = verb == "set" ? client.Call(&Engine::PutServiceEndpoint, request)
                                       : client.Call(&Engine::ListServiceEndpoints, request);
  std::vector<std::vector<std::string>> rows;
  const Json endpoints = verb == "set" ? Json::array({response["endpoint"]}) : List(response, "endpoints");
  for (const Json& endpoint : endpoints) {
    rows.push_back({Text(endpoint, "id"), Text(endpoint, "name"), Text(endpoint, "type"), Text(endpoint, "url"),
                    Text(endpoint, "scheme"), Names(endpoint, "parameters"), Names(endpoint, "data")});
  }
  return Print(args, response, {"ID", "NAME", "TYPE", "URL", "SCHEME", "PARAMETERS", "DATA"}, rows,
               "there are no service endpoints");
}

int SecureFileCommand(const Args& args) {
  const std::string& verb = args.Word(1, "what to do (add, list, remove)");
  if (verb == "remove") return RemoveResource(args, "RESOURCE_KIND_SECURE_FILE", "the file's id or name");
  if (verb != "add" && verb != "list") {
    throw CliError(kUsage, "there is no command 'secure-file " + verb + "'; there are add, list and remove");
  }
  Json request = Json::object();
  if (verb == "add") {
    args.AtMost(3);
    const std::string& path = args.Word(2, "the file");
    request = {{"name", args.Get("name", std::filesystem::path(path).filename().string())},
               {"id", args.Get("id")},
               {"content", Base64(ReadWholeFile(path))},
               {"actor", args.Get("as")}};
  } else {
    args.AtMost(2);
  }
  Client client(args, false);
  const Json response = verb == "add" ? client.Call(&Engine::AddSecureFile, request)
                                       : client.Call(&Engine::ListSecureFiles, request);
  std::vector<std::vector<std::string>> rows;
  const Json files = verb == "add" ? Json::array({response["file"]}) : List(response, "files");
  for (const Json& file : files) {
    rows.push_back({Text(file, "id"), Text(file, "name"), std::to_string(Int(file, "size")),
                    Text(file, "createdOn").substr(0, 19), Text(file, "createdBy")});
  }
  return Print(args, response, {"ID", "NAME", "BYTES", "ADDED", "BY"}, rows, "there are no secure files");
}

}  // namespace slipway::cli
