// What every Store does. Include it in one file of a test program and instantiate StoreContract with a StoreBed.
#ifndef SLIPWAY_TESTS_PORTS_STORE_CONTRACT_H_
#define SLIPWAY_TESTS_PORTS_STORE_CONTRACT_H_

#include <atomic>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ports/store.h"
#include "adapters/memory_store.h"
#include "tests/ports/store_histories.h"
#include "tests/ports/store_text.h"

namespace slipway {

// Where a store lives between openings. A fresh one is empty.
class StoreBed {
 public:
  virtual ~StoreBed() = default;
  // At most one store is open at a time.
  virtual std::unique_ptr<Store> Open() = 0;
};

struct StoreBedFactory {
  std::string name;
  std::function<std::unique_ptr<StoreBed>()> make;
};

class StoreContract : public testing::TestWithParam<StoreBedFactory> {
 protected:
  void SetUp() override {
    bed_ = GetParam().make();
    store_ = bed_->Open();
    ASSERT_NE(store_, nullptr);
  }
  void Reopen() {
    store_.reset();
    store_ = bed_->Open();
    ASSERT_NE(store_, nullptr);
  }
  absl::Status Append(StreamId stream, int64_t expected, std::vector<std::string> records, bool active = true) {
    WriteBatch batch;
    batch.appends.push_back(MakeAppend(stream, expected, std::move(records), active));
    return store_->Commit(batch, nullptr);
  }
  absl::Status Snapshot(StreamId stream, int64_t version, std::string payload) {
    WriteBatch batch;
    batch.snapshots.push_back({stream, version, std::move(payload)});
    return store_->Commit(batch, nullptr);
  }
  std::vector<std::string> Payloads(StreamId stream, int64_t after = 0) {
    std::vector<std::string> payloads;
    const auto records = store_->ReadStream(stream, after);
    EXPECT_TRUE(records.ok()) << records.status();
    if (records.ok()) {
      for (const Record& record : *records) payloads.push_back(record.payload);
    }
    return payloads;
  }
  std::vector<StreamId> Active() {
    std::vector<StreamId> active;
    const absl::Status status = store_->LoadActive([&](LoadedStream stream) {
      active.push_back(stream.stream);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return active;
  }
  template <typename Row>
  static std::vector<int64_t> Ids(const absl::StatusOr<std::vector<Row>>& rows) {
    std::vector<int64_t> ids;
    EXPECT_TRUE(rows.ok()) << rows.status();
    if (rows.ok()) {
      for (const Row& row : *rows) ids.push_back(row.id);
    }
    return ids;
  }

  std::unique_ptr<StoreBed> bed_;
  std::unique_ptr<Store> store_;
};

TEST_P(StoreContract, AgreesWithThePlainContainersOnRandomHistories) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    bed_ = nullptr;
    store_ = nullptr;
    SetUp();
    MemoryStore oracle;
    std::mt19937_64 random(seed);
    int refused = 0;
    for (int i = 0; i < 120; ++i) {
      const WriteBatch batch = RandomBatch(random, oracle);
      std::vector<int64_t> expected_positions;
      std::vector<int64_t> positions;
      const absl::Status expected = oracle.Commit(batch, &expected_positions);
      const absl::Status status = store_->Commit(batch, &positions);
      ASSERT_EQ(status.code(), expected.code()) << "step " << i << ": " << status;
      ASSERT_EQ(positions, expected_positions);
      refused += expected.ok() ? 0 : 1;
      if (i % 40 == 39) Reopen();
      if (i % 10 != 9) continue;
      ASSERT_EQ(Everything(*store_), Everything(oracle)) << "step " << i;
    }
    EXPECT_GT(refused, 3);
  }
}

TEST_P(StoreContract, IsEmptyAtFirst) {
  EXPECT_EQ(ToText(store_->LoadCounters()), "0|0|0|0|0|");
  EXPECT_EQ(*store_->LastPosition(), 0);
  EXPECT_TRUE(Active().empty());
  EXPECT_TRUE(store_->ReadLog(0, 10)->empty());
  EXPECT_EQ(store_->Load(1).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(store_->ReadStream(1, 0).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(store_->GetRelease(1).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(store_->GetDefinition(1).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(store_->FindDefinition("\\", "x").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(store_->GetDefinitionRevision(1, 1).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(*store_->GetNameCounter(1, "Release-"), 0);
}

TEST_P(StoreContract, ReadsWhatItHasWritten) {
  std::vector<int64_t> positions;
  WriteBatch batch;
  batch.appends.push_back(MakeAppend(7, 0, {"a", "b"}));
  batch.appends.push_back(MakeAppend(9, 0, {"c"}));
  ASSERT_TRUE(store_->Commit(batch, &positions).ok());
  ASSERT_EQ(positions.size(), 2u);
  EXPECT_LT(positions[0], positions[1]);
  EXPECT_EQ(*store_->LastPosition(), positions[1]);

  const auto loaded = store_->Load(7);
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded->version, 2);
  EXPECT_TRUE(loaded->active);
  EXPECT_EQ(loaded->snapshot_version, 0);
  ASSERT_EQ(loaded->records.size(), 2u);
  EXPECT_EQ(loaded->records[1].sequence, 2);
  EXPECT_EQ(loaded->records[1].position, positions[0]);
  EXPECT_EQ(loaded->records[1].time, At(0));
  EXPECT_EQ(loaded->records[1].payload, "b");
}

TEST_P(StoreContract, KeepsEverythingWhenReopened) {
  ASSERT_TRUE(Append(1, 0, {"a", "b"}).ok());
  ASSERT_TRUE(Append(2, 0, {"c"}, /*active=*/false).ok());
  const std::string before = Everything(*store_);
  Reopen();
  EXPECT_EQ(Everything(*store_), before);
  // Positions and versions go on where they were.
  ASSERT_TRUE(Append(1, 2, {"d"}).ok());
  EXPECT_EQ(*store_->LastPosition(), 4);
  EXPECT_THAT(Payloads(1), testing::ElementsAre("a", "b", "d"));
}

TEST_P(StoreContract, AnUnexpectedVersionWritesNothingOfTheBatch) {
  ASSERT_TRUE(Append(1, 0, {"a"}).ok());
  const std::string before = Everything(*store_);
  for (int64_t wrong : {0, 2}) {
    WriteBatch batch;
    batch.appends.push_back(MakeAppend(2, 0, {"never"}));
    batch.appends.push_back(MakeAppend(1, wrong, {"never"}));
    batch.releases.push_back({1, 1, 1, "never"});
    batch.outbox_puts.push_back({1, 1, "never"});
    batch.name_counters.push_back({1, "Release-", 5});
    std::vector<int64_t> positions = {99};
    const absl::Status status = store_->Commit(batch, &positions);
    EXPECT_EQ(status.code(), absl::StatusCode::kAborted) << status;
    EXPECT_THAT(std::string(status.message()), testing::HasSubstr("1"));
    EXPECT_TRUE(positions.empty());
    EXPECT_EQ(Everything(*store_), before);
  }
  // And the positions that were not used are not lost.
  ASSERT_TRUE(Append(1, 1, {"b"}).ok());
  EXPECT_EQ(*store_->LastPosition(), 2);
}

TEST_P(StoreContract, WritesAllTablesTogether) {
  WriteBatch batch;
  batch.appends.push_back(MakeAppend(1, 0, {"a"}));
  batch.definitions.push_back({1, 1, "Web"});
  batch.releases.push_back({1, 1, 1, "Release-1"});
  batch.releases.back().idempotency_key = "once";
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  const std::string before = Everything(*store_);

  // When the last row is refused, the append, which was fine, is not there either.
  WriteBatch second;
  second.appends.push_back(MakeAppend(1, 1, {"b"}, /*active=*/false));
  second.definitions.push_back({1, 2, "Changed"});
  second.releases.push_back({2, 1, 1, "Release-2"});
  second.releases.back().idempotency_key = "once";
  EXPECT_EQ(store_->Commit(second, nullptr).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Everything(*store_), before);
  second.releases.back().idempotency_key = "twice";
  EXPECT_TRUE(store_->Commit(second, nullptr).ok());
  EXPECT_EQ(store_->GetDefinition(1)->name, "Changed");
}

TEST_P(StoreContract, RefusesAppendsThatSayNothing) {
  EXPECT_EQ(Append(1, 0, {}).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Append(0, 0, {"a"}).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Append(-1, 0, {"a"}).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(*store_->LastPosition(), 0);
  EXPECT_TRUE(store_->Commit(WriteBatch(), nullptr).ok());
}

TEST_P(StoreContract, LoadsASnapshotAndWhatFollowsIt) {
  ASSERT_TRUE(Append(1, 0, {"a", "b", "c"}).ok());
  ASSERT_TRUE(Snapshot(1, 2, "ab").ok());
  auto loaded = store_->Load(1);
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded->snapshot, "ab");
  EXPECT_EQ(loaded->snapshot_version, 2);
  ASSERT_EQ(loaded->records.size(), 1u);
  EXPECT_EQ(loaded->records[0].payload, "c");
  EXPECT_EQ(loaded->records[0].sequence, 3);
  // A snapshot of the batch's own append replaces the older one and leaves no tail.
  WriteBatch batch;
  batch.appends.push_back(MakeAppend(1, 3, {"d"}));
  batch.snapshots.push_back({1, 4, "abcd"});
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  Reopen();
  loaded = store_->Load(1);
  EXPECT_EQ(loaded->snapshot, "abcd");
  EXPECT_TRUE(loaded->records.empty());
  EXPECT_EQ(loaded->version, 4);
  // Snapshots shorten nothing: audit and replay read it all.
  EXPECT_THAT(Payloads(1), testing::ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(Payloads(1, 3), testing::ElementsAre("d"));
  EXPECT_TRUE(Payloads(1, 4).empty());
  EXPECT_TRUE(Payloads(1, 99).empty());
}

TEST_P(StoreContract, RefusesASnapshotAheadOfItsStream) {
  ASSERT_TRUE(Append(1, 0, {"a"}).ok());
  EXPECT_EQ(Snapshot(1, 2, "x").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Snapshot(1, 0, "x").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Snapshot(2, 1, "x").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(store_->Load(1)->snapshot_version, 0);
}

TEST_P(StoreContract, LoadsActiveStreamsInOrderAndOnlyThose) {
  // More than one page of whatever pages a store may have.
  for (StreamId id = 300; id >= 1; --id) ASSERT_TRUE(Append(id, 0, {absl::StrCat("r", id)}, id % 3 != 0).ok());
  ASSERT_TRUE(Append(4, 1, {"done"}, false).ok());
  ASSERT_TRUE(Append(6, 1, {"again"}, true).ok());
  std::vector<StreamId> expected;
  for (StreamId id = 1; id <= 300; ++id) {
    if ((id % 3 != 0 && id != 4) || id == 6) expected.push_back(id);
  }
  EXPECT_EQ(Active(), expected);
  Reopen();
  EXPECT_EQ(Active(), expected);
}

TEST_P(StoreContract, AVisitorMayReadTheStoreAndMayStopTheLoading) {
  for (StreamId id = 1; id <= 10; ++id) ASSERT_TRUE(Append(id, 0, {"a"}).ok());
  int visits = 0;
  const absl::Status status = store_->LoadActive([&](LoadedStream stream) {
    EXPECT_TRUE(store_->Load(stream.stream).ok());
    EXPECT_TRUE(store_->LoadCounters().ok());
    return ++visits == 3 ? absl::CancelledError("enough") : absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(visits, 3);
}

TEST_P(StoreContract, ReadsTheLogInPositionOrderByPages) {
  ASSERT_TRUE(Append(2, 0, {"a", "b"}).ok());
  ASSERT_TRUE(Append(1, 0, {"c"}).ok());
  ASSERT_TRUE(Append(2, 2, {"d"}).ok());
  std::string seen;
  int64_t position = 0;
  while (true) {
    const auto page = store_->ReadLog(position, 3);
    ASSERT_TRUE(page.ok());
    if (page->empty()) break;
    ASSERT_LE(page->size(), 3u);
    for (const Store::LogEntry& entry : *page) {
      EXPECT_GT(entry.record.position, position);
      position = entry.record.position;
      absl::StrAppend(&seen, entry.stream, ".", entry.record.sequence, entry.record.payload, " ");
    }
  }
  EXPECT_EQ(seen, "2.1a 2.2b 1.1c 2.3d ");
  EXPECT_EQ(position, *store_->LastPosition());
}

TEST_P(StoreContract, KeepsBytesTextsAndTimesAsTheyAre) {
  const std::string bytes("\0\xff\x01 \0", 5);
  const std::string name =
      "Bereitstellung \xE2\x80\x93 \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x9A\xA2 'quoted'; DROP TABLE releases; --";
  WriteBatch batch;
  batch.appends.push_back({1, 0, absl::FromUnixMicros(-1), {bytes, ""}, true});
  batch.snapshots.push_back({1, 1, bytes});
  ReleaseRow release{1, 1, 1, name, name, name};
  release.idempotency_key = name;
  release.created_on = absl::FromUnixMicros(1'234'567'890'123'456);
  release.modified_on = absl::InfinitePast();
  batch.releases.push_back(release);
  ApprovalRow approval{1, 1, 0, 1, 1, 1, 1, false, bytes, name, name, absl::InfiniteFuture(), At(1)};
  batch.approvals.push_back(approval);
  batch.name_counters.push_back({1, name, 1LL << 40});
  batch.outbox_puts.push_back({1, 1, bytes});
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  Reopen();
  EXPECT_EQ(ToText(*store_->GetRelease(1)), ToText(release));
  EXPECT_EQ(ToText(store_->ListApprovals({})->at(0)), ToText(approval));
  EXPECT_EQ(*store_->GetNameCounter(1, name), 1LL << 40);
  EXPECT_EQ(store_->ListOutbox(0, 1)->at(0).payload, bytes);
  EXPECT_THAT(Payloads(1), testing::ElementsAre(bytes, ""));
  EXPECT_EQ(store_->ReadStream(1, 0)->at(0).time, absl::FromUnixMicros(-1));
  EXPECT_EQ(store_->Load(1)->snapshot, bytes);
  ReleaseQuery query;
  query.name = name;
  EXPECT_THAT(Ids(store_->ListReleases(query)), testing::ElementsAre(1));
}

TEST_P(StoreContract, FindsDefinitionsByNameAndPath) {
  WriteBatch batch;
  batch.definitions.push_back({1, 1, "Web", "\\"});
  batch.definitions.push_back({2, 1, "Web", "\\Shop"});
  batch.definitions.push_back({3, 1, "Old", "\\", /*is_deleted=*/true});
  batch.definitions.push_back({4, 1, "100%_sure", "\\"});
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  EXPECT_EQ(store_->FindDefinition("\\", "wEB")->id, 1);
  EXPECT_EQ(store_->FindDefinition("\\shop", "Web")->id, 2);
  EXPECT_EQ(store_->FindDefinition("\\", "Old").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(store_->FindDefinition("\\", "We").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(store_->FindDefinition("", "").status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(Ids(store_->ListDefinitions("", false, 0, 50)), testing::ElementsAre(1, 2, 4));
  EXPECT_THAT(Ids(store_->ListDefinitions("", true, 1, 2)), testing::ElementsAre(2, 3));
  EXPECT_THAT(Ids(store_->ListDefinitions("EB", false, 0, 50)), testing::ElementsAre(1, 2));
  // No character of a search is a wildcard.
  EXPECT_THAT(Ids(store_->ListDefinitions("%_S", false, 0, 50)), testing::ElementsAre(4));
  EXPECT_THAT(Ids(store_->ListDefinitions("_", false, 0, 50)), testing::ElementsAre(4));
  EXPECT_TRUE(Ids(store_->ListDefinitions("*", false, 0, 50)).empty());
}

TEST_P(StoreContract, ListsRevisionsWithoutDocumentsNewestFirst) {
  WriteBatch batch;
  for (int64_t revision : {1, 2, 3}) {
    batch.definition_revisions.push_back(
        {1, revision, absl::StrCat("doc", revision), "sealed", 2, "me", "why", At(revision)});
  }
  batch.definition_revisions.push_back({2, 1, "other", "", 1, "", "", At(0)});
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  const auto revisions = store_->ListDefinitionRevisions(1);
  ASSERT_TRUE(revisions.ok());
  ASSERT_EQ(revisions->size(), 3u);
  EXPECT_EQ(revisions->at(0).revision, 3);
  EXPECT_EQ(revisions->at(0).document, "");
  EXPECT_EQ(revisions->at(0).comment, "why");
  EXPECT_EQ(store_->GetDefinitionRevision(1, 2)->document, "doc2");
}

TEST_P(StoreContract, PagesNewestFirst) {
  WriteBatch batch;
  for (int64_t id = 1; id <= 10; ++id) {
    batch.releases.push_back({id, id % 2 + 1, 1, absl::StrCat("Release-", id)});
    batch.releases.back().status = id == 4 ? 4 : 2;
    batch.deployments.push_back({id, id % 2 + 1, id % 3 + 1, 0, id % 2 + 5});
    batch.approvals.push_back({id, id % 2 + 1});
    batch.approvals.back().status = id <= 3 ? 1 : 2;
  }
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  ReleaseQuery releases;
  releases.limit = 3;
  EXPECT_THAT(Ids(store_->ListReleases(releases)), testing::ElementsAre(10, 9, 8));
  releases.before_id = 8;
  EXPECT_THAT(Ids(store_->ListReleases(releases)), testing::ElementsAre(7, 6, 5));
  releases.definition_id = 1;
  EXPECT_THAT(Ids(store_->ListReleases(releases)), testing::ElementsAre(6, 4, 2));
  releases.status = 4;
  EXPECT_THAT(Ids(store_->ListReleases(releases)), testing::ElementsAre(4));
  DeploymentQuery deployments;
  deployments.release_id = 2;
  EXPECT_THAT(Ids(store_->ListDeployments(deployments)), testing::ElementsAre(9, 7, 5, 3, 1));
  deployments.definition_id = 1;
  EXPECT_THAT(Ids(store_->ListDeployments(deployments)), testing::ElementsAre(9, 3));
  deployments = {};
  deployments.definition_environment_id = 5;
  deployments.limit = 2;
  EXPECT_THAT(Ids(store_->ListDeployments(deployments)), testing::ElementsAre(10, 8));
  ApprovalQuery approvals;
  approvals.status = 1;
  EXPECT_THAT(Ids(store_->ListApprovals(approvals)), testing::ElementsAre(3, 2, 1));
  approvals.release_id = 2;
  EXPECT_THAT(Ids(store_->ListApprovals(approvals)), testing::ElementsAre(3, 1));
  approvals.status = 0;
  approvals.before_id = 5;
  EXPECT_THAT(Ids(store_->ListApprovals(approvals)), testing::ElementsAre(3, 1));
}

TEST_P(StoreContract, RowsOfTheSameKeyReplaceEachOther) {
  WriteBatch batch;
  batch.environments.push_back({1, 0, 1, 1, "QA", 2, 1, At(1)});
  batch.environments.push_back({1, 1, 1, 2, "Prod", 1, 1, At(1)});
  batch.deployments.push_back({5, 1, 1, 0, 1, 1});
  batch.name_counters.push_back({1, "R-", 1});
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  batch.environments[0].status = 4;
  batch.deployments[0].status = 8;
  batch.deployments[0].completed_on = At(9);
  batch.name_counters[0].last = 2;
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  ASSERT_EQ(store_->ListEnvironments(1)->size(), 2u);
  EXPECT_EQ(store_->ListEnvironments(1)->at(0).status, 4);
  EXPECT_EQ(store_->ListEnvironments(1)->at(1).name, "Prod");
  ASSERT_EQ(store_->ListDeployments({})->size(), 1u);
  EXPECT_EQ(store_->ListDeployments({})->at(0).completed_on, At(9));
  EXPECT_EQ(*store_->GetNameCounter(1, "R-"), 2);
  EXPECT_EQ(*store_->GetNameCounter(2, "R-"), 0);
}

TEST_P(StoreContract, ResourcesKeepTheirRevisionsAndDeletedOnesAreOnlyFoundByRevision) {
  WriteBatch batch;
  batch.resources.push_back({1, "7", 1, "Shared", std::string("\0old", 4), false, "me", At(1)});
  batch.resources.push_back({1, "7", 2, "Shared", "new", false, "me", At(2)});
  batch.resources.push_back({1, "8", 1, "Gone", "x", false, "me", At(2)});
  batch.resources.push_back({2, "7", 1, "Other kind", "y", false, "me", At(2)});
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  batch.clear();
  batch.resources.push_back({1, "8", 2, "Gone", "x", true, "you", At(3)});
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());

  const std::vector<ResourceRow> listed = *store_->ListResources(1);
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].revision, 2);
  EXPECT_EQ(listed[0].payload, "new");
  EXPECT_EQ(store_->GetResource(1, "7", 1)->payload, std::string("\0old", 4));
  EXPECT_EQ(store_->GetResource(1, "7", 0)->payload, "new");
  EXPECT_EQ(store_->GetResource(1, "8", 1)->name, "Gone");
  EXPECT_TRUE(absl::IsNotFound(store_->GetResource(1, "8", 0).status()));
  EXPECT_TRUE(absl::IsNotFound(store_->GetResource(1, "9", 0).status()));
  EXPECT_EQ(store_->GetResource(2, "7", 0)->name, "Other kind");
}

TEST_P(StoreContract, TheLogIsAChainOfHashesThatGrowsWithEveryCommitAndSurvivesAFailedOne) {
  EXPECT_EQ(store_->CheckChain()->head, "");
  WriteBatch batch;
  StreamAppend append;
  append.stream = 1;
  append.time = At(1);
  append.records = {"a", "b"};
  batch.appends.push_back(append);
  append.stream = 2;
  batch.appends.push_back(append);
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  const Store::ChainCheck first = *store_->CheckChain();
  EXPECT_EQ(first.head.size(), 32u);
  EXPECT_EQ(first.records, 4);
  EXPECT_TRUE(first.breaks.empty());

  EXPECT_TRUE(absl::IsAborted(store_->Commit(batch, nullptr))) << "the same again is a lost race";
  EXPECT_EQ(store_->CheckChain()->head, first.head);

  batch.appends.resize(1);
  batch.appends[0].expected_version = 2;
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  const Store::ChainCheck second = *store_->CheckChain();
  EXPECT_NE(second.head, first.head);
  EXPECT_EQ(second.records, 6);
  EXPECT_TRUE(second.breaks.empty());
}

TEST_P(StoreContract, APurgedStreamIsGoneButTheChainHoldsAndItsIdsStayUsed) {
  WriteBatch batch;
  batch.appends.push_back(MakeAppend(1, 0, {"a", "b"}, /*active=*/false));
  batch.appends.push_back(MakeAppend(2, 0, {"c"}, /*active=*/false));
  batch.releases.push_back({1, 3, 1, "R"});
  batch.releases.push_back({2, 3, 1, "S"});
  batch.environments.push_back({2, 0, 3, 1, "QA"});
  batch.deployments.push_back({7, 1, 3});
  batch.deployments.push_back({9, 2, 3});
  batch.approvals.push_back({4, 2});
  batch.outbox_puts.push_back({1, 2, "n"});
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  ASSERT_TRUE(Snapshot(2, 1, "s").ok());
  ASSERT_TRUE(Append(2, 1, {"d"}, /*active=*/false).ok());
  const std::string head = store_->CheckChain()->head;

  WriteBatch purge;
  purge.purges = {2};
  ASSERT_TRUE(store_->Commit(purge, nullptr).ok());
  Reopen();
  EXPECT_TRUE(absl::IsNotFound(store_->Load(2).status()));
  EXPECT_TRUE(absl::IsNotFound(store_->ReadStream(2, 0).status()));
  EXPECT_TRUE(absl::IsNotFound(store_->GetRelease(2).status()));
  EXPECT_TRUE(Ids(store_->ListOutbox(0, 10)).empty());
  EXPECT_TRUE(store_->ListEnvironments(2)->empty());
  EXPECT_THAT(Ids(store_->ListDeployments({})), testing::ElementsAre(7));
  EXPECT_TRUE(store_->ListApprovals({})->empty());
  EXPECT_THAT(Payloads(1), testing::ElementsAre("a", "b"));
  const auto log = store_->ReadLog(0, 10);
  ASSERT_EQ(log->size(), 2u);
  EXPECT_EQ(log->back().stream, 1);
  EXPECT_EQ(ToText(*store_->LoadCounters()), "0|2|9|4|1|");
  const Store::ChainCheck check = *store_->CheckChain();
  EXPECT_EQ(check.head, head);
  EXPECT_EQ(check.records, 4);
  EXPECT_EQ(check.purged, 2);
  EXPECT_TRUE(check.breaks.empty());
  EXPECT_TRUE(absl::IsInvalidArgument(Append(2, 2, {"e"})));
  EXPECT_TRUE(absl::IsInvalidArgument(store_->Commit(purge, nullptr))) << "twice";
  ASSERT_TRUE(Append(3, 0, {"f"}).ok());
  EXPECT_TRUE(store_->CheckChain()->breaks.empty()) << "it goes on";
}

TEST_P(StoreContract, OnlyAnInactiveStreamCanBePurged) {
  ASSERT_TRUE(Append(1, 0, {"a"}, /*active=*/true).ok());
  WriteBatch purge;
  purge.purges = {1};
  purge.name_counters.push_back({1, "text", 5});
  EXPECT_TRUE(absl::IsInvalidArgument(store_->Commit(purge, nullptr)));
  purge.purges = {5};
  EXPECT_TRUE(absl::IsInvalidArgument(store_->Commit(purge, nullptr)));
  EXPECT_THAT(Payloads(1), testing::ElementsAre("a"));
  EXPECT_EQ(*store_->GetNameCounter(1, "text"), 0) << "nothing of the batch";
}

TEST_P(StoreContract, DeliveredNotificationsGoButTheirIdsAreNotUsedAgain) {
  WriteBatch batch;
  for (int64_t id = 1; id <= 3; ++id) batch.outbox_puts.push_back({id, 1, absl::StrCat("n", id)});
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  batch.clear();
  batch.outbox_deletes = {3, 2, 77};
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  Reopen();
  EXPECT_THAT(Ids(store_->ListOutbox(0, 10)), testing::ElementsAre(1));
  EXPECT_TRUE(Ids(store_->ListOutbox(1, 10)).empty());
  EXPECT_EQ(store_->LoadCounters()->outbox, 3);
}

TEST_P(StoreContract, CountersAreTheHighestIds) {
  WriteBatch batch;
  batch.definitions.push_back({3, 1, "Web", "\\", /*is_deleted=*/true});
  batch.releases.push_back({5, 3, 1, "R"});
  batch.deployments.push_back({7, 5});
  batch.approvals.push_back({9, 5});
  batch.appends.push_back(MakeAppend(6, 0, {"a"}));
  ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  EXPECT_EQ(ToText(*store_->LoadCounters()), "3|6|7|9|0|");
}

TEST_P(StoreContract, ReadersSeeWholeCommitsWhileOneThreadWrites) {
  constexpr int kCommits = 300;
  std::atomic<int64_t> acknowledged{0};
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  std::atomic<int> reads{0};
  for (int i = 0; i < 6; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const int64_t at_least = acknowledged;
        const auto loaded = store_->Load(1);
        if (!loaded.ok()) {
          EXPECT_EQ(at_least, 0) << loaded.status();
          continue;
        }
        // Every commit appends two records and snapshots the first of them.
        EXPECT_GE(loaded->version, 2 * at_least);
        EXPECT_EQ(loaded->version % 2, 0);
        EXPECT_EQ(loaded->snapshot_version, loaded->version - 1);
        EXPECT_EQ(loaded->records.size(), 1u);
        const auto release = store_->GetRelease(1);
        EXPECT_TRUE(release.ok() && release->status >= at_least) << release.status();
        ++reads;
      }
    });
  }
  for (int64_t i = 0; i < kCommits; ++i) {
    WriteBatch batch;
    batch.appends.push_back(MakeAppend(1, 2 * i, {"first", "second"}));
    batch.snapshots.push_back({1, 2 * i + 1, "snapshot"});
    batch.releases.push_back({1, 1, 1, "R"});
    batch.releases.back().status = static_cast<int32_t>(i + 1);
    ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
    acknowledged = i + 1;
  }
  while (reads < 6) std::this_thread::yield();
  done = true;
  for (std::thread& reader : readers) reader.join();
}

TEST_P(StoreContract, HoldsAHundredThousandRows) {
  constexpr int64_t kStreams = 1000;
  constexpr int64_t kRounds = 100;
  for (int64_t round = 0; round < kRounds; ++round) {
    WriteBatch batch;
    for (StreamId id = 1; id <= kStreams; ++id) {
      batch.appends.push_back(
          MakeAppend(id, round, {absl::StrCat(id, ":", round)}, round + 1 < kRounds || id % 100 == 0));
    }
    ASSERT_TRUE(store_->Commit(batch, nullptr).ok());
  }
  Reopen();
  EXPECT_EQ(*store_->LastPosition(), kStreams * kRounds);
  EXPECT_EQ(Active().size(), 10u);
  const auto records = store_->ReadStream(500, 0);
  ASSERT_TRUE(records.ok());
  ASSERT_EQ(records->size(), static_cast<size_t>(kRounds));
  for (int64_t i = 0; i < kRounds; ++i) {
    ASSERT_EQ((*records)[i].payload, absl::StrCat("500:", i));
    ASSERT_EQ((*records)[i].position, i * kStreams + 500);
  }
  EXPECT_EQ(store_->ReadLog(0, 1'000'000)->size(), static_cast<size_t>(kStreams * kRounds));
}

}  // namespace slipway

#endif  // SLIPWAY_TESTS_PORTS_STORE_CONTRACT_H_
