#include "runner/native_task.h"

#include <stdio.h>

#include <algorithm>
#include <cstdlib>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;

// As task-lib escapes data of commands.
std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"%", "%AZP25"}, {"\r", "%0D"}, {"\n", "%0A"}});
}

void List(const fs::path& folder, const std::string& prefix, std::vector<NativeEntry>* entries, std::string* error) {
  std::error_code code;
  std::vector<fs::directory_entry> children;
  for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) children.push_back(*it);
  if (code) {
    if (error->empty()) *error = absl::StrCat(folder.string(), ": ", code.message());
    return;
  }
  std::sort(children.begin(), children.end());
  for (const fs::directory_entry& child : children) {
    const fs::file_status status = child.symlink_status(code);
    const std::string path = prefix + child.path().filename().string();
    const bool is_folder = fs::is_directory(status);
    entries->push_back({path, is_folder});
    if (is_folder) List(child.path(), path + "/", entries, error);
  }
}

}  // namespace

std::vector<NativeEntry> ListBelow(const fs::path& root, std::string* error) {
  std::vector<NativeEntry> entries;
  List(root, "", &entries, error);
  return entries;
}

bool InputIsTrue(const NativeTaskContext& context, absl::string_view name) {
  return absl::EqualsIgnoreCase(context.input(name), "true");
}

void PrintError(const NativeTaskContext& context, absl::string_view message) {
  context.print(absl::StrCat("##vso[task.logissue type=error]", Escaped(message)));
}

void PrintFailed(const NativeTaskContext& context, absl::string_view message) {
  PrintError(context, message);
  context.print(absl::StrCat("##vso[task.complete result=Failed;]", Escaped(message)));
}

int RunNativeTask(absl::string_view name) {
  NativeTaskContext context;
  context.input = [](absl::string_view input) -> std::string {
    const char* value = getenv(absl::StrCat("INPUT_", absl::AsciiStrToUpper(input)).c_str());
    return value == nullptr ? "" : value;
  };
  context.print = [](absl::string_view line) {
    fwrite(line.data(), 1, line.size(), stdout);
    fputc('\n', stdout);
    fflush(stdout);
  };
  if (name == "copyfiles") {
    RunCopyFiles(context);
  } else if (name == "deletefiles") {
    RunDeleteFiles(context);
  } else {
    fprintf(stderr, "slipway-runner: there is no native task '%s'\n", std::string(name).c_str());
    return 2;
  }
  return 0;
}

}  // namespace slipway
