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
    root_ = absl::StrCat(testing::TempDir(), "/native-", getpid(), "-",
                         testing::UnitTest::GetInstance()->current_test_info()->name());
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
    for (const NativeEntry& entry : ListBelow(root_ / folder, Links::kStay, &error)) {
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
  EXPECT_THAT(Copy({{"SourceFolder", (root_ / "nosuch").string()}}),
              HasSubstr("##vso[task.complete result=Failed;]Not found SourceFolder"));
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

TEST_F(NativeTask, GivenLinksInTheSourceThenWhatTheyPointToIsCopied) {
  Write("shared/lib.so", "library");
  Write("src/a.txt");
  fs::create_directory_symlink(root_ / "shared", root_ / "src/lib");
  fs::create_symlink("a.txt", root_ / "src/b.txt");
  Copy({});
  EXPECT_THAT(Files("dst"), ElementsAre("a.txt", "b.txt", "lib/lib.so"));
  EXPECT_EQ(Read("dst/lib/lib.so"), "library");
  EXPECT_FALSE(fs::is_symlink(root_ / "dst/b.txt"));
}

TEST_F(NativeTask, GivenALinkBackToAFolderAboveThenCopyingEnds) {
  Write("src/sub/a.txt");
  fs::create_directory_symlink(root_ / "src", root_ / "src/sub/again");
  EXPECT_THAT(Copy({}), Not(HasSubstr("task.complete")));
  EXPECT_THAT(Files("dst"), ElementsAre("sub/a.txt"));
}

TEST_F(NativeTask, GivenALinkThatLeadsNowhereThenItFailsOnlyWhenAPatternWantsIt) {
  Write("src/a.txt");
  fs::create_symlink("nosuch", root_ / "src/broken");
  EXPECT_THAT(Copy({}), HasSubstr("leads nowhere"));
  EXPECT_THAT(Copy({{"Contents", "**\n!broken"}}), Not(HasSubstr("task.complete")));
  EXPECT_THAT(Files("dst"), ElementsAre("a.txt"));
}

TEST_F(NativeTask, GivenATargetThatHoldsTheSourceThenCleaningIsRefused) {
  Write("src/a.txt");
  for (const fs::path& target : {root_ / "src", root_}) {
    EXPECT_THAT(Copy({{"CleanTargetFolder", "true"}, {"TargetFolder", target.string()}}),
                HasSubstr("would delete SourceFolder"));
    EXPECT_THAT(Files("src"), ElementsAre("a.txt"));
  }
  fs::create_directory_symlink(root_ / "src", root_ / "alias");
  EXPECT_THAT(Copy({{"CleanTargetFolder", "true"}, {"TargetFolder", (root_ / "alias").string()}}),
              HasSubstr("would delete SourceFolder"));
  EXPECT_THAT(Files("src"), ElementsAre("a.txt"));
}

TEST_F(NativeTask, GivenATargetInsideTheSourceThenItIsCleanedAndTheRestIsCopied) {
  Write("src/a.txt");
  Write("src/out/old.txt");
  EXPECT_THAT(Copy({{"CleanTargetFolder", "true"}, {"TargetFolder", (root_ / "src/out").string()}}),
              Not(HasSubstr("task.complete")));
  EXPECT_THAT(Files("src"), ElementsAre("a.txt", "out/a.txt"));
}

TEST_F(NativeTask, GivenAFileInThePlaceOfTheTargetThenCleaningTakesItAway) {
  Write("src/a.txt");
  Write("dst");
  EXPECT_THAT(Copy({}), HasSubstr("Unable to create folder"));
  Copy({{"CleanTargetFolder", "true"}});
  EXPECT_THAT(Files("dst"), ElementsAre("a.txt"));
}

TEST_F(NativeTask, GivenFolderErrorsAreIgnoredThenTheCopyItselfFailsAfterItsRetries) {
  Write("src/a.txt");
  Write("dst");
  EXPECT_THAT(Copy({{"ignoreMakeDirErrors", "true"}, {"retryCount", "2"}, {"delayBetweenRetries", "0"}}),
              HasSubstr("result=Failed;]Failed to copy"));
}

TEST_F(NativeTask, ModesAreKeptAndTimesOnRequest) {
  Write("src/run.sh");
  fs::permissions(root_ / "src/run.sh", fs::perms(0750));
  const auto then = fs::file_time_type::clock::now() - std::chrono::hours(1000);
  fs::last_write_time(root_ / "src/run.sh", then);
  Copy({});
  EXPECT_EQ(fs::status(root_ / "dst/run.sh").permissions(), fs::perms(0750));
  EXPECT_NE(fs::last_write_time(root_ / "dst/run.sh"), fs::last_write_time(root_ / "src/run.sh"));
  Copy({{"OverWrite", "true"}, {"preserveTimestamp", "TRUE"}});
  EXPECT_EQ(fs::last_write_time(root_ / "dst/run.sh"), fs::last_write_time(root_ / "src/run.sh"));
}

TEST_F(NativeTask, NamesOfFilesCannotBecomeLoggingCommands) {
  Write("src/##vso[task.complete result=Failed;]x");
  Write("src/line\n##vso[task.setvariable variable=a]b");
  EXPECT_THAT(Copy({}), Not(HasSubstr("##vso")));
  EXPECT_THAT(Delete({{"Contents", "**"}}), Not(HasSubstr("##vso")));
}

TEST_F(NativeTask, RequiredInputsAreNamed) {
  for (const char* name : {"SourceFolder", "Contents", "TargetFolder"}) {
    EXPECT_THAT(Copy({{name, ""}}), HasSubstr(absl::StrCat("Input required: ", name)));
  }
  EXPECT_THAT(Delete({{"Contents", ""}}), HasSubstr("Input required: Contents"));
}

TEST_F(NativeTask, DotFilesAreDeletedOnlyOnRequest) {
  Write("src/.env");
  Write("src/a.txt");
  Delete({{"Contents", "*"}});
  EXPECT_THAT(Files("src"), ElementsAre(".env"));
  Delete({{"Contents", "*"}, {"RemoveDotFiles", "true"}});
  EXPECT_THAT(Files("src"), ElementsAre());
}

TEST_F(NativeTask, AFolderThatAPatternNamesGoesWithAllThatIsInIt) {
  Write("src/bin/.cache/x");
  Write("src/bin/y");
  Write("src/obj/z");
  Delete({{"Contents", "bin\n# not obj\nnosuch"}});
  EXPECT_THAT(Files("src"), ElementsAre("obj/z"));
}

TEST_F(NativeTask, TheRootOfTheFileSystemIsNeverDeletedFrom) {
  EXPECT_THAT(Delete({{"SourceFolder", "/"}, {"Contents", "nosuch-file-anywhere"}}),
              HasSubstr("root of the file system"));
}

}  // namespace
}  // namespace slipway
