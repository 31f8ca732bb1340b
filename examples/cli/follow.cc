#include "follow.h"

#include <csignal>
#include <iostream>
#include <map>

#include "render.h"

namespace slipway::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;

void OnInterrupt(int) { interrupted = 1; }

std::string PolicyName(const std::string& word) {
  if (word == "fail" || word == "skip" || word == "simulate") {
    std::string upper;
    for (char c : word) upper.push_back(static_cast<char>(c - 32));
    return "UNKNOWN_TASK_POLICY_" + upper;
  }
  throw CliError(kUsage, "--unknown-tasks: expected skip, fail or simulate, got '" + word + "'");
}

// Approves what waits, as whoever is asked. True: there was something.
bool ApproveAll(Client& client, int64_t release) {
  const Json pending = client.Call(&Engine::ListApprovals, {{"releaseId", release}, {"limit", 1000}});
  bool any = false;
  for (const Json& approval : List(pending, "approvals")) {
    const Json approver = approval.value("approver", Json::object());
    const std::string who = !Text(approver, "id").empty() ? Text(approver, "id") : Text(approver, "displayName");
    client.Call(&Engine::UpdateApproval, {{"approvalId", Int(approval, "id")},
                                          {"releaseId", Int(approval, "releaseId")},
                                          {"status", "APPROVAL_STATUS_APPROVED"},
                                          {"actor", who.empty() ? "auto-approve" : who},
                                          {"actorIsAdministrator", true},
                                          {"identityRevalidated", true},
                                          {"comments", "--auto-approve"}});
    any = true;
  }
  const Json interventions = client.Call(&Engine::ListInterventions, {{"releaseId", release}});
  for (const Json& intervention : List(interventions, "interventions")) {
    if (Text(intervention, "status") != "MANUAL_INTERVENTION_STATUS_PENDING") continue;
    client.Call(&Engine::UpdateIntervention, {{"interventionId", Int(intervention, "id")},
                                              {"releaseId", Int(intervention, "releaseId")},
                                              {"status", "MANUAL_INTERVENTION_STATUS_APPROVED"},
                                              {"actor", "auto-approve"},
                                              {"comments", "--auto-approve"}});
    any = true;
  }
  if (release == 0) return any;
  const Json shown = client.Release(release);
  for (const Json& environment : List(shown, "environments")) {
    const Json& deployments = List(environment, "deployments");
    if (deployments.empty()) continue;
    for (const Json& gates : List(deployments.back(), "gates")) {
      if (Text(gates, "status") != "GATE_STATUS_IN_PROGRESS") continue;
      client.Call(&Engine::IgnoreGates, {{"releaseId", release},
                                         {"environment", Text(environment, "name")},
                                         {"actor", "auto-approve"},
                                         {"comment", "--auto-approve"}});
      any = true;
    }
  }
  return any;
}

// What is left of a release.
struct Left {
  bool moves = false;    // something happens by itself: a task, a gate, a date
  bool asks = false;     // a person is asked
  bool queues = false;   // waits for what another release holds
};

void AddLeft(const Json& release, Left* left) {
  for (const Json& environment : List(release, "environments")) {
    const Json& deployments = List(environment, "deployments");
    if (deployments.empty() || !Text(deployments.back(), "completedOn").empty()) continue;
    const std::string waits = Text(deployments.back(), "waitsFor");
    if (waits.rfind("approval by", 0) == 0 || waits.rfind("manual intervention", 0) == 0) {
      left->asks = true;
    } else if (waits == "a free slot of the environment") {
      left->queues = true;
    } else {
      left->moves = true;
    }
  }
}

// Only a person can go on: with the release itself, or with what holds the slot it waits for.
bool OnlyPeopleCanGoOn(Client& client, int64_t release) {
  Left own;
  if (release != 0) AddLeft(client.Release(release), &own);
  if (own.moves || (own.asks && !own.queues)) return !own.moves;
  Left all;
  const Json active =
      client.Call(&Engine::ListReleases, {{"status", "RELEASE_STATUS_ACTIVE"}, {"limit", 200}});
  for (const Json& listed : List(active, "releases")) AddLeft(client.Release(Int(listed, "id")), &all);
  return all.asks && !all.moves;
}

}  // namespace

Json CreateRequest(const Args& args, int64_t definition) {
  Json request = {{"definitionId", definition}, {"actor", args.Get("as")}, {"description", args.Get("description")}};
  if (args.Has("installed-tasks")) request["preferInstalledTasks"] = true;
  if (args.Has("unknown-tasks")) request["unknownTasks"] = PolicyName(args.Get("unknown-tasks"));
  for (const auto& [name, value] : args.Pairs("var")) request["variables"][name] = {{"value", value}};
  for (const auto& [alias, version] : args.Pairs("artifact"))
    request["artifacts"].push_back({{"alias", alias}, {"id", version}, {"name", version}});
  for (const std::string& environment : args.All("manual")) request["manualEnvironments"].push_back(environment);
  if (args.Has("draft")) request["isDraft"] = true;
  return request;
}

bool Follow(Client& client, const FollowOptions& options) {
  interrupted = 0;
  std::signal(SIGINT, OnInterrupt);
  std::signal(SIGTERM, OnInterrupt);
  Client::Stream stream = client.Open(
      &Engine::WatchEvents,
      {{"releaseId", options.release}, {"afterPosition", options.after}, {"untilIdle", options.until_idle}});
  const bool live = IsTerminal() && !options.json && options.release != 0;
  LiveView view;
  std::map<int64_t, Json> releases;
  while (!interrupted) {
    const std::optional<Json> event = stream.Next(live ? 120 : 250);
    if (stream.ended()) break;
    if (event) {
      const int64_t id = Int(*event, "releaseId");
      if (options.json) {
        std::cout << event->dump() << std::endl;
      } else if (!live) {
        releases[id] = client.Release(id);
        PrintEvents(releases[id], *event);
      }
    }
    if (live) view.Draw(client.Release(options.release));
    if (event) continue;
    // Quiet: perhaps only a person can go on.
    if (options.auto_approve && ApproveAll(client, options.release)) continue;
    if (!options.until_idle) continue;
    const Json status = client.Call(&Engine::GetStatus, Json::object());
    const bool works = Int(status, "runningTasks") + Int(status, "waitingTasks") > 0;
    if (!works && OnlyPeopleCanGoOn(client, options.release)) break;
  }
  if (live && options.release != 0) view.End(client.Release(options.release));
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  if (interrupted) std::cerr << "\nleft running; `slipway watch` goes on with it\n";
  return interrupted != 0;
}

}  // namespace slipway::cli
