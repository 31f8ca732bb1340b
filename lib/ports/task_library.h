// Which tasks this machine can run as processes, and how.
#ifndef SLIPWAY_PORTS_TASK_LIBRARY_H_
#define SLIPWAY_PORTS_TASK_LIBRARY_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "ports/artifact_source.h"
#include "ports/runner.h"
#include "ports/targets.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// A Windows machine that runs the script of a task: what sends it there is a process of this machine. Paths are there.
struct WindowsPlaces {
  v1::DeploymentTarget machine;
  v1::ServiceEndpoint endpoint;  // of machine.winrm, with its secrets
  std::string work_folder;
  std::string artifacts_directory;
  std::string temp_directory;  // of the task
  std::vector<std::pair<std::string, std::string>> environment;  // of the script
  std::vector<std::string> paths;  // before its PATH
};

// One task as the definition has it, expanded.
struct TaskInvocation {
  std::string task_id;  // GUID
  std::string version;  // spec
  std::string display_name;
  // Expanded; defaults are not applied yet.
  std::vector<std::pair<std::string, std::string>> inputs;
  std::string temp_directory;
  std::string artifacts_directory;  // System.DefaultWorkingDirectory: root of relative filePath inputs
  std::string unique_id;            // names script files; the same for the same token

  // Where it runs; null: on this machine. Outlives the invocation.
  const TargetPlaces* target = nullptr;
  // Where its script runs, if not where it runs itself. Then artifacts_directory is there, too, but for a task that downloads.
  std::optional<WindowsPlaces> windows;

  // Of installed tasks.
  bool installed = false;   // this one and no built-in one
  std::string pinned_hash;  // of the files the release was accepted with; empty = any
  v1::TaskStage stage = v1::TASK_STAGE_MAIN;
  // As tasks see them: names as spelled, expanded values.
  std::vector<std::pair<std::string, std::string>> public_variables;
  std::vector<std::pair<std::string, std::string>> secret_variables;
  // Set by earlier stages of the same step.
  std::vector<std::pair<std::string, std::string>> step_variables;
  std::string step_id;  // names the step within its job; the same in all its stages
  // Macros in defaults and handler data. Empty = none are expanded.
  std::function<std::string(const std::string& text)> expand;
  // By GUID. NOT_FOUND says how to add it. Values as they are for this job. Empty = there are none.
  std::function<absl::StatusOr<v1::ServiceEndpoint>(absl::string_view id)> find_endpoint;
  std::function<absl::StatusOr<v1::SecureFile>(absl::string_view id)> find_secure_file;

  // Of the step that downloads artifacts, and of tasks that do the same by themselves:
  std::vector<ArtifactDownload> artifacts;
  std::string artifact_cache;    // folder
  std::string artifact_state;    // file that tells what lies in artifacts_directory
  std::string artifact_scope;    // jobs of one scope share what is downloaded first
  int64_t max_artifact_cache_bytes = 0;  // negative = any number
};

// What the runner is to execute for it.
struct ProcessPlan {
  std::vector<std::string> argv;
  std::vector<std::pair<std::string, std::string>> environment;  // besides variables
  std::string working_directory;
  std::vector<ProcessFile> files;
  bool fail_on_stderr = false;
  bool restricted_commands = false;
  std::vector<std::string> log_header;
  std::vector<std::string> secrets;           // further values to mask
  std::vector<std::string> endpoint_ids;      // those that task.setendpoint may change
  std::vector<std::string> output_variables;  // outputs without being asked
  bool restricts_variables = false;           // only `settable_variables` (globs) may be set
  std::vector<std::string> settable_variables;
  std::vector<TaskFolder> packages;  // of targets only
  bool needs_tools = false;          // slipway-server-task; of targets only
};

// Thread-safe.
class TaskLibrary {
 public:
  virtual ~TaskLibrary() = default;
  struct Info {
    std::string name;
    std::string version;      // resolved: x.y.z
    bool idempotent = false;  // may be run again when its outcome is unknown
    // Of an installed task: hash of its files; and which stages it has.
    std::string hash;
    bool pre_job = false;
    bool main = true;
    bool post_job = false;
    std::vector<v1::Demand> demands;  // of the agent
    bool uses_endpoints = false;  // a built-in one that wants find_endpoint
  };
  // NOT_FOUND: no task of this id (or no version of it that fits the spec) is known here.
  virtual absl::StatusOr<Info> Find(absl::string_view task_id, absl::string_view version_spec) const = 0;
  // Only among installed tasks.
  virtual absl::StatusOr<Info> FindInstalled(absl::string_view task_id, absl::string_view) const {
    return absl::NotFoundError(absl::StrCat("task ", task_id, " is not installed"));
  }
  // INVALID_ARGUMENT names the input; FAILED_PRECONDITION names what the machine lacks.
  virtual absl::StatusOr<ProcessPlan> Plan(const TaskInvocation& invocation) const = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_PORTS_TASK_LIBRARY_H_
