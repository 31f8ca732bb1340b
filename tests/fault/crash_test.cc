// Killed at every write and sync: nothing acknowledged is lost, nothing runs twice, the release ends as without the crash.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

namespace fs = std::filesystem;

struct HostRun {
  bool killed = false;
  int exit_code = -1;
  std::string output;
};

HostRun RunHost(const std::string& folder, int64_t k) {
  FILE* pipe = popen(absl::StrCat("exec ", SLIPWAY_CRASH_HOST, " '", folder, "' ", k, " 2>&1").c_str(), "r");
  HostRun run;
  char buffer[4096];
  for (size_t n; (n = fread(buffer, 1, sizeof(buffer), pipe)) > 0;) run.output.append(buffer, n);
  const int status = pclose(pipe);
  run.killed = WIFSIGNALED(status);
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return run;
}

std::vector<std::string> Lines(const std::string& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string Query(const std::string& database, const std::string& sql) {
  sqlite3* handle = nullptr;
  std::string answer;
  if (sqlite3_open_v2(database.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) return "cannot open";
  sqlite3_exec(handle, sql.c_str(), [](void* out, int, char** values, char**) {
    static_cast<std::string*>(out)->append(values[0] == nullptr ? "" : values[0]);
    return 0;
  }, &answer, nullptr);
  sqlite3_close(handle);
  return answer;
}

class CrashAtEveryWrite : public ::testing::TestWithParam<int> {};

TEST_P(CrashAtEveryWrite, NothingIsLostAndNothingRunsTwice) {
  constexpr int kShards = 4;
  const std::string base = absl::StrCat(testing::TempDir(), "/crash-", getpid(), "-", GetParam());
  fs::remove_all(base);
  fs::create_directories(base + "/whole");
  const HostRun whole = RunHost(base + "/whole", 0);
  ASSERT_EQ(whole.exit_code, 0) << whole.output;
  const int64_t operations = atoll(whole.output.c_str());
  ASSERT_GT(operations, 50);

  int kills = 0;
  for (int64_t k = 1 + GetParam(); k <= operations; k += kShards) {
    const std::string folder = absl::StrCat(base, "/", k);
    fs::create_directories(folder);
    const HostRun crashed = RunHost(folder, k);
    // How many writes there are depends a little on which tasks end together; at the very end nothing may be left to kill.
    if (!crashed.killed) {
      ASSERT_EQ(crashed.exit_code, 0) << crashed.output;
    } else {
      ++kills;
    }
    const std::string database = folder + "/slipway.db";
    const std::vector<std::string> acknowledged = Lines(folder + "/acknowledged");
    ASSERT_EQ(Query(database, "PRAGMA integrity_check"), "ok") << "after a kill at operation " << k;
    for (const std::string& line : acknowledged) {
      if (line == "import") {
        EXPECT_EQ(Query(database, "SELECT count(*) FROM definitions"), "1") << "k=" << k;
      } else if (line.rfind("create", 0) == 0) {
        EXPECT_EQ(Query(database, "SELECT count(*) FROM releases"), "1") << "k=" << k;
      } else if (line.rfind("event ", 0) == 0) {
        EXPECT_EQ(Query(database, absl::StrCat("SELECT count(*) FROM events WHERE position = ", line.substr(6))), "1") << "k=" << k;
      }
    }
    const HostRun again = RunHost(folder, 0);
    ASSERT_EQ(again.exit_code, 0) << "after a kill at operation " << k << ": " << again.output;
    EXPECT_EQ(Query(database, "SELECT count(*) FROM releases"), "1") << "k=" << k;
    for (const char* environment : {"Dev", "QA", "Prod"}) {
      EXPECT_EQ(Lines(absl::StrCat(folder, "/ran-", environment)).size(), 1u) << environment << " ran not exactly once, k=" << k;
    }
    EXPECT_EQ(Query(database, "PRAGMA integrity_check"), "ok");
    if (!HasFailure()) fs::remove_all(folder);
  }
  EXPECT_GT(kills, operations / kShards / 2);
  if (!HasFailure()) fs::remove_all(base);
}

INSTANTIATE_TEST_SUITE_P(Shards, CrashAtEveryWrite, ::testing::Range(0, 4));

}  // namespace
}  // namespace slipway
