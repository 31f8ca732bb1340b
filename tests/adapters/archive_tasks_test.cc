// ExtractFiles and ArchiveFiles over real archives, also hostile ones.
#include "adapters/archive_tasks.h"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Member {
  std::string name;
  std::string content;
  std::string link;
  std::string hard_link;
  int mode = 0644;
};

class ArchiveTasks : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = absl::StrCat(testing::TempDir(), "archive-", getpid(), "-",
                         testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(root_);
    fs::create_directories(root_ / "w");
  }
  void TearDown() override { fs::remove_all(root_); }
  void Write(const std::string& path, const std::string& text) {
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
  // As an attacker would: names are written as they are.
  void Make(const std::string& path, const std::vector<Member>& members) {
    archive* out = archive_write_new();
    if (fs::path(path).extension() == ".zip") {
      archive_write_set_format_zip(out);
    } else {
      archive_write_set_format_pax_restricted(out);
      archive_write_add_filter_gzip(out);
    }
    archive_write_open_filename(out, (root_ / path).c_str());
    for (const Member& member : members) {
      archive_entry* entry = archive_entry_new();
      archive_entry_set_pathname(entry, member.name.c_str());
      archive_entry_set_perm(entry, static_cast<unsigned>(member.mode));
      archive_entry_set_filetype(entry, member.link.empty() ? AE_IFREG : AE_IFLNK);
      if (!member.link.empty()) archive_entry_set_symlink(entry, member.link.c_str());
      if (!member.hard_link.empty()) archive_entry_set_hardlink(entry, member.hard_link.c_str());
      archive_entry_set_size(entry, static_cast<la_int64_t>(member.content.size()));
      archive_write_header(out, entry);
      archive_write_data(out, member.content.data(), member.content.size());
      archive_entry_free(entry);
    }
    archive_write_free(out);
  }
  NativeTaskContext Context(std::map<std::string, std::string> inputs) {
    inputs_ = std::move(inputs);
    lines_.clear();
    NativeTaskContext context;
    context.input = [this](absl::string_view name) { return inputs_[std::string(name)]; };
    context.print = [this](absl::string_view line) { lines_.emplace_back(line); };
    return context;
  }
  std::string Extract(std::map<std::string, std::string> inputs) {
    inputs.emplace("archiveFilePatterns", "**/*.zip\n**/*.tgz");
    inputs.emplace("destinationFolder", (root_ / "out").string());
    inputs.emplace("cleanDestinationFolder", "false");
    RunExtractFiles(Context(std::move(inputs)), (root_ / "w").string());
    return absl::StrJoin(lines_, "\n");
  }
  std::string Archive(std::map<std::string, std::string> inputs) {
    inputs.emplace("rootFolderOrFile", (root_ / "w").string());
    inputs.emplace("includeRootFolder", "true");
    inputs.emplace("archiveType", "zip");
    inputs.emplace("tarCompression", "gz");
    inputs.emplace("archiveFile", (root_ / "a.zip").string());
    inputs.emplace("replaceExistingArchive", "true");
    RunArchiveFiles(Context(std::move(inputs)));
    return absl::StrJoin(lines_, "\n");
  }
  fs::path root_;
  std::map<std::string, std::string> inputs_;
  std::vector<std::string> lines_;
};

TEST_F(ArchiveTasks, GivenArchivesOfSeveralKindsThenAllAreExtracted) {
  Make("w/a.zip", {{.name = "bin/run.sh", .content = "echo", .mode = 04755}, {.name = "windows\\path.txt", .content = "w"}});
  Make("w/b.tgz", {{.name = "conf/x", .content = "1"}, {.name = "conf/now", .link = "x"}});
  EXPECT_THAT(Extract({}), Not(HasSubstr("Failed")));
  EXPECT_THAT(Files("out"), ElementsAre("bin/run.sh", "conf/now", "conf/x", "windows/path.txt"));
  EXPECT_EQ(Read("out/conf/now"), "1");
  EXPECT_EQ(fs::status(root_ / "out/bin/run.sh").permissions(), static_cast<fs::perms>(0755)) << "no set-user-ID";
}

TEST_F(ArchiveTasks, GivenNoMatchThenItIsAWarningAndTheDestinationStays) {
  Write("out/kept", "x");
  EXPECT_THAT(Extract({{"cleanDestinationFolder", "true"}}), HasSubstr("type=warning"));
  EXPECT_EQ(Read("out/kept"), "x");
}

TEST_F(ArchiveTasks, GivenFilesInTheWayThenTheyAreReplacedOnlyWhenAsked) {
  Make("w/a.zip", {{.name = "a", .content = "new"}});
  Write("out/a", "old");
  Write("out/.other", "old");
  EXPECT_THAT(Extract({}), HasSubstr("exists already; set overwriteExistingFiles"));
  EXPECT_EQ(Read("out/a"), "old");
  EXPECT_THAT(Extract({{"overwriteExistingFiles", "true"}}), Not(HasSubstr("Failed")));
  EXPECT_EQ(Read("out/a"), "new");
  EXPECT_THAT(Extract({{"cleanDestinationFolder", "true"}}), Not(HasSubstr("Failed")));
  EXPECT_THAT(Files("out"), ElementsAre("a"));
}

TEST_F(ArchiveTasks, GivenTheArchiveInTheFolderToCleanThenNothingIsDeleted) {
  Make("w/a.zip", {{.name = "a", .content = "new"}});
  EXPECT_THAT(Extract({{"destinationFolder", (root_ / "w").string()}, {"cleanDestinationFolder", "true"}}),
              HasSubstr("would delete the archive"));
  EXPECT_TRUE(fs::exists(root_ / "w/a.zip"));
}

TEST_F(ArchiveTasks, GivenAnEntryThatLeadsOutsideThenItIsStoppedWithAnError) {
  Write("victim", "safe");
  const std::string absolute = (root_ / "victim").string();
  for (const std::string& name : {std::string("../victim"), std::string("a/../../victim"), absolute,
                                  std::string("..\\victim"), std::string("C:\\victim")}) {
    Make("w/a.zip", {{.name = name, .content = "owned"}});
    EXPECT_THAT(Extract({{"overwriteExistingFiles", "true"}}), HasSubstr("leads outside of the destination folder")) << name;
    EXPECT_EQ(Read("victim"), "safe") << name;
    fs::remove_all(root_ / "out");
  }
}

TEST_F(ArchiveTasks, GivenLinksThatLeadOutsideThenTheyAreStopped) {
  Write("victim/file", "safe");
  for (const std::string& to : {std::string("../victim"), (root_ / "victim").string(), std::string("x/../../victim")}) {
    Make("w/a.tgz", {{.name = "l", .link = to}, {.name = "l/file", .content = "owned"}});
    EXPECT_THAT(Extract({{"overwriteExistingFiles", "true"}}), HasSubstr("leads outside of the destination folder")) << to;
    EXPECT_EQ(Read("victim/file"), "safe");
    fs::remove_all(root_ / "out");
  }
  Make("w/a.tgz", {{.name = "h", .hard_link = "../victim/file"}});
  EXPECT_THAT(Extract({}), HasSubstr("leads outside of the destination folder"));
  // A link that is there already, from somebody else.
  fs::create_directories(root_ / "out");
  fs::create_directory_symlink(root_ / "victim", root_ / "out/l");
  Make("w/a.tgz", {{.name = "l/file", .content = "owned"}});
  EXPECT_THAT(Extract({{"overwriteExistingFiles", "true"}}), HasSubstr("passes through the link"));
  EXPECT_EQ(Read("victim/file"), "safe");
}

TEST_F(ArchiveTasks, GivenADestinationBehindALinkThenTheLinkStays) {
  fs::create_directories(root_ / "real");
  fs::create_directory_symlink(root_ / "real", root_ / "current");
  Make("w/a.zip", {{.name = "a", .content = "1"}});
  EXPECT_THAT(Extract({{"destinationFolder", (root_ / "current/app").string()}}), Not(HasSubstr("Failed")));
  EXPECT_EQ(Read("real/app/a"), "1");
  EXPECT_TRUE(fs::is_symlink(root_ / "current"));
}

TEST_F(ArchiveTasks, GivenADamagedArchiveThenTheTaskFails) {
  Write("w/a.zip", "this is no zip");
  EXPECT_THAT(Extract({}), HasSubstr("result=Failed"));
}

TEST_F(ArchiveTasks, GivenEachTypeThenWhatWasPackedComesOutTheSame) {
  Write("w/a", "1");
  Write("w/sub/b", std::string(100000, 'x'));
  fs::create_symlink("a", root_ / "w/l");
  for (const auto& [type, name] : {std::pair("zip", "r.zip"), {"7z", "r.7z"}, {"tar", "r.tar.gz"}}) {
    const std::string place = (root_ / name).string();
    EXPECT_THAT(Archive({{"archiveType", type}, {"archiveFile", place}}), Not(HasSubstr("Failed"))) << type;
    fs::remove_all(root_ / "out");
    Extract({{"archiveFilePatterns", place}});
    EXPECT_THAT(Files("out"), ElementsAre("w/a", "w/l", "w/sub/b")) << type;
    EXPECT_EQ(Read("out/w/sub/b").size(), 100000u);
    EXPECT_EQ(fs::is_symlink(root_ / "out/w/l"), std::string(type) == "tar");
  }
}

TEST_F(ArchiveTasks, GivenAnArchiveThatIsThereThenItIsReplacedOrAddedTo) {
  Write("w/a", "1");
  Archive({{"includeRootFolder", "false"}});
  fs::remove(root_ / "w/a");
  Write("w/b", "2");
  EXPECT_THAT(Archive({{"includeRootFolder", "false"}, {"replaceExistingArchive", "false"}}), Not(HasSubstr("Failed")));
  Extract({{"archiveFilePatterns", (root_ / "a.zip").string()}});
  EXPECT_THAT(Files("out"), ElementsAre("a", "b"));
  Archive({{"includeRootFolder", "false"}});
  fs::remove_all(root_ / "out");
  Extract({{"archiveFilePatterns", (root_ / "a.zip").string()}});
  EXPECT_THAT(Files("out"), ElementsAre("b"));
}

TEST_F(ArchiveTasks, GivenAnArchiveWithinWhatIsPackedThenItIsLeftOut) {
  Write("w/a", "1");
  const std::string place = (root_ / "w/own.zip").string();
  Archive({{"archiveFile", place}});
  Archive({{"archiveFile", place}});
  Extract({{"archiveFilePatterns", place}});
  EXPECT_THAT(Files("out"), ElementsAre("w/a"));
}

TEST_F(ArchiveTasks, GivenWhatCannotBePackedThenItIsSaidAndNothingIsLeft) {
  EXPECT_THAT(Archive({{"archiveType", "wim"}}), HasSubstr("archiveType: expected zip, 7z or tar"));
  EXPECT_THAT(Archive({{"rootFolderOrFile", (root_ / "nosuch").string()}}), HasSubstr("Not found rootFolderOrFile"));
  EXPECT_FALSE(fs::exists(root_ / "a.zip"));
  EXPECT_THAT(Files("."), IsEmpty());
}

}  // namespace
}  // namespace slipway
