// One function per command. Each returns the exit code.
#ifndef SLIPWAY_EXAMPLES_CLI_COMMANDS_H_
#define SLIPWAY_EXAMPLES_CLI_COMMANDS_H_

#include <string>
#include <utility>
#include <vector>

#include "args.h"
#include "client.h"

namespace slipway::cli {

int DefinitionCommand(const Args& args);
int ReleaseCommand(const Args& args);
int ApprovalsCommand(const Args& args);
int DecideCommand(const Args& args, bool approve);
int LogsCommand(const Args& args);
int RunCommand(const Args& args);
int WatchCommand(const Args& args);
int StatusCommand(const Args& args);
int DeploymentsCommand(const Args& args);
int TestsCommand(const Args& args);
int ReassignCommand(const Args& args);
int DeferCommand(const Args& args);
int GateCommand(const Args& args);
int InterventionCommand(const Args& args);
int ArtifactCommand(const Args& args);
int ArtifactSourceCommand(const Args& args);
int ChangesCommand(const Args& args);
int ExplainCommand(const Args& args);
int VariableGroupCommand(const Args& args);
int TaskGroupCommand(const Args& args);
int DeploymentGroupCommand(const Args& args);
int AgentPoolCommand(const Args& args);
int FreezeCommand(const Args& args);
int RetentionCommand(const Args& args);
int SimulateCommand(const Args& args);
int VerifyCommand(const Args& args);
int TaskCommand(const Args& args);
int EndpointCommand(const Args& args);
int SecureFileCommand(const Args& args);
int CompletionCommand(const Args& args);

// Of the id in the third word; `kind` as in DeleteResourceRequest.
int DeleteResourceCommand(const Args& args, const char* kind);
// --ssh and --winrm, each for one target or agent: its name, and the fields of how it is reached.
std::vector<std::pair<std::string, Json>> ConnectionsOf(const Args& args);
// For people; empty: it has none.
std::string ConnectionText(const Json& machine);

// The help of a command ("" = of all), or of one of its parts ("definition import").
std::string HelpText(const std::string& topic);
const std::vector<std::string>& CommandNames();

// Whole content; "-" is standard input.
std::string ReadWholeFile(const std::string& path);

}  // namespace slipway::cli

#endif  // SLIPWAY_EXAMPLES_CLI_COMMANDS_H_
