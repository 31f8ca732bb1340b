// DeleteFiles, version 1 (task-contract section 9).
#include <algorithm>
#include <set>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "base/glob.h"
#include "runner/native_task.h"

namespace slipway {

namespace fs = std::filesystem;

void RunDeleteFiles(const NativeTaskContext& context) {
  for (const char* name : {"SourceFolder", "Contents"}) {
    if (context.input(name).empty()) return PrintFailed(context, absl::StrCat("Input required: ", name));
  }
  fs::path root = fs::absolute(context.input("SourceFolder")).lexically_normal();
  if (!root.has_filename() && root != root.root_path()) root = root.parent_path();
  if (root == root.root_path())
    return PrintFailed(context, "SourceFolder is the root of the file system; nothing is deleted there");
  std::error_code code;
  if (!fs::is_directory(root, code)) {
    PrintLine(context, absl::StrCat("SourceFolder not found: ", root.string()));
    return;
  }
  GlobOptions options;
  options.dot = InputIsTrue(context, "RemoveDotFiles");
  options.match_base = true;
  const GlobList patterns = GlobList::FromLines(context.input("Contents"), options);
  std::string problem;
  const std::vector<NativeEntry> entries = ListBelow(root, Links::kStay, &problem);
  if (!problem.empty()) PrintError(context, problem);

  // A folder above something that an exclude pattern saved must stay.
  std::set<std::string> kept;
  std::vector<std::string> doomed;
  for (const NativeEntry& entry : entries) {
    switch (patterns.Match(root.string(), entry.path)) {
      case GlobList::Verdict::kIncluded:
        doomed.push_back(entry.path);
        break;
      case GlobList::Verdict::kExcluded:
        for (fs::path path = entry.path; !path.empty(); path = path.parent_path()) kept.insert(path.string());
        break;
      case GlobList::Verdict::kNoMatch:
        break;
    }
  }
  // Longest first: children before their parents.
  std::stable_sort(doomed.begin(), doomed.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  bool failed = false;
  for (const std::string& path : doomed) {
    if (kept.count(path) != 0) continue;
    const fs::path full = root / path;
    if (!fs::exists(fs::symlink_status(full, code))) continue;
    std::error_code removed;
    fs::remove_all(full, removed);  // of a link, the link
    if (removed) {
      PrintError(context, absl::StrCat("Failed to delete ", full.string(), ": ", removed.message()));
      failed = true;
    } else {
      PrintLine(context, absl::StrCat("deleted ", full.string()));
    }
  }
  if (InputIsTrue(context, "RemoveSourceFolder") && fs::is_empty(root, code)) {
    fs::remove(root, code);
    if (code) {
      PrintError(context, absl::StrCat("Failed to delete ", root.string(), ": ", code.message()));
      failed = true;
    }
  }
  if (failed || !problem.empty()) PrintFailed(context, "Some of what was to be deleted is still there");
}

}  // namespace slipway
