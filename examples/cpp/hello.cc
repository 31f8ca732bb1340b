// The same in C++: import, create, a task that this program runs itself, events to the end.
//   hello DATABASE DEFINITION.json [GUID of a task to run here]
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include "slipway/slipway.hpp"

using nlohmann::json;

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  std::ifstream file(argv[2], std::ios::binary);
  const std::string document{std::istreambuf_iterator<char>(file), {}};
  try {
    json options = {{"database", argv[1]}, {"unknownTasks", "UNKNOWN_TASK_POLICY_SIMULATE"}};
    if (argc > 3) options["hostTasks"] = json::array({{{"taskId", argv[3]}, {"name", "greet"}, {"pull", true}}});
    slipway::Engine engine = slipway::Engine::Open(options.dump(), SLIPWAY_JSON).value();

    // Tasks of our own arrive here; each is answered by its token.
    std::thread worker([&engine] {
      while (slipway::Result<std::string> work = engine.WorkNext()) {
        const std::string token = json::parse(*work)["token"];
        engine.TaskLog(json{{"token", token}, {"text", "hello from the host\n"}}.dump()).value();
        engine.Complete(json{{"token", token}, {"status", "TASK_STATUS_SUCCEEDED"}}.dump()).value();
      }
    });

    engine.ImportDefinition(json{{"document", document}, {"upsert", true}}.dump()).value();
    const json created = json::parse(engine.CreateRelease(R"({"definitionId": 1, "actor": "hello"})").value());
    const json id = created["release"]["id"];
    slipway::Cursor events = engine.WatchEvents(json{{"releaseId", id}, {"untilIdle", true}}.dump()).value();
    while (slipway::Result<std::string> event = events.Next()) std::cout << *event << "\n";
    std::cout << engine.GetRelease(json{{"releaseId", id}}.dump()).value() << "\n";
    engine.Close();
    worker.join();
  } catch (const slipway::Exception& exception) {
    std::cerr << exception.what() << "\n";
    return 1;
  }
  return 0;
}
