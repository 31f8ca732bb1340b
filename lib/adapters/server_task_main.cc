// slipway-server-task NAME: one server task, with its inputs in the environment. Started by the runner.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "adapters/curl_http.h"
#include "adapters/server_task.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    fputs("slipway-server-task NAME: started by slipway-runner; NAME is invokerestapi or queryworkitems\n", stderr);
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
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
