// The far end of a connection to a target: `ssh HOST slipway-runner --stdio` joins its standard streams with the socket
// of the runner that owns the tasks there, which it starts when there is none. The connection may break; the runner and
// its tasks go on, and the next --stdio finds them.
#ifndef SLIPWAY_RUNNER_STDIO_PROXY_H_
#define SLIPWAY_RUNNER_STDIO_PROXY_H_

#include "runner/server.h"

namespace slipway {

// Returns the exit code when either side has ended. A predecessor whose connection is dead but does not know it yet is
// ended first. Single-threaded; forks.
int ServeStdio(const ServerOptions& options);

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_STDIO_PROXY_H_
