#include "runner/task_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runner/utf8.h"

namespace slipway {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class TaskOutputTest : public ::testing::Test {
 protected:
  TaskOutputTest() {
    EXPECT_GE(sodium_init(), 0);
    public_key_.resize(crypto_box_PUBLICKEYBYTES);
    secret_key_.resize(crypto_box_SECRETKEYBYTES);
    crypto_box_keypair(Bytes(public_key_), Bytes(secret_key_));
    folder_ = absl::StrCat(testing::TempDir(), "task_output_", getpid(), "_",
                           testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    options_.log_path = folder_ + "/deep/er/task.log";
    options_.now = [] { return absl::FromUnixSeconds(1700000000) + absl::Nanoseconds(1234500); };
    options_.seal_public_key = public_key_;
    options_.step_reference_name = "step1";
  }
  ~TaskOutputTest() override { std::filesystem::remove_all(folder_); }

  static unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

  void Open() {
    auto output = TaskOutput::Open(options_);
    ASSERT_TRUE(output.ok()) << output.status();
    output_ = *std::move(output);
  }
  const TaskOutcome& Run(absl::string_view text, bool is_stderr = false) {
    Open();
    output_->Write(is_stderr, text);
    output_->Finish();
    return output_->outcome();
  }
  std::string File() {
    std::ifstream in(options_.log_path, std::ios::binary);
    std::stringstream content;
    content << in.rdbuf();
    return content.str();
  }
  // The log's lines without their times.
  std::vector<std::string> Log() {
    std::vector<std::string> lines;
    for (absl::string_view line : absl::StrSplit(File(), '\n')) {
      if (!line.empty()) lines.emplace_back(line.substr(29));
    }
    return lines;
  }
  std::string Unseal(std::string sealed) {
    if (sealed.size() < crypto_box_SEALBYTES) return "<not sealed>";
    std::string plain(sealed.size() - crypto_box_SEALBYTES, '\0');
    if (crypto_box_seal_open(Bytes(plain), Bytes(sealed), sealed.size(), Bytes(public_key_), Bytes(secret_key_)) != 0) {
      return "<cannot be opened>";
    }
    return plain;
  }

  std::string public_key_, secret_key_, folder_;
  TaskOutputOptions options_;
  std::unique_ptr<TaskOutput> output_;
};

// --- The log file

TEST_F(TaskOutputTest, EveryLineCarriesUtcTimeWithSevenDigits) {
  Run("hello\n");
  EXPECT_EQ(File(), "2023-11-14T22:13:20.0012345Z hello\n");
}

TEST_F(TaskOutputTest, TheHeaderComesFirstAndIsMaskedToo) {
  options_.header = {"##[section]Starting: deploy hunter2", "==="};
  options_.secrets = {"hunter2"};
  Run("x\n");
  EXPECT_THAT(Log(), ElementsAre("##[section]Starting: deploy ***", "===", "x"));
}

TEST_F(TaskOutputTest, WhatWasWrittenIsInTheFileBeforeTheNextWrite) {
  Open();
  output_->Write(false, "one\ntw");
  EXPECT_THAT(Log(), ElementsAre("one"));
  EXPECT_EQ(output_->bytes(), static_cast<int64_t>(File().size()));
  output_->Write(false, "o\n");
  EXPECT_THAT(Log(), ElementsAre("one", "two"));
}

TEST_F(TaskOutputTest, FinishTakesThePartialLinesOfBothStreams) {
  Open();
  output_->Write(false, "out");
  output_->Write(true, "err");
  EXPECT_THAT(Log(), IsEmpty());
  output_->Finish();
  output_->Write(false, "too late\n");
  EXPECT_THAT(Log(), ElementsAre("out", "err"));
  EXPECT_EQ(output_->outcome().log_lines, 2);
}

TEST_F(TaskOutputTest, BlankLinesAreKept) {
  EXPECT_EQ(Run("a\n\nb\n").log_lines, 3);
  EXPECT_THAT(File(), HasSubstr("Z \n"));
}

TEST_F(TaskOutputTest, AnExistingLogIsContinued) {
  Run("first\n");
  Run("second\n");
  EXPECT_THAT(Log(), ElementsAre("first", "second"));
  EXPECT_EQ(output_->bytes(), static_cast<int64_t>(File().size()));
}

TEST_F(TaskOutputTest, WithoutALogPathTheOutcomeIsTheSame) {
  options_.log_path.clear();
  EXPECT_THAT(Run("##vso[task.setvariable variable=a]1\nx\n").variables, SizeIs(1));
}

TEST_F(TaskOutputTest, ALogThatCannotBeOpenedIsAnErrorThatNamesIt) {
  options_.log_path = "/proc/no/such/log";
  auto output = TaskOutput::Open(options_);
  ASSERT_FALSE(output.ok());
  EXPECT_THAT(std::string(output.status().message()), HasSubstr("/proc/no/such/log"));
}

TEST_F(TaskOutputTest, AFullDiskIsOneIssueAndTheTaskGoesOn) {
  options_.log_path = "/dev/full";
  Open();
  for (int i = 0; i < 5; ++i) output_->Write(false, "some text\n");
  output_->Write(false, "##vso[task.setvariable variable=a]1\n");
  output_->Finish();
  EXPECT_THAT(output_->outcome().variables, SizeIs(1));
  ASSERT_THAT(output_->outcome().issues, SizeIs(1));
  EXPECT_TRUE(output_->outcome().issues[0].is_error);
  EXPECT_THAT(output_->outcome().issues[0].message, HasSubstr("/dev/full"));
}

TEST_F(TaskOutputTest, NulBytesStayAndInvalidUtf8BecomesReplacementCharacters) {
  Run(std::string("a\0b\xff\xc3(\xed\xa0\x80 ok \xc3\xb6\n", 17));
  const std::string line = Log().at(0);
  EXPECT_THAT(line, StartsWith(std::string("a\0b\xEF\xBF\xBD", 6)));
  EXPECT_THAT(line, EndsWith("ok \xc3\xb6"));
  EXPECT_EQ(ValidUtf8Prefix(line), line.size());
}

// --- Masking

TEST_F(TaskOutputTest, ASecretSplitOverTwoWritesIsHidden) {
  options_.secrets = {"correct horse"};
  Open();
  output_->Write(false, "pass: correct ");
  output_->Write(true, "other stream\n");
  output_->Write(false, "horse!\n");
  EXPECT_THAT(Log(), ElementsAre("other stream", "pass: ***!"));
}

// Whole lines are taken at once where that is the same; byte by byte is the slow, obvious way.
TEST_F(TaskOutputTest, HoweverTheOutputIsCutTheLogIsTheSame) {
  options_.secrets = {"hunter2", "two\nlines of it", "\xC3", "//"};
  const std::vector<std::string> words = {
      "plain text",   "hunter2", "two\nlines of it", "lines of it", "\n", "\n", "\n",          "\r\n", "\r",
      "http://u:pw@h", "https://user:", "pass@x",  "caf\xC3\xA9",   "\xFF", "##[section]x", "##vso[task.debug]d",
      "##vso[task.setvariable variable=s;issecret=true]fresh secret", "fresh secret", "##vso[oops", ""};
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) {
      absl::StrAppend(&text, words[random() % words.size()], random() % 3 == 0 ? "\n" : "");
    }
    const auto run = [&](const std::function<size_t()>& next) {
      std::filesystem::remove_all(folder_);
      Open();
      for (size_t at = 0; at < text.size();) {
        const size_t size = std::min(next(), text.size() - at);
        output_->Write(false, absl::string_view(text).substr(at, size));
        at += size;
      }
      output_->Finish();
      return absl::StrCat(File(), "\n", output_->outcome().log_lines, " lines, ", output_->outcome().warning_count);
    };
    const std::string slow = run([] { return size_t{1}; });
    ASSERT_EQ(run([&] { return text.size(); }), slow) << text;
    ASSERT_EQ(run([&] { return 1 + random() % 60; }), slow) << text;
  }
}

TEST_F(TaskOutputTest, ASecretRegisteredMidStreamIsHiddenFromThenOn) {
  Run("hunter2\n##vso[task.setsecret]hunter2\nhunter2 aHVudGVyMg==\n");
  EXPECT_THAT(Log(), ElementsAre("hunter2", "*** ***"));
}

TEST_F(TaskOutputTest, IssuesAreMaskedIncludingTheHosts) {
  options_.secrets = {"hunter2"};
  Open();
  output_->Write(false, "##vso[task.logissue type=error]login with hunter2 failed\n");
  output_->AddIssue(true, "exit code of hunter2");
  EXPECT_EQ(output_->outcome().issues[0].message, "login with *** failed");
  EXPECT_EQ(output_->outcome().issues[1].message, "exit code of ***");
  EXPECT_THAT(Log(), ElementsAre("##[error]login with *** failed", "##[error]exit code of ***"));
}

TEST_F(TaskOutputTest, SecretsAtTheBordersOfALongLineNeverSlipThrough) {
  // Given a line of several pieces that is made of secrets and filler, so that every border meets some secret.
  options_.secrets = {"SECRET-ONE-0123456789", "SECRET-TWO-ABCDEFGHIJKLMNOP", "0123456789SECRET"};
  std::mt19937 random(11);
  std::string line;
  while (line.size() < 5 * TaskOutput::kMaxLine) {
    switch (random() % 4) {
      case 0:
        line += "SECRET-ONE-0123456789";
        break;
      case 1:
        line += "SECRET-TWO-ABCDEFGHIJKLMNOP";
        break;
      case 2:
        line += "SECRET-ONE-0123456789SECRET";
        break;
      default:
        line += std::string(random() % 20, '.');
    }
  }
  Open();
  for (size_t at = 0; at < line.size(); at += 65536) output_->Write(false, line.substr(at, 65536));
  output_->Write(false, "\n");
  // Then what is logged holds nothing but filler and stars, and all of the filler.
  std::string joined;
  for (const std::string& piece : Log()) {
    if (!absl::StartsWith(piece, "##[warning]")) joined += piece;
  }
  EXPECT_EQ(joined.find_first_not_of(".*"), std::string::npos);
  EXPECT_EQ(std::count(joined.begin(), joined.end(), '.'), std::count(line.begin(), line.end(), '.'));
}

TEST_F(TaskOutputTest, AHundredMegabytesInOneLineAreLoggedInPiecesInBoundedMemory) {
  Open();
  const std::string chunk(1 << 16, 'x');
  struct rusage before, after;
  getrusage(RUSAGE_SELF, &before);
  for (int i = 0; i < 1600; ++i) output_->Write(false, chunk);
  output_->Finish();
  getrusage(RUSAGE_SELF, &after);
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 32 * 1024);
  EXPECT_EQ(output_->outcome().warning_count, 1);
  EXPECT_THAT(output_->outcome().issues[0].message, HasSubstr("longer than 1 MiB"));
  EXPECT_GT(output_->bytes(), 1600 << 16);
  EXPECT_EQ(output_->bytes(), static_cast<int64_t>(std::filesystem::file_size(options_.log_path)));
}

TEST_F(TaskOutputTest, ACommandThatIsTooLongFailsTheStepAndIsNotLogged) {
  Open();
  output_->Write(false, "##vso[task.setvariable variable=big;issecret=true]");
  for (int i = 0; i < 40; ++i) output_->Write(false, std::string(1 << 16, 'S'));
  output_->Write(false, "\nafter\n");
  EXPECT_TRUE(output_->outcome().command_failed);
  EXPECT_THAT(output_->outcome().issues[1].message, HasSubstr("task.setvariable: the line is longer than 1 MiB"));
  EXPECT_THAT(File(), Not(HasSubstr("SSSS")));
  EXPECT_THAT(Log().back(), "after");
}

TEST_F(TaskOutputTest, ACommandAfterAMegabyteOfTextStillCounts) {
  EXPECT_THAT(Run(std::string(TaskOutput::kMaxLine - 3, 'x') + "##vso[task.setvariable variable=a]1\n").variables,
              SizeIs(1));
  EXPECT_THAT(Run(std::string(TaskOutput::kMaxLine - 9000, 'x') + "##vso[task.setvariable variable=a]" +
                  std::string(20000, 'v') + "\n")
                  .variables,
              SizeIs(1));
}

// --- Commands

TEST_F(TaskOutputTest, BothStreamsCarryCommandsAndConsumedOnesAreNotLogged) {
  Open();
  output_->Write(false, "##vso[task.setvariable variable=a]1\n");
  output_->Write(true, "##vso[task.setvariable variable=b]2\n");
  EXPECT_THAT(Log(), IsEmpty());
  ASSERT_THAT(output_->outcome().variables, SizeIs(2));
  EXPECT_EQ(output_->outcome().variables[1].name, "b");
  EXPECT_FALSE(output_->outcome().stderr_seen);
}

TEST_F(TaskOutputTest, DebugLinesAreKeptOnlyInDebugMode) {
  Run("##vso[task.debug]details\n");
  EXPECT_THAT(Log(), IsEmpty());
  options_.debug = true;
  Run("##vso[task.debug]details\n##vso[task.setvariable variable=a]x%3By\n");
  EXPECT_THAT(Log(), ElementsAre("##[debug]details", "##[debug]Processed: ##vso[task.setvariable variable=a]x;y"));
}

TEST_F(TaskOutputTest, TheDebugEchoOfASecretIsMasked) {
  options_.debug = true;
  Run("##vso[task.setvariable variable=a;issecret=true]hunter2\n");
  EXPECT_THAT(File(), Not(HasSubstr("hunter2")));
}

TEST_F(TaskOutputTest, AnIssueOfSeveralLinesIsOneIssueAndSeveralLogLines) {
  const TaskOutcome& outcome = Run("##vso[task.logissue type=warning]first%0D%0Asecond\n");
  EXPECT_EQ(outcome.issues[0].message, "first\r\nsecond");
  EXPECT_THAT(Log(), ElementsAre("##[warning]first", "second"));
  EXPECT_EQ(outcome.log_lines, 2);
}

TEST_F(TaskOutputTest, TenErrorsAndTenWarningsAreKeptAndAllAreCounted) {
  std::string text;
  for (int i = 0; i < 15; ++i) text += "##vso[task.logissue type=error]e\n##vso[task.logissue type=warning]w\n";
  const TaskOutcome& outcome = Run(text);
  EXPECT_THAT(outcome.issues, SizeIs(20));
  EXPECT_EQ(outcome.error_count, 15);
  EXPECT_EQ(outcome.warning_count, 15);
  EXPECT_FALSE(outcome.command_failed);
  EXPECT_FALSE(outcome.completed_result.has_value()) << "an error issue alone does not fail a step";
}

TEST_F(TaskOutputTest, AHugeIssueIsShortened) {
  const TaskOutcome& outcome = Run("##vso[task.logissue type=error]" + std::string(100000, 'e') + "\n");
  EXPECT_EQ(outcome.issues[0].message.size(), 8192u);
}

TEST_F(TaskOutputTest, SecretVariablesLeaveSealed) {
  const TaskOutcome& outcome = Run("##vso[task.setvariable variable=pw;issecret=TRUE]hunter2\npw is hunter2\n");
  ASSERT_THAT(outcome.variables, SizeIs(1));
  EXPECT_TRUE(outcome.variables[0].is_secret);
  EXPECT_THAT(outcome.variables[0].value, Not(HasSubstr("hunter2")));
  EXPECT_EQ(Unseal(outcome.variables[0].value), "hunter2");
  EXPECT_THAT(Log(), ElementsAre("pw is ***"));
}

TEST_F(TaskOutputTest, OnceSecretAlwaysSecret) {
  const TaskOutcome& outcome =
      Run("##vso[task.setvariable variable=pw;issecret=true]hunter2\n##vso[task.setvariable "
          "variable=PW]swordfish\nswordfish\n");
  ASSERT_THAT(outcome.variables, SizeIs(1));
  EXPECT_TRUE(outcome.variables[0].is_secret);
  EXPECT_EQ(Unseal(outcome.variables[0].value), "swordfish");
  EXPECT_THAT(Log(), ElementsAre("***"));
}

TEST_F(TaskOutputTest, WithoutASealingKeyASecretVariableFailsAndIsStillMasked) {
  options_.seal_public_key.clear();
  const TaskOutcome& outcome = Run("##vso[task.setvariable variable=pw;issecret=true]hunter2\nhunter2\n");
  EXPECT_TRUE(outcome.command_failed);
  EXPECT_THAT(outcome.variables, IsEmpty());
  EXPECT_THAT(outcome.issues[1].message, HasSubstr("without a key"));
  EXPECT_THAT(File(), Not(HasSubstr("hunter2")));
}

TEST_F(TaskOutputTest, FailOnStderrMakesStderrLinesErrorsAndTheResultFailed) {
  options_.fail_on_stderr = true;
  const TaskOutcome& outcome = Run("bad\n\n##vso[task.complete result=Succeeded]\n", true);
  EXPECT_EQ(outcome.completed_result, 2);
  EXPECT_THAT(outcome.message, HasSubstr("standard error"));
  EXPECT_EQ(outcome.error_count, 1);
  EXPECT_THAT(Log(), ElementsAre("##[error]bad", ""));
}

TEST_F(TaskOutputTest, StderrAloneFailsNothing) {
  const TaskOutcome& outcome = Run("bad\n", true);
  EXPECT_TRUE(outcome.stderr_seen);
  EXPECT_FALSE(outcome.completed_result.has_value());
  EXPECT_EQ(outcome.error_count, 0);
}

TEST_F(TaskOutputTest, DoneAndProgressReachTheHost) {
  options_.secrets = {"hunter2"};
  Open();
  std::vector<std::string> seen;
  output_->on_progress = [&](int percent, const std::string& operation) {
    seen.push_back(absl::StrCat(percent, operation));
  };
  output_->Write(false, "##vso[task.setprogress value=50]half hunter2\n##vso[task.setprogress value=20]back\n");
  EXPECT_FALSE(output_->done_requested());
  output_->Write(false, "##vso[task.complete result=Succeeded;done=1]fin\n");
  EXPECT_TRUE(output_->done_requested());
  EXPECT_THAT(seen, ElementsAre("50half ***", "50back", "100fin"));
}

TEST_F(TaskOutputTest, AMalformedCommandIsAWarningAndTheRawLineIsLogged) {
  const TaskOutcome& outcome = Run("##vso[task.debug oops\n");
  EXPECT_EQ(outcome.warning_count, 1);
  EXPECT_FALSE(outcome.command_failed);
  EXPECT_THAT(Log(), Contains("##vso[task.debug oops"));
}

TEST_F(TaskOutputTest, AMalformedLineThatSeemsToHoldASecretIsNotLoggedWhole) {
  Run("##vso[task.setsecret hunter2\n##vso[task.setvariable variable=a;isSecret=true hunter2\n##vso[task.setsecret\n");
  EXPECT_THAT(File(), Not(HasSubstr("hunter2")));
  EXPECT_THAT(Log(), Contains("##vso[task.setsecret ***"));
}

}  // namespace
}  // namespace slipway
