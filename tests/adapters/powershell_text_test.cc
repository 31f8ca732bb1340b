// Literals for PowerShell: whatever a path holds, it ends where the literal ends.
#include "adapters/powershell_text.h"

#include <gtest/gtest.h>

namespace slipway {
namespace {

TEST(PowerShellQuoted, DoublesEveryQuoteThatWouldEndTheLiteral) {
  EXPECT_EQ(PowerShellQuoted("plain $text `n \"x\""), "'plain $text `n \"x\"'");
  EXPECT_EQ(PowerShellQuoted("it's"), "'it''s'");
  for (const std::string quote : {"\u2018", "\u2019", "\u201A", "\u201B"}) {
    EXPECT_EQ(PowerShellQuoted("a" + quote + "; calc; b"), "'a" + quote + quote + "; calc; b'");
  }
  EXPECT_EQ(PowerShellQuoted("\u201Cdouble\u201D"), "'\u201Cdouble\u201D'") << "those mean nothing in a literal";
}

}  // namespace
}  // namespace slipway
