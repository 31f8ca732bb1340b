// artifact source|versions, changes: where artifacts come from, and what is new in a release.
#include <iostream>

#include "client.h"
#include "commands.h"
#include "render.h"

namespace slipway::cli {
namespace {

int Print(const Args& args, const Json& json, const std::vector<std::string>& header,
          const std::vector<std::vector<std::string>>& rows, const char* none) {
  if (args.Has("json")) {
    std::cout << json.dump(2) << "\n";
  } else if (rows.empty()) {
    std::cout << none << "\n";
  } else {
    PrintTable(header, rows);
  }
  return kSucceeded;
}

std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string Number(const Args& args, const char* option, int64_t least) {
  const std::string text = args.Get(option, "0");
  if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos || std::stoll(text) < least) {
    throw CliError(kUsage, std::string("--") + option + ": expected a number, got '" + text + "'");
  }
  return text;
}

std::vector<std::string> RowOf(const Json& source) {
  std::string settings;
  if (source.contains("settings")) {
    for (const auto& [name, value] : source["settings"].items()) {
      settings += (settings.empty() ? "" : " ") + name + "=" + value.get<std::string>();
    }
  }
  return {Text(source, "source"), Text(source, "kind"), Text(source, "location"), Text(source, "endpoint"), settings};
}

int SourceCommand(const Args& args) {
  const std::string& verb = args.Word(2, "what to do (set, list, remove)");
  const std::vector<std::string> header = {"SOURCE", "KIND", "LOCATION", "ENDPOINT", "SETTINGS"};
  if (verb == "list") {
    args.AtMost(3);
    Client client(args, false);
    const Json response = client.Call(&Engine::ListArtifactSources, Json::object());
    std::vector<std::vector<std::string>> rows;
    for (const Json& source : List(response, "sources")) rows.push_back(RowOf(source));
    return Print(args, response, header, rows, "there are no artifact sources");
  }
  args.AtMost(4);
  if (verb == "remove") {
    Client client(args, false);
    const Json response = client.Call(
        &Engine::DeleteResource,
        {{"kind", "RESOURCE_KIND_ARTIFACT_SOURCE"}, {"id", args.Word(3, "the source")}, {"actor", args.Get("as")}});
    if (args.Has("json")) std::cout << response.dump(2) << "\n";
    return kSucceeded;
  }
  if (verb != "set") {
    throw CliError(kUsage, "there is no command 'artifact source " + verb + "'; there are set, list and remove");
  }
  Json settings = Json::object();
  for (const auto& [name, value] : args.Pairs("setting")) settings[name] = value;
  const Json request = {{"source",
                         {{"source", args.Word(3, "which artifacts (definition, source id or alias)")},
                          {"kind", args.Get("kind")},
                          {"location", args.Get("location")},
                          {"endpoint", args.Get("endpoint")},
                          {"settings", settings},
                          {"pollSeconds", std::stoi(Number(args, "poll", 0))}}},
                        {"actor", args.Get("as")}};
  Client client(args, false);
  const Json response = client.Call(&Engine::PutArtifactSource, request);
  return Print(args, response, header, {RowOf(response["source"])}, "");
}

}  // namespace

int ArtifactSourceCommand(const Args& args) {
  if (args.Word(1, "what to do") == "source") return SourceCommand(args);
  args.AtMost(4);
  Json request = {{"definitionId", args.Number(2, "the definition's id")},
                  {"alias", args.words().size() > 3 ? args.words()[3] : ""},
                  {"branch", args.Get("branch")},
                  {"tags", args.All("tag")},
                  {"limit", std::stoi(Number(args, "limit", 0))}};
  Client client(args, false);
  const Json response = client.Call(&Engine::ListArtifactVersions, request);
  std::vector<std::vector<std::string>> rows;
  for (const Json& version : List(response, "versions")) {
    std::string tags;
    for (const Json& tag : List(version, "tags")) tags += (tags.empty() ? "" : ",") + tag.get<std::string>();
    rows.push_back({Text(version, "id"), Text(version, "name"), Text(version, "sourceBranch"), tags,
                    Text(version, "createdOn"), Text(version, "url")});
  }
  return Print(args, response, {"ID", "NAME", "BRANCH", "TAGS", "CREATED", "LINK"}, rows, "there are no versions");
}

int ChangesCommand(const Args& args) {
  args.AtMost(2);
  Json request = {{"releaseId", args.Number(1, "the release")},
                  {"sinceEnvironment", args.Get("since-env")},
                  {"baseReleaseId", std::stoll(Number(args, "since", 0))},
                  {"artifactAlias", args.Get("artifact")},
                  {"limit", std::stoi(Number(args, "limit", 0))}};
  Client client(args, false);
  const Json response = client.Call(&Engine::GetChanges, request);
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
    return kSucceeded;
  }
  if (Int(response, "baseReleaseId") != 0) {
    std::cout << "since " << Text(response, "baseReleaseName") << " (release " << Int(response, "baseReleaseId")
              << ")\n";
  } else {
    std::cout << "there is no earlier release to compare with\n";
  }
  const Json none = Json::object();
  for (const Json& artifact : List(response, "artifacts")) {
    const Json& from = artifact.contains("from") ? artifact["from"] : none;
    const Json& to = artifact.contains("to") ? artifact["to"] : none;
    const auto name = [](const Json& version) { return Text(version, Text(version, "name").empty() ? "id" : "name"); };
    std::cout << "\n" << Text(artifact, "alias") << "  ";
    if (!name(from).empty()) std::cout << name(from) << (name(from) == name(to) ? ", unchanged" : " -> ");
    if (name(from) != name(to)) std::cout << name(to);
    if (Flag(artifact, "isRollback")) std::cout << "  (back: these changes go)";
    if (!Text(to, "url").empty()) std::cout << "  " << Text(to, "url");
    std::cout << "\n";
    if (!Text(artifact, "note").empty()) std::cout << "  " << Text(artifact, "note") << "\n";
    for (const Json& change : List(artifact, "changes")) {
      std::cout << "  " << Text(change, "id").substr(0, 8) << "  " << FirstLine(Text(change, "message"));
      if (!Text(change, "author").empty()) std::cout << "  (" << Text(change, "author") << ")";
      std::cout << "\n";
    }
    for (const Json& item : List(artifact, "workItems")) {
      std::cout << "  #" << Text(item, "id") << "  " << Text(item, "title");
      if (!Text(item, "state").empty()) std::cout << "  [" << Text(item, "state") << "]";
      std::cout << "\n";
    }
  }
  return kSucceeded;
}

}  // namespace slipway::cli
