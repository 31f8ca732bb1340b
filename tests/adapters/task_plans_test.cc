// Built-in tasks: from the inputs of a definition to the process that runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/built_in_tasks.h"
#include "adapters/task_inputs.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kCmdLine[] = "D9BAFED4-0b18-4f58-968d-86655b4d2ce9";
constexpr char kBash[] = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b";
constexpr char kPowerShell[] = "e213ff0f-5d5c-4791-802d-52ea3e7be1f1";
constexpr char kPython[] = "6392f95f-7e76-4a18-b3c7-7f078d2f7700";
constexpr char kCopy[] = "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c";
constexpr char kDelete[] = "b7e8b412-0437-4065-9371-edc5881de25b";

class TaskPlans : public ::testing::Test {
 protected:
  TaskPlans() {
    artifacts_ = absl::StrCat(testing::TempDir(), "task_plans_", getpid(), "_",
                              testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(artifacts_);
    fs::create_directories(artifacts_ + "/app");
  }
  ~TaskPlans() override { fs::remove_all(artifacts_); }

  using Inputs = std::vector<std::pair<std::string, std::string>>;
  absl::StatusOr<ProcessPlan> TryPlan(const char* id, const char* version, Inputs inputs) {
    TaskInvocation invocation;
    invocation.task_id = id;
    invocation.version = version;
    invocation.display_name = "Deploy it";
    invocation.inputs = std::move(inputs);
    invocation.temp_directory = "/temp";
    invocation.artifacts_directory = artifacts_;
    invocation.unique_id = "token-1";
    return BuiltInTasks("/opt/slipway-runner",
                        [this](const std::string& name) {
                          return programs_.contains(name) ? absl::StrCat("/bin/", name) : std::string();
                        })
        .Plan(invocation);
  }
  ProcessPlan Plan(const char* id, const char* version, Inputs inputs) {
    auto plan = TryPlan(id, version, std::move(inputs));
    EXPECT_TRUE(plan.ok()) << plan.status();
    return plan.ok() ? *plan : ProcessPlan();
  }
  void ExpectError(const char* id, const char* version, Inputs inputs, absl::StatusCode code, const std::string& text) {
    auto plan = TryPlan(id, version, std::move(inputs));
    ASSERT_FALSE(plan.ok());
    EXPECT_EQ(plan.status().code(), code) << plan.status();
    EXPECT_THAT(std::string(plan.status().message()), HasSubstr(text));
  }
  std::string File(const std::string& name) {
    std::ofstream(artifacts_ + "/" + name) << "x";
    return artifacts_ + "/" + name;
  }

  std::set<std::string> programs_ = {"bash", "python", "python3", "pwsh"};
  std::string artifacts_;
};

TEST_F(TaskPlans, TheBannerNamesTheTask) {
  const ProcessPlan plan = Plan(kCmdLine, "2.*", {{"script", "echo hi"}});
  ASSERT_GT(plan.log_header.size(), 8u);
  EXPECT_EQ(plan.log_header[0], "##[section]Starting: Deploy it");
  EXPECT_EQ(plan.log_header[1], std::string(78, '='));
  EXPECT_EQ(plan.log_header[2], "Task         : Command Line");
  EXPECT_THAT(plan.log_header[3], StartsWith("Description  : "));
  EXPECT_EQ(plan.log_header[4], "Version      : 2.279.1");
  EXPECT_THAT(plan.log_header[5], StartsWith("Author       : "));
  EXPECT_THAT(plan.log_header[6], StartsWith("Help         : "));
  EXPECT_EQ(plan.log_header[7], std::string(78, '='));
}

TEST_F(TaskPlans, CmdLineRunsItsScriptWithAPlainBash) {
  const ProcessPlan plan = Plan(kCmdLine, "2.*", {{" SCRIPT ", "  echo 1\r\necho 2  "}, {"failOnStderr", "True"}});
  EXPECT_THAT(plan.argv, ElementsAre("/bin/bash", "--noprofile", "--norc", "/temp/token-1.sh"));
  ASSERT_THAT(plan.files, SizeIs(1));
  EXPECT_EQ(plan.files[0].path, "/temp/token-1.sh");
  EXPECT_EQ(plan.files[0].content, "echo 1\necho 2\n");
  EXPECT_EQ(plan.files[0].mode, 0600);
  EXPECT_TRUE(plan.fail_on_stderr);
  EXPECT_FALSE(plan.restricted_commands);
  EXPECT_EQ(plan.working_directory, artifacts_) << "an empty filePath input is the artifacts directory";
}

TEST_F(TaskPlans, OneLineScriptsAreShownUnlessTheyHoldACommand) {
  EXPECT_THAT(Plan(kCmdLine, "2", {{"script", "echo hi"}}).log_header, Contains("echo hi"));
  EXPECT_THAT(Plan(kCmdLine, "2", {{"script", "echo 1\necho 2"}}).log_header, Not(Contains(HasSubstr("echo"))));
  EXPECT_THAT(Plan(kCmdLine, "2", {{"script", "echo '##VSO[task.complete]'"}}).log_header,
              Not(Contains(HasSubstr("echo"))));
}

TEST_F(TaskPlans, AScriptThatIsAFileIsExecuted) {
  const std::string file = File("it's.sh");
  EXPECT_EQ(Plan(kCmdLine, "2", {{"script", file}}).files[0].content,
            absl::StrCat("exec '", artifacts_, "/it'\\''s.sh'\n"));
  EXPECT_EQ(Plan(kCmdLine, "2", {{"script", "it.sh"}}).files[0].content, "it.sh\n");
}

TEST_F(TaskPlans, CmdLineNeedsAScriptAndBash) {
  ExpectError(kCmdLine, "2.*", {}, absl::StatusCode::kInvalidArgument, "'script'");
  programs_.clear();
  ExpectError(kCmdLine, "2.*", {{"script", "x"}}, absl::StatusCode::kFailedPrecondition, "'bash'");
}

TEST_F(TaskPlans, CmdLineOfMajorOneRunsAProgram) {
  const ProcessPlan plan = Plan(
      kCmdLine, "1.*", {{"filename", "python"}, {"arguments", R"(-c "print 1"  a\"b "")"}, {"workingFolder", "app"}});
  EXPECT_THAT(plan.argv, ElementsAre("/bin/python", "-c", "print 1", "a\"b", ""));
  EXPECT_EQ(plan.working_directory, artifacts_ + "/app");
  EXPECT_THAT(Plan(kCmdLine, "1.*", {{"filename", "app/../run"}}).argv, ElementsAre(artifacts_ + "/run"));
  EXPECT_THAT(Plan(kCmdLine, "1.*", {{"filename", "/bin/true"}}).argv, ElementsAre("/bin/true"));
  ExpectError(kCmdLine, "1.*", {{"filename", "cmd"}}, absl::StatusCode::kFailedPrecondition, "'filename'");
  ExpectError(kCmdLine, "1.*", {}, absl::StatusCode::kInvalidArgument, "'filename'");
}

TEST_F(TaskPlans, BashRunsAFileWithItsArguments) {
  File("app/a b.sh");
  const ProcessPlan plan =
      Plan(kBash, "3.*", {{"filePath", "app/a b.sh"}, {"arguments", "--to $HOME"}, {"bashEnvValue", "~/.profile"}});
  EXPECT_THAT(plan.argv, ElementsAre("/bin/bash", "/temp/token-1.sh"));
  EXPECT_EQ(plan.files[0].content, absl::StrCat("exec bash '", artifacts_, "/app/a b.sh' --to $HOME\n"));
  EXPECT_THAT(plan.environment, ElementsAre(Pair("BASH_ENV", "~/.profile")));
}

TEST_F(TaskPlans, BashRunsInlineScriptsEmptyOnesToo) {
  const ProcessPlan plan = Plan(kBash, "3.*", {{"targetType", "Inline"}, {"script", "sleep 30"}, {"filePath", ""}});
  EXPECT_EQ(plan.files[0].content, "sleep 30\n");
  EXPECT_EQ(Plan(kBash, "3.*", {{"targetType", "inline"}}).files[0].content, "\n");
}

TEST_F(TaskPlans, ScriptFilesMustBeGivenAndExist) {
  ExpectError(kBash, "3.*", {}, absl::StatusCode::kInvalidArgument, "'filePath': a file is required");
  ExpectError(kBash, "3.*", {{"filePath", "app\\x.sh"}}, absl::StatusCode::kInvalidArgument, "separated by /");
  ExpectError(kBash, "2.*", {{"scriptPath", "app"}}, absl::StatusCode::kInvalidArgument,
              "'scriptPath': there is no file");
  ExpectError(kPython, "0.*", {{"scriptPath", "no.py"}}, absl::StatusCode::kInvalidArgument, "'scriptPath'");
}

TEST_F(TaskPlans, TheMajorDecidesBetweenShellScriptAndBash) {
  const BuiltInTasks tasks("/opt/slipway-runner");
  EXPECT_EQ(tasks.Find(kBash, "2.*")->name, "Shell script");
  EXPECT_EQ(tasks.Find(kBash, "*")->name, "Bash");
  EXPECT_EQ(tasks.Find(kBash, "")->version, "3.278.0");
  EXPECT_EQ(tasks.Find(kBash, "2.1.3")->version, "2.274.0");
  EXPECT_EQ(tasks.Find(kBash, "4.*").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(tasks.Find("00000000-0000-0000-0000-000000000000", "*").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(tasks.Find(kBash, "x.*").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(TaskPlans, ShellScriptsRunInTheirOwnFolderUnlessToldOtherwise) {
  const std::string file = File("app/run.sh");
  EXPECT_THAT(Plan(kBash, "2.*", {{"scriptPath", file}, {"args", "a 'b c'"}}).argv,
              ElementsAre("/bin/bash", file, "a", "'b", "c'"));
  EXPECT_EQ(Plan(kBash, "2.*", {{"scriptPath", file}}).working_directory, artifacts_ + "/app");
  EXPECT_EQ(Plan(kBash, "2.*", {{"scriptPath", file}, {"cwd", "/opt"}}).working_directory, "/opt");
  EXPECT_EQ(Plan(kBash, "2.*", {{"scriptPath", file}, {"disableAutoCwd", "true"}}).working_directory, artifacts_);
}

TEST_F(TaskPlans, PowerShellNeedsPowerShell) {
  programs_ = {"bash"};
  ExpectError(kPowerShell, "2.*", {{"targetType", "inline"}}, absl::StatusCode::kFailedPrecondition, "pwsh");
  programs_ = {"powershell"};
  EXPECT_EQ(Plan(kPowerShell, "2.*", {{"targetType", "inline"}}).argv[0], "/bin/powershell");
}

TEST_F(TaskPlans, PowerShellWritesAScriptWithItsPreferences) {
  const ProcessPlan plan =
      Plan(kPowerShell, "2.*", {{"targetType", "inline"}, {"script", "Get-Date"}, {"verbosePreference", "continue"}});
  EXPECT_THAT(plan.argv, ElementsAre("/bin/pwsh", "-NoLogo", "-NoProfile", "-NonInteractive", "-Command",
                                     ". '/temp/token-1.ps1'"));
  EXPECT_EQ(plan.files[0].content,
            "\xEF\xBB\xBF$ErrorActionPreference = 'stop'\n$VerbosePreference = 'continue'\n"
            "$ProgressPreference = 'silentlyContinue'\nGet-Date\n"
            "if (Test-Path -LiteralPath variable:\\LASTEXITCODE) { exit $LASTEXITCODE }\n");
  EXPECT_THAT(Plan(kPowerShell, "2", {{"targetType", "inline"}, {"ignoreLASTEXITCODE", "true"}}).files[0].content,
              Not(HasSubstr("LASTEXITCODE")));
  EXPECT_THAT(Plan(kPowerShell, "2", {{"targetType", "inline"}, {"showWarnings", "true"}}).files[0].content,
              HasSubstr("task.logissue type=warning"));
  EXPECT_EQ(Plan(kPowerShell, "2", {{"targetType", "inline"}, {"runScriptInSeparateScope", "true"}}).argv.back(),
            "& '/temp/token-1.ps1'");
}

TEST_F(TaskPlans, PowerShellFilesEndInPs1AndAreQuoted) {
  File("it's.ps1");
  File("run.txt");
  EXPECT_THAT(Plan(kPowerShell, "2.*", {{"filePath", "it's.ps1"}, {"arguments", "-Force"}}).files[0].content,
              HasSubstr(absl::StrCat(". '", artifacts_, "/it''s.ps1' -Force\n")));
  ExpectError(kPowerShell, "2.*", {{"filePath", "run.txt"}}, absl::StatusCode::kInvalidArgument, ".ps1");
  ExpectError(kPowerShell, "2.*", {{"targetType", "inline"}, {"errorActionPreference", "x'; rm -rf /"}},
              absl::StatusCode::kInvalidArgument, "'errorActionPreference'");
}

TEST_F(TaskPlans, PythonTakesPythonThenPython3WithAWord) {
  const Inputs inputs = {{"scriptSource", "inline"}, {"script", "print(1)"}, {"arguments", "a \"b c\""}};
  const ProcessPlan plan = Plan(kPython, "0.*", inputs);
  EXPECT_THAT(plan.argv, ElementsAre("/bin/python", "/temp/token-1.py", "a", "b c"));
  EXPECT_EQ(plan.files[0].content, "print(1)\n");
  programs_ = {"python3"};
  const ProcessPlan other = Plan(kPython, "0.*", inputs);
  EXPECT_EQ(other.argv[0], "/bin/python3");
  EXPECT_THAT(other.log_header, Contains(HasSubstr("'python3' is used instead")));
  programs_ = {};
  ExpectError(kPython, "0.*", inputs, absl::StatusCode::kFailedPrecondition, "'python3'");
}

TEST_F(TaskPlans, PythonTakesTheInterpreterThatIsNamed) {
  const std::string file = File("a.py");
  EXPECT_THAT(Plan(kPython, "0.*", {{"scriptPath", "a.py"}, {"pythonInterpreter", "/opt/py/bin/python"}}).argv,
              ElementsAre("/opt/py/bin/python", file));
  EXPECT_EQ(Plan(kPython, "0.*", {{"scriptPath", "a.py"}, {"pythonInterpreter", "python3"}}).argv[0], "/bin/python3");
  ExpectError(kPython, "0.*", {{"scriptPath", "a.py"}, {"pythonInterpreter", "pypy"}},
              absl::StatusCode::kFailedPrecondition, "'pythonInterpreter'");
}

TEST_F(TaskPlans, FileTasksRunAsRestrictedChildrenOfTheRunner) {
  const ProcessPlan plan = Plan(kCopy, "2.*", {{"SourceFolder", "app/"}, {"targetFolder", "out"}, {"Extra", "kept"}});
  EXPECT_THAT(plan.argv, ElementsAre("/opt/slipway-runner", "--task", "copyfiles"));
  EXPECT_TRUE(plan.restricted_commands);
  EXPECT_EQ(plan.working_directory, artifacts_);
  const std::map<std::string, std::string> environment(plan.environment.begin(), plan.environment.end());
  EXPECT_EQ(environment.at("INPUT_SOURCEFOLDER"), artifacts_ + "/app/");
  EXPECT_EQ(environment.at("INPUT_TARGETFOLDER"), "out") << "a plain string, not a path";
  EXPECT_EQ(environment.at("INPUT_CONTENTS"), "**");
  EXPECT_EQ(environment.at("INPUT_DELAYBETWEENRETRIES"), "1000");
  EXPECT_EQ(environment.at("INPUT_EXTRA"), "kept");
  EXPECT_THAT(Plan(kDelete, "1.*", {}).argv, ElementsAre("/opt/slipway-runner", "--task", "deletefiles"));
}

TEST_F(TaskPlans, FileTasksNeedTheirInputs) {
  ExpectError(kCopy, "2.*", {}, absl::StatusCode::kInvalidArgument, "'TargetFolder'");
  ExpectError(kCopy, "2.*", {{"TargetFolder", "x"}, {"Contents", " "}}, absl::StatusCode::kInvalidArgument,
              "'Contents'");
  ExpectError(kDelete, "1.*", {{"Contents", ""}}, absl::StatusCode::kInvalidArgument, "'Contents'");
}

TEST_F(TaskPlans, PathsAreRootedAndNormalised) {
  const auto cwd = [&](const std::string& value) {
    return Plan(kCmdLine, "2", {{"script", "x"}, {"workingDirectory", value}}).working_directory;
  };
  EXPECT_EQ(cwd(""), artifacts_);
  EXPECT_EQ(cwd("a/./b/../c"), artifacts_ + "/a/c");
  EXPECT_EQ(cwd("/x/../y"), "/y");
  EXPECT_EQ(cwd("  /x  "), "/x");
}

TEST_F(TaskPlans, TheSameInvocationGivesTheSamePlan) {
  const Inputs inputs = {{"TargetFolder", "x"}, {"b", "1"}, {"a", "2"}};
  EXPECT_EQ(Plan(kCopy, "2", inputs).environment, Plan(kCopy, "2", inputs).environment);
}

TEST(SplitArguments, BlanksSplitAndQuotesGroup) {
  EXPECT_THAT(SplitArguments(""), IsEmpty());
  EXPECT_THAT(SplitArguments("  a\tb  "), ElementsAre("a", "b"));
  EXPECT_THAT(SplitArguments(R"(a"b c"d)"), ElementsAre("ab cd"));
  EXPECT_THAT(SplitArguments(R"(C:\x \"q\")"), ElementsAre("C:\\x", "\"q\""));
  EXPECT_THAT(SplitArguments("\"open end"), ElementsAre("open end"));
}

}  // namespace
}  // namespace slipway
