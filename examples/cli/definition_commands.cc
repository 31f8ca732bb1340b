// slipway definition import|export|list|show|validate|lint|delete
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "client.h"
#include "commands.h"
#include "render.h"

namespace slipway::cli {
namespace {

// What the engine takes in one request, with room for the rest of it.
constexpr size_t kMaxFile = size_t{60} << 20;

Json ImportRequest(const Args& args, const std::string& path) {
  return {{"document", ReadWholeFile(path)},
          {"actor", args.Get("as")},
          {"comment", args.Get("comment")},
          {"upsert", !args.Has("new")}};
}

int Import(const Args& args) {
  args.AtMost(3);
  const std::string& path = args.Word(2, "the file to import");
  const Json request = ImportRequest(args, path);
  Client client(args, false);
  const Json response = client.Call(&Engine::ImportDefinition, request);
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
    return kSucceeded;
  }
  for (const Json& imported : List(response, "definitions")) {
    PrintFindings(List(imported, "findings"));
    const Json& definition = imported["definition"];
    std::cout << "definition " << Int(definition, "id") << " (" << Text(definition, "name") << "), revision "
              << Int(definition, "revision") << "\n";
  }
  return kSucceeded;
}

int Validate(const Args& args) {
  args.AtMost(3);
  Json request = ImportRequest(args, args.Word(2, "the file to validate"));
  request["validateOnly"] = true;
  Client client(args, false);
  const Json response = client.Call(&Engine::ImportDefinition, request);
  bool broken = false;
  for (const Json& imported : List(response, "definitions")) {
    for (const Json& finding : List(imported, "findings"))
      broken = broken || Text(finding, "severity") == "SEVERITY_ERROR";
  }
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
  } else {
    for (const Json& imported : List(response, "definitions")) {
      PrintFindings(List(imported, "findings"));
      std::cout << Text(imported, "name") << ": " << (broken ? "broken" : "good") << "\n";
    }
  }
  return broken ? kFailed : kSucceeded;
}

// environments[2].preDeployApprovals.approvals[0] -> the environment's name, so that findings can be read in groups.
std::string PlaceOf(const std::string& path, const Json& definition) {
  const std::string prefix = "environments[";
  if (path.compare(0, prefix.size(), prefix) != 0) return "definition";
  const size_t index = std::strtoull(path.c_str() + prefix.size(), nullptr, 10);
  const Json& environments = List(definition, "environments");
  const std::string name = index < environments.size() ? Text(environments[index], "name") : "";
  return name.empty() ? prefix + std::to_string(index) + "]" : "environment " + name;
}

void PrintLint(const Json& findings, const Json& definition) {
  std::vector<std::pair<std::string, std::string>> groups;  // in the order of their first finding
  for (const Json& finding : findings) {
    const std::string place = PlaceOf(Text(finding, "path"), definition);
    auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& other) { return other.first == place; });
    if (group == groups.end()) group = groups.insert(groups.end(), {place, ""});
    group->second +=
        "  " + Text(finding, "code") + "  " + Text(finding, "path") + "\n      " + Text(finding, "message") + "\n";
  }
  for (const auto& [place, lines] : groups) std::cout << place << "\n" << lines;
}

// FILE or ID: what is a number, and no file, is the id of a definition.
int Lint(const Args& args) {
  args.AtMost(3);
  const std::string& what = args.Word(2, "the file, or the definition's id");
  const bool is_id = what.find_first_not_of("0123456789") == std::string::npos && !std::ifstream(what).good();
  const int64_t id = is_id ? args.Number(2, "the definition's id") : 0;
  const std::string document = is_id ? "" : ReadWholeFile(what);
  Client client(args, false);
  const Json response =
      client.Call(&Engine::LintDefinition, is_id ? Json{{"definitionId", id}} : Json{{"document", document}});
  const Json& findings = List(response, "findings");
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
  } else {
    Json definition = is_id ? client.Call(&Engine::GetDefinition, {{"definitionId", id}})["definition"]
                            : Json::parse(document, nullptr, /*allow_exceptions=*/false, /*ignore_comments=*/true);
    // Of a wrapper the paths say which definition.
    PrintLint(findings, definition.is_object() ? definition : Json::object());
    std::cout << (findings.empty()
                      ? "nothing found"
                      : std::to_string(findings.size()) + (findings.size() == 1 ? " finding" : " findings"))
              << "\n";
  }
  return findings.empty() ? kSucceeded : kFailed;
}

int Export(const Args& args) {
  args.AtMost(3);
  Json request = {{"definitionId", args.Number(2, "the definition's id")}};
  if (args.Has("revision")) request["revision"] = std::atoll(args.Get("revision").c_str());
  Client client(args, false);
  const std::string document = Text(client.Call(&Engine::ExportDefinition, request), "document");
  if (!args.Has("output")) {
    std::cout << document << "\n";
    return kSucceeded;
  }
  std::ofstream file(args.Get("output"), std::ios::binary);
  file << document << "\n";
  file.close();
  if (!file) throw CliError(kEngine, "cannot write " + args.Get("output"));
  return kSucceeded;
}

int ListAll(const Args& args) {
  args.AtMost(2);
  Client client(args, false);
  Json all = Json::array();
  Json request = {{"searchText", args.Get("search")}, {"limit", 1000}};
  while (true) {
    const Json page = client.Call(&Engine::ListDefinitions, request);
    for (const Json& definition : List(page, "definitions")) all.push_back(definition);
    if (Int(page, "nextAfter") == 0) break;
    request["afterId"] = Int(page, "nextAfter");
  }
  if (args.Has("json")) {
    std::cout << Json{{"definitions", all}}.dump(2) << "\n";
    return kSucceeded;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Json& definition : all) {
    rows.push_back({std::to_string(Int(definition, "id")), Text(definition, "name"), Text(definition, "path"),
                    std::to_string(Int(definition, "revision")), Text(definition, "modifiedOn").substr(0, 19)});
  }
  PrintTable({"ID", "NAME", "PATH", "REVISION", "MODIFIED"}, rows);
  return kSucceeded;
}

int Show(const Args& args) {
  args.AtMost(3);
  Client client(args, false);
  const Json response = client.Call(&Engine::GetDefinition, {{"definitionId", args.Number(2, "the definition's id")}});
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
    return kSucceeded;
  }
  const Json& definition = response["definition"];
  std::cout << Text(definition, "name") << "  (definition " << Int(definition, "id") << ", revision "
            << Int(definition, "revision") << ")\n";
  for (const Json& environment : List(definition, "environments")) {
    std::string after;
    for (const Json& condition : List(environment, "conditions")) {
      if (Text(condition, "conditionType") == "CONDITION_TYPE_ARTIFACT") continue;
      after +=
          (after.empty() ? "" : ", ") +
          (Text(condition, "conditionType") == "CONDITION_TYPE_EVENT" ? "the release starts" : Text(condition, "name"));
    }
    std::cout << "  " << Int(environment, "rank") << ". " << Text(environment, "name")
              << (after.empty() ? " (manual only)" : " after " + after) << "\n";
    for (const Json& phase : List(environment, "deployPhases")) {
      for (const Json& task : List(phase, "workflowTasks")) {
        std::cout << "       - " << Text(task, "name") << "  " << Text(task, "taskId") << " " << Text(task, "version")
                  << (Flag(task, "enabled") ? "" : "  (disabled)") << "\n";
      }
    }
  }
  PrintFindings(List(response, "findings"));
  return kSucceeded;
}

int Delete(const Args& args) {
  args.AtMost(3);
  Client client(args, false);
  client.Call(&Engine::DeleteDefinition, {{"definitionId", args.Number(2, "the definition's id")},
                                          {"actor", args.Get("as")},
                                          {"comment", args.Get("comment")}});
  if (args.Has("json")) std::cout << "{}\n";
  return kSucceeded;
}

}  // namespace

std::string ReadWholeFile(const std::string& path) {
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    if (!file) throw CliError(kUsage, "cannot read " + path);
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) throw CliError(kUsage, "cannot read " + path);
  if (text.size() > kMaxFile) {
    throw CliError(kUsage, path + ": " + std::to_string(text.size()) + " bytes; a request may have " +
                               std::to_string(kMaxFile) + " bytes at most");
  }
  return text;
}

int DefinitionCommand(const Args& args) {
  const std::string& verb = args.Word(1, "what to do (import, export, list, show, validate, lint, delete)");
  if (verb == "import") return Import(args);
  if (verb == "validate") return Validate(args);
  if (verb == "lint") return Lint(args);
  if (verb == "export") return Export(args);
  if (verb == "list") return ListAll(args);
  if (verb == "show") return Show(args);
  if (verb == "delete") return Delete(args);
  const std::string near = NearMatch(verb, {"import", "export", "list", "show", "validate", "lint", "delete"});
  throw CliError(
      kUsage, "there is no command 'definition " + verb + "'" + (near.empty() ? "" : "; did you mean '" + near + "'?"));
}

}  // namespace slipway::cli
