#include "runner/logging_command.h"

#include <gtest/gtest.h>

#include <string>

namespace slipway {
namespace {

LoggingCommand Parse(absl::string_view line) {
  LoggingCommand command;
  EXPECT_EQ(ParseLoggingCommand(line, &command), CommandSyntax::kCommand) << line;
  return command;
}

CommandSyntax SyntaxOf(absl::string_view line) {
  LoggingCommand command;
  return ParseLoggingCommand(line, &command);
}

TEST(LoggingCommand, AreaEventPropertiesAndDataAreRead) {
  const LoggingCommand command = Parse("##vso[task.setvariable variable=x;isSecret=true]the value");
  EXPECT_EQ(command.Name(), "task.setvariable");
  EXPECT_EQ(*command.Find("variable"), "x");
  EXPECT_EQ(*command.Find("issecret"), "true");
  EXPECT_EQ(command.Find("other"), nullptr);
  EXPECT_EQ(command.data, "the value");
}

TEST(LoggingCommand, ThePrefixCountsAnywhereInTheLine) { EXPECT_EQ(Parse("12:00 ##vso[task.debug]x").data, "x"); }

TEST(LoggingCommand, ThePrefixIsCaseSensitive) {
  EXPECT_EQ(SyntaxOf("##VSO[task.debug]x"), CommandSyntax::kNone);
  EXPECT_EQ(SyntaxOf("## vso[task.debug]x"), CommandSyntax::kNone);
}

TEST(LoggingCommand, AreaEventAndKeysCompareWithoutCase) {
  const LoggingCommand command = Parse("##vso[Task.SetVariable VARIABLE=x]");
  EXPECT_EQ(command.Name(), "task.setvariable");
  EXPECT_EQ(*command.Find("variable"), "x");
}

TEST(LoggingCommand, TheInfoEndsAtTheFirstBracket) {
  const LoggingCommand command = Parse("##vso[task.setvariable variable=a]b;c=d]e");
  EXPECT_EQ(*command.Find("variable"), "a");
  EXPECT_EQ(command.data, "b;c=d]e");
}

TEST(LoggingCommand, WithoutBracketsOrWithAWrongNameItIsMalformed) {
  for (const char* line : {"##vso", "##vso task.debug", "##vso[task.debug", "##vso[task]x", "##vso[]x", "##vso[a.b.c]x",
                           "##vso[ task.debug]x"}) {
    EXPECT_EQ(SyntaxOf(line), CommandSyntax::kMalformed) << line;
  }
}

TEST(LoggingCommand, EmptyPartsOfTheNameAreDropped) { EXPECT_EQ(Parse("##vso[.task..debug.]x").Name(), "task.debug"); }

TEST(LoggingCommand, PropertiesSplitOnTheFirstEqualsAndEmptyOnesAreDropped) {
  const LoggingCommand command = Parse("##vso[task.x a=b=c;;=v;k=;novalue;d=1]");
  ASSERT_EQ(command.properties.size(), 2u);
  EXPECT_EQ(*command.Find("a"), "b=c");
  EXPECT_EQ(*command.Find("d"), "1");
}

TEST(LoggingCommand, KeysAreNotTrimmed) {
  const LoggingCommand command = Parse("##vso[task.setvariable variable=x; isSecret=true]v");
  EXPECT_EQ(command.Find("isSecret"), nullptr);
  EXPECT_NE(command.Find(" isSecret"), nullptr);
}

TEST(LoggingCommand, ALaterDuplicateWins) { EXPECT_EQ(*Parse("##vso[task.x a=1;A=2]").Find("a"), "2"); }

TEST(LoggingCommand, ValuesAndDataAreUnescaped) {
  const LoggingCommand command = Parse("##vso[task.x a=1%3B2%5D3]l1%0D%0Al2");
  EXPECT_EQ(*command.Find("a"), "1;2]3");
  EXPECT_EQ(command.data, "l1\r\nl2");
}

TEST(LoggingCommand, OnlyUpperCaseEscapesCountAndPercentComesLast) {
  EXPECT_EQ(UnescapeCommand("%3b%25%0a%5d"), "%3b%25%0a%5d");
  EXPECT_EQ(UnescapeCommand("%AZP253B"), "%3B");
  EXPECT_EQ(UnescapeCommand("%AZP25AZP25"), "%AZP25");
  EXPECT_EQ(UnescapeCommand("%%3B%"), "%;%");
}

TEST(LoggingCommand, DataMayBeEmptyAndHoldAnything) {
  EXPECT_EQ(Parse("##vso[task.debug]").data, "");
  const std::string line("##vso[task.debug]a\0\xff", 20);
  EXPECT_EQ(Parse(line).data, std::string("a\0\xff", 3));
}

}  // namespace
}  // namespace slipway
