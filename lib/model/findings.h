// How findings about a definition are made and shown.
#ifndef SLIPWAY_MODEL_FINDINGS_H_
#define SLIPWAY_MODEL_FINDINGS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "slipway/v1/definition.pb.h"

namespace slipway {

// A document can be wrong in a million places; nobody reads more than this many. The last finding of a list that was
// cut has the code TOO_MANY_FINDINGS.
inline constexpr size_t kMaxFindings = 500;

// Collects findings up to kMaxFindings. An error is never lost to the limit: when warnings fill the list, the closing
// TOO_MANY_FINDINGS has the severity of the worst finding left out. Not thread-safe.
class FindingList {
 public:
  void Error(absl::string_view path, absl::string_view code, absl::string_view message) {
    Add(v1::SEVERITY_ERROR, path, code, message);
  }
  void Warning(absl::string_view path, absl::string_view code, absl::string_view message) {
    Add(v1::SEVERITY_WARNING, path, code, message);
  }
  void Add(v1::Severity severity, absl::string_view path, absl::string_view code, absl::string_view message);

  bool full() const { return findings_.size() >= kMaxFindings; }
  std::vector<v1::Finding> Take() { return std::move(findings_); }

 private:
  std::vector<v1::Finding> findings_;
};

bool HasErrors(const std::vector<v1::Finding>& findings);

// "environments[2].conditions[0].name: no environment named 'QA'"; without a path the message alone.
std::string FormatFinding(const v1::Finding& finding);

// `text` for an error message: control characters shown as '?', at most 80 bytes, in single quotes.
std::string Quoted(absl::string_view text);

}  // namespace slipway

#endif  // SLIPWAY_MODEL_FINDINGS_H_
