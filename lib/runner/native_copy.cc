// CopyFiles, version 2 (task-contract section 9).
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/glob.h"
#include "runner/native_task.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;

int Number(const NativeTaskContext& context, absl::string_view name) {
  int number = 0;
  return absl::SimpleAtoi(context.input(name), &number) && number > 0 ? number : 0;
}

// Runs `step` once, and up to `retries` times more while it fails.
template <typename Step>
std::error_code WithRetries(int retries, int delay_ms, Step&& step) {
  std::error_code code = step();
  for (int i = 0; code && i < retries; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    code = step();
  }
  return code;
}

// Removes what is in the folder, links themselves and never what they point to; the folder stays.
std::error_code EmptyFolder(const fs::path& folder) {
  std::error_code code;
  for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
    std::error_code removed;
    fs::remove_all(it->path(), removed);  // does not follow links
    if (removed) return removed;
  }
  return code;
}

// Whether `inner` is `outer` or lies in it; both canonical.
bool Contains(const fs::path& outer, const fs::path& inner) {
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

}  // namespace

void RunCopyFiles(const NativeTaskContext& context) {
  fs::path source = context.input("SourceFolder");
  const std::string target_text = context.input("TargetFolder");
  for (const char* name : {"SourceFolder", "Contents", "TargetFolder"}) {
    if (context.input(name).empty()) return PrintFailed(context, absl::StrCat("Input required: ", name));
  }
  const fs::path target = fs::absolute(target_text).lexically_normal();
  std::error_code code;
  source = fs::absolute(source).lexically_normal();
  if (!source.has_filename() && source != source.root_path()) source = source.parent_path();
  if (!fs::is_directory(source, code)) {
    return PrintFailed(context, absl::StrCat("Not found SourceFolder: ", source.string()));
  }

  const GlobList patterns = GlobList::FromLines(context.input("Contents"));
  // Rooted patterns are compared with the whole path, which for the root folder itself begins with one slash.
  const std::string root = source == source.root_path() ? "" : source.string();
  std::string problem;
  std::vector<std::string> files;
  for (const NativeEntry& entry : ListBelow(source, Links::kFollow, &problem)) {
    if (entry.is_folder || patterns.Match(root, entry.path) != GlobList::Verdict::kIncluded) continue;
    if (!fs::is_regular_file(source / entry.path, code)) {
      return PrintFailed(context,
                         absl::StrCat((source / entry.path).string(),
                                      " is neither a file nor a folder, or a link that leads nowhere; exclude it "
                                      "with a pattern that begins with '!'"));
    }
    files.push_back(entry.path);
  }
  if (!problem.empty()) return PrintFailed(context, absl::StrCat("SourceFolder cannot be read: ", problem));
  PrintLine(context, absl::StrCat("found ", files.size(), " files"));
  if (files.empty()) return;

  if (InputIsTrue(context, "CleanTargetFolder") && fs::exists(target, code)) {
    if (Contains(fs::canonical(target, code), fs::canonical(source, code))) {
      return PrintFailed(context,
                         absl::StrCat("CleanTargetFolder would delete SourceFolder, which lies in TargetFolder ",
                                      target.string(), "; nothing was copied"));
    }
    PrintLine(context, absl::StrCat("Cleaning target folder: ", target.string()));
    std::error_code failed;
    if (fs::is_directory(target, code)) {
      failed = EmptyFolder(target);
    } else {
      fs::remove(target, failed);
    }
    if (failed) {
      return PrintFailed(context, absl::StrCat("Failed to clean ", target.string(), ": ", failed.message()));
    }
    // A target inside the source: what was to be copied from there is gone.
    files.erase(std::remove_if(files.begin(), files.end(),
                               [&](const std::string& file) { return !fs::exists(source / file, code); }),
                files.end());
  }
  const bool overwrite = InputIsTrue(context, "OverWrite");
  const bool flatten = InputIsTrue(context, "flattenFolders");
  const bool timestamps = InputIsTrue(context, "preserveTimestamp");
  const bool ignore_folder_errors = InputIsTrue(context, "ignoreMakeDirErrors");
  const int retries = Number(context, "retryCount");
  const int delay = Number(context, "delayBetweenRetries");
  for (const std::string& file : files) {
    const fs::path from = source / file;
    const fs::path to = target / (flatten ? fs::path(file).filename() : fs::path(file));
    fs::create_directories(to.parent_path(), code);
    if (code && !ignore_folder_errors) {
      return PrintFailed(context,
                         absl::StrCat("Unable to create folder ", to.parent_path().string(), ": ", code.message()));
    }
    if (fs::is_directory(to, code)) {
      return PrintFailed(context,
                         absl::StrCat("Failed to copy ", from.string(), ": a folder is in the way: ", to.string()));
    }
    if (fs::exists(fs::symlink_status(to, code)) && !overwrite) {
      PrintLine(context, absl::StrCat("File ", to.string(), " already exist at target. It will be skipped."));
      continue;
    }
    PrintLine(context, absl::StrCat("Copying ", from.string(), " to ", to.string()));
    // Beside it and renamed into place: nobody ever sees half a file, and a file that runs can be replaced.
    const fs::path temporary = absl::StrCat(to.string(), ".slipway-", getpid());
    const std::error_code failed = WithRetries(retries, delay, [&] {
      std::error_code step;
      fs::copy_file(from, temporary, fs::copy_options::overwrite_existing, step);
      if (!step && timestamps) fs::last_write_time(temporary, fs::last_write_time(from, step), step);
      if (!step) fs::rename(temporary, to, step);
      if (step) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
      }
      return step;
    });
    if (failed)
      return PrintFailed(context,
                         absl::StrCat("Failed to copy ", from.string(), " to ", to.string(), ": ", failed.message()));
  }
}

}  // namespace slipway
