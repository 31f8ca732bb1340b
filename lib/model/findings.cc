#include "model/findings.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace slipway {

void FindingList::Add(v1::Severity severity, absl::string_view path, absl::string_view code,
                      absl::string_view message) {
  if (full()) {
    v1::Finding& last = findings_.back();
    if (severity > last.severity()) last.set_severity(severity);
    return;
  }
  v1::Finding& finding = findings_.emplace_back();
  finding.set_severity(severity);
  if (full()) {
    finding.set_code("TOO_MANY_FINDINGS");
    finding.set_message(absl::StrCat("only the first ", kMaxFindings - 1, " findings are shown; correct those first"));
    return;
  }
  finding.set_path(std::string(path));
  finding.set_code(std::string(code));
  finding.set_message(std::string(message));
}

bool HasErrors(const std::vector<v1::Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const v1::Finding& finding) { return finding.severity() == v1::SEVERITY_ERROR; });
}

std::string FormatFinding(const v1::Finding& finding) {
  if (finding.path().empty()) return finding.message();
  return absl::StrCat(finding.path(), ": ", finding.message());
}

std::string Quoted(absl::string_view text) {
  constexpr size_t kLongest = 80;
  size_t length = std::min(text.size(), kLongest);
  // Never cut inside a UTF-8 sequence: the finding is a proto string.
  while (length < text.size() && length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  std::string result = "'";
  for (char c : text.substr(0, length)) {
    const auto byte = static_cast<unsigned char>(c);
    result.push_back(byte < 0x20 || byte == 0x7F ? '?' : c);
  }
  result += length < text.size() ? "...'" : "'";
  return result;
}

}  // namespace slipway
