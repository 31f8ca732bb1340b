// slipway release create|list|show|start|cancel|abandon|redeploy|delete|undelete|keep, retention, approvals, approve, reject, deployments
#include <algorithm>
#include <iostream>
#include <map>

#include "client.h"
#include "commands.h"
#include "follow.h"
#include "render.h"

namespace slipway::cli {
namespace {

int Done(const Args& args, const Json& release) {
  if (args.Has("json")) {
    std::cout << release.dump(2) << "\n";
  } else {
    PrintRelease(release);
  }
  return kSucceeded;
}

std::string StateOf(const Json& release) {
  if (release.value("isDeleted", false)) return "deleted";
  return Word(Text(release, "status"), "RELEASE_STATUS_") + (release.value("keepForever", false) ? ", kept" : "");
}

int Create(const Args& args) {
  args.AtMost(3);
  const Json request = CreateRequest(args, args.Number(2, "the definition's id"));
  // Nothing is driven here: `watch` runs what is accepted.
  Client client(args, false);
  return Done(args, client.Call(&Engine::CreateRelease, request)["release"]);
}

int ListAll(const Args& args) {
  args.AtMost(3);
  Json request = {{"limit", args.Has("limit") ? std::atoi(args.Get("limit").c_str()) : 50}};
  if (args.words().size() > 2) request["definitionId"] = args.Number(2, "the definition's id");
  if (args.Has("deleted")) request["includeDeleted"] = true;
  Client client(args, false);
  const Json response = client.Call(&Engine::ListReleases, request);
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
    return kSucceeded;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Json& release : List(response, "releases")) {
    std::string environments;
    for (const Json& environment : List(release, "environments")) {
      environments +=
          (environments.empty() ? "" : "  ") + Mark(StatusOf(environment)) + " " + Text(environment, "name");
    }
    rows.push_back({std::to_string(Int(release, "id")), Text(release, "name"), Text(release, "definitionName"),
                    StateOf(release), Text(release, "createdOn").substr(0, 19),
                    environments});
  }
  PrintTable({"ID", "NAME", "DEFINITION", "STATUS", "CREATED", "ENVIRONMENTS"}, rows);
  return kSucceeded;
}

int Show(const Args& args) {
  args.AtMost(3);
  Client client(args, false);
  return Done(args, client.Release(args.Number(2, "the release's id")));
}

int Change(const Args& args, Client::Method method, bool with_environment, bool needs_environment) {
  Json request = {{"releaseId", args.Number(2, "the release's id")}, {"actor", args.Get("as")}};
  if (args.Has("comment")) request["comment"] = args.Get("comment");
  if (with_environment && (needs_environment || args.words().size() > 3))
    request["environment"] = args.Word(3, "the environment's name");
  args.AtMost(with_environment ? 4 : 3);
  if (with_environment && needs_environment) {
    for (const auto& [name, value] : args.Pairs("var")) request["variables"][name] = {{"value", value}};
    if (args.Has("at")) request["scheduledDeploymentTime"] = args.Get("at");
    if (args.Has("update-tasks")) request["updateTasks"] = true;
    if (args.Has("only-failed-targets")) request["onlyFailedTargets"] = true;
    if (args.Has("override-freeze")) request["freezeOverride"] = args.Get("override-freeze");
  }
  // Cancelling stops processes, so this command must drive for a moment; what is not over then goes on with `watch`.
  Client client(args, with_environment && !needs_environment);
  return Done(args, client.Call(method, request)["release"]);
}

int Keep(const Args& args) {
  args.AtMost(4);
  const std::string word = args.words().size() > 3 ? args.Word(3, "forever or not") : "forever";
  if (word != "forever" && word != "not") throw CliError(kUsage, "'" + word + "': expected forever or not");
  Client client(args, false);
  return Done(args, client.Call(&Engine::KeepRelease, {{"releaseId", args.Number(2, "the release's id")},
                                                       {"keepForever", word == "forever"},
                                                       {"actor", args.Get("as")},
                                                       {"comment", args.Get("comment")}})["release"]);
}

}  // namespace

int RetentionCommand(const Args& args) {
  const std::string& verb = args.Word(1, "what to do (run, show)");
  if (verb != "run" && verb != "show") {
    throw CliError(kUsage, "there is no command 'retention " + verb + "'; there are run and show");
  }
  args.AtMost(3);
  Json request = {{"dryRun", verb == "show" || args.Has("dry-run")}, {"actor", args.Get("as")}};
  if (args.words().size() > 2) request["definitionId"] = args.Number(2, "the definition's id");
  Client client(args, false);
  const Json response = client.Call(&Engine::RunRetention, request);
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
    return kSucceeded;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Json& outcome : List(response, "outcomes")) {
    rows.push_back({std::to_string(Int(outcome, "releaseId")), Text(outcome, "releaseName"),
                    Word(Text(outcome, "action"), "RETENTION_ACTION_"), Text(outcome, "reason")});
  }
  PrintTable({"ID", "NAME", "ACTION", "WHY"}, rows);
  return kSucceeded;
}

int ReleaseCommand(const Args& args) {
  const std::string& verb = args.Word(1, "what to do (create, list, show, start, cancel, abandon, redeploy, delete, undelete, keep)");
  if (verb == "create") return Create(args);
  if (verb == "list") return ListAll(args);
  if (verb == "show") return Show(args);
  if (verb == "start") return Change(args, &Engine::StartRelease, false, false);
  if (verb == "abandon") return Change(args, &Engine::AbandonRelease, false, false);
  if (verb == "cancel") return Change(args, &Engine::CancelEnvironment, true, false);
  if (verb == "redeploy" || verb == "deploy") return Change(args, &Engine::DeployEnvironment, true, true);
  if (verb == "delete") return Change(args, &Engine::DeleteRelease, false, false);
  if (verb == "undelete") return Change(args, &Engine::UndeleteRelease, false, false);
  if (verb == "keep") return Keep(args);
  const std::string near = NearMatch(verb, {"create", "list", "show", "start", "cancel", "abandon", "redeploy", "delete",
                                            "undelete", "keep"});
  throw CliError(kUsage,
                 "there is no command 'release " + verb + "'" + (near.empty() ? "" : "; did you mean '" + near + "'?"));
}

int ApprovalsCommand(const Args& args) {
  args.AtMost(2);
  Json request = {{"limit", 1000}};
  if (args.words().size() > 1) request["releaseId"] = args.Number(1, "the release's id");
  Client client(args, false);
  const Json response = client.Call(&Engine::ListApprovals, request);
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
    return kSucceeded;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Json& approval : List(response, "approvals")) {
    rows.push_back({std::to_string(Int(approval, "id")), std::to_string(Int(approval, "releaseId")),
                    Text(approval, "environment"), Word(Text(approval, "approvalType"), "APPROVAL_TYPE_"),
                    Text(approval.value("approver", Json::object()), "displayName"),
                    Text(approval, "createdOn").substr(0, 19)});
  }
  PrintTable({"ID", "RELEASE", "ENVIRONMENT", "TYPE", "APPROVER", "SINCE"}, rows);
  return kSucceeded;
}

int DecideCommand(const Args& args, bool approve) {
  args.AtMost(2);
  if (!args.Has("as")) throw CliError(kUsage, "--as NAME: who decides must be said");
  Client client(args, false);
  const Json response = client.Call(&Engine::UpdateApproval,
                                    {{"approvalId", args.Number(1, "the approval's id")},
                                     {"status", approve ? "APPROVAL_STATUS_APPROVED" : "APPROVAL_STATUS_REJECTED"},
                                     {"actor", args.Get("as")},
                                     {"actorGroups", args.All("group")},
                                     {"actorIsAdministrator", args.Has("admin")},
                                     {"identityRevalidated", args.Has("revalidated")},
                                     {"comments", args.Get("comment")}});
  const Json& approval = response["approval"];
  if (args.Has("json")) {
    std::cout << approval.dump(2) << "\n";
  } else {
    std::cout << "approval " << Int(approval, "id") << " of " << Text(approval, "environment") << ": "
              << Word(Text(approval, "status"), "APPROVAL_STATUS_") << "\n";
  }
  return kSucceeded;
}

int DeploymentsCommand(const Args& args) {
  args.AtMost(2);
  Json request = {{"limit", args.Has("limit") ? std::atoi(args.Get("limit").c_str()) : 50}};
  if (args.words().size() > 1) request["definitionId"] = args.Number(1, "the definition's id");
  Client client(args, false);
  const Json response = client.Call(&Engine::ListDeployments, request);
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
    return kSucceeded;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Json& deployment : List(response, "deployments")) {
    rows.push_back({std::to_string(Int(deployment, "id")), std::to_string(Int(deployment, "releaseId")),
                    Text(deployment, "environment"), std::to_string(Int(deployment, "attempt")),
                    Word(Text(deployment, "deploymentStatus"), "DEPLOYMENT_STATUS_"), Text(deployment, "requestedBy"),
                    Text(deployment, "queuedOn").substr(0, 19), Text(deployment, "completedOn").substr(0, 19)});
  }
  PrintTable({"ID", "RELEASE", "ENVIRONMENT", "ATTEMPT", "STATUS", "BY", "QUEUED", "COMPLETED"}, rows);
  return kSucceeded;
}

int TestsCommand(const Args& args) {
  const bool history = args.Has("history");
  args.AtMost(2);
  Json request = {{"environment", args.Get("environment")},
                  {"limit", args.Has("limit") ? std::atoi(args.Get("limit").c_str()) : 0}};
  request[history ? "definitionId" : "releaseId"] =
      args.Number(1, history ? "the definition's id" : "the release's id");
  Client client(args, false);
  const Json response = client.Call(&Engine::ListTestRuns, request);
  // The newest attempt of an environment of a release counts.
  std::map<std::pair<int64_t, std::string>, int64_t> newest;
  for (const Json& one : List(response, "runs")) {
    int64_t& attempt = newest[{Int(one, "releaseId"), Text(one, "environment")}];
    attempt = std::max(attempt, Int(one, "attempt"));
  }
  bool failed = false;
  std::vector<std::vector<std::string>> rows;
  for (const Json& one : List(response, "runs")) {
    const Json run = one.value("run", Json::object());
    const bool counts = newest[{Int(one, "releaseId"), Text(one, "environment")}] == Int(one, "attempt");
    failed = failed || (counts && Int(run, "failed") > 0);
    rows.push_back({Text(one, "releaseName"), Text(one, "environment"), std::to_string(Int(one, "attempt")),
                    Text(run, "title").empty() ? Text(run, "type") : Text(run, "title"), std::to_string(Int(run, "total")),
                    std::to_string(Int(run, "passed")), std::to_string(Int(run, "failed")),
                    std::to_string(Int(run, "skipped")), std::to_string(Int(run, "durationMs")) + " ms"});
  }
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
    return failed ? kFailed : kSucceeded;
  }
  if (rows.empty()) {
    std::cout << "no test results were published\n";
    return kSucceeded;
  }
  PrintTable({"RELEASE", "ENVIRONMENT", "ATTEMPT", "RUN", "TOTAL", "PASSED", "FAILED", "SKIPPED", "TIME"}, rows);
  if (history) return failed ? kFailed : kSucceeded;
  for (const Json& one : List(response, "runs")) {
    const Json run = one.value("run", Json::object());
    for (const Json& result : List(run, "results")) {
      if (Text(result, "outcome") != "failed") continue;
      const std::string message = Text(result, "message");
      std::cout << "failed in " << Text(one, "environment") << " (attempt " << Int(one, "attempt") << "): "
                << (Text(result, "suite").empty() ? "" : Text(result, "suite") + ".") << Text(result, "name")
                << (message.empty() ? "" : ": " + message.substr(0, message.find('\n'))) << "\n";
    }
  }
  return failed ? kFailed : kSucceeded;
}

}  // namespace slipway::cli
