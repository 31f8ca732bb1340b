// What people see: tables, the state of a release, live or line by line.
#ifndef SLIPWAY_EXAMPLES_CLI_RENDER_H_
#define SLIPWAY_EXAMPLES_CLI_RENDER_H_

#include <string>
#include <vector>

#include "client.h"

namespace slipway::cli {

bool IsTerminal();
bool UsesColor();

// Columns as wide as they need to be.
void PrintTable(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows);
void PrintRelease(const Json& release);
void PrintFindings(const Json& findings);

std::string StatusOf(const Json& environment);
// Its mark and color: ✔ ✖ ● ○
std::string Mark(const std::string& status);

// The picture of a release on a terminal, drawn over the last one.
class LiveView {
 public:
  void Draw(const Json& release);
  void End(const Json& release);

 private:
  int lines_ = 0;
  int frame_ = 0;
};

// A line for each event that people care about.
void PrintEvents(const Json& release, const Json& watched);

// How a command about this release ends.
int ExitCodeOf(const Json& release);

}  // namespace slipway::cli

#endif  // SLIPWAY_EXAMPLES_CLI_RENDER_H_
