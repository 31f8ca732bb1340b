#include "adapters/windows_plans.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/artifact_plans.h"
#include "adapters/ssh_client.h"
#include "base/status_macros.h"
#include "model/artifact_step.h"

namespace slipway {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kPowerShell[] = "e213ff0f-5d5c-4791-802d-52ea3e7be1f1";
constexpr char kCmdLine[] = "d9bafed4-0b18-4f58-968d-86655b4d2ce9";
constexpr int kDefaultLostAfter = 60;
constexpr int kHttpsPort = 5986;
constexpr int kHttpPort = 5985;

// It becomes a part of commands for cmd.exe and PowerShell: only what neither reads as anything else.
bool IsPlainFolder(absl::string_view folder) {
  const bool drive = folder.size() > 3 && absl::ascii_isalpha(folder[0]) && absl::StartsWith(folder.substr(1), ":\\");
  if (!drive && !(folder.size() > 1 && folder[0] == '/')) return false;
  for (char c : folder.substr(drive ? 2 : 0)) {
    if (!absl::ascii_isalnum(c) && !absl::StrContains(" ._-", std::string(1, c)) && c != (drive ? '\\' : '/')) return false;
  }
  return !absl::StrContains(folder, "..");
}

bool IsHost(absl::string_view host) {
  if (host.empty()) return false;
  for (char c : host) {
    if (!absl::ascii_isalnum(c) && c != '.' && c != '-' && c != '_' && c != ':') return false;
  }
  return true;
}

absl::Status CheckWinRm(const v1::WinRmConnection& winrm, absl::string_view path) {
  const auto bad = [&](const char* field, absl::string_view expected, absl::string_view got) {
    return absl::InvalidArgumentError(absl::StrCat(path, ".", field, ": expected ", expected, ", got '", got, "'"));
  };
  if (!IsHost(winrm.host())) return bad("host", "the name or address of a machine", winrm.host());
  if (winrm.port() < 0 || winrm.port() > 65535) return bad("port", "1 to 65535", absl::StrCat(winrm.port()));
  if (winrm.service_endpoint().empty()) {
    return bad("serviceEndpoint", "the id of a service endpoint with user name and password (slipway endpoint set)", "");
  }
  const std::string& transport = winrm.transport();
  if (!transport.empty() && transport != "ntlm" && transport != "basic") return bad("transport", "ntlm or basic", transport);
  if (transport == "basic" && winrm.plain_http()) {
    return bad("transport", "ntlm: over plain HTTP the password of basic would be read by all", transport);
  }
  if (!winrm.ca_file().empty() && winrm.ca_file()[0] != '/') return bad("caFile", "an absolute path", winrm.ca_file());
  const std::string& print = winrm.certificate_sha256();
  const bool hex = print.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  if (!print.empty() && (print.size() != 64 || !hex)) return bad("certificateSha256", "64 hex digits", print);
  if (winrm.plain_http() && !(print.empty() && winrm.ca_file().empty())) {
    return bad("plainHttp", "false, because a certificate is to be checked", "true");
  }
  if (winrm.lost_after_seconds() < 0) {
    return bad("lostAfterSeconds", "a positive number", absl::StrCat(winrm.lost_after_seconds()));
  }
  return absl::OkStatus();
}

std::string Get(const google::protobuf::Map<std::string, std::string>& map, absl::string_view name) {
  for (const auto& [key, value] : map) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

absl::StatusOr<Json> Connection(const WindowsPlaces& windows, const BuiltInTasks::FindProgram& find_program,
                                ProcessPlan* plan) {
  Json json;
  const v1::DeploymentTarget& machine = windows.machine;
  int lost_after = machine.has_winrm() ? machine.winrm().lost_after_seconds() : machine.ssh().lost_after_seconds();
  if (lost_after == 0) lost_after = kDefaultLostAfter;
  json["lostAfter"] = lost_after;
  if (machine.has_winrm()) {
    const v1::WinRmConnection& winrm = machine.winrm();
    const std::string host = absl::StrContains(winrm.host(), ":") ? absl::StrCat("[", winrm.host(), "]") : winrm.host();
    const int port = winrm.port() != 0 ? winrm.port() : winrm.plain_http() ? kHttpPort : kHttpsPort;
    const std::string password = Get(windows.endpoint.parameters(), "password");
    const std::string user = Get(windows.endpoint.parameters(), "username");
    if (user.empty() || password.empty()) {
      return absl::FailedPreconditionError(absl::StrCat("target '", machine.name(), "': its service endpoint '",
                                                        windows.endpoint.name(), "' has no user name or no password"));
    }
    plan->secrets.push_back(password);
    json["to"] = absl::StrCat("target '", machine.name(), "' (", user, "@", host, ":", port, ", WinRM)");
    json["winrm"] = {{"endpoint", absl::StrCat(winrm.plain_http() ? "http" : "https", "://", host, ":", port, "/wsman")},
                     {"user", user},
                     {"password", password},
                     {"transport", winrm.transport().empty() ? "ntlm" : winrm.transport()},
                     {"caFile", winrm.ca_file()},
                     {"certificateSha256", absl::AsciiStrToLower(winrm.certificate_sha256())}};
    return json;
  }
  if (!machine.has_ssh()) {
    return absl::FailedPreconditionError(absl::StrCat("target '", machine.name(), "' declares Windows, but has no connection; "
                                                      "give it one (deployment-group put --ssh or --winrm)"));
  }
  const std::string ssh = find_program("ssh");
  if (ssh.empty()) {
    return absl::FailedPreconditionError("'ssh' is not in PATH; install openssh-client on the engine's machine");
  }
  const v1::SshConnection& connection = machine.ssh();
  json["to"] = absl::StrCat("target '", machine.name(), "' (", connection.user(), connection.user().empty() ? "" : "@",
                            connection.host(), connection.port() == 0 ? "" : absl::StrCat(":", connection.port()), ")");
  // The first of equal options counts. A connection of its own: nothing of it outlives the task.
  std::vector<std::string> argv = {ssh, "-o", "ControlPath=none", "-o", "ControlMaster=no", "-o", "ServerAliveCountMax=3",
                                   "-o", absl::StrCat("ServerAliveInterval=", std::max(1, lost_after / 3))};
  for (std::string& option : SshOptions(connection)) argv.push_back(std::move(option));
  argv.insert(argv.end(), {"-T", "--", connection.host()});
  json["ssh"] = argv;
  return json;
}

}  // namespace

absl::Status CheckWindowsMachine(const v1::DeploymentTarget& machine, absl::string_view path) {
  if (machine.has_ssh() && machine.has_winrm()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": expected ssh or winrm, and not both"));
  }
  if (!machine.has_ssh() && !machine.has_winrm()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": a Windows machine is reached by ssh or winrm; expected one of them"));
  }
  std::string folder;
  if (machine.has_ssh()) {
    v1::SshConnection ssh = machine.ssh();
    folder = ssh.work_folder();
    ssh.clear_work_folder();
    SLIPWAY_RETURN_IF_ERROR(CheckSshConnection(ssh, absl::StrCat(path, ".ssh")));
  } else {
    folder = machine.winrm().work_folder();
    SLIPWAY_RETURN_IF_ERROR(CheckWinRm(machine.winrm(), absl::StrCat(path, ".winrm")));
  }
  if (folder.empty() || IsPlainFolder(folder)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(path, machine.has_ssh() ? ".ssh" : ".winrm",
                                                 ".workFolder: expected a path such as C:\\slipway of letters, digits, blanks "
                                                 "and ._- , got '", folder, "'"));
}

std::string CmdFile(absl::string_view script) {
  return absl::StrCat("@echo off\r\n", absl::StrReplaceAll(absl::StrReplaceAll(script, {{"\r\n", "\n"}}), {{"\n", "\r\n"}}),
                      "\r\n");
}

absl::Status PlanOnWindows(const BuiltInTask& task, const TaskPlanContext& context, ProcessPlan* plan) {
  const TaskInvocation& invocation = context.invocation;
  const WindowsPlaces& windows = *invocation.windows;
  const TaskInputs& inputs = context.inputs;
  SLIPWAY_ASSIGN_OR_RETURN(Json request, Connection(windows, context.find_program, plan));
  request["root"] = windows.work_folder;
  request["folder"] = windows.temp_directory;
  request["name"] = invocation.unique_id;
  const std::string id = task.id;
  if (id == kDownloadArtifactsTask) {
    // Downloaded here, by what downloads everything, then taken there.
    SLIPWAY_RETURN_IF_ERROR(PlanDownloadArtifacts(context, plan));
    request["kind"] = "copy";
    request["first"] = plan->argv;
    request["source"] = invocation.artifacts_directory;
    request["place"] = windows.artifacts_directory;
  } else if (id == kPowerShell) {
    request["kind"] = inputs.Is("pwsh") ? "pwsh" : "powershell";
    request["separate"] = inputs.Is("runScriptInSeparateScope");
    SLIPWAY_ASSIGN_OR_RETURN(request["script"], PowerShellText(context, plan));
  } else if (id == kCmdLine && task.major == 2) {
    if (inputs.Get("script").empty()) return absl::InvalidArgumentError("input 'script' is required");
    request["kind"] = "cmd";
    plan->log_header.push_back("Generating script.");
    request["script"] = CmdFile(inputs.Get("script"));
  } else {
    return absl::FailedPreconditionError(absl::StrCat(
        "task '", task.name, "' ", task.major, ".* does not run on a Windows target; PowerShell 2.* and Command Line 2.* do. Do "
        "its work in a script, run it on a Linux target, or register a host task for it"));
  }
  if (id != kDownloadArtifactsTask) {
    request["directory"] = inputs.Get("workingDirectory");
    request["environment"] = windows.environment;
    request["paths"] = windows.paths;
    plan->fail_on_stderr = inputs.Is("failOnStderr");
    // Files that a command names are there, not here; and the machine there must not name any of here.
    plan->restricted_commands = true;
    plan->working_directory = invocation.temp_directory;
    plan->log_header.push_back(absl::StrCat("Script runs on ", request["to"].get<std::string>()));
  }
  const std::string program =
      (std::filesystem::path(context.runner_path).parent_path() / "slipway_windows_task.py").string();
  std::error_code error;
  if (!std::filesystem::exists(program, error)) {
    return absl::FailedPreconditionError(absl::StrCat(program, " is missing; it is installed beside slipway-runner"));
  }
  const std::string python = context.find_program("python3");
  if (python.empty()) {
    return absl::FailedPreconditionError("'python3' is not in PATH; the engine's machine needs it for Windows targets");
  }
  const std::string file = absl::StrCat(invocation.temp_directory, "/", invocation.unique_id, ".windows.json");
  plan->files.push_back({file, request.dump(-1, ' ', false, Json::error_handler_t::replace), 0600});
  // Isolated: no variable of the environment adds code to it. Debian's own interpreter, where it is: it has winrm.
  plan->argv = {std::filesystem::exists("/usr/bin/python3", error) ? "/usr/bin/python3" : python, "-I", program, file};
  return absl::OkStatus();
}

}  // namespace slipway
