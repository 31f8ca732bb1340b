#include "runner/native_task.h"

#include <stdio.h>

#include <algorithm>
#include <cstdlib>
#include <system_error>
#include <utility>

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

struct Lister {
  Links links;
  std::string* error;
  std::vector<NativeEntry> entries;
  std::vector<fs::path> inside;  // the real folders from the root down to here: links back to them are not followed

  void Problem(const fs::path& path, const std::error_code& code) {
    if (error->empty()) *error = absl::StrCat(path.string(), ": ", code.message());
  }

  void List(const fs::path& folder, const std::string& prefix) {
    std::error_code code;
    if (links == Links::kFollow) {
      const fs::path real = fs::canonical(folder, code);
      if (code) return Problem(folder, code);
      if (std::find(inside.begin(), inside.end(), real) != inside.end()) return;
      inside.push_back(real);
    }
    std::vector<fs::path> names;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
      names.push_back(it->path().filename());
    }
    if (code) Problem(folder, code);
    std::sort(names.begin(), names.end());
    for (const fs::path& name : names) {
      const fs::path child = folder / name;
      // A link that leads nowhere is an entry, too.
      const bool is_folder =
          links == Links::kFollow ? fs::is_directory(child, code) : fs::is_directory(fs::symlink_status(child, code));
      entries.push_back({prefix + name.string(), is_folder});
      if (is_folder) List(child, prefix + name.string() + "/");
    }
    if (links == Links::kFollow) inside.pop_back();
  }
};

}  // namespace

std::vector<NativeEntry> ListBelow(const fs::path& root, Links links, std::string* error) {
  Lister lister{links, error, {}, {}};
  lister.List(root, "");
  return std::move(lister.entries);
}

void PrintLine(const NativeTaskContext& context, absl::string_view line) {
  context.print(absl::StrReplaceAll(line, {{"##vso", "**vso"}, {"\r", "?"}, {"\n", "?"}}));
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

NativeTaskContext ProcessContext() {
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
  return context;
}

int RunNativeTask(absl::string_view name) {
  const NativeTaskContext context = ProcessContext();
  if (name == "copyfiles") {
    RunCopyFiles(context);
  } else if (name == "deletefiles") {
    RunDeleteFiles(context);
  } else if (name == "publishtestresults") {
    RunPublishResults(context);
  } else {
    fprintf(stderr, "slipway-runner: there is no native task '%s'\n", std::string(name).c_str());
    return 2;
  }
  return 0;
}

}  // namespace slipway
