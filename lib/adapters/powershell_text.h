// Text for PowerShell.
#ifndef SLIPWAY_ADAPTERS_POWERSHELL_TEXT_H_
#define SLIPWAY_ADAPTERS_POWERSHELL_TEXT_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace slipway {

// A literal: nothing in it is expanded. PowerShell ends one at a typographic single quote, too, so each kind is doubled.
inline std::string PowerShellQuoted(absl::string_view text) {
  return absl::StrCat("'",
                      absl::StrReplaceAll(text, {{"'", "''"},
                                                 {"\u2018", "\u2018\u2018"},
                                                 {"\u2019", "\u2019\u2019"},
                                                 {"\u201A", "\u201A\u201A"},
                                                 {"\u201B", "\u201B\u201B"}}),
                      "'");
}

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_POWERSHELL_TEXT_H_
