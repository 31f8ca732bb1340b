// Looking at findings in tests.
#ifndef SLIPWAY_TESTS_MODEL_FINDINGS_MATCHERS_H_
#define SLIPWAY_TESTS_MODEL_FINDINGS_MATCHERS_H_

#include <string>
#include <vector>

#include "slipway/v1/definition.pb.h"

namespace slipway::testing {

// "error CODE path: message", one per finding.
inline std::vector<std::string> Lines(const std::vector<v1::Finding>& findings) {
  std::vector<std::string> lines;
  for (const v1::Finding& finding : findings) {
    lines.push_back((finding.severity() == v1::SEVERITY_ERROR ? "error " : "warning ") + finding.code() + " " +
                    finding.path() + ": " + finding.message());
  }
  return lines;
}

// The same without the messages, errors only.
inline std::vector<std::string> Errors(const std::vector<v1::Finding>& findings) {
  std::vector<std::string> lines;
  for (const v1::Finding& finding : findings) {
    if (finding.severity() == v1::SEVERITY_ERROR) lines.push_back(finding.code() + " " + finding.path());
  }
  return lines;
}

inline std::vector<std::string> Warnings(const std::vector<v1::Finding>& findings) {
  std::vector<std::string> lines;
  for (const v1::Finding& finding : findings) {
    if (finding.severity() == v1::SEVERITY_WARNING) lines.push_back(finding.code() + " " + finding.path());
  }
  return lines;
}

}  // namespace slipway::testing

#endif  // SLIPWAY_TESTS_MODEL_FINDINGS_MATCHERS_H_
