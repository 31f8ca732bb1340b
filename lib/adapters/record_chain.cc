#include "adapters/record_chain.h"

#include <optional>

#include "base/status_macros.h"

namespace slipway {
namespace {

constexpr size_t kLinkBytes = 32;
constexpr int32_t kPage = 1000;

int64_t Micros(absl::Time time) { return absl::ToUnixMicros(time); }

}  // namespace

ChainLink::ChainLink(absl::string_view before) {
  crypto_generichash_init(&state_, nullptr, 0, kLinkBytes);
  crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(before.data()), before.size());
}

void ChainLink::AddNumber(int64_t number) {
  unsigned char bytes[8];
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<unsigned char>(static_cast<uint64_t>(number) >> (8 * i));
  crypto_generichash_update(&state_, bytes, sizeof(bytes));
}

void ChainLink::Add(int64_t position, int64_t stream, int64_t sequence, absl::Time time, absl::string_view payload) {
  AddNumber(position);
  AddNumber(stream);
  AddNumber(sequence);
  AddNumber(Micros(time));
  AddNumber(static_cast<int64_t>(payload.size()));
  crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(payload.data()), payload.size());
  ++records_;
}

std::string ChainLink::Finish() {
  std::string link(kLinkBytes, '\0');
  crypto_generichash_final(&state_, reinterpret_cast<unsigned char*>(link.data()), link.size());
  return link;
}

absl::StatusOr<Store::ChainCheck> CheckRecordChain(
    Store* store, const std::function<absl::StatusOr<std::string>(int64_t position)>& link_at) {
  Store::ChainCheck check;
  std::optional<ChainLink> link;
  int64_t position = 0;
  while (true) {
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<Store::LogEntry> entries, store->ReadLog(position, kPage));
    if (entries.empty()) break;
    for (const Store::LogEntry& entry : entries) {
      const Record& record = entry.record;
      position = record.position;
      ++check.records;
      if (!link) link.emplace(check.head);
      link->Add(record.position, entry.stream, record.sequence, record.time, record.payload);
      SLIPWAY_ASSIGN_OR_RETURN(const std::string stored, link_at(record.position));
      if (stored.empty()) continue;
      if (link->Finish() != stored) {
        check.breaks.push_back({record.position, "records up to here were changed, removed or inserted after they were written"});
      }
      // What follows is compared with what is stored, so that each break is told once.
      check.head = stored;
      link.reset();
    }
  }
  if (link) check.breaks.push_back({position, "the last records have no hash"});
  return check;
}

}  // namespace slipway
