#include "runner/find_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/glob.h"
#include "runner/native_task.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;

// A folder's name in a pattern stands for itself.
std::string Escaped(absl::string_view text) {
  std::string escaped;
  for (char c : text) {
    if (absl::StrContains("*?[]!+@()|\\", absl::string_view(&c, 1))) escaped.push_back('\\');
    escaped.push_back(c);
  }
  return escaped;
}

std::string Normal(const fs::path& path) {
  std::string text = path.lexically_normal().string();
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

// The name a segment stands for; empty: for more than one.
std::string Plain(absl::string_view segment) {
  std::string name;
  for (size_t i = 0; i < segment.size(); ++i) {
    if (segment[i] == '\\' && i + 1 < segment.size()) {
      name.push_back(segment[++i]);
    } else if (absl::StrContains("*?[]!+@()|\\", segment.substr(i, 1))) {
      return "";
    } else {
      name.push_back(segment[i]);
    }
  }
  return name;
}

// The folder above the first segment that is not a plain name.
std::string FolderOf(absl::string_view pattern) {
  std::string folder;
  const std::vector<absl::string_view> parts = absl::StrSplit(pattern, '/');
  for (size_t i = 0; i + 1 < parts.size(); ++i) {
    if (parts[i].empty()) continue;
    const std::string name = Plain(parts[i]);
    if (name.empty()) break;
    absl::StrAppend(&folder, "/", name);
  }
  return folder.empty() ? "/" : Normal(folder);
}

bool IsWithin(absl::string_view path, absl::string_view folder) {
  return path == folder || folder == "/" || absl::StartsWith(path, absl::StrCat(folder, "/"));
}

}  // namespace

std::vector<std::string> FindFiles(const std::string& root, absl::string_view patterns, std::string* problem) {
  const std::string base = Normal(root);
  std::vector<std::string> rooted;
  std::vector<std::string> folders;
  for (absl::string_view line : absl::StrSplit(patterns, absl::ByAnyChar("\r\n"))) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    std::string marks;
    while (!line.empty() && line[0] == '!' && !absl::StartsWith(line, "!(")) {
      marks.push_back('!');
      line.remove_prefix(1);
    }
    while (absl::StartsWith(line, "./")) line.remove_prefix(2);
    if (line.empty()) continue;
    const bool is_rooted = line[0] == '/';
    rooted.push_back(absl::StrCat(marks, is_rooted ? "" : absl::StrCat(Escaped(base == "/" ? "" : base), "/"), line));
    if (marks.size() % 2 != 0) continue;
    // The names before the first wildcard only, so that no more is read than has to be.
    folders.push_back(is_rooted ? FolderOf(line) : Normal(absl::StrCat(base, FolderOf(absl::StrCat("/", line)))));
  }
  std::sort(folders.begin(), folders.end());
  const GlobList globs(rooted);
  std::vector<std::string> found;
  std::string done;
  for (const std::string& folder : folders) {
    if (!done.empty() && IsWithin(folder, done)) continue;
    done = folder;
    std::error_code error;
    if (!fs::is_directory(folder, error)) continue;
    const std::string prefix = folder == "/" ? "" : folder;
    for (const NativeEntry& entry : ListBelow(folder, Links::kFollow, problem)) {
      if (entry.is_folder || globs.Match(prefix, entry.path) != GlobList::Verdict::kIncluded) continue;
      found.push_back(absl::StrCat(prefix, "/", entry.path));
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace slipway
