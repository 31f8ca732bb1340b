// slipway-server-task NAME: one task that needs more than the runner has, with its inputs in the environment. Started by
// the runner.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "adapters/archive_tasks.h"
#include "adapters/artifact_download.h"
#include "adapters/artifact_sources.h"
#include "adapters/curl_http.h"
#include "adapters/server_task.h"
#include "adapters/ssh_tasks.h"

namespace {

int RunDownloadFile(const char* path, const slipway::ServerTaskContext& context) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  const absl::StatusOr<slipway::DownloadPlan> plan = slipway::ReadDownloadPlan(text.str(), context.environment);
  if (!in || !plan.ok()) {
    context.print(absl::StrCat("##vso[task.complete result=Failed;]what is to be downloaded cannot be read: ",
                               in ? plan.status().message() : "there is no such file"));
    return 0;
  }
  slipway::ArtifactSources sources(context.http, plan->cache + "/scratch");
  return slipway::RunDownload(*plan, &sources, context.print);
}

}  // namespace

int main(int argc, char** argv) {
  const bool is_download = argc == 3 && strcmp(argv[1], "downloadartifacts") == 0;
  if (argc != 2 && !is_download) {
    fputs("slipway-server-task NAME: started by slipway-runner; NAME is invokerestapi, queryworkitems, extractfiles,\n"
          "archivefiles, ssh, copyfilesoverssh, or downloadartifacts and a file that says which\n",
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
  if (is_download) return RunDownloadFile(argv[2], context);
  return slipway::RunServerTask(argv[1], context);
}
