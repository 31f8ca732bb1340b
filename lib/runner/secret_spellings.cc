#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "runner/masker.h"
#include "runner/utf8.h"

namespace slipway {
namespace {

constexpr size_t kShortestLine = 6;
constexpr size_t kLongestPiece = 256 * 1024;

std::string Unquoted(absl::string_view text) {
  if (text.size() < 2 || text.front() != text.back() || (text.front() != '"' && text.front() != '\'')) return {};
  return std::string(text.substr(1, text.size() - 2));
}

std::string Trimmed(absl::string_view text) {
  const size_t first = text.find_first_not_of(" \r\n");
  if (first == absl::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \r\n") - first + 1));
}

std::string CommandEscaped(absl::string_view text) { return absl::StrReplaceAll(text, {{"\r", "%0D"}, {"\n", "%0A"}}); }

std::string JsonEscaped(absl::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = text[i];
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        // The JSON writer of the agent also escapes NEL and the two Unicode line separators.
        if (c < 0x20) {
          absl::StrAppend(&out, "\\u", absl::Hex(c, absl::kZeroPad4));
        } else if (text.substr(i, 2) == "\xC2\x85") {
          out += "\\u0085";
          i += 1;
        } else if (text.substr(i, 3) == "\xE2\x80\xA8" || text.substr(i, 3) == "\xE2\x80\xA9") {
          out += text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
          i += 2;
        } else {
          out.push_back(text[i]);
        }
    }
  }
  return out;
}

std::string UriEscaped(absl::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const unsigned char c : text) {
    if (absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.' || c == '~') {
      out.push_back(static_cast<char>(c));
    } else {
      out.push_back('%');
      out.push_back(kHex[c >> 4]);
      out.push_back(kHex[c & 15]);
    }
  }
  return out;
}

// As a shell or printf would print it.
std::string BackslashUnescaped(absl::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out.push_back(text[i]);
      continue;
    }
    switch (text[i + 1]) {
      case '\\':
        out.push_back('\\');
        break;
      case '\'':
        out.push_back('\'');
        break;
      case '"':
        out.push_back('"');
        break;
      case '0':
        out.push_back('\0');
        break;
      case 'a':
        out.push_back('\a');
        break;
      case 'b':
        out.push_back('\b');
        break;
      case 'f':
        out.push_back('\f');
        break;
      case 'n':
        out.push_back('\n');
        break;
      case 'r':
        out.push_back('\r');
        break;
      case 't':
        out.push_back('\t');
        break;
      case 'v':
        out.push_back('\v');
        break;
      default:
        out.push_back('\\');
        --i;
    }
    ++i;
  }
  return out;
}

void AddWithLines(const std::string& spelling, std::vector<std::string>* all) {
  all->push_back(spelling);
  if (spelling.find_first_of("\r\n") == std::string::npos) return;
  for (absl::string_view line : absl::StrSplit(spelling, absl::ByAnyChar("\r\n"))) {
    if (line.size() >= kShortestLine) all->emplace_back(line);
  }
}

}  // namespace

std::vector<std::string> SecretSpellings(absl::string_view value) {
  if (value.find_first_not_of(" \t\r\n\v\f") == absl::string_view::npos) return {};
  std::vector<std::string> forms = {std::string(value), ToUtf8(value)};
  const auto add = [&](std::string form) {
    if (!form.empty()) forms.push_back(std::move(form));
  };
  add(Unquoted(value));
  add(Trimmed(value));
  add(CommandEscaped(absl::StrReplaceAll(value, {{"%", "%AZP25"}})));
  add(CommandEscaped(value));
  add(absl::Base64Escape(value));
  // The trimmed lines of a multi-line value are secrets of their own: tools re-indent keys and certificates.
  if (value.find_first_of("\r\n") != absl::string_view::npos) {
    for (absl::string_view line : absl::StrSplit(value, absl::ByAnyChar("\r\n"))) {
      line = absl::StripAsciiWhitespace(line);
      if (line.size() >= kShortestLine) add(std::string(line));
    }
  }

  std::vector<std::string> all;
  for (const std::string& form : forms) {
    AddWithLines(form, &all);
    AddWithLines(JsonEscaped(form), &all);
    AddWithLines(UriEscaped(form), &all);
    AddWithLines(BackslashUnescaped(form), &all);
  }
  std::vector<std::string> pieces;
  for (std::string& spelling : all) {
    if (spelling.size() <= kLongestPiece) {
      pieces.push_back(std::move(spelling));
      continue;
    }
    // Pieces touch, so their ranges merge; the last one overlaps instead of being short.
    for (size_t at = 0; at < spelling.size(); at += kLongestPiece) {
      pieces.push_back(spelling.substr(std::min(at, spelling.size() - kLongestPiece), kLongestPiece));
    }
  }
  std::sort(pieces.begin(), pieces.end());
  pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
  pieces.erase(std::remove_if(pieces.begin(), pieces.end(),
                              [](const std::string& piece) {
                                return piece.find_first_not_of(" \t\r\n\v\f") == std::string::npos;
                              }),
               pieces.end());
  return pieces;
}

}  // namespace slipway
