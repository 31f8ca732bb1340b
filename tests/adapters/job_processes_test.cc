// What tasks of a job leave running, and what becomes of it when the job ends (task-contract 6.6).
#include <signal.h>
#include <unistd.h>

#include <filesystem>

#include "absl/strings/numbers.h"
#include "runner/job_cgroup.h"
#include "tests/adapters/process_runner_fixture.h"

namespace slipway {
namespace {

class JobProcesses : public testing::Test {
 protected:
  JobProcesses()
      : job_(absl::StrCat("vsts_", ::getpid(), "-", testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fixture_.Open(&observer_);
  }
  ~JobProcesses() override {
    for (const char* name : {"left", "kept"}) {
      if (const int pid = Pid(name); pid > 1) ::kill(pid, SIGKILL);
    }
    // Of one that has survived; refused until it is dead.
    Eventually([&] { return ::rmdir(GroupPath().c_str()) == 0 || !GroupIsThere(); });
  }

  ProcessRequest OfJob(const std::string& token, const std::string& script) {
    ProcessRequest request = fixture_.Script(token, script);
    request.job = job_;
    request.environment.emplace_back("VSTS_PROCESS_LOOKUP_ID", job_);
    return request;
  }
  // Starts `sleep` in a session of its own, where the group of the task does not reach it, and notes its pid.
  static std::string Sleeper(const std::string& file, const std::string& prefix = "") {
    return absl::StrCat(prefix, " setsid sh -c 'echo $$ > ", file, "; exec sleep 1000' >/dev/null 2>&1 </dev/null & ",
                        "while [ ! -s ", file, " ]; do sleep 0.01; done; ");
  }
  int Pid(const std::string& file) {
    int pid = 0;
    return absl::SimpleAtoi(ReadFile(fixture_.Path(file)), &pid) ? pid : 0;
  }
  bool Grouped() {
    JobCgroups groups(/*allowed=*/true);
    const std::string probe = absl::StrCat("probe-", job_);
    const bool can = groups.Enter(probe) >= 0;
    groups.End(probe);
    return can;
  }
  std::string GroupPath() {
    JobCgroups groups(/*allowed=*/true);
    const std::string probe = absl::StrCat("probe-", job_);
    groups.Enter(probe);
    const std::string parent = std::filesystem::path(groups.PathOf(probe)).parent_path();
    groups.End(probe);
    return absl::StrCat(parent, "/slipway-", job_);
  }
  bool GroupIsThere() { return std::filesystem::exists(GroupPath()); }

  const std::string job_;
  ProcessRunnerFixture fixture_;
  RecordingObserver observer_;
};

TEST_F(JobProcesses, WhatLeftTheSessionEndsWithTheJobNotWithTheTask) {
  if (!Grouped()) GTEST_SKIP() << "not run: this user may make no control group here";
  ASSERT_TRUE(fixture_.host().Start(OfJob("t1", Sleeper("left"))).ok());
  observer_.AwaitFinished("t1");
  ASSERT_GT(Pid("left"), 1);
  EXPECT_FALSE(ProcessIsGone(Pid("left"))) << "the next task of the job may need it";

  ASSERT_TRUE(fixture_.host().EndJob(job_).ok());

  EXPECT_TRUE(Eventually([&] { return ProcessIsGone(Pid("left")); }));
  EXPECT_TRUE(Eventually([&] { return !GroupIsThere(); }));
}

TEST_F(JobProcesses, WhatClearsTheNameSurvivesOnPurpose) {
  ASSERT_TRUE(fixture_.host()
                  .Start(OfJob("t1", absl::StrCat(Sleeper("left"), Sleeper("kept", "VSTS_PROCESS_LOOKUP_ID="))))
                  .ok());
  observer_.AwaitFinished("t1");
  ASSERT_TRUE(fixture_.host().EndJob(job_).ok());
  if (Grouped()) {
    EXPECT_TRUE(Eventually([&] { return ProcessIsGone(Pid("left")); }));
  }
  // The runner handles what it is told in order.
  ASSERT_TRUE(fixture_.host().Start(fixture_.Script("t2", "true")).ok());
  observer_.AwaitFinished("t2");
  ASSERT_GT(Pid("kept"), 1);
  EXPECT_FALSE(ProcessIsGone(Pid("kept")));
  const std::string state = ReadFile(absl::StrCat("/proc/", Pid("kept"), "/stat"));
  EXPECT_EQ(state.substr(state.rfind(')') + 2, 1), "S") << "it is not left frozen";
}

TEST_F(JobProcesses, WithoutControlGroupsTheGroupOfTheProcessIsLookedAt) {
  fixture_.options().runner_arguments = {"--no-cgroups"};
  fixture_.Open(&observer_);
  ASSERT_TRUE(fixture_.host()
                  .Start(OfJob("t1",
                               "sh -c 'echo $$ > left; exec sleep 1000' >/dev/null 2>&1 & "
                               "while [ ! -s left ]; do sleep 0.01; done"))
                  .ok());
  observer_.AwaitFinished("t1");
  ASSERT_GT(Pid("left"), 1);
  EXPECT_FALSE(GroupIsThere());

  ASSERT_TRUE(fixture_.host().EndJob(job_).ok());

  EXPECT_TRUE(Eventually([&] { return ProcessIsGone(Pid("left")); }));
}

TEST_F(JobProcesses, OfAKilledRunnerEndWhenTheNextOneTakesOver) {
  if (!Grouped()) GTEST_SKIP() << "not run: this user may make no control group here";
  ASSERT_TRUE(fixture_.host()
                  .Start(OfJob("t1", absl::StrCat("echo $PPID > runner; ", Sleeper("left"), "exec sleep 1000")))
                  .ok());
  ASSERT_TRUE(Eventually([&] { return Pid("left") > 1; }));

  ::kill(Pid("runner"), SIGKILL);

  observer_.AwaitFinished("t1");
  EXPECT_TRUE(Eventually([&] { return ProcessIsGone(Pid("left")); }));
  EXPECT_TRUE(Eventually([&] { return !GroupIsThere(); }));
}

TEST_F(JobProcesses, AThousandThatGoOnForkingEnd) {
  if (!Grouped()) GTEST_SKIP() << "not run: this user may make no control group here";
  ASSERT_TRUE(fixture_.host()
                  .Start(OfJob("t1",
                               // Each is replaced by a child in a session of its own, again and again.
                               "cat > again <<'END'\nsetsid sh ./again </dev/null >/dev/null 2>&1 & \nEND\n"
                               "for i in 1 2 3 4 5 6 7 8; do setsid sh ./again </dev/null >/dev/null 2>&1 & done; "
                               "for i in $(seq 500); do setsid sleep 1000 </dev/null >/dev/null 2>&1 & done"))
                  .ok());
  observer_.AwaitFinished("t1");
  ASSERT_TRUE(fixture_.host().EndJob(job_).ok());
  EXPECT_TRUE(Eventually([&] { return !GroupIsThere(); })) << "a group goes when nobody is in it";
}

}  // namespace
}  // namespace slipway
