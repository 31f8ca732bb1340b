#include "args.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace slipway::cli {
namespace {

const std::set<std::string> kFlags = {"json",  "help", "follow", "until-idle", "auto-approve",
                                      "draft", "all",  "new",    "version",    "admin",
                                      "revalidated", "only-failed-targets", "dry-run",
                                      "replace", "force", "installed-tasks", "update-tasks",
                                      "deleted", "history", "failed"};
const std::set<std::string> kValues = {"db",       "as",          "unknown-tasks", "var",      "artifact",
                                       "comment",  "description", "attempt",       "revision", "manual",
                                       "parallel", "secret-file", "output",        "limit",    "search",
                                       "at",       "override-freeze", "group",     "type",     "branch",
                                       "tag",      "default-branch",  "pull-request", "target-branch", "id",
                                       "target",   "offline",     "environment",   "start",    "end",
                                       "days",     "from",        "to",            "zone",     "definition",
                                       "seed",     "script",      "format",        "url",      "scheme",
                                       "param",    "param-env",   "param-file",    "data",     "data-env",
                                       "data-file", "name",       "ssh",       "winrm",
                                       "kind",     "location",    "endpoint",      "setting",  "poll",
                                       "since",    "since-env",   "queue",         "agent",    "capability",
                                       "disabled"};

}  // namespace

const std::set<std::string>& Args::KnownOptions() {
  static const std::set<std::string>* const kAll = [] {
    auto* all = new std::set<std::string>(kFlags);
    all->insert(kValues.begin(), kValues.end());
    return all;
  }();
  return *kAll;
}

Args::Args(int argc, char** argv) {
  bool options = true;
  for (int i = 1; i < argc; ++i) {
    std::string text = argv[i];
    if (options && text == "--") {
      options = false;
    } else if (options && text == "-h") {
      flags_.insert("help");
    } else if (options && text == "-f") {
      flags_.insert("follow");
    } else if (options && text.rfind("--", 0) == 0) {
      const size_t equals = text.find('=');
      const std::string name = text.substr(2, equals == std::string::npos ? equals : equals - 2);
      if (kFlags.count(name) != 0 && equals == std::string::npos) {
        flags_.insert(name);
      } else if (kValues.count(name) != 0) {
        if (equals == std::string::npos && i + 1 >= argc) throw CliError(kUsage, "--" + name + " wants a value");
        values_[name].push_back(equals == std::string::npos ? argv[++i] : text.substr(equals + 1));
      } else {
        const std::string near = NearMatch(name, {KnownOptions().begin(), KnownOptions().end()});
        throw CliError(kUsage, "there is no option --" + name + (near.empty() ? "" : "; did you mean --" + near + "?"));
      }
    } else if (options && text.size() > 1 && text[0] == '-') {
      throw CliError(kUsage, "there is no option " + text);
    } else {
      words_.push_back(text);
    }
  }
}

const std::string& Args::Word(size_t index, const std::string& what) const {
  if (index >= words_.size()) throw CliError(kUsage, what + " is missing");
  return words_[index];
}

int64_t Args::Number(size_t index, const std::string& what) const {
  const std::string& text = Word(index, what);
  char* end = nullptr;
  errno = 0;
  const long long number = std::strtoll(text.c_str(), &end, 10);
  if (errno != 0 || *end != 0 || number <= 0) throw CliError(kUsage, what + ": expected a number, got '" + text + "'");
  return number;
}

void Args::AtMost(size_t count) const {
  if (words_.size() > count) throw CliError(kUsage, "'" + words_[count] + "' is one word too many");
}

std::string Args::Get(const std::string& option, const std::string& otherwise) const {
  const auto found = values_.find(option);
  return found == values_.end() ? otherwise : found->second.back();
}

std::vector<std::string> Args::All(const std::string& option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

std::vector<std::pair<std::string, std::string>> Args::Pairs(const std::string& option) const {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string& text : All(option)) {
    const size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      throw CliError(kUsage, "--" + option + ": expected NAME=VALUE, got '" + text + "'");
    pairs.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return pairs;
}

std::string NearMatch(const std::string& word, const std::vector<std::string>& candidates) {
  std::string best;
  size_t best_distance = word.size() / 3 + 2;
  for (const std::string& candidate : candidates) {
    std::vector<size_t> row(candidate.size() + 1);
    for (size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (size_t i = 1; i <= word.size(); ++i) {
      size_t diagonal = row[0];
      row[0] = i;
      for (size_t j = 1; j <= candidate.size(); ++j) {
        const size_t above = row[j];
        row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (word[i - 1] == candidate[j - 1] ? 0 : 1)});
        diagonal = above;
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

}  // namespace slipway::cli
