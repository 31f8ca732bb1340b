// slipway-server-task NAME: one task that needs more than the runner has, with its inputs in the environment. Started by
// the runner.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include <string>

#include "adapters/archive_tasks.h"
#include "adapters/curl_http.h"
#include "adapters/server_task.h"
#include "adapters/ssh_tasks.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    fputs("slipway-server-task NAME: started by slipway-runner; NAME is invokerestapi, queryworkitems, extractfiles, "
          "archivefiles, ssh or copyfilesoverssh\n",
          stderr);
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  const auto variable = [](const char* name) -> std::string {
    const char* value = getenv(name);
    return value == nullptr ? "" : value;
  };
  const slipway::NativeTaskContext task = slipway::ProcessContext();
  const std::string name = argv[1];
  if (name == "extractfiles") {
    slipway::RunExtractFiles(task, variable("SYSTEM_DEFAULTWORKINGDIRECTORY"));
    return 0;
  }
  if (name == "archivefiles") {
    slipway::RunArchiveFiles(task);
    return 0;
  }
  if (name == "ssh") {
    slipway::RunSsh({task, variable});
    return 0;
  }
  if (name == "copyfilesoverssh") {
    slipway::RunCopyFilesOverSsh({task, variable});
    return 0;
  }
  const std::unique_ptr<slipway::Http> http = slipway::MakeCurlHttp();
  slipway::ServerTaskContext context;
  context.http = http.get();
  context.environment = [](const std::string& name) -> std::string {
    const char* value = getenv(name.c_str());
    return value == nullptr ? "" : value;
  };
  context.print = [](absl::string_view line) {
    fwrite(line.data(), 1, line.size(), stdout);
    fputc('\n', stdout);
    fflush(stdout);
  };
  return slipway::RunServerTask(argv[1], context);
}
