// The command line, taken apart: words, options with and without values.
#ifndef SLIPWAY_EXAMPLES_CLI_ARGS_H_
#define SLIPWAY_EXAMPLES_CLI_ARGS_H_

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace slipway::cli {

// Exit codes, as the help says them.
enum Exit { kSucceeded = 0, kFailed = 1, kUsage = 2, kRejected = 3, kWaiting = 4, kEngine = 5, kInterrupted = 130 };

struct CliError : std::runtime_error {
  CliError(int exit, const std::string& message) : std::runtime_error(message), exit_code(exit) {}
  int exit_code;
};

class Args {
 public:
  // Options may stand anywhere, `--name value` or `--name=value`; `--` ends them. Throws CliError(kUsage) for what it
  // does not know.
  Args(int argc, char** argv);

  const std::vector<std::string>& words() const { return words_; }
  // The word at `index`, or an error that names it.
  const std::string& Word(size_t index, const std::string& what) const;
  int64_t Number(size_t index, const std::string& what) const;
  // No more words than this.
  void AtMost(size_t count) const;
  bool Has(const std::string& option) const { return flags_.count(option) != 0 || values_.count(option) != 0; }
  std::string Get(const std::string& option, const std::string& otherwise = "") const;
  std::vector<std::string> All(const std::string& option) const;
  // NAME=VALUE of each use of an option.
  std::vector<std::pair<std::string, std::string>> Pairs(const std::string& option) const;

  static const std::set<std::string>& KnownOptions();

 private:
  std::vector<std::string> words_;
  std::set<std::string> flags_;
  std::map<std::string, std::vector<std::string>> values_;
};

// The candidate that is most like `word`, when one is close enough; else empty.
std::string NearMatch(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace slipway::cli

#endif  // SLIPWAY_EXAMPLES_CLI_ARGS_H_
