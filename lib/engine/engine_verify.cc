// Verify: what was written is as it was written, and would be decided the same today. On the caller's thread, from the
// store alone; the engine goes on meanwhile.
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "core/replay.h"
#include "engine/engine.h"

namespace slipway {
namespace {

// One difference for each release, and no more than these: what follows a difference follows from it.
constexpr int kMaxFindings = 1000;
constexpr int32_t kPage = 500;

}  // namespace

absl::Status Engine::VerifyRelease(int64_t release_id, v1::VerifyResponse* response) {
  absl::StatusOr<std::vector<Record>> records = ports_.store->ReadStream(release_id, 0);
  if (absl::IsNotFound(records.status()) || (records.ok() && records->empty())) {
    return absl::NotFoundError(absl::StrCat("releaseId: there is no release ", release_id));
  }
  const auto add = [&](int64_t sequence, const std::string& message) {
    if (response->findings_size() >= kMaxFindings) return;
    v1::VerifyFinding* finding = response->add_findings();
    finding->set_release_id(release_id);
    finding->set_sequence(sequence);
    finding->set_message(message);
  };
  response->set_releases(response->releases() + 1);
  if (!records.ok()) {
    add(0, std::string(records.status().message()));
    return absl::OkStatus();
  }
  std::unique_ptr<Replay> replay;
  for (const Record& record : *records) {
    v1::EventBatch batch;
    if (!batch.ParseFromString(record.payload)) {
      add(record.sequence, "the record cannot be read");
      return absl::OkStatus();
    }
    if (replay == nullptr) {
      if (batch.events_size() == 0 || !batch.events(0).has_release_created()) {
        add(record.sequence, "the first record does not create the release");
        return absl::OkStatus();
      }
      const v1::ReleaseCreated& created = batch.events(0).release_created();
      absl::StatusOr<std::shared_ptr<const DefinitionPlan>> plan =
          catalog_.Plan(created);
      if (!plan.ok()) {
        add(record.sequence, std::string(plan.status().message()));
        return absl::OkStatus();
      }
      replay = std::make_unique<Replay>(*std::move(plan), [this](const std::string& sealed) {
        return ports_.secret_box->Open(sealed).value_or("");
      });
    }
    response->set_records(response->records() + 1);
    response->set_events(response->events() + batch.events_size());
    const std::string difference = replay->Add(batch);
    if (!difference.empty()) {
      add(record.sequence, difference);
      return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::VerifyResponse> Engine::Verify(const v1::VerifyRequest& request) {
  v1::VerifyResponse response;
  SLIPWAY_ASSIGN_OR_RETURN(const Store::ChainCheck chain, ports_.store->CheckChain());
  for (const Store::ChainCheck::Break& broken : chain.breaks) {
    if (response.findings_size() >= kMaxFindings) break;
    v1::VerifyFinding* finding = response.add_findings();
    finding->set_message(absl::StrCat("position ", broken.position, " of the log: ", broken.message));
  }
  response.set_head(absl::BytesToHexString(chain.head));
  response.set_purged_records(chain.purged);
  if (request.release_id() != 0) {
    SLIPWAY_RETURN_IF_ERROR(VerifyRelease(request.release_id(), &response));
    return response;
  }
  ReleaseQuery query;
  query.limit = kPage;
  query.include_deleted = true;
  while (true) {
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<ReleaseRow> rows, ports_.store->ListReleases(query));
    for (const ReleaseRow& row : rows) SLIPWAY_RETURN_IF_ERROR(VerifyRelease(row.id, &response));
    if (static_cast<int32_t>(rows.size()) < kPage) return response;
    query.before_id = rows.back().id;
  }
}

}  // namespace slipway
