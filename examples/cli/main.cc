// The `slipway` command: an example host over slipway.hpp, and what people use.
#include <iostream>

#include "commands.h"
#include "slipway/slipway.h"

namespace slipway::cli {
namespace {

int Main(const Args& args) {
  if (args.Has("version")) {
    std::cout << "slipway " << slipway_version() << "\n";
    return kSucceeded;
  }
  const std::string command = args.words().empty() ? "" : args.words()[0];
  if (args.Has("help") || command == "help") {
    std::cout << HelpText(command == "help" && args.words().size() > 1 ? args.words()[1] : command);
    return kSucceeded;
  }
  if (command.empty()) {
    std::cerr << HelpText("");
    return kUsage;
  }
  if (command == "run") return RunCommand(args);
  if (command == "watch") return WatchCommand(args);
  if (command == "definition") return DefinitionCommand(args);
  if (command == "release") return ReleaseCommand(args);
  if (command == "approvals") return ApprovalsCommand(args);
  if (command == "approve") return DecideCommand(args, true);
  if (command == "reject") return DecideCommand(args, false);
  if (command == "logs") return LogsCommand(args);
  if (command == "deployments") return DeploymentsCommand(args);
  if (command == "tests") return TestsCommand(args);
  if (command == "status") return StatusCommand(args);
  if (command == "reassign") return ReassignCommand(args);
  if (command == "defer") return DeferCommand(args);
  if (command == "gate") return GateCommand(args);
  if (command == "intervention") return InterventionCommand(args);
  if (command == "artifact") return ArtifactCommand(args);
  if (command == "changes") return ChangesCommand(args);
  if (command == "explain") return ExplainCommand(args);
  if (command == "variable-group") return VariableGroupCommand(args);
  if (command == "task-group") return TaskGroupCommand(args);
  if (command == "deployment-group") return DeploymentGroupCommand(args);
  if (command == "agent-pool") return AgentPoolCommand(args);
  if (command == "freeze") return FreezeCommand(args);
  if (command == "retention") return RetentionCommand(args);
  if (command == "verify") return VerifyCommand(args);
  if (command == "simulate") return SimulateCommand(args);
  if (command == "task") return TaskCommand(args);
  if (command == "endpoint") return EndpointCommand(args);
  if (command == "secure-file") return SecureFileCommand(args);
  if (command == "completion") return CompletionCommand(args);
  const std::string near = NearMatch(command, CommandNames());
  throw CliError(kUsage, "there is no command '" + command + "'" +
                             (near.empty() ? "; see slipway --help" : "; did you mean '" + near + "'?"));
}

}  // namespace
}  // namespace slipway::cli

int main(int argc, char** argv) {
  using slipway::cli::CliError;
  try {
    return slipway::cli::Main(slipway::cli::Args(argc, argv));
  } catch (const CliError& error) {
    std::cerr << "slipway: " << error.what() << "\n";
    return error.exit_code;
  } catch (const std::exception& error) {
    std::cerr << "slipway: " << error.what() << "\n";
    return slipway::cli::kEngine;
  }
}
