// agent-pool: the agents that jobs of agent phases run on.
#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "client.h"
#include "commands.h"
#include "render.h"

namespace slipway::cli {
namespace {

// The agent of this name in the pool that is being put together.
Json& AgentOf(Json& pool, const std::string& name) {
  for (Json& agent : pool["agents"]) {
    if (agent["name"] == name) return agent;
  }
  return pool["agents"].emplace_back(Json{{"name", name}});
}

// NAME[:SLOTS]
void AddAgent(const std::string& text, Json& pool) {
  const size_t colon = text.rfind(':');
  Json& agent = AgentOf(pool, text.substr(0, colon));
  if (colon == std::string::npos) return;
  const std::string slots = text.substr(colon + 1);
  if (slots.empty() || slots.size() > 6 || slots.find_first_not_of("0123456789") != std::string::npos) {
    throw CliError(kUsage, "--agent " + text + ": '" + slots + "' is no number of jobs; expected NAME[:SLOTS]");
  }
  agent["slots"] = std::atoi(slots.c_str());
}

// AGENT:NAME[=VALUE]
void AddCapability(const std::string& text, Json& pool) {
  const size_t colon = text.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size()) {
    throw CliError(kUsage, "--capability " + text + ": expected AGENT:NAME[=VALUE]");
  }
  const std::string rest = text.substr(colon + 1);
  const size_t equals = rest.find('=');
  AgentOf(pool, text.substr(0, colon))["capabilities"][rest.substr(0, equals)] =
      equals == std::string::npos ? "" : rest.substr(equals + 1);
}

Json PoolOf(const Args& args) {
  Json pool = {{"name", args.Word(2, "the pool's name")}, {"agents", Json::array()}};
  if (args.Has("id")) pool["id"] = std::atoll(args.Get("id").c_str());
  for (const std::string& queue : args.All("queue")) pool["queueIds"].push_back(std::atoll(queue.c_str()));
  for (const std::string& text : args.All("agent")) AddAgent(text, pool);
  for (const std::string& text : args.All("capability")) AddCapability(text, pool);
  for (const auto& [name, connection] : ConnectionsOf(args)) AgentOf(pool, name).update(connection);
  for (const std::string& name : args.All("offline")) AgentOf(pool, name)["offline"] = true;
  for (const std::string& name : args.All("disabled")) AgentOf(pool, name)["disabled"] = true;
  return pool;
}

}  // namespace

int AgentPoolCommand(const Args& args) {
  const std::string& verb = args.Word(1, "what to do (put, list, delete)");
  if (verb == "delete") return DeleteResourceCommand(args, "RESOURCE_KIND_AGENT_POOL");
  if (verb != "put" && verb != "list") {
    throw CliError(kUsage, "there is no command 'agent-pool " + verb + "'; there are put, list and delete");
  }
  args.AtMost(verb == "put" ? 3 : 2);
  Json put;
  if (verb == "put") put = {{"pool", PoolOf(args)}, {"actor", args.Get("as")}};
  Client client(args, false);
  if (verb == "put") client.Call(&Engine::PutAgentPool, put);
  const Json response = client.Call(&Engine::ListAgentPools, Json::object());
  if (args.Has("json")) {
    std::cout << response.dump(2) << "\n";
    return kSucceeded;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Json& pool : List(response, "pools")) {
    for (const Json& agent : List(pool, "agents")) {
      std::string running = "0";
      for (const Json& use : List(response, "use")) {
        if (Text(use, "poolId") == Text(pool, "id") && Text(use, "agent") == Text(agent, "name")) {
          running = std::to_string(Int(use, "running"));
        }
      }
      std::string state = Flag(agent, "disabled") ? "disabled" : (Flag(agent, "offline") ? "offline" : "online");
      rows.push_back({std::to_string(Int(pool, "id")), Text(pool, "name"), Text(agent, "name"),
                      running + " of " + std::to_string(std::max<int64_t>(1, Int(agent, "slots"))), state,
                      ConnectionText(agent).empty() ? "this machine" : ConnectionText(agent)});
    }
    if (List(pool, "agents").empty()) {
      rows.push_back({std::to_string(Int(pool, "id")), Text(pool, "name"), "-", "", "no agents", ""});
    }
  }
  PrintTable({"ID", "POOL", "AGENT", "JOBS", "STATE", "WHERE"}, rows);
  return kSucceeded;
}

}  // namespace slipway::cli
