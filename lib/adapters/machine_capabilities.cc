#include "adapters/machine_capabilities.h"

#include <unistd.h>

#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace slipway {
namespace {

// The capability's name and the program that makes it.
constexpr std::pair<const char*, const char*> kPrograms[] = {
    {"ant", "ant"},         {"bash", "bash"},     {"cmake", "cmake"},     {"curl", "curl"},     {"docker", "docker"},
    {"dotnet", "dotnet"},   {"git", "git"},       {"gradle", "gradle"},   {"java", "java"},     {"jdk", "javac"},
    {"kubectl", "kubectl"}, {"make", "make"},     {"maven", "mvn"},       {"node.js", "node"},  {"npm", "npm"},
    {"node", "node"},       {"python3", "python3"}, {"python", "python"}, {"pwsh", "pwsh"},     {"PowerShell", "pwsh"},
    {"ruby", "ruby"},       {"rsync", "rsync"},   {"sh", "sh"},           {"ssh", "ssh"},       {"subversion", "svn"},
    {"terraform", "terraform"},
};

constexpr const char* kFolders[] = {"JAVA_HOME", "ANT_HOME", "M2_HOME", "GRADLE_HOME", "DOTNET_ROOT"};

}  // namespace

std::map<std::string, std::string> MachineCapabilities() {
  std::map<std::string, std::string> found;
  const char* path = std::getenv("PATH");
  const std::vector<std::string> folders = absl::StrSplit(path == nullptr ? "/usr/bin:/bin" : path, ':', absl::SkipEmpty());
  for (const auto& [name, program] : kPrograms) {
    for (const std::string& folder : folders) {
      const std::string file = absl::StrCat(folder, "/", program);
      if (::access(file.c_str(), X_OK) != 0) continue;
      found.emplace(name, file);
      break;
    }
  }
  for (const char* name : kFolders) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') found.emplace(name, value);
  }
  return found;
}

}  // namespace slipway
