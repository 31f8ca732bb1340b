// The host that the crash test kills: drives a release through three environments, acknowledging each command in a file.
//   crash_host FOLDER K     dies at the K-th write or sync of the store (0: never)
// It may be started again on what is left; then it does only what was not done. Prints how many operations it counted.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "capi/engine_service.gen.h"
#include "tests/engine/definitions.h"
#include "tests/fault/fault_vfs.h"

namespace slipway {
namespace {

constexpr char kBash[] = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b";

void Acknowledge(const std::string& folder, const std::string& what) {
  const int file = open((folder + "/acknowledged").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const std::string line = what + "\n";
  if (write(file, line.data(), line.size()) < 0) abort();
  close(file);
}

Json Environment(const std::string& name, int rank, std::vector<std::string> after, const std::string& folder) {
  // Each run of a task leaves a line of its own.
  Json task = TaskJson("run");
  task["taskId"] = kBash;
  task["version"] = "3.*";
  task["inputs"] = {{"targetType", "inline"}, {"script", "echo ran >> '" + folder + "/ran-" + name + "'"}};
  return EnvironmentJson(name, rank, std::move(after), {PhaseJson({task})});
}

int Main(const std::string& folder, int64_t k) {
  FaultPlan plan;
  plan.fault = Fault::kKill;
  plan.at = k;
  FaultVfs::Get().Arm(plan);
  v1::OpenOptions options;
  options.set_database(folder + "/slipway.db");
  options.set_sqlite_vfs(FaultVfs::kName);
  options.set_runner(SLIPWAY_RUNNER);
  const auto fail = [](const char* what, const absl::Status& status) {
    fprintf(stderr, "%s: %s\n", what, status.ToString().c_str());
    return 1;
  };
  auto engine = OpenEngine(options, nullptr);
  if (!engine.ok()) return fail("open", engine.status());

  v1::ImportDefinitionRequest import;
  import.set_upsert(true);
  import.set_document(DefinitionJson({Environment("Dev", 1, {}, folder), Environment("QA", 2, {"Dev"}, folder),
                                      Environment("Prod", 3, {"QA"}, folder)}).dump());
  auto imported = (*engine)->ImportDefinition(import);
  if (!imported.ok()) return fail("import", imported.status());
  Acknowledge(folder, "import");

  v1::CreateReleaseRequest create;
  create.set_definition_id(imported->definitions(0).definition().id());
  create.set_idempotency_key("the one release");
  auto created = (*engine)->CreateRelease(create);
  if (!created.ok()) return fail("create", created.status());
  Acknowledge(folder, "create " + std::to_string(created->release().id()));

  v1::WatchEventsRequest watch;
  watch.set_until_idle(true);
  auto events = (*engine)->WatchEvents(watch);
  if (!events.ok()) return fail("watch", events.status());
  while (true) {
    auto event = (*events)->Next(absl::InfiniteDuration());
    if (!event.ok()) return fail("event", event.status());
    if (!event->has_value()) break;
    Acknowledge(folder, "event " + std::to_string((*event)->position()));
  }
  v1::GetReleaseRequest get;
  get.set_release_id(created->release().id());
  auto release = (*engine)->GetRelease(get);
  if (!release.ok()) return fail("get", release.status());
  for (const v1::ReleaseEnvironment& environment : release->release().environments()) {
    if (environment.status() == v1::ENVIRONMENT_STATUS_SUCCEEDED) continue;
    fprintf(stderr, "%s did not succeed: %s\n", environment.name().c_str(),
            environment.deployments_size() > 0 ? environment.deployments(0).message().c_str() : "never deployed");
    return 1;
  }
  printf("%lld\n", static_cast<long long>(FaultVfs::Get().counts().operations));
  return 0;
}

}  // namespace
}  // namespace slipway

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  return slipway::Main(argv[1], atoll(argv[2]));
}
