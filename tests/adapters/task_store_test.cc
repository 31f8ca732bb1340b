// The task store as callers see it: what can be installed, what is refused, what a kill, a change or a removal leaves.
#include "adapters/task_store.h"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kId[] = "0f0f0f0f-1111-4222-8333-444444444444";

std::string Manifest(const std::string& version = "1.2.3", const std::string& target = "index.js") {
  const std::vector<std::string> parts = absl::StrSplit(version, '.');
  return absl::StrCat("{\"id\":\"", kId, "\",\"name\":\"Own\",\"version\":{\"Major\":", parts[0], ",\"Minor\":", parts[1],
                      ",\"Patch\":", parts[2], "},\"execution\":{\"Node20_1\":{\"target\":\"", target, "\"}}}");
}

class TaskStoreTest : public testing::Test {
 protected:
  void SetUp() override {
    const testing::TestInfo* info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(testing::TempDir()) / absl::StrCat("task-store-", info->name(), "-", ::getpid());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    Open();
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Open(TaskPackageLimits limits = {}) {
    absl::StatusOr<std::unique_ptr<TaskStore>> store = TaskStore::Open((folder_ / "tasks").string(), limits);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  void Put(const std::string& path, const std::string& text) {
    fs::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path, std::ios::binary) << text;
  }

  std::string Source(const std::string& name, const std::string& manifest, const std::string& script = "// nothing") {
    Put(name + "/task.json", manifest);
    Put(name + "/index.js", script);
    return (folder_ / name).string();
  }

  struct Entry {
    std::string name;
    std::string text;
    std::string link;  // a symbolic link to this
  };
  std::string Zip(const std::string& name, const std::vector<Entry>& entries) {
    const std::string path = (folder_ / name).string();
    archive* writer = archive_write_new();
    archive_write_set_format_zip(writer);
    archive_write_open_filename(writer, path.c_str());
    for (const Entry& one : entries) {
      archive_entry* entry = archive_entry_new();
      archive_entry_set_pathname(entry, one.name.c_str());
      if (one.link.empty()) {
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_size(entry, static_cast<la_int64_t>(one.text.size()));
      } else {
        archive_entry_set_filetype(entry, AE_IFLNK);
        archive_entry_set_symlink(entry, one.link.c_str());
      }
      archive_entry_set_perm(entry, 0644);
      archive_write_header(writer, entry);
      if (one.link.empty()) archive_write_data(writer, one.text.data(), one.text.size());
      archive_entry_free(entry);
    }
    archive_write_free(writer);
    return path;
  }

  absl::StatusOr<TaskStore::Installed> Install(const std::string& source, const TaskStore::Replace& replace = {}) {
    return store_->Install(source, "ann", absl::FromUnixSeconds(1), replace);
  }

  // What is left in the store's folder besides versions.
  std::vector<std::string> Leftovers() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_ / "tasks")) {
      const std::string name = entry.path().filename().string();
      if (name[0] == '.') names.push_back(name);
    }
    return names;
  }

  // Refused with this code and text, and nothing of it is there.
  void ExpectRefused(const std::string& source, absl::StatusCode code, const std::string& text) {
    const absl::StatusOr<TaskStore::Installed> installed = Install(source);
    ASSERT_FALSE(installed.ok()) << source;
    EXPECT_EQ(installed.status().code(), code) << installed.status();
    EXPECT_THAT(std::string(installed.status().message()), HasSubstr(text));
    EXPECT_THAT(store_->List(), IsEmpty());
    EXPECT_THAT(Leftovers(), IsEmpty());
  }

  fs::path folder_;
  std::unique_ptr<TaskStore> store_;
};

TEST_F(TaskStoreTest, FolderIsFoundByGuidAndSpecAlsoAfterReopening) {
  ASSERT_TRUE(Install(Source("a", Manifest("1.2.3"))).ok());
  ASSERT_TRUE(Install(Source("b", Manifest("1.10.0"))).ok());
  ASSERT_TRUE(Install(Source("c", Manifest("2.0.0"))).ok());
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ((*store_->Find("0F0F0F0F-1111-4222-8333-444444444444", "1.*"))->manifest.version(), "1.10.0");
    EXPECT_EQ((*store_->Find(kId, "1.2.3"))->manifest.version(), "1.2.3");
    EXPECT_EQ((*store_->Find(kId, "*"))->installed_by, "ann");
    EXPECT_EQ(store_->Find(kId, "3.*").status().code(), absl::StatusCode::kNotFound);
    std::vector<std::string> versions;
    for (const auto& task : store_->List()) versions.push_back(task->manifest.version());
    EXPECT_THAT(versions, ElementsAre("2.0.0", "1.10.0", "1.2.3"));
    Open();
  }
}

TEST_F(TaskStoreTest, ZipWithItsTaskInTheOnlyFolder) {
  const auto installed = Install(Zip("t.zip", {{"Own/task.json", Manifest()}, {"Own/index.js", "1"}, {"Own\\lib\\a.js", "2"}}));
  ASSERT_TRUE(installed.ok()) << installed.status();
  EXPECT_TRUE(fs::is_regular_file(fs::path(installed->task->folder) / "lib/a.js"));
  EXPECT_EQ(installed->task->files, 3);
  EXPECT_TRUE(store_->Verify(*installed->task).ok());
}

TEST_F(TaskStoreTest, SameFilesAgainAreThereAlreadyAndHaveTheSameHashFromAZip) {
  const auto first = Install(Source("a", Manifest(), "x"));
  const auto again = Install(Zip("t.zip", {{"task.json", Manifest()}, {"index.js", "x"}}));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->was_there);
  EXPECT_EQ(first->task->hash, again->task->hash);
}

TEST_F(TaskStoreTest, OtherContentUnderTheSameVersionNeedsToBeReplaced) {
  const auto before = Install(Source("a", Manifest(), "x"));
  const std::string other = Source("b", Manifest(), "y");
  EXPECT_EQ(Install(other).status().code(), absl::StatusCode::kAlreadyExists);
  const auto refuse = [](const InstalledTask&, const std::function<absl::Status()>&) {
    return absl::FailedPreconditionError("in use");
  };
  EXPECT_EQ(Install(other, refuse).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(store_->Verify(**store_->Find(kId, "1.*")).ok());
  const auto replaced = Install(other, [](const InstalledTask&, const std::function<absl::Status()>& swap) { return swap(); });
  ASSERT_TRUE(replaced.ok()) << replaced.status();
  EXPECT_NE(replaced->task->hash, before->task->hash);
  EXPECT_TRUE(store_->Verify(*replaced->task).ok());
  EXPECT_EQ(store_->Verify(*before->task).code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(Leftovers(), IsEmpty());
}

TEST_F(TaskStoreTest, ChangedFilesAreNoticedEvenWithTheOldTimes) {
  const auto installed = Install(Source("a", Manifest(), "aaaa"));
  ASSERT_TRUE(store_->Verify(*installed->task).ok());
  const fs::path script = fs::path(installed->task->folder) / "index.js";
  const fs::file_time_type time = fs::last_write_time(script);
  std::ofstream(script) << "bbbb";
  fs::last_write_time(script, time);
  EXPECT_EQ(store_->Verify(*installed->task).code(), absl::StatusCode::kDataLoss);
  std::ofstream(script) << "aaaa";
  EXPECT_TRUE(store_->Verify(*installed->task).ok());
  std::ofstream(fs::path(installed->task->folder) / "more.js") << "1";
  EXPECT_EQ(store_->Verify(*installed->task).code(), absl::StatusCode::kDataLoss);
  // Installed again, it is whole again.
  EXPECT_TRUE(Install(Source("a", Manifest(), "aaaa")).ok());
  EXPECT_TRUE(store_->Verify(**store_->Find(kId, "*")).ok());
}

TEST_F(TaskStoreTest, WhatAKilledInstallationLeftIsRemovedAndNotListed) {
  Put("tasks/.new-99-1/files/task.json", Manifest());
  Put(absl::StrCat("tasks/", kId, "/1.2.3/task.json"), Manifest());  // without the store's record: never written so
  Open();
  EXPECT_THAT(Leftovers(), IsEmpty());
  EXPECT_THAT(store_->List(), IsEmpty());
  EXPECT_THAT(std::string(store_->Find(kId, "1.*").status().message()), HasSubstr("install it again"));
  ASSERT_TRUE(Install(Source("a", Manifest())).ok());
  EXPECT_TRUE(store_->Find(kId, "1.2.3").ok());
}

TEST_F(TaskStoreTest, RemovedVersionIsGoneAndTheOthersStay) {
  ASSERT_TRUE(Install(Source("a", Manifest("1.2.3"))).ok());
  ASSERT_TRUE(Install(Source("b", Manifest("2.0.0"))).ok());
  ASSERT_TRUE(store_->Remove(kId, "1.2.3").ok());
  EXPECT_EQ(store_->Remove(kId, "1.2.3").code(), absl::StatusCode::kNotFound);
  Open();
  EXPECT_THAT(store_->List(), SizeIs(1));
  EXPECT_THAT(Leftovers(), IsEmpty());
  ASSERT_TRUE(store_->Remove(kId, "2.0.0").ok());
  EXPECT_FALSE(fs::exists(folder_ / "tasks" / kId));
}

TEST_F(TaskStoreTest, NamesThatLeadOutsideAreRefused) {
  for (const char* name : {"../evil.js", "a/../../evil.js", "/tmp/slipway-evil.js", "..\\evil.js", "C:\\evil.js"}) {
    ExpectRefused(Zip("t.zip", {{"task.json", Manifest()}, {"index.js", "1"}, {name, "evil"}}),
                  absl::StatusCode::kInvalidArgument, "leads outside");
  }
  EXPECT_FALSE(fs::exists(folder_ / "evil.js"));
  EXPECT_FALSE(fs::exists("/tmp/slipway-evil.js"));
}

TEST_F(TaskStoreTest, LinksThatLeadOutsideOrNowhereAreRefused) {
  for (const char* to : {"/etc/passwd", "../../../../../etc/passwd", "nowhere"}) {
    ExpectRefused(Zip("t.zip", {{"task.json", Manifest()}, {"index.js", "1"}, {"link", "", to}}),
                  absl::StatusCode::kInvalidArgument, "leads outside");
  }
  // Each inside by itself; one through the other is not.
  ExpectRefused(Zip("t.zip", {{"task.json", Manifest()},
                              {"index.js", "1"},
                              {"deep/er/up", "", "../.."},
                              {"out", "", "deep/er/up/../../../../etc"}}),
                absl::StatusCode::kInvalidArgument, "leads outside");
}

TEST_F(TaskStoreTest, NothingIsWrittenThroughALink) {
  fs::create_directories(folder_ / "victim");
  ExpectRefused(Zip("t.zip", {{"task.json", Manifest()},
                              {"index.js", "1"},
                              {"link", "", (folder_ / "victim").string()},
                              {"link/evil.js", "evil"}}),
                absl::StatusCode::kInvalidArgument, "");
  EXPECT_TRUE(fs::is_empty(folder_ / "victim"));
}

TEST_F(TaskStoreTest, LinksWithinTheTaskAreKept) {
  const std::string source = Source("a", Manifest());
  fs::create_directories(folder_ / "a/node_modules/.bin");
  fs::create_symlink("../../index.js", folder_ / "a/node_modules/.bin/tool");
  const auto installed = Install(source);
  ASSERT_TRUE(installed.ok()) << installed.status();
  EXPECT_TRUE(fs::is_symlink(fs::path(installed->task->folder) / "node_modules/.bin/tool"));
  EXPECT_TRUE(store_->Verify(*installed->task).ok());
}

TEST_F(TaskStoreTest, NamesTwiceAndSpecialFilesAreRefused) {
  ExpectRefused(Zip("t.zip", {{"task.json", Manifest()}, {"index.js", "1"}, {"index.js", "2"}}),
                absl::StatusCode::kInvalidArgument, "twice");
  const std::string source = Source("a", Manifest());
  ASSERT_EQ(::mkfifo((folder_ / "a/pipe").c_str(), 0600), 0);
  ExpectRefused(source, absl::StatusCode::kInvalidArgument, "neither a file");
}

TEST_F(TaskStoreTest, LimitsHoldWhileUnpacking) {
  TaskPackageLimits limits;
  limits.max_bytes = 1 << 20;
  limits.max_entries = 10;
  Open(limits);
  // A megabyte of zeros is a kilobyte in the zip.
  ExpectRefused(Zip("t.zip", {{"task.json", Manifest()}, {"index.js", std::string(2 << 20, '\0')}}),
                absl::StatusCode::kResourceExhausted, "larger than");
  std::vector<Entry> many = {{"task.json", Manifest()}};
  for (int i = 0; i < 20; ++i) many.push_back({absl::StrCat("f", i), ""});
  ExpectRefused(Zip("u.zip", many), absl::StatusCode::kResourceExhausted, "more than 10");
}

TEST_F(TaskStoreTest, WhatIsNoTaskIsRefusedWithTheFieldThatIsWrong) {
  ExpectRefused((folder_ / "missing").string(), absl::StatusCode::kNotFound, "there is no such");
  Put("noise.zip", "this is no zip at all");
  ExpectRefused((folder_ / "noise.zip").string(), absl::StatusCode::kInvalidArgument, "zip");
  ExpectRefused(Zip("e.zip", {{"readme.txt", "x"}}), absl::StatusCode::kInvalidArgument, "no task.json");
  const auto with = [&](const char* from, const char* to) {
    return Source("bad", absl::StrReplaceAll(Manifest(), {{from, to}}));
  };
  ExpectRefused(with(kId, "seven"), absl::StatusCode::kInvalidArgument, "id: expected the GUID");
  ExpectRefused(with("\"Own\"", "\"\""), absl::StatusCode::kInvalidArgument, "name: expected");
  ExpectRefused(with("\"Minor\":2", "\"Minor\":\"x\""), absl::StatusCode::kInvalidArgument, "version.Minor");
  ExpectRefused(with("execution", "nothing"), absl::StatusCode::kInvalidArgument, "expected a handler");
  ExpectRefused(with("{\"id\"", "{{\"id\""), absl::StatusCode::kInvalidArgument, "task.json");
}

TEST_F(TaskStoreTest, TargetsOutsideTheTaskAreRefused) {
  Put("outside.js", "evil");
  for (const char* target : {"../outside.js", "/etc/hostname", "a/../../outside.js", "..\\\\outside.js"}) {
    ExpectRefused(Source("bad", Manifest("1.2.3", target)), absl::StatusCode::kInvalidArgument, "Node20_1.target");
  }
  ExpectRefused(Source("bad", Manifest("1.2.3", "missing.js")), absl::StatusCode::kInvalidArgument, "there is no file");
}

}  // namespace
}  // namespace slipway
