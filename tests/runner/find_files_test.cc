// Patterns of inputs over real folders.
#include "runner/find_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FindFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = absl::StrCat(testing::TempDir(), "find [", getpid(), "] ",
                         testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(root_);
    for (const char* file : {"w/a.zip", "w/sub/b.zip", "w/sub/c.txt", "w/x!/d.zip", "other/e.zip"}) {
      fs::create_directories((fs::path(root_) / file).parent_path());
      std::ofstream(fs::path(root_) / file) << "x";
    }
  }
  void TearDown() override { fs::remove_all(root_); }
  std::vector<std::string> Find(const std::string& patterns) {
    std::string problem;
    std::vector<std::string> found;
    for (const std::string& file : FindFiles(root_ + "/w", patterns, &problem)) {
      found.push_back(fs::path(file).lexically_relative(root_).string());
    }
    EXPECT_EQ(problem, "");
    return found;
  }
  std::string root_;
};

TEST_F(FindFilesTest, GivenRelativePatternsThenTheyAreBelowTheRootWhateverItsName) {
  EXPECT_THAT(Find("**/*.zip"), ElementsAre("w/a.zip", "w/sub/b.zip", "w/x!/d.zip"));
  EXPECT_THAT(Find("*.zip"), ElementsAre("w/a.zip"));
  EXPECT_THAT(Find("./sub/b.zip"), ElementsAre("w/sub/b.zip"));
  EXPECT_THAT(Find("nosuch/**"), IsEmpty());
}

TEST_F(FindFilesTest, GivenRootedPatternsThenTheyLeadElsewhere) {
  const std::string other = "/";
  EXPECT_THAT(Find("../other/*.zip"), IsEmpty()) << "no pattern climbs";
  std::string escaped;
  for (char c : root_) absl::StrAppend(&escaped, c == '[' || c == ']' ? "\\" : "", std::string(1, c));
  EXPECT_THAT(Find(escaped + "/other/*.zip"), ElementsAre("other/e.zip"));
  EXPECT_THAT(Find(escaped + "/other/e.zip\na.zip"), ElementsAre("other/e.zip", "w/a.zip"));
}

TEST_F(FindFilesTest, GivenExclusionsThenTheLastWordCounts) {
  EXPECT_THAT(Find("**\n!sub/**"), ElementsAre("w/a.zip", "w/x!/d.zip"));
  EXPECT_THAT(Find("**\n!**/*.zip\nsub/b.zip"), ElementsAre("w/sub/b.zip", "w/sub/c.txt"));
  EXPECT_THAT(Find("# nothing\n\n"), IsEmpty());
}

}  // namespace
}  // namespace slipway
