#include "adapters/sodium_secret_box.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace slipway {
namespace {

using testing::HasSubstr;

class SodiumSecretBoxTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "/slipway-key-XXXXXX";
    folder_ = mkdtemp(name.data());
    key_ = folder_ + "/key";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<SecretBox> Open() {
    auto box = OpenSodiumSecretBox(key_);
    EXPECT_TRUE(box.ok()) << box.status();
    return box.ok() ? *std::move(box) : nullptr;
  }
  void WriteKey(const std::string& bytes, mode_t mode) {
    std::ofstream(key_, std::ios::binary) << bytes;
    chmod(key_.c_str(), mode);
  }
  size_t Files() const {
    return std::distance(std::filesystem::directory_iterator(folder_), std::filesystem::directory_iterator());
  }

  std::string folder_;
  std::string key_;
};

TEST_F(SodiumSecretBoxTest, OpensWhatItSealed) {
  const auto box = Open();
  for (const std::string& plain :
       {std::string(), std::string("hunter2"), std::string("\0\xff\n", 3), std::string(100'000, 'x')}) {
    const auto sealed = box->Seal(plain);
    ASSERT_TRUE(sealed.ok());
    EXPECT_EQ(*box->Open(*sealed), plain);
    EXPECT_TRUE(plain.empty() || sealed->find(plain) == std::string::npos);
  }
}

TEST_F(SodiumSecretBoxTest, TheSameValueNeverLooksTheSame) {
  const auto box = Open();
  EXPECT_NE(*box->Seal("hunter2"), *box->Seal("hunter2"));
}

TEST_F(SodiumSecretBoxTest, TheKeyIsKeptForTheNextTime) {
  std::string sealed;
  std::string public_key;
  {
    const auto box = Open();
    sealed = *box->Seal("hunter2");
    public_key = box->public_key();
    EXPECT_EQ(public_key.size(), 32u);
  }
  const auto box = Open();
  EXPECT_EQ(box->public_key(), public_key);
  EXPECT_EQ(*box->Open(sealed), "hunter2");
}

TEST_F(SodiumSecretBoxTest, OnlyTheOwnerMayReadTheKeyWhateverTheUmask) {
  const mode_t before = umask(0);
  Open();
  umask(before);
  struct stat info;
  ASSERT_EQ(stat(key_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600u);
  EXPECT_EQ(Files(), 1u);  // nothing is left of the making
}

TEST_F(SodiumSecretBoxTest, ManyMakersAgreeOnOneKey) {
  std::vector<std::thread> threads;
  std::vector<std::string> keys(8);
  for (std::string& key : keys) threads.emplace_back([&] { key = Open()->public_key(); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), 1u);
  EXPECT_EQ(Files(), 1u);
}

TEST_F(SodiumSecretBoxTest, ChangedBytesAreFound) {
  const auto box = Open();
  const std::string sealed = *box->Seal("hunter2");
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(box->Open(changed).status().code(), absl::StatusCode::kDataLoss) << i;
    EXPECT_EQ(box->Open(sealed.substr(0, i)).status().code(), absl::StatusCode::kDataLoss) << i;
  }
}

TEST_F(SodiumSecretBoxTest, AnotherKeyDoesNotOpen) {
  const std::string sealed = *Open()->Seal("hunter2");
  std::filesystem::remove(key_);
  const absl::Status status = Open()->Open(sealed).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()),
              testing::AllOf(HasSubstr("another key"), testing::Not(HasSubstr("hunter2"))));
}

TEST_F(SodiumSecretBoxTest, AKeyThatOthersMayReadIsRefused) {
  Open();
  for (mode_t mode : {0640, 0604, 0620, 0666}) {
    chmod(key_.c_str(), mode);
    const absl::Status status = OpenSodiumSecretBox(key_).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << status;
    EXPECT_THAT(std::string(status.message()), testing::AllOf(HasSubstr(key_), HasSubstr("chmod 600")));
  }
  chmod(key_.c_str(), 0400);
  EXPECT_TRUE(OpenSodiumSecretBox(key_).ok());
}

TEST_F(SodiumSecretBoxTest, WhatIsNoKeyIsRefusedAndKept) {
  for (const std::string& bytes : {std::string(), std::string(31, 'k'), std::string(33, 'k')}) {
    WriteKey(bytes, 0600);
    const absl::Status status = OpenSodiumSecretBox(key_).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(absl::StrCat(bytes.size(), " bytes, expected 32")));
    EXPECT_EQ(std::filesystem::file_size(key_), bytes.size());
  }
}

TEST_F(SodiumSecretBoxTest, WhatIsNoFileIsRefused) {
  std::filesystem::create_directory(key_);
  EXPECT_EQ(OpenSodiumSecretBox(key_).status().code(), absl::StatusCode::kFailedPrecondition);
  std::filesystem::remove(key_);
  ASSERT_EQ(mkfifo(key_.c_str(), 0600), 0);
  EXPECT_EQ(OpenSodiumSecretBox(key_).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(SodiumSecretBoxTest, AMissingFolderIsNamed) {
  const absl::Status status = OpenSodiumSecretBox(folder_ + "/none/key").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr(folder_ + "/none/key"));
}

}  // namespace
}  // namespace slipway
