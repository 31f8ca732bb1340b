#include "adapters/artifact_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "adapters/artifact_sources.h"
#include "adapters/digest.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

std::string Read(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void Write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

std::map<std::string, std::string> Tree(const fs::path& root) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string name = entry.path().string().substr(root.string().size() + 1);
    if (entry.is_symlink()) {
      files[name] = absl::StrCat("-> ", fs::read_symlink(entry.path()).string());
    } else if (entry.is_regular_file()) {
      files[name] = Read(entry.path());
    }
  }
  return files;
}

// A source in memory that counts what it is asked, and fails when told to.
struct World {
  std::vector<ArtifactItem> items;
  std::map<std::string, std::string> contents;  // by locator
  std::function<absl::Status(const ArtifactItem& item, const std::string& path)> before_fetch;
  absl::Mutex mutex;
  std::map<std::string, int> fetched;
  std::atomic<int> listed{0};
  std::atomic<int> running{0};
  std::atomic<int> most_at_once{0};

  void Add(const std::string& path, const std::string& content, const std::string& digest = "") {
    ArtifactItem item;
    item.path = path;
    item.locator = path;
    item.size = static_cast<int64_t>(content.size());
    item.digest = digest;
    items.push_back(item);
    contents[path] = content;
  }
};

class FakeSource : public ArtifactSource {
 public:
  explicit FakeSource(World* world) : world_(world) {}
  absl::StatusOr<std::vector<v1::ArtifactVersion>> ListVersions(const ArtifactQuery&) override {
    return absl::UnimplementedError("");
  }
  absl::StatusOr<std::vector<ArtifactItem>> ListItems(const v1::ArtifactVersion&) override {
    ++world_->listed;
    return world_->items;
  }
  absl::Status Fetch(const ArtifactItem& item, const std::string& path, const FetchOptions& options) override {
    const int now = ++world_->running;
    int most = world_->most_at_once;
    while (now > most && !world_->most_at_once.compare_exchange_weak(most, now)) {
    }
    const absl::Status status = Do(item, path, options);
    --world_->running;
    return status;
  }
  absl::StatusOr<v1::ArtifactChanges> ListChanges(const std::optional<v1::ArtifactVersion>&, const v1::ArtifactVersion&,
                                                  int32_t) override {
    return absl::UnimplementedError("");
  }

 private:
  absl::Status Do(const ArtifactItem& item, const std::string& path, const FetchOptions& options) {
    {
      absl::MutexLock lock(&world_->mutex);
      ++world_->fetched[item.locator];
    }
    if (world_->before_fetch) {
      const absl::Status status = world_->before_fetch(item, path);
      if (!status.ok()) return status;
    }
    if (item.form == ArtifactItem::Form::kFolder) {
      Write(path + "/a/one.txt", "one");
      fs::create_symlink("one.txt", path + "/a/link");
      return absl::OkStatus();
    }
    const std::string content = world_->contents[item.locator];
    Write(path, content);
    if (options.progress) options.progress(static_cast<int64_t>(content.size()));
    return absl::OkStatus();
  }
  World* const world_;
};

class FakeSources : public ArtifactSourceFactory {
 public:
  explicit FakeSources(World* world) : world_(world) {}
  absl::StatusOr<std::unique_ptr<ArtifactSource>> Make(const ArtifactOrigin&) override {
    return std::make_unique<FakeSource>(world_);
  }

 private:
  World* const world_;
};

class ArtifactCacheTest : public ::testing::Test {
 protected:
  ArtifactCacheTest() {
    std::string name = absl::StrCat(::testing::TempDir(), "/cache-XXXXXX");
    root_ = mkdtemp(name.data());
    origin_.kind = "http";
    origin_.location = "http://example.test/{version}";
    version_.set_id("1.0");
  }
  ~ArtifactCacheTest() override { fs::remove_all(root_); }

  absl::StatusOr<ArtifactCache::Provided> Provide(std::vector<std::string> items = {}) {
    ArtifactCache cache(root_ + "/cache");
    ArtifactCache::Request request;
    request.origin = &origin_;
    request.version = &version_;
    request.items = std::move(items);
    request.print = [](const std::string&) {};
    FakeSources sources(&world_);
    return cache.Provide(request, &sources);
  }
  // What a job would see of it.
  std::map<std::string, std::string> Placed(const ArtifactCache::Provided& provided, const char* folder = "a") {
    const absl::Status status = ArtifactCache(root_ + "/cache").Place(provided.files, absl::StrCat(root_, "/", folder));
    EXPECT_TRUE(status.ok()) << status;
    return Tree(absl::StrCat(root_, "/", folder));
  }

  World world_;
  ArtifactOrigin origin_;
  v1::ArtifactVersion version_;
  std::string root_;
};

TEST_F(ArtifactCacheTest, TheSecondTimeNobodyIsAsked) {
  world_.Add("a.txt", "A");
  world_.Add("b/c.txt", "C");
  const auto first = Provide();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->downloaded, 2);
  EXPECT_THAT(Placed(*first), UnorderedElementsAre(Pair("a.txt", "A"), Pair("b/c.txt", "C")));
  const auto second = Provide();
  ASSERT_TRUE(second.ok());
  EXPECT_FALSE(second->asked_source);
  EXPECT_EQ(world_.listed, 1);
  EXPECT_THAT(Placed(*second, "b"), UnorderedElementsAre(Pair("a.txt", "A"), Pair("b/c.txt", "C")));
}

TEST_F(ArtifactCacheTest, AnotherVersionIsAnotherDownloadAndEqualFilesAreKeptOnce) {
  world_.Add("a.txt", "same");
  ASSERT_TRUE(Provide().ok());
  version_.set_id("2.0");
  ASSERT_TRUE(Provide().ok());
  EXPECT_EQ(world_.fetched["a.txt"], 2);
  EXPECT_THAT(Tree(root_ + "/cache/objects"), ElementsAre(Pair(::testing::_, "same")));
}

TEST_F(ArtifactCacheTest, OnlyWhatIsWantedIsFetchedAndTheRestWhenItIs) {
  world_.Add("web/a.txt", "A");
  world_.Add("docs/b.txt", "B");
  const auto some = Provide({"web/**"});
  ASSERT_TRUE(some.ok());
  EXPECT_THAT(Placed(*some), ElementsAre(Pair("web/a.txt", "A")));
  EXPECT_EQ(world_.fetched["docs/b.txt"], 0);
  const auto folder = Provide({"docs"});
  ASSERT_TRUE(folder.ok());
  EXPECT_THAT(Placed(*folder), ElementsAre(Pair("docs/b.txt", "B")));
  EXPECT_EQ(world_.fetched["web/a.txt"], 1);
}

TEST_F(ArtifactCacheTest, WhatTheSourceAnnouncedIsCheckedTwiceThenRefused) {
  world_.Add("a.txt", "right", absl::StrCat("sha256:", Sha256Of("right")));
  world_.contents["a.txt"] = "wrong";
  const auto wrong = Provide();
  EXPECT_TRUE(absl::IsDataLoss(wrong.status())) << wrong.status();
  EXPECT_THAT(wrong.status().message(), HasSubstr("'a.txt': its checksum is sha256:"));
  EXPECT_EQ(world_.fetched["a.txt"], 2);
  world_.contents["a.txt"] = "other length";
  EXPECT_THAT(Provide().status().message(), HasSubstr("it has 12 bytes, not 5"));
  world_.contents["a.txt"] = "right";
  EXPECT_TRUE(Provide().ok());
}

TEST_F(ArtifactCacheTest, AfterAFailureOnlyTheRestIsFetched) {
  world_.Add("a.txt", "A");
  world_.Add("b.txt", "B");
  world_.before_fetch = [&](const ArtifactItem& item, const std::string&) {
    return item.path == "b.txt" ? absl::UnavailableError("away") : absl::OkStatus();
  };
  EXPECT_THAT(Provide().status().message(), HasSubstr("'b.txt': away"));
  world_.before_fetch = nullptr;
  // The first item may or may not have been begun when the second one failed, but is never fetched twice when it was
  // whole.
  const int before = world_.fetched["a.txt"];
  ASSERT_TRUE(Provide().ok());
  EXPECT_LE(world_.fetched["a.txt"], std::max(1, before));
  EXPECT_EQ(world_.fetched["b.txt"], 2);
}

TEST_F(ArtifactCacheTest, FourAreFetchedAtOnceAndNoMore) {
  for (int i = 0; i < 12; ++i) world_.Add(absl::StrCat(i, ".txt"), "x");
  absl::Mutex mutex;
  int begun = 0;
  // Each waits until four have begun: with fewer at once this would never end.
  world_.before_fetch = [&](const ArtifactItem&, const std::string&) {
    absl::MutexLock lock(&mutex);
    ++begun;
    const auto enough = [&] { return begun >= 4; };
    mutex.Await(absl::Condition(&enough));
    return absl::OkStatus();
  };
  ASSERT_TRUE(Provide().ok());
  EXPECT_EQ(world_.most_at_once, 4);
}

TEST_F(ArtifactCacheTest, AnObjectThatIsGoneOrCutShortIsFetchedAgain) {
  world_.Add("a.txt", "content");
  ASSERT_TRUE(Provide().ok());
  for (const auto& entry : fs::recursive_directory_iterator(root_ + "/cache/objects")) {
    if (!entry.is_regular_file()) continue;
    fs::permissions(entry.path(), fs::perms::owner_all);
    fs::resize_file(entry.path(), 3);
  }
  const auto again = Provide();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_THAT(Placed(*again), ElementsAre(Pair("a.txt", "content")));
}

TEST_F(ArtifactCacheTest, AManifestThatACrashCutShortCountsAsFarAsItGoes) {
  world_.Add("a.txt", "A");
  world_.Add("b.txt", "B");
  ASSERT_TRUE(Provide().ok());
  for (const auto& entry : fs::directory_iterator(root_ + "/cache/manifests")) {
    if (entry.path().extension() != ".lock") fs::resize_file(entry.path(), fs::file_size(entry.path()) - 10);
  }
  const auto again = Provide();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->downloaded, 1);
  EXPECT_THAT(Placed(*again), UnorderedElementsAre(Pair("a.txt", "A"), Pair("b.txt", "B")));
}

TEST_F(ArtifactCacheTest, FoldersKeepTheirLinksAndExecutableFilesStaySo) {
  ArtifactItem folder;
  folder.form = ArtifactItem::Form::kFolder;
  folder.locator = "tree";
  world_.items.push_back(folder);
  world_.Add("bin/run", "#!");
  world_.items.back().executable = true;
  const auto provided = Provide();
  ASSERT_TRUE(provided.ok()) << provided.status();
  EXPECT_THAT(Placed(*provided),
              UnorderedElementsAre(Pair("a/one.txt", "one"), Pair("a/link", "-> one.txt"), Pair("bin/run", "#!")));
  struct stat info;
  ASSERT_EQ(stat((root_ + "/a/bin/run").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, (0755u & ~022u) | (info.st_mode & 022));
  EXPECT_NE(info.st_mode & 0100, 0u);
}

TEST_F(ArtifactCacheTest, LinksThatLeadOutsideAreRefused) {
  std::vector<CachedFile> files(1);
  files[0].path = "evil";
  files[0].link = "../../etc/passwd";
  const absl::Status status = ArtifactCache(root_ + "/cache").Place(files, root_ + "/a");
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_THAT(status.message(), HasSubstr("leads outside the artifact's folder"));
}

TEST_F(ArtifactCacheTest, PlacedFilesAreCopies) {
  world_.Add("a.txt", "A");
  const auto provided = Provide();
  ASSERT_TRUE(provided.ok());
  Placed(*provided);
  Write(root_ + "/a/a.txt", "spoiled");
  EXPECT_THAT(Placed(*Provide(), "b"), ElementsAre(Pair("a.txt", "A")));
}

TEST_F(ArtifactCacheTest, APlaceIsEmptiedFirstOrFilledUp) {
  world_.Add("a.txt", "A");
  const auto provided = Provide();
  ASSERT_TRUE(provided.ok());
  Write(root_ + "/a/old.txt", "old");
  Write(root_ + "/b/old.txt", "old");
  Write(root_ + "/b/a.txt", "old too");
  EXPECT_THAT(Placed(*provided), ElementsAre(Pair("a.txt", "A")));
  ASSERT_TRUE(ArtifactCache(root_ + "/cache").Place(provided->files, root_ + "/b", /*clean=*/false).ok());
  EXPECT_THAT(Tree(root_ + "/b"), UnorderedElementsAre(Pair("a.txt", "A"), Pair("old.txt", "old")));
}

TEST_F(ArtifactCacheTest, WhatWasNotUsedForLongestGoesFirst) {
  world_.Add("a.txt", std::string(1000, 'a'));
  ASSERT_TRUE(Provide().ok());
  version_.set_id("2.0");
  world_.contents["a.txt"] = std::string(1000, 'b');
  ASSERT_TRUE(Provide().ok());
  // The first one was used long ago.
  for (const auto& entry : fs::directory_iterator(root_ + "/cache/manifests")) {
    if (entry.path().extension() == ".lock") continue;
    const bool is_first = Read(entry.path()).find(Sha256Of(std::string(1000, 'a'))) != std::string::npos;
    if (is_first) fs::last_write_time(entry.path(), fs::file_time_type::clock::now() - std::chrono::hours(1));
  }
  ASSERT_TRUE(ArtifactCache(root_ + "/cache").Trim(1500).ok());
  EXPECT_THAT(Tree(root_ + "/cache/objects"), ElementsAre(Pair(::testing::_, std::string(1000, 'b'))));
  ASSERT_TRUE(Provide().ok());
  EXPECT_EQ(world_.fetched["a.txt"], 2);
}

TEST_F(ArtifactCacheTest, NothingIsTrimmedWhileSomebodyUsesIt) {
  world_.Add("a.txt", "A");
  const auto in_use = Provide();
  ASSERT_TRUE(in_use.ok());
  ASSERT_TRUE(ArtifactCache(root_ + "/cache").Trim(0).ok());
  EXPECT_THAT(Tree(root_ + "/cache/objects"), ElementsAre(Pair(::testing::_, "A")));
}

TEST(ItemFilter, KnowsPatternsFoldersAndExclusions) {
  EXPECT_TRUE(ItemFilter({}).Wants("anything"));
  const ItemFilter filter({"web/**/*.js", "docs", "!docs/secret.txt"});
  EXPECT_TRUE(filter.Wants("web/a/b.js"));
  EXPECT_FALSE(filter.Wants("web/a/b.css"));
  EXPECT_TRUE(filter.Wants("docs/a/b"));
  EXPECT_FALSE(filter.Wants("docs/secret.txt"));
  EXPECT_FALSE(filter.Wants("docsandmore/a"));
}

TEST(Digest, KnownAnswers) {
  const auto hex = [](const char* name, absl::string_view text) {
    auto digest = Digest::Make(name);
    for (char c : text) digest->Add(absl::string_view(&c, 1));  // in the smallest pieces
    return digest->Hex();
  };
  EXPECT_EQ(hex("md5", ""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(hex("md5", "12345678901234567890123456789012345678901234567890123456789012345678901234567890"),
            "57edf4a22be3c955ac49da2e2107b67a");
  EXPECT_EQ(hex("sha1", "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(hex("sha1", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  EXPECT_EQ(hex("sha256", "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex("sha512", "abc").substr(0, 16), "ddaf35a193617aba");
  EXPECT_EQ(Digest::Make("crc32"), nullptr);
  EXPECT_EQ(*NormalizeDigest("SHA1:A9993E364706816ABA3E25717850C26C9CD0D89D"),
            "sha1:a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(
      NormalizeDigest("sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==")
          ->substr(0, 23),
      "sha512:ddaf35a193617aba");
  EXPECT_FALSE(NormalizeDigest("sha1:short").ok());
  EXPECT_FALSE(NormalizeDigest("").ok());
}

TEST(Digest, Sha256OfEveryLengthAroundABlockIsWhatLibsodiumSays) {
  for (size_t size = 0; size < 300; ++size) {
    std::string text;
    for (size_t i = 0; i < size; ++i) text.push_back(static_cast<char>(i * 7 + size));
    std::string expected(32, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(expected.data()),
                       reinterpret_cast<const unsigned char*>(text.data()), size);
    // In one piece, and in two that do not end with a block.
    EXPECT_EQ(Sha256Of(text), absl::BytesToHexString(expected)) << size;
    auto digest = Digest::Make("sha256");
    digest->Add(absl::string_view(text).substr(0, size / 3));
    digest->Add(absl::string_view(text).substr(size / 3));
    EXPECT_EQ(digest->Hex(), absl::BytesToHexString(expected)) << size;
  }
}

TEST(CompareVersions, AsPeopleWriteThem) {
  EXPECT_GT(CompareVersions("1.10.0", "1.9.2"), 0);
  EXPECT_LT(CompareVersions("1.0.0-beta", "1.0.0"), 0);
  EXPECT_LT(CompareVersions("1.0.0-beta.2", "1.0.0-beta.11"), 0);
  EXPECT_EQ(CompareVersions("v1.2", "1.2.0"), 0);
  EXPECT_EQ(CompareVersions("1.2+a", "1.2+b"), 0);
  EXPECT_TRUE(IsPrerelease("1.0-rc.1"));
  EXPECT_FALSE(IsPrerelease("1.0"));
}

}  // namespace
}  // namespace slipway
