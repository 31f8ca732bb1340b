// CopyFiles and DeleteFiles over real folders.
#include "runner/native_task.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class NativeTask : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = absl::StrCat(testing::TempDir(), "/native-", getpid(), "-", testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(root_);
    fs::create_directories(root_ / "src");
  }
  void TearDown() override { fs::remove_all(root_); }
  void Write(const std::string& path, const std::string& text = "x") {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  std::string Read(const std::string& path) {
    std::ifstream in(root_ / path);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }
  std::vector<std::string> Files(const std::string& folder) {
    std::string error;
    std::vector<std::string> files;
    for (const NativeEntry& entry : ListBelow(root_ / folder, &error)) {
      if (!entry.is_folder) files.push_back(entry.path);
    }
    return files;
  }
  std::string Run(void (*task)(const NativeTaskContext&), std::map<std::string, std::string> inputs) {
    std::vector<std::string> lines;
    NativeTaskContext context;
    context.input = [&](absl::string_view name) { return inputs[std::string(name)]; };
    context.print = [&](absl::string_view line) { lines.emplace_back(line); };
    task(context);
    return absl::StrJoin(lines, "\n");
  }
  std::string Copy(std::map<std::string, std::string> inputs) {
    inputs.emplace("SourceFolder", (root_ / "src").string());
    inputs.emplace("TargetFolder", (root_ / "dst").string());
    inputs.emplace("Contents", "**");
    return Run(RunCopyFiles, std::move(inputs));
  }
  std::string Delete(std::map<std::string, std::string> inputs) {
    inputs.emplace("SourceFolder", (root_ / "src").string());
    return Run(RunDeleteFiles, std::move(inputs));
  }
  fs::path root_;
};

TEST_F(NativeTask, GivenTheDefaultPatternThenEverythingIsCopiedDotFilesToo) {
  Write("src/a.txt");
  Write("src/sub/.hidden");
  EXPECT_THAT(Copy({}), Not(HasSubstr("task.complete")));
  EXPECT_THAT(Files("dst"), ElementsAre("a.txt", "sub/.hidden"));
}

TEST_F(NativeTask, GivenPatternsThenExcludesTakeFilesAway) {
  Write("src/a.txt");
  Write("src/b.log");
  Write("src/sub/c.txt");
  Copy({{"Contents", "**/*.txt\n!sub/**"}});
  EXPECT_THAT(Files("dst"), ElementsAre("a.txt"));
}

TEST_F(NativeTask, GivenAnExistingFileThenItIsKeptUnlessOverwriteIsAsked) {
  Write("src/a.txt", "new");
  Write("dst/a.txt", "old");
  EXPECT_THAT(Copy({}), HasSubstr("already exist"));
  EXPECT_EQ(Read("dst/a.txt"), "old");
  Copy({{"OverWrite", "true"}});
  EXPECT_EQ(Read("dst/a.txt"), "new");
}

TEST_F(NativeTask, GivenFlattenThenFoldersGo) {
  Write("src/x/y/a.txt");
  Copy({{"flattenFolders", "true"}});
  EXPECT_THAT(Files("dst"), ElementsAre("a.txt"));
}

TEST_F(NativeTask, GivenCleanThenTheTargetIsEmptiedButLinksAreNotFollowed) {
  Write("src/a.txt");
  Write("dst/old.txt");
  Write("outside/precious.txt");
  fs::create_directory_symlink(root_ / "outside", root_ / "dst/link");
  Copy({{"CleanTargetFolder", "true"}});
  EXPECT_THAT(Files("dst"), ElementsAre("a.txt"));
  EXPECT_THAT(Files("outside"), ElementsAre("precious.txt"));
}

TEST_F(NativeTask, GivenNothingMatchesThenTheTargetIsNotCleanedAndTheTaskSucceeds) {
  Write("dst/old.txt");
  EXPECT_THAT(Copy({{"CleanTargetFolder", "true"}}), Not(HasSubstr("task.complete")));
  EXPECT_THAT(Files("dst"), ElementsAre("old.txt"));
}

TEST_F(NativeTask, GivenAMissingSourceOrAFolderInTheWayThenTheTaskFailsAndSaysSo) {
  EXPECT_THAT(Copy({{"SourceFolder", (root_ / "nosuch").string()}}), HasSubstr("##vso[task.complete result=Failed;]Not found SourceFolder"));
  Write("src/a");
  fs::create_directories(root_ / "dst/a");
  EXPECT_THAT(Copy({}), HasSubstr("a folder is in the way"));
}

TEST_F(NativeTask, GivenADeletePatternThenOnlyMatchesGoByTheirBaseName) {
  Write("src/a.txt");
  Write("src/sub/b.txt");
  Write("src/sub/c.log");
  Write("src/.dot.txt");
  Delete({{"Contents", "*.txt"}});
  EXPECT_THAT(Files("src"), ElementsAre(".dot.txt", "sub/c.log"));
}

TEST_F(NativeTask, GivenAnExcludeThenItsParentsStay) {
  Write("src/keep/me.txt");
  Write("src/keep/other.txt");
  Write("src/gone/x.txt");
  Delete({{"Contents", "**\n!**/me.txt"}});
  EXPECT_THAT(Files("src"), ElementsAre("keep/me.txt"));
}

TEST_F(NativeTask, GivenALinkThenTheLinkGoesAndNotWhatItPointsTo) {
  Write("outside/precious.txt");
  fs::create_directory_symlink(root_ / "outside", root_ / "src/link");
  Delete({{"Contents", "**"}});
  EXPECT_THAT(Files("src"), ElementsAre());
  EXPECT_THAT(Files("outside"), ElementsAre("precious.txt"));
}

TEST_F(NativeTask, GivenRemoveSourceFolderThenItGoesOnlyWhenEmpty) {
  Write("src/a.txt");
  Write("src/b.log");
  Delete({{"Contents", "*.txt"}, {"RemoveSourceFolder", "true"}});
  EXPECT_TRUE(fs::exists(root_ / "src"));
  Delete({{"Contents", "**"}, {"RemoveSourceFolder", "true"}});
  EXPECT_FALSE(fs::exists(root_ / "src"));
  EXPECT_THAT(Delete({{"Contents", "**"}}), Not(HasSubstr("task.complete")));
}

}  // namespace
}  // namespace slipway
