// What releases wait for, and how people answer: reassign, defer, gate, intervention, explain.
#include <iostream>

#include "client.h"
#include "commands.h"
#include "render.h"

namespace slipway::cli {
namespace {

std::string Actor(const Args& args) {
  if (!args.Has("as")) throw CliError(kUsage, "--as NAME: who does it must be said");
  return args.Get("as");
}

int PrintOr(const Args& args, const Json& json, const std::string& line) {
  if (args.Has("json")) {
    std::cout << json.dump(2) << "\n";
  } else {
    std::cout << line << "\n";
  }
  return kSucceeded;
}

}  // namespace

int ReassignCommand(const Args& args) {
  args.AtMost(3);
  const int64_t id = args.Number(1, "the approval's id");
  const std::string& to = args.Word(2, "who is asked from now on");
  Client client(args, false);
  const Json response = client.Call(&Engine::UpdateApproval, {{"approvalId", id},
                                                              {"status", "APPROVAL_STATUS_REASSIGNED"},
                                                              {"approver", {{"id", to}, {"displayName", to}}},
                                                              {"actor", Actor(args)},
                                                              {"actorGroups", args.All("group")},
                                                              {"actorIsAdministrator", args.Has("admin")},
                                                              {"comments", args.Get("comment")}});
  return PrintOr(args, response["approval"], "approval " + std::to_string(id) + " waits for " + to + " now");
}

int DeferCommand(const Args& args) {
  args.AtMost(4);
  const Json request = {{"releaseId", args.Number(1, "the release's id")},
                        {"environment", args.Word(2, "the environment's name")},
                        {"scheduledDeploymentTime", args.Word(3, "when it goes on (2026-12-24T18:00:00Z)")},
                        {"comment", args.Get("comment")},
                        {"actor", Actor(args)}};
  Client client(args, false);
  const Json response = client.Call(&Engine::DeferDeployment, request);
  return PrintOr(args, response["release"], args.words()[2] + " goes on at " + args.words()[3] + ", once it is approved");
}

int GateCommand(const Args& args) {
  const std::string& verb = args.Word(1, "what to do (ignore, show)");
  const int64_t id = args.Number(2, "the release's id");
  const std::string& environment = args.Word(3, "the environment's name");
  if (verb == "show") {
    args.AtMost(4);
    Client client(args, false);
    const Json release = client.Release(id);
    Json found = Json::array();
    for (const Json& one : List(release, "environments")) {
      if (Text(one, "name") != environment || List(one, "deployments").empty()) continue;
      for (const Json& gates : List(List(one, "deployments").back(), "gates")) found.push_back(gates);
    }
    if (args.Has("json")) {
      std::cout << found.dump(2) << "\n";
      return kSucceeded;
    }
    std::vector<std::vector<std::string>> rows;
    for (const Json& gates : found) {
      for (const Json& sample : List(gates, "samples")) {
        for (const Json& task : List(sample, "tasks")) {
          rows.push_back({Word(Text(gates, "type"), "APPROVAL_TYPE_"), std::to_string(Int(sample, "sample") + 1),
                          Flag(sample, "counts") ? "yes" : "no", Text(task, "name"),
                          Word(Text(task, "status"), "TASK_STATUS_"), Text(sample, "startedOn").substr(0, 19)});
        }
      }
    }
    PrintTable({"SIDE", "SAMPLE", "COUNTS", "GATE", "STATUS", "STARTED"}, rows);
    return kSucceeded;
  }
  if (verb != "ignore") throw CliError(kUsage, "there is no command 'gate " + verb + "'; there are ignore and show");
  Json request = {{"releaseId", id}, {"environment", environment}, {"actor", Actor(args)}, {"comment", args.Get("comment")}};
  for (size_t i = 4; i < args.words().size(); ++i) request["gates"].push_back(args.words()[i]);
  Client client(args, false);
  const Json response = client.Call(&Engine::IgnoreGates, request);
  return PrintOr(args, response["release"], "ignored; it is recorded with your comment");
}

int InterventionCommand(const Args& args) {
  const std::string& verb = args.Word(1, "what to do (list, resume, reject)");
  if (verb == "list") {
    args.AtMost(3);
    Client client(args, false);
    const int64_t release = args.words().size() > 2 ? args.Number(2, "the release's id") : 0;
    const Json response = client.Call(&Engine::ListInterventions, {{"releaseId", release}});
    Json found = Json::array();
    for (const Json& one : List(response, "interventions")) {
      if (Text(one, "status") == "MANUAL_INTERVENTION_STATUS_PENDING") found.push_back(one);
    }
    if (args.Has("json")) {
      std::cout << found.dump(2) << "\n";
      return kSucceeded;
    }
    std::vector<std::vector<std::string>> rows;
    for (const Json& one : found) {
      rows.push_back({std::to_string(Int(one, "id")), std::to_string(Int(one, "releaseId")), Text(one, "environment"),
                      Text(one, "name"), Text(one, "instructions"), Text(one, "timesOutOn").substr(0, 19)});
    }
    PrintTable({"ID", "RELEASE", "ENVIRONMENT", "TASK", "INSTRUCTIONS", "TIMES OUT"}, rows);
    return kSucceeded;
  }
  if (verb != "resume" && verb != "reject") {
    throw CliError(kUsage, "there is no command 'intervention " + verb + "'; there are list, resume and reject");
  }
  args.AtMost(3);
  const int64_t id = args.Number(2, "the intervention's id");
  Client client(args, false);
  const Json response = client.Call(
      &Engine::UpdateIntervention,
      {{"interventionId", id},
       {"status", verb == "resume" ? "MANUAL_INTERVENTION_STATUS_APPROVED" : "MANUAL_INTERVENTION_STATUS_REJECTED"},
       {"actor", Actor(args)},
       {"comments", args.Get("comment")}});
  return PrintOr(args, response["intervention"],
                 "intervention " + std::to_string(id) + (verb == "resume" ? " resumed" : " rejected"));
}

int ExplainCommand(const Args& args) {
  args.AtMost(3);
  const Json request = {{"releaseId", args.Number(1, "the release's id")},
                        {"environment", args.Word(2, "the environment's name")}};
  Client client(args, false);
  const Json response = client.Call(&Engine::Explain, request);
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
    return kSucceeded;
  }
  std::cout << Text(response, "summary") << "\n";
  for (const Json& fact : List(response, "facts")) {
    std::cout << "  " << Text(fact, "time") << "  " << Text(fact, "text")
              << (Text(fact, "actor").empty() ? "" : "  [" + Text(fact, "actor") + "]") << "\n";
  }
  for (const Json& wait : List(response, "waitsFor")) std::cout << "waits for " << wait.get<std::string>() << "\n";
  if (!Text(response, "nextOn").empty()) std::cout << "something happens by itself at " << Text(response, "nextOn") << "\n";
  return kSucceeded;
}

int VerifyCommand(const Args& args) {
  args.AtMost(2);
  Json request = Json::object();
  if (args.words().size() > 1) request["releaseId"] = args.Number(1, "the release's id");
  Client client(args, false);
  const Json response = client.Call(&Engine::Verify, request);
  const Json& findings = List(response, "findings");
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
    return findings.empty() ? kSucceeded : kFailed;
  }
  for (const Json& finding : findings) {
    std::cout << (Int(finding, "releaseId") == 0 ? std::string("log")
                                                 : "release " + std::to_string(Int(finding, "releaseId")) + ", record " +
                                                       std::to_string(Int(finding, "sequence")))
              << ": " << Text(finding, "message") << "\n";
  }
  std::cout << Int(response, "releases") << " releases, " << Int(response, "records") << " records, "
            << Int(response, "events") << " events decided again: "
            << (findings.empty() ? "all as they were written" : std::to_string(findings.size()) + " findings") << "\n"
            << (Int(response, "purgedRecords") == 0 ? ""
                                                    : std::to_string(Int(response, "purgedRecords")) +
                                                          " records of purged releases: their hashes are in place\n")
            << "head " << Text(response, "head") << "\n";
  return findings.empty() ? kSucceeded : kFailed;
}

}  // namespace slipway::cli
