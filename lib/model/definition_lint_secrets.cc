#include <re2/re2.h>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "model/definition_lint_internal.h"

namespace slipway::lint_internal {
namespace {

// Where a printing command of bash, cmd, PowerShell, Python or Node begins in `line`; npos: nowhere.
size_t FindPrint(absl::string_view line) {
  static const RE2* const kPrint = new RE2(
      R"((?i)(?:^|[\s;&|({@])(echo|printf|print|puts|console\.log|write-(?:host|output|verbose|warning|error|debug|information))(?:[\s(."']|$))");
  re2::StringPiece match;
  if (!RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), *kPrint, &match)) return absl::string_view::npos;
  return static_cast<size_t>(match.data() - line.data());
}

// Whether what is printed goes somewhere else than to the log: into a pipe or a file, but not to stderr.
bool IsRedirected(absl::string_view rest) {
  static const RE2* const kToLog = new RE2(R"(>\s*(&\s*[12]|/dev/std))");
  if (rest.find('|') != absl::string_view::npos) return true;
  return rest.find('>') != absl::string_view::npos &&
         !RE2::PartialMatch(re2::StringPiece(rest.data(), rest.size()), *kToLog);
}

bool EndsCommand(absl::string_view between) {
  return between.find_first_of(";|") != absl::string_view::npos || absl::StrContains(between, "&&");
}

void CheckLine(const Context& context, absl::string_view line, int number, const std::string& path, bool traced,
               const IsSecret& is_secret) {
  const size_t command = line.find("##vso[");
  const size_t print = FindPrint(line);
  ForEachMacro(line, [&](absl::string_view name, size_t at) {
    if (!is_secret(name)) return;
    const std::string shown = Quoted(absl::StrCat("$(", name, ")"));
    if (command != absl::string_view::npos && command < at) {
      if (ContainsIgnoreCase(line, "task.setvariable") && !ContainsIgnoreCase(line, "issecret=true")) {
        context.Warn(path, "SECRET_LAID_OPEN",
                     absl::StrCat("line ", number, " puts the secret ", shown,
                                  " into a variable that is none; add issecret=true to the command"));
      }
      return;
    }
    if (traced) {
      context.Warn(path, "SECRET_PRINTED",
                   absl::StrCat("line ", number, " uses the secret ", shown,
                                " while 'set -x' prints every command; map it to an environment variable, or put "
                                "'set +x' before it"));
      return;
    }
    if (print == absl::string_view::npos || print > at) return;
    const size_t after = line.find(')', at);
    if (EndsCommand(line.substr(print, at - print)) || IsRedirected(line.substr(after))) return;
    context.Warn(path, "SECRET_PRINTED",
                 absl::StrCat("line ", number, " prints the secret ", shown,
                              ": only its exact text is masked in the log, not what is made of it; do not print it"));
  });
}

}  // namespace

void CheckScriptSecrets(const Context& context, absl::string_view script, const std::string& path,
                        const IsSecret& is_secret) {
  if (!absl::StrContains(script, "$(")) return;
  static const RE2* const kTraceOn = new RE2(R"(^\s*set\s+(-[a-zA-Z]*x|-o\s+xtrace))");
  static const RE2* const kTraceOff = new RE2(R"(^\s*set\s+(\+[a-zA-Z]*x|\+o\s+xtrace))");
  bool traced = false;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(script, '\n')) {
    ++number;
    const re2::StringPiece piece(line.data(), line.size());
    if (RE2::PartialMatch(piece, *kTraceOn)) traced = true;
    if (RE2::PartialMatch(piece, *kTraceOff)) traced = false;
    CheckLine(context, line, number, path, traced, is_secret);
  }
}

void CheckNameSecrets(const Context& context, absl::string_view text, const std::string& path, absl::string_view what,
                      const IsSecret& is_secret) {
  ForEachMacro(text, [&](absl::string_view name, size_t) {
    if (!is_secret(name)) return;
    context.Warn(path, "SECRET_IN_NAME",
                 absl::StrCat(what, " shows the secret ", Quoted(absl::StrCat("$(", name, ")")),
                              " to everybody who sees the release; take it out"));
  });
}

}  // namespace slipway::lint_internal
