// What task.json says, as far as it matters when a task runs (task-contract 1.1 to 1.3).
#ifndef SLIPWAY_ADAPTERS_TASK_MANIFEST_H_
#define SLIPWAY_ADAPTERS_TASK_MANIFEST_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// How handlers of one key are run here.
enum class HandlerKind {
  kNode,        // Node24, Node20_1, Node20, Node16, Node10, Node: all on the node that is installed
  kPowerShell3,
  kProcess,
  kUnsupported,  // of Windows or of the agent alone
};

struct TaskHandler {
  std::string key;  // as spelled
  HandlerKind kind = HandlerKind::kUnsupported;
  int preference = 0;  // low wins
  std::string target;  // as given; may hold macros in handlers that are not Node
  // Every text value, by lower-case key.
  std::map<std::string, std::string> data;
};

struct ManifestInput {
  std::string name;
  std::string type;
  std::string default_value;  // trimmed

  bool is_path() const;
  bool is_endpoint() const;  // connectedService:TYPE
  bool is_secure_file() const;
};

struct TaskManifest {
  std::string id;  // lower case
  std::string name;
  std::string friendly_name;
  std::string description;
  std::string author;
  std::string help;
  int major = 0;
  int minor = 0;
  int patch = 0;
  bool is_test = false;
  std::vector<ManifestInput> inputs;
  // By stage (v1::TaskStage); best handler first.
  std::vector<TaskHandler> handlers[3];
  std::vector<std::string> server_handlers;  // keys of tasks that run on the server
  std::vector<std::string> output_variables;
  std::vector<v1::Demand> demands;  // of the agent; minimumAgentVersion is one
  bool restricted_commands = false;
  bool restricts_variables = false;
  std::vector<std::string> settable_variables;  // globs

  std::string version() const;  // x.y.z, or x.y.z-test
  bool HasStage(v1::TaskStage stage) const { return !handlers[stage].empty(); }
};

// Largest task.json that is read.
inline constexpr size_t kMaxManifestBytes = 4 << 20;

// INVALID_ARGUMENT names the field, what was expected and what was found. Keys in any case, unknown ones ignored.
// Targets must lead to a place below the task's folder; whether they exist is not looked at here.
absl::StatusOr<TaskManifest> ParseTaskManifest(absl::string_view text);

// Whether `path`, relative and of either slash, stays inside the folder it starts from. Empty does not.
bool StaysInside(absl::string_view path);

bool IsGuid(absl::string_view text);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_TASK_MANIFEST_H_
