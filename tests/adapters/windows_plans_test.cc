// Tasks for Windows machines: from inputs to the request of the program that sends them there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/built_in_tasks.h"
#include "adapters/task_inputs.h"
#include "adapters/windows_plans.h"

namespace slipway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::ordered_json;

constexpr char kCmdLine[] = "d9bafed4-0b18-4f58-968d-86655b4d2ce9";
constexpr char kBash[] = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b";
constexpr char kPowerShell[] = "e213ff0f-5d5c-4791-802d-52ea3e7be1f1";

class WindowsPlans : public ::testing::Test {
 protected:
  WindowsPlans() {
    folder_ = absl::StrCat(testing::TempDir(), "windows_plans_", getpid(), "_",
                           testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ + "/slipway_windows_task.py") << "x";
    machine_.set_name("iis1");
    machine_.set_platform(v1::MACHINE_PLATFORM_WINDOWS);
    machine_.mutable_ssh()->set_host("10.0.0.9");
    machine_.mutable_ssh()->set_user("deploy");
  }
  ~WindowsPlans() override { std::filesystem::remove_all(folder_); }

  absl::StatusOr<ProcessPlan> Plan(const char* id, const char* version, std::vector<std::pair<std::string, std::string>> inputs) {
    TaskInvocation invocation;
    invocation.task_id = id;
    invocation.version = version;
    invocation.display_name = "Deploy it";
    invocation.inputs = std::move(inputs);
    invocation.temp_directory = "/temp";
    invocation.unique_id = "token-1";
    WindowsPlaces& windows = invocation.windows.emplace();
    windows.machine = machine_;
    windows.endpoint = endpoint_;
    windows.work_folder = "C:\\slipway";
    windows.artifacts_directory = invocation.artifacts_directory = "C:\\slipway\\n\\a";
    windows.temp_directory = "C:\\slipway\\n\\t\\token-1";
    windows.environment = {{"MODE", "\"fast\" & 'loose' %x%\n"}};
    return BuiltInTasks(folder_ + "/slipway-runner", [](const std::string& name) { return absl::StrCat("/bin/", name); })
        .Plan(invocation);
  }
  Json Request(const ProcessPlan& plan) { return Json::parse(plan.files.at(0).content); }

  std::string folder_;
  v1::DeploymentTarget machine_;
  v1::ServiceEndpoint endpoint_;
};

TEST_F(WindowsPlans, APowerShellTaskBecomesARequestInAPrivateFileAndNothingOfItIsAnArgument) {
  const auto plan = Plan(kPowerShell, "2.*", {{"targetType", "inline"}, {"script", "Write-Host 's3cret'"}});
  ASSERT_TRUE(plan.ok()) << plan.status();
  const Json request = Request(*plan);
  EXPECT_EQ(request["kind"], "powershell");
  EXPECT_THAT(request["script"].get<std::string>(), HasSubstr("Write-Host 's3cret'\n"));
  EXPECT_EQ(request["directory"], "C:\\slipway\\n\\a");
  EXPECT_EQ(request["environment"][0][1], "\"fast\" & 'loose' %x%\n");
  EXPECT_EQ(plan->files[0].mode, 0600);
  EXPECT_THAT(absl::StrJoin(plan->argv, " "), Not(HasSubstr("s3cret")));
  EXPECT_TRUE(plan->environment.empty()) << "variables are for the script, not for the program that sends it";
  EXPECT_TRUE(plan->restricted_commands);
}

TEST_F(WindowsPlans, TheHostKeyMustBeKnownAndNobodyIsAsked) {
  const auto plan = Plan(kPowerShell, "2.*", {{"targetType", "inline"}, {"script", "1"}});
  ASSERT_TRUE(plan.ok()) << plan.status();
  const std::vector<std::string> argv = Request(*plan)["ssh"];
  EXPECT_THAT(argv, ::testing::IsSupersetOf({"BatchMode=yes", "StrictHostKeyChecking=yes", "ControlPath=none", "User=deploy"}));
  EXPECT_EQ(argv.back(), "10.0.0.9");
  EXPECT_EQ(argv[argv.size() - 2], "--");
}

TEST_F(WindowsPlans, InputsThatArePathsAreThoseOfWindows) {
  const struct {
    const char* given;
    const char* path;
  } kCases[] = {{"", "C:\\slipway\\n\\a"},          {"drop/x.ps1", "C:\\slipway\\n\\a\\drop\\x.ps1"},
                {"drop\\x", "C:\\slipway\\n\\a\\drop\\x"}, {"D:\\x y\\z", "D:\\x y\\z"},
                {"d:/x", "d:\\x"},                  {"\\\\server\\share\\x", "\\\\server\\share\\x"},
                {"//server/share", "\\\\server\\share"},   {"\\x", "\\x"}};
  for (const auto& one : kCases) EXPECT_EQ(WindowsPath("C:\\slipway\\n\\a", one.given), one.path) << one.given;
  EXPECT_EQ(WindowsPath("/srv/a", "b/c"), "/srv/a/b/c");
  const auto plan = Plan(kPowerShell, "2.*", {{"targetType", "filePath"}, {"filePath", "drop/it's.ps1"}, {"arguments", "-A 'b'"}});
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_THAT(Request(*plan)["script"].get<std::string>(), HasSubstr(". 'C:\\slipway\\n\\a\\drop\\it''s.ps1' -A 'b'"));
}

TEST_F(WindowsPlans, ScriptsForCmdAreNotRepeatedAndHaveItsEndsOfLines) {
  EXPECT_EQ(CmdFile("a"), "@echo off\r\na\r\n");
  EXPECT_EQ(CmdFile("a\nb\r\nc\n"), "@echo off\r\na\r\nb\r\nc\r\n\r\n");
  const auto plan = Plan(kCmdLine, "2.*", {{"script", "echo %MODE%"}, {"failOnStderr", "true"}, {"workingDirectory", "sub"}});
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(Request(*plan)["kind"], "cmd");
  EXPECT_EQ(Request(*plan)["script"], "@echo off\r\necho %MODE%\r\n");
  EXPECT_EQ(Request(*plan)["directory"], "C:\\slipway\\n\\a\\sub");
  EXPECT_TRUE(plan->fail_on_stderr);
}

TEST_F(WindowsPlans, OtherTasksSayWhatToDo) {
  for (const auto& [id, version] : {std::pair(kBash, "3.*"), {kCmdLine, "1.*"}}) {
    const auto plan = Plan(id, version, {{"script", "x"}, {"filename", "x"}});
    ASSERT_FALSE(plan.ok());
    EXPECT_EQ(plan.status().code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(plan.status().message()), HasSubstr("does not run on a Windows target; PowerShell 2.* and"));
  }
  EXPECT_EQ(Plan(kCmdLine, "2.*", {}).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(WindowsPlans, ThePasswordOfWinRmIsMaskedAndInTheFileOnly) {
  machine_.clear_ssh();
  machine_.mutable_winrm()->set_host("fe80::1");
  machine_.mutable_winrm()->set_service_endpoint("1");
  EXPECT_THAT(std::string(Plan(kCmdLine, "2.*", {{"script", "x"}}).status().message()), HasSubstr("no user name or no password"));
  (*endpoint_.mutable_parameters())["UserName"] = "WEB\\deploy";
  (*endpoint_.mutable_parameters())["password"] = "s3cret";
  const auto plan = Plan(kCmdLine, "2.*", {{"script", "x"}});
  ASSERT_TRUE(plan.ok()) << plan.status();
  const Json winrm = Request(*plan)["winrm"];
  EXPECT_EQ(winrm["endpoint"], "https://[fe80::1]:5986/wsman");
  EXPECT_EQ(winrm["transport"], "ntlm");
  EXPECT_EQ(winrm["password"], "s3cret");
  EXPECT_THAT(plan->secrets, ::testing::ElementsAre("s3cret"));
  EXPECT_THAT(absl::StrCat(absl::StrJoin(plan->argv, " "), absl::StrJoin(plan->log_header, " ")), Not(HasSubstr("s3cret")));
  machine_.mutable_winrm()->set_plain_http(true);
  EXPECT_EQ(Request(*Plan(kCmdLine, "2.*", {{"script", "x"}}))["winrm"]["endpoint"], "http://[fe80::1]:5985/wsman");
}

TEST_F(WindowsPlans, WorkFoldersHaveNothingThatAShellCouldRead) {
  for (const char* good : {"", "C:\\slipway", "d:\\Deploy Work\\a.b_c-d", "/srv/slipway"}) {
    machine_.mutable_ssh()->set_work_folder(good);
    EXPECT_TRUE(CheckWindowsMachine(machine_, "t").ok()) << good;
  }
  for (const char* bad : {"slipway", "C:", "C:\\", "C:slipway", "C:\\a\\..\\b", "C:\\a&b", "C:\\a%b%", "C:\\a'b", "C:\\a\"b", "C:\\a^",
                          "C:\\a!b", "C:\\a;b", "C:\\a$b", "C:\\a`b", "C:\\a\nb", "\\\\server\\share", "C:/a", "/a\\b", "/"}) {
    machine_.mutable_ssh()->set_work_folder(bad);
    EXPECT_EQ(CheckWindowsMachine(machine_, "t").code(), absl::StatusCode::kInvalidArgument) << bad;
  }
}

TEST_F(WindowsPlans, AConnectionIsExactlyOne) {
  EXPECT_TRUE(CheckWindowsMachine(machine_, "t").ok());
  machine_.mutable_winrm()->set_host("h");
  machine_.mutable_winrm()->set_service_endpoint("1");
  EXPECT_THAT(std::string(CheckWindowsMachine(machine_, "group.targets[0]").message()), HasSubstr("group.targets[0]: expected ssh or winrm"));
  machine_.clear_ssh();
  EXPECT_TRUE(CheckWindowsMachine(machine_, "t").ok());
  machine_.clear_winrm();
  EXPECT_FALSE(CheckWindowsMachine(machine_, "t").ok());
}

}  // namespace
}  // namespace slipway
