// Histories for tests of stores: batches of everything, and all that a store answers about them as one text.
#ifndef SLIPWAY_TESTS_PORTS_STORE_HISTORIES_H_
#define SLIPWAY_TESTS_PORTS_STORE_HISTORIES_H_

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ports/store.h"
#include "tests/ports/store_text.h"

namespace slipway {

inline absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(1'700'000'000 + seconds); }

inline StreamAppend MakeAppend(StreamId stream, int64_t expected, std::vector<std::string> records,
                               bool active = true) {
  return {stream, expected, At(expected), std::move(records), active};
}

// Everything a store can be asked, over small ranges of ids: two stores that agree on it hold the same.
inline std::string Everything(Store& store) {
  std::string text = absl::StrCat("counters ", ToText(store.LoadCounters()), "\nlast ", ToText(store.LastPosition()),
                                  "\nlog ", ToText(store.ReadLog(0, 1'000'000)), "\n");
  const absl::Status status = store.LoadActive([&](LoadedStream stream) {
    absl::StrAppend(&text, "active ", ToText(stream), "\n");
    return absl::OkStatus();
  });
  if (!status.ok()) absl::StrAppend(&text, status.ToString());
  for (StreamId id = 1; id <= 8; ++id) {
    absl::StrAppend(&text, "stream ", ToText(store.Load(id)), "\n", ToText(store.ReadStream(id, 0)), "\n",
                    ToText(store.ReadStream(id, 2)), "\n");
    absl::StrAppend(&text, "environments ", ToText(store.ListEnvironments(id)), "\nrelease ",
                    ToText(store.GetRelease(id)), "\n");
    absl::StrAppend(&text, "definition ", ToText(store.GetDefinition(id)), "\n",
                    ToText(store.ListDefinitionRevisions(id)), ToText(store.GetDefinitionRevision(id, 1)), "\n");
    absl::StrAppend(&text, "resources ", ToText(store.ListResources(1)), ToText(store.GetResource(1, "g", 0)), "\n");
    absl::StrAppend(&text, "counter ", ToText(store.GetNameCounter(id, "Release-")), "\n");
    for (int32_t limit : {1, 50}) {
      ReleaseQuery releases;
      releases.definition_id = id % 4;
      releases.status = static_cast<int32_t>(id % 3);
      releases.before_id = id % 5;
      releases.limit = limit;
      releases.include_deleted = id % 2 == 0;
      absl::StrAppend(&text, "releases ", ToText(store.ListReleases(releases)), "\n");
      releases = {};
      releases.name = absl::StrCat("Release-", id % 4);
      absl::StrAppend(&text, "named ", ToText(store.ListReleases(releases)), "\n");
      releases.idempotency_key = absl::StrCat("key", id);
      absl::StrAppend(&text, "keyed ", ToText(store.ListReleases(releases)), "\n");
      DeploymentQuery deployments;
      deployments.definition_id = id % 3;
      deployments.release_id = id % 4;
      deployments.definition_environment_id = id % 2;
      deployments.before_id = id % 5;
      deployments.limit = limit;
      absl::StrAppend(&text, "deployments ", ToText(store.ListDeployments(deployments)), "\n");
      ApprovalQuery approvals;
      approvals.release_id = id % 4;
      approvals.status = static_cast<int32_t>(id % 3);
      approvals.before_id = id % 5;
      approvals.limit = limit;
      absl::StrAppend(&text, "approvals ", ToText(store.ListApprovals(approvals)), "\n");
      absl::StrAppend(&text, "outbox ", ToText(store.ListOutbox(id - 1, limit)), "\n");
      absl::StrAppend(&text, "definitions ",
                      ToText(store.ListDefinitions(id % 2 ? "EL" : "", id % 3 == 0, id - 1, limit)), "\n");
    }
  }
  return text;
}

// A batch of everything, small ids, now and then one that must be refused.
inline WriteBatch RandomBatch(std::mt19937_64& random, Store& oracle) {
  const auto pick = [&](int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(random);
  };
  const auto word = [&] { return std::string(static_cast<size_t>(pick(0, 40)), static_cast<char>(pick(0, 255))); };
  WriteBatch batch;
  for (StreamId stream = 1; stream <= 8; ++stream) {
    if (pick(0, 2) != 0) continue;
    const auto loaded = oracle.Load(stream);
    const bool purged = !loaded.ok() && loaded.status().message() == absl::StrCat("stream ", stream, " was purged");
    if (purged && pick(0, 30) != 0) continue;
    if (loaded.ok() && !loaded->active && pick(0, 3) == 0) {
      batch.purges.push_back(stream);
      if (pick(0, 1) == 0) continue;
    }
    int64_t version = loaded.ok() ? loaded->version : 0;
    if (pick(0, 30) == 0) ++version;  // a lost race
    batch.appends.push_back(MakeAppend(stream, version, {}, pick(0, 3) != 0));
    for (int64_t i = pick(pick(0, 30) == 0 ? 0 : 1, 3); i > 0; --i) batch.appends.back().records.push_back(word());
    version += static_cast<int64_t>(batch.appends.back().records.size());
    if (pick(0, 5) == 0) batch.snapshots.push_back({stream, pick(1, version + (pick(0, 30) == 0 ? 1 : 0)), word()});
  }
  const int64_t id = pick(1, 8);
  if (pick(0, 1)) {
    batch.definitions.push_back({id, pick(1, 9), pick(0, 1) ? "Web \xC3\xA9l" : "HELLO", "\\", pick(0, 3) == 0, At(id),
                                 pick(0, 1) ? At(id) : absl::InfinitePast()});
    batch.definition_revisions.push_back({id, pick(1, 3), word(), word(), 1, "me", "why", At(id)});
  }
  if (pick(0, 1)) {
    ReleaseRow row{id, id % 3 + 1, 1, absl::StrCat("Release-", pick(1, 4)), word(), "me"};
    row.idempotency_key = id % 2 ? absl::StrCat("key", id) : "";
    if (pick(0, 30) == 0) row.idempotency_key = "key1";
    row.status = static_cast<int32_t>(pick(1, 2));
    row.created_on = At(id);
    row.modified_on = At(pick(0, 100));
    row.is_deleted = pick(0, 2) == 0;
    row.keep_forever = pick(0, 2) == 0;
    // What belongs to an id stays: a row that is there already keeps its key.
    if (const auto known = oracle.GetRelease(id); known.ok()) row.idempotency_key = known->idempotency_key;
    batch.releases.push_back(row);
    batch.environments.push_back(
        {id, static_cast<int32_t>(pick(0, 2)), 1, 1, "QA", static_cast<int32_t>(pick(0, 4)), 1, At(pick(0, 100))});
  }
  if (pick(0, 1)) {
    DeploymentRow row{id, id % 3 + 1, id % 2 + 1, 0, id % 2, 1, 2};
    row.status = static_cast<int32_t>(pick(1, 9));
    row.requested_by = "me";
    row.queued_on = At(id);
    row.completed_on = pick(0, 1) ? At(pick(0, 9)) : absl::InfinitePast();
    batch.deployments.push_back(row);
    ApprovalRow approval{id, id % 3 + 1, 0, 1, 1, static_cast<int32_t>(pick(1, 2)), 1, pick(0, 1) == 0, word()};
    approval.created_on = At(id);
    approval.modified_on = absl::InfiniteFuture();
    batch.approvals.push_back(approval);
  }
  if (pick(0, 1)) batch.name_counters.push_back({id, "Release-", pick(1, 100)});
  if (pick(0, 1)) batch.resources.push_back({1, "g", pick(1, 3), word(), word(), pick(0, 3) == 0, "me", At(id)});
  if (pick(0, 1)) batch.outbox_puts.push_back({pick(1, 12), id, word()});
  if (pick(0, 1)) batch.outbox_deletes.push_back(pick(1, 12));
  return batch;
}

}  // namespace slipway

#endif  // SLIPWAY_TESTS_PORTS_STORE_HISTORIES_H_
