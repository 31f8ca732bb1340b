// Answers approvals by rule: what waits for somebody is approved when every environment before it is green, and nobody
// sleeps for it.
//   approvals_bot DATABASE DEFINITION.json
// Creates a release, and answers whoever it asks. Reads the events from where it stopped last time (DATABASE.bot), so
// that it misses nothing while it is not running.
#include <cstdint>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>

#include "json_engine.h"

using nlohmann::json;
using slipway::Engine;

namespace {

// Approve or reject, and why. Put the rules of your house here.
std::pair<bool, std::string> Verdict(const json& release, const std::string& environment) {
  int before = 0;
  for (const json& e : release["environments"]) {
    if (e["name"] == environment) break;
    if (e["status"] == "ENVIRONMENT_STATUS_REJECTED") return {false, e["name"].get<std::string>() + " failed"};
    ++before;
  }
  return {true, std::to_string(before) + " environments before it are green"};
}

void Answer(JsonEngine& engine, const json& release_id) {
  const json pending = engine.Call(&Engine::ListApprovals, {{"releaseId", release_id}});
  for (const json& approval : pending.value("approvals", json::array())) {
    const json release = engine.Call(&Engine::GetRelease, {{"releaseId", release_id}})["release"];
    const auto [approve, why] = Verdict(release, approval["environment"]);
    try {
      engine.Call(&Engine::UpdateApproval,
                  {{"approvalId", approval["id"]},
                   {"status", approve ? "APPROVAL_STATUS_APPROVED" : "APPROVAL_STATUS_REJECTED"},
                   {"actor", "approvals-bot"},
                   {"comments", why},
                   {"actorIsAdministrator", true}});
      std::cout << release["name"].get<std::string>() << " " << approval["environment"].get<std::string>() << ": "
                << (approve ? "approved, " : "rejected, ") << why << "\n";
    } catch (const slipway::Exception& exception) {
      if (exception.error().code() != SLIPWAY_FAILED_PRECONDITION) throw;
      // Somebody was faster.
    }
  }
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 3) return 2;
  const json options = {{"database", argv[1]}};
  JsonEngine engine(options);
  engine.Call(&Engine::CreateRelease, {{"definitionId", engine.Import(argv[2])}, {"actor", "nightly"}});

  const std::string position_file = std::string(argv[1]) + ".bot";
  int64_t position = 0;
  std::ifstream(position_file) >> position;
  // Until nothing is left to do. A bot that stays leaves out untilIdle.
  slipway::Cursor events = engine.Stream(&Engine::WatchEvents, {{"afterPosition", position}, {"untilIdle", true}});
  while (slipway::Result<std::string> next = events.Next()) {
    const json record = json::parse(*next);
    for (const json& event : record["batch"]["events"]) {
      if (event.contains("approvalsRequested")) Answer(engine, record["releaseId"]);
    }
    std::ofstream(position_file) << record["position"] << "\n";
  }
  return 0;
} catch (const slipway::Exception& exception) {
  std::cerr << exception.what() << "\n";
  return 1;
}
