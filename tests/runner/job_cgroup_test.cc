// Where a process's own control group is, by what the kernel says of it.
#include "runner/job_cgroup.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace slipway {
namespace {

constexpr absl::string_view kUnified = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n";

TEST(OwnCgroup, IsBelowTheMountOfTheSecondVersion) {
  EXPECT_EQ(OwnCgroup(kUnified, "0::/user.slice/user-1000.slice/app.service\n"),
            "/sys/fs/cgroup/user.slice/user-1000.slice/app.service");
  EXPECT_EQ(OwnCgroup(kUnified, "0::/\n"), "/sys/fs/cgroup");
}

TEST(OwnCgroup, IsFoundBesideTheFirstVersion) {
  EXPECT_EQ(OwnCgroup("25 23 0:22 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
                      "31 23 0:27 / /sys/fs/cgroup/unified rw shared:9 - cgroup2 cgroup2 rw\n",
                      "2:cpu:/other\n0::/own\n"),
            "/sys/fs/cgroup/unified/own");
}

TEST(OwnCgroup, OfAContainerThatSeesAPartIsWithoutThatPart) {
  constexpr absl::string_view mount = "30 23 0:26 /machine/box /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
  EXPECT_EQ(OwnCgroup(mount, "0::/machine/box\n"), "/sys/fs/cgroup");
  EXPECT_EQ(OwnCgroup(mount, "0::/machine/box/inner\n"), "/sys/fs/cgroup/inner");
  EXPECT_EQ(OwnCgroup(mount, "0::/machine/boxes\n"), "");
  EXPECT_EQ(OwnCgroup(mount, "0::/elsewhere\n"), "");
}

TEST(OwnCgroup, OfAMountWithABlankInItsName) {
  EXPECT_EQ(OwnCgroup("30 23 0:26 / /sys/fs/c\\040g rw - cgroup2 cgroup2 rw\n", "0::/own\n"), "/sys/fs/c g/own");
}

TEST(OwnCgroup, IsNothingWhereThereIsNone) {
  EXPECT_EQ(OwnCgroup(kUnified, "2:cpu:/\n"), "");
  EXPECT_EQ(OwnCgroup("25 23 0:22 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n", "0::/own\n"), "");
  EXPECT_EQ(OwnCgroup(kUnified, "0::/../outside\n"), "") << "a group above what is mounted";
  EXPECT_EQ(OwnCgroup("", ""), "");
  EXPECT_EQ(OwnCgroup("a b - cgroup2 x", "0::/own"), "");
}

TEST(EndJobCgroup, TouchesNothingThatIsNotTheJobsOwnGroup) {
  const std::string folder = absl::StrCat(testing::TempDir(), "/slipway-not-a-group");
  std::filesystem::create_directory(folder);
  EndJobCgroup(folder, "another-job");
  EndJobCgroup(folder, "");
  EndJobCgroup(absl::StrCat(folder, "/../slipway-.."), "..");
  EXPECT_TRUE(std::filesystem::exists(folder));
  std::filesystem::remove(folder);
}

TEST(JobCgroups, TakeNoNameThatIsAPath) {
  JobCgroups groups(/*allowed=*/true);
  for (const char* name : {"", "..", "a/b", "../x", "a b"}) {
    EXPECT_EQ(groups.Enter(name), -1) << name;
    EXPECT_EQ(groups.PathOf(name), "") << name;
  }
}

TEST(JobCgroups, AreNotMadeWhenTheyAreNotAllowed) {
  JobCgroups groups(/*allowed=*/false);
  EXPECT_EQ(groups.Enter("vsts_1"), -1);
}

}  // namespace
}  // namespace slipway
