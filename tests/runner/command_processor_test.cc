#include "runner/command_processor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Sink : CommandSink {
  void AddIssue(bool is_error, absl::string_view text) override { (is_error ? errors : warnings).emplace_back(text); }
  void LogLine(absl::string_view text) override { lines.emplace_back(text); }
  void SetProgress(int percent, absl::string_view) override { progress.push_back(percent); }
  std::vector<std::string> errors, warnings, lines;
  std::vector<int> progress;
};

class Commands : public ::testing::Test {
 protected:
  bool Run(const std::string& line) {
    if (processor_ == nullptr) processor_ = std::make_unique<CommandProcessor>(policy_, &masker_, &sink_, &outcome_);
    return processor_->Consume(line);
  }
  // The line is swallowed, gives exactly two errors, and fails the step.
  void ExpectFails(const std::string& line, const std::string& reason) {
    sink_.errors.clear();
    outcome_.command_failed = false;
    EXPECT_TRUE(Run(line)) << line;
    EXPECT_TRUE(outcome_.command_failed) << line;
    ASSERT_THAT(sink_.errors, SizeIs(2)) << line;
    EXPECT_THAT(sink_.errors[1], HasSubstr(reason)) << line;
  }
  void ExpectFine(const std::string& line) {
    EXPECT_TRUE(Run(line)) << line;
    EXPECT_FALSE(outcome_.command_failed) << line;
    EXPECT_THAT(sink_.errors, IsEmpty()) << line;
  }

  CommandPolicy policy_;
  Masker masker_;
  Sink sink_;
  TaskOutcome outcome_;
  std::unique_ptr<CommandProcessor> processor_;
};

TEST_F(Commands, OrdinaryTextIsLeftAlone) {
  EXPECT_FALSE(Run("hello"));
  EXPECT_THAT(sink_.warnings, IsEmpty());
}

TEST_F(Commands, AnUnknownAreaIsAWarningAndSwallowsTheLine) {
  EXPECT_TRUE(Run("##vso[plugininternal.x]data"));
  EXPECT_THAT(sink_.warnings, SizeIs(1));
  EXPECT_FALSE(outcome_.command_failed);
}

TEST_F(Commands, AnUnknownEventOfAKnownAreaFailsTheStep) { ExpectFails("##vso[task.nosuch]x", "no such command"); }

TEST_F(Commands, CodeCoverageIsForBuildsOnly) {
  EXPECT_FALSE(Run("##vso[codecoverage.publish]")) << "the raw line is logged";
  EXPECT_TRUE(outcome_.command_failed);
  EXPECT_THAT(sink_.errors, SizeIs(1));
}

TEST_F(Commands, RestrictedModeIgnoresWhatIsNotOnItsList) {
  policy_.restricted = true;
  EXPECT_TRUE(Run("##vso[task.uploadfile]/etc/passwd"));
  EXPECT_TRUE(Run("##vso[release.updatereleasename]x"));
  EXPECT_THAT(sink_.warnings, SizeIs(2));
  EXPECT_FALSE(outcome_.command_failed);
  EXPECT_THAT(outcome_.commands, IsEmpty());
  ExpectFine("##vso[task.setvariable variable=a]1");
  ExpectFine("##vso[task.prependpath]/opt/bin");
  ExpectFine("##vso[telemetry.publish area=a;feature=b]{}");
  EXPECT_THAT(outcome_.variables, SizeIs(1));
}

TEST_F(Commands, SetVariableNeedsAName) { ExpectFails("##vso[task.setvariable]x", "'variable' is missing"); }

TEST_F(Commands, SetVariableKeepsTheLastValueUnderAnyCase) {
  ExpectFine("##vso[task.setvariable variable=a]1");
  ExpectFine("##vso[task.setvariable variable=b]");
  ExpectFine("##vso[task.setvariable variable=A]3%0A4");
  ASSERT_THAT(outcome_.variables, SizeIs(2));
  EXPECT_EQ(outcome_.variables[0].value, "3\n4");
  EXPECT_EQ(outcome_.variables[1].value, "");
}

TEST_F(Commands, OutputVariablesAreStoredUnderTheReferenceNameAndReadOnly) {
  policy_.step_reference_name = "build";
  ExpectFine("##vso[task.setvariable variable=x;isoutput=true]1");
  ASSERT_THAT(outcome_.variables, SizeIs(1));
  EXPECT_EQ(outcome_.variables[0].name, "build.x");
  EXPECT_TRUE(outcome_.variables[0].is_output);
  EXPECT_TRUE(outcome_.variables[0].is_read_only);
}

TEST_F(Commands, OutputVariablesNeedAReferenceName) {
  ExpectFails("##vso[task.setvariable variable=x;isoutput=true]1", "refName");
  EXPECT_THAT(outcome_.variables, IsEmpty());
}

TEST_F(Commands, OverwritingAReadOnlyVariableWarnsAndHappens) {
  ExpectFine("##vso[task.setvariable variable=x;isreadonly=true]1");
  ExpectFine("##vso[task.setvariable variable=x]2");
  EXPECT_THAT(sink_.warnings, SizeIs(1));
  EXPECT_EQ(outcome_.variables[0].value, "2");
  EXPECT_TRUE(outcome_.variables[0].is_read_only);
  ExpectFine("##vso[task.setvariable variable=System.TeamProject]y");
  EXPECT_THAT(sink_.warnings, SizeIs(2));
}

TEST_F(Commands, BooleansAreTrueOrFalseAndNothingElse) {
  ExpectFine("##vso[task.setvariable variable=x;isreadonly=1]v");
  EXPECT_FALSE(outcome_.variables[0].is_read_only);
}

TEST_F(Commands, ASecretWithALineBreakIsRefusedAndMasked) {
  policy_.seal_public_key = std::string(32, 'k');
  ExpectFails("##vso[task.setvariable variable=x;issecret=true]line-one%0Aline-two", "line breaks");
  EXPECT_EQ(masker_.Mask("line-two"), "***");
}

TEST_F(Commands, VariablesOfATaskAreBounded) {
  for (int i = 0; i < 17; ++i) {
    Run(absl::StrCat("##vso[task.setvariable variable=v", i, "]", std::string(1 << 20, 'x')));
  }
  EXPECT_TRUE(outcome_.command_failed);
  EXPECT_THAT(outcome_.variables, SizeIs(16));
}

TEST_F(Commands, ResultsMergeToTheWorst) {
  ExpectFine("##vso[task.complete result=Succeeded]");
  EXPECT_EQ(outcome_.completed_result, 0);
  ExpectFine("##vso[task.complete result=Failed]because");
  ExpectFine("##vso[task.complete result=Succeeded]fine after all");
  EXPECT_EQ(outcome_.completed_result, 2);
  EXPECT_EQ(outcome_.message, "because");
  ExpectFine("##vso[task.complete result=Canceled]");
  ExpectFine("##vso[task.complete result=Abandoned]");
  EXPECT_EQ(outcome_.completed_result, 3) << "what is worse than Failed stays";
}

TEST_F(Commands, ResultsAreNumbersOrExactNames) {
  ExpectFine("##vso[task.complete result=1]");
  EXPECT_EQ(outcome_.completed_result, 1);
  ExpectFails("##vso[task.complete result=Cancelled]", "unknown");
  ExpectFails("##vso[task.complete result=failed]", "unknown");
  ExpectFails("##vso[task.complete result=6]", "unknown");
  ExpectFails("##vso[task.complete]", "'result' is missing");
  EXPECT_EQ(outcome_.completed_result, 1);
}

TEST_F(Commands, DoneAcceptsItsThreeSpellings) {
  for (const char* done : {"1", "TRUE", "$true"}) {
    processor_ = nullptr;
    ExpectFine(absl::StrCat("##vso[task.complete result=Succeeded;done=", done, "]"));
    EXPECT_TRUE(processor_->done_requested()) << done;
  }
  processor_ = nullptr;
  ExpectFine("##vso[task.complete result=Succeeded;done=yes]");
  EXPECT_FALSE(processor_->done_requested());
}

TEST_F(Commands, ProgressIsClampedAndNeverFalls) {
  for (const char* value : {"10", "-5", "200", "50"})
    ExpectFine(absl::StrCat("##vso[task.setprogress value=", value, "]"));
  EXPECT_THAT(sink_.progress, ElementsAre(10, 10, 100, 100));
  ExpectFails("##vso[task.setprogress value=x]", "whole number");
}

TEST_F(Commands, IssuesHaveATypeAndMayNameTheirSource) {
  EXPECT_TRUE(Run("##vso[task.logissue type=error;sourcepath=a.cs;linenumber=3;columnnumber=7;code=CS1]boom"));
  EXPECT_TRUE(Run("##vso[task.issue type=Warning;sourcepath=b.cs]hm"));
  EXPECT_THAT(sink_.errors, ElementsAre("a.cs(3,7): error CS1: boom"));
  EXPECT_THAT(sink_.warnings, ElementsAre("b.cs(0,0): warning: hm"));
  EXPECT_FALSE(outcome_.command_failed);
  ExpectFails("##vso[task.logissue type=info]x", "error or warning");
  outcome_.command_failed = false;
  EXPECT_TRUE(Run("##vso[task.logissue]x"));
  EXPECT_FALSE(outcome_.command_failed);
  EXPECT_THAT(sink_.warnings, SizeIs(2));
}

TEST_F(Commands, SetSecretNeedsAValue) {
  ExpectFails("##vso[task.setsecret]", "missing");
  ExpectFails("##vso[task.settaskvariable issecret=true]hunter2", "'variable'");
  EXPECT_EQ(masker_.Mask("hunter2"), "***");
}

TEST_F(Commands, NoIssueRepeatsTheDataOfAFailedCommand) {
  ExpectFails("##vso[task.setvariable]hunter2", "missing");
  for (const std::string& error : sink_.errors) EXPECT_THAT(error, ::testing::Not(HasSubstr("hunter2")));
}

TEST_F(Commands, LogDetailChecksItsIdentity) {
  const std::string id = "12345678-1234-1234-1234-123456789ABC", other = "22345678-1234-1234-1234-123456789abc";
  ExpectFails("##vso[task.logdetail name=a;type=b]", "'id'");
  ExpectFails("##vso[task.logdetail id=1;name=a;type=b]", "GUID");
  ExpectFails("##vso[task.logdetail id=" + id + ";type=b]", "'name'");
  outcome_.command_failed = false;
  sink_.errors.clear();
  ExpectFine("##vso[task.logdetail id=" + id + ";name=a;type=b;state=Whatever]");
  ExpectFine("##vso[task.logdetail id=" + id + ";progress=50]");
  ExpectFine("##vso[task.logdetail id=" + other + ";parentid=" + id + ";name=a;type=b]");
  ExpectFails("##vso[task.logdetail id=" + id + ";parentid=" + other + "]", "parent");
  ExpectFails("##vso[task.logdetail id=" + id + ";parentid=32345678-1234-1234-1234-123456789abc]", "names no record");
}

TEST_F(Commands, TelemetryIsCheckedAndDropped) {
  ExpectFine("##vso[telemetry.publish area=TaskHub;feature=Bash]{\"a\": [1]}");
  ExpectFails("##vso[telemetry.publish area=TaskHub;feature=Bash]{oops", "JSON");
  ExpectFails("##vso[telemetry.publish area=TaskHub;feature=Bash][1]", "JSON");
  ExpectFails("##vso[telemetry.publish feature=Bash]{}", "'area'");
  ExpectFails("##vso[telemetry.publish area=a;feature=b]" + std::string(100000, '['), "JSON");
  EXPECT_THAT(outcome_.commands, IsEmpty());
}

TEST_F(Commands, FilesMustExistWhenTheyAreUploaded) {
  const std::string path = absl::StrCat(testing::TempDir(), "upload_", getpid());
  ExpectFails("##vso[task.uploadfile]" + path, "no file");
  ExpectFails("##vso[task.uploadsummary]", "missing");
  ExpectFails("##vso[task.addattachment type=a;name=b]" + path, "no file");
  std::ofstream(path) << "x";
  outcome_.command_failed = false;
  sink_.errors.clear();
  ExpectFine("##vso[task.uploadfile]" + path);
  ExpectFine("##vso[task.addattachment type=a;name=b]" + path);
  ExpectFails("##vso[task.addattachment type=a;name=b/c]" + path, "file names");
  ExpectFails("##vso[task.addattachment type=a]" + path, "'name'");
  EXPECT_THAT(outcome_.commands, SizeIs(2));
  remove(path.c_str());
}

TEST_F(Commands, WhatTheEngineCarriesOutIsRecordedMasked) {
  masker_.AddSecret("hunter2");
  ExpectFine("##vso[release.updatereleasename]Release-hunter2");
  ExpectFine("##vso[results.publish type=JUnit;resultFiles=a.xml,b.xml;mergeResults=true]");
  ExpectFine("##vso[build.addbuildtag]green");
  ExpectFine("##vso[artifact.associate artifactname=a;artifacttype=filepath]\\\\host\\share");
  ASSERT_THAT(outcome_.commands, SizeIs(4));
  EXPECT_EQ(outcome_.commands[0].name, "release.updatereleasename");
  EXPECT_EQ(outcome_.commands[0].data, "Release-***");
  EXPECT_EQ(outcome_.commands[1].properties[0].second, "JUnit");
  ExpectFails("##vso[release.updatereleasename] ", "missing");
  ExpectFails("##vso[results.publish type=JUnit]", "resultFiles");
  ExpectFails("##vso[results.publish type=JUnit;resultFiles=a;mergeResults=maybe]", "true or false");
  ExpectFails("##vso[artifact.associate artifactname=a;artifacttype=container]#/1/x", "filepath");
  ExpectFails("##vso[artifact.upload artifactname=a]/local", "UNC");
}

TEST_F(Commands, RecordsAreBounded) {
  for (int i = 0; i < 1001; ++i) Run("##vso[task.prependpath]/bin");
  EXPECT_THAT(outcome_.commands, SizeIs(1000));
  EXPECT_TRUE(outcome_.command_failed);
}

TEST_F(Commands, EndpointsOfTheJobCannotBeGuessed) {
  ExpectFails("##vso[task.setendpoint id=12345678-1234-1234-1234-123456789abc;field=authParameter;key=k]hunter2",
              "no endpoint");
  EXPECT_EQ(masker_.Mask("hunter2"), "***");
  outcome_.command_failed = false;
  sink_.errors.clear();
  ExpectFine("##vso[task.setendpoint id=00000000-0000-0000-0000-000000000000;field=url]http://x");
  EXPECT_THAT(sink_.warnings, SizeIs(1));
}

}  // namespace
}  // namespace slipway
