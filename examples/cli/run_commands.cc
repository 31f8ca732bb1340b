// slipway run, watch, logs, status: what drives releases, and what shows them at work.
#include <iostream>

#include "client.h"
#include "commands.h"
#include "follow.h"
#include "render.h"

namespace slipway::cli {

int RunCommand(const Args& args) {
  args.AtMost(2);
  const std::string& path = args.Word(1, "the definition's file");
  const std::string document = ReadWholeFile(path);
  Client client(args, true);
  const Json imported = client.Call(&Engine::ImportDefinition,
                                    {{"document", document}, {"actor", args.Get("as")}, {"upsert", !args.Has("new")}});
  const Json& definitions = List(imported, "definitions");
  if (definitions.size() != 1)
    throw CliError(kUsage, path + ": holds " + std::to_string(definitions.size()) + " definitions; run takes one");
  if (!args.Has("json")) PrintFindings(List(definitions[0], "findings"));
  const Json created =
      client.Call(&Engine::CreateRelease, CreateRequest(args, Int(definitions[0]["definition"], "id")))["release"];
  FollowOptions options;
  options.release = Int(created, "id");
  options.auto_approve = args.Has("auto-approve");
  options.json = args.Has("json");
  const bool interrupted = Follow(client, options);
  const Json release = client.Release(options.release);
  if (options.json) {
    std::cout << Json{{"release", release}}.dump() << "\n";
  } else if (!IsTerminal()) {
    PrintRelease(release);
  }
  return interrupted ? kInterrupted : ExitCodeOf(release);
}

int WatchCommand(const Args& args) {
  args.AtMost(2);
  Client client(args, true);
  FollowOptions options;
  if (args.words().size() > 1) options.release = Int(client.Release(args.Number(1, "the release's id")), "id");
  options.after = -1;
  options.until_idle = args.Has("until-idle");
  options.auto_approve = args.Has("auto-approve");
  options.json = args.Has("json");
  const Json before = client.Call(&Engine::ListReleases, {{"limit", 1000}});
  const Json status = client.Call(&Engine::GetStatus, Json::object());
  if (!options.json) {
    std::cout << "watching "
              << (options.release != 0 ? "release " + std::to_string(options.release)
                                       : std::to_string(Int(status, "activeReleases")) + " active releases")
              << (options.until_idle ? " until nothing is left to do" : "; Ctrl-C ends") << std::endl;
  }
  const bool interrupted = Follow(client, options);
  if (interrupted) return kInterrupted;
  // The worst of what ended, or still waits, while this was watching.
  int code = kSucceeded;
  for (const Json& summary : List(before, "releases")) {
    bool was_active = false;
    for (const Json& environment : List(summary, "environments"))
      was_active = was_active || StatusOf(environment) == "in progress";
    if (!was_active || (options.release != 0 && Int(summary, "id") != options.release)) continue;
    const int one = ExitCodeOf(client.Release(Int(summary, "id")));
    if (one == kFailed || code == kSucceeded) code = one;
  }
  return code;
}

int StatusCommand(const Args& args) {
  args.AtMost(1);
  Client client(args, false);
  const Json status = client.Call(&Engine::GetStatus, Json::object());
  if (args.Has("json")) {
    std::cout << status.dump(2) << "\n";
    return kSucceeded;
  }
  std::cout << "Slipway " << Text(status, "version") << "\n"
            << Int(status, "activeReleases") << " active releases, " << Int(status, "pendingApprovals")
            << " pending approvals, " << Int(status, "position") << " records in the log\n";
  return kSucceeded;
}

int LogsCommand(const Args& args) {
  args.AtMost(4);
  const int64_t id = args.Number(1, "the release's id");
  // Following means that somebody drives; when nobody else has the database open, that is us.
  Client client(args, args.Has("follow"));
  if (args.Has("follow")) {
    Json request = {{"releaseId", id}};
    if (args.words().size() > 2) request["environment"] = args.words()[2];
    Client::Stream stream = client.Open(&Engine::FollowLogs, request);
    while (!stream.ended()) {
      const std::optional<Json> part = stream.Next(1000);
      if (!part) continue;
      if (args.Has("json")) {
        std::cout << part->dump() << std::endl;
      } else {
        std::cout << Text(*part, "text") << std::flush;
      }
    }
    return kSucceeded;
  }
  const Json release = client.Release(id);
  Json out = Json::array();
  bool any_environment = false;
  for (const Json& environment : List(release, "environments")) {
    const std::string name = Text(environment, "name");
    if (args.words().size() > 2 && args.words()[2] != name) continue;
    any_environment = true;
    const Json& deployments = List(environment, "deployments");
    if (deployments.empty()) continue;
    const int64_t attempt =
        args.Has("attempt") ? std::atoll(args.Get("attempt").c_str()) : static_cast<int64_t>(deployments.size());
    if (attempt < 1 || attempt > static_cast<int64_t>(deployments.size()))
      throw CliError(kUsage, "--attempt: " + name + " has " + std::to_string(deployments.size()) + " attempts");
    const Json& phases = List(deployments[attempt - 1], "phases");
    for (size_t p = 0; p < phases.size(); ++p) {
      const Json& jobs = List(phases[p], "jobs");
      for (size_t j = 0; j < jobs.size(); ++j) {
        const Json& tasks = List(jobs[j], "tasks");
        for (size_t t = 0; t < tasks.size(); ++t) {
          if (Int(tasks[t], "tries") == 0) continue;
          if (args.words().size() > 3 && args.words()[3] != Text(tasks[t], "name") &&
              args.words()[3] != std::to_string(t + 1))
            continue;
          std::string text;
          Json request = {{"releaseId", id}, {"environment", name}, {"attempt", attempt}, {"phase", p},
                          {"job", j},        {"task", t},           {"offset", 0}};
          while (true) {
            const Json part = client.Call(&Engine::ReadLog, request);
            text += Text(part, "text");
            if (Text(part, "text").empty() || Flag(part, "finished")) break;
            request["offset"] = Int(part, "nextOffset");
          }
          if (args.Has("json")) {
            out.push_back(
                {{"environment", name}, {"attempt", attempt}, {"task", Text(tasks[t], "name")}, {"text", text}});
          } else {
            std::cout << text;
          }
        }
      }
    }
  }
  if (!any_environment)
    throw CliError(kUsage, "release " + std::to_string(id) + " has no environment '" + args.words()[2] + "'");
  if (args.Has("json")) std::cout << out.dump(2) << "\n";
  return kSucceeded;
}

}  // namespace slipway::cli
