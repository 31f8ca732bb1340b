#include "adapters/record_chain.h"

#include <utility>

#include "base/status_macros.h"

namespace slipway {
namespace {

constexpr size_t kLinkBytes = 32;

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

void ChainLink::AddPlace(int64_t position, int64_t stream, int64_t sequence, absl::Time time) {
  AddNumber(position);
  AddNumber(stream);
  AddNumber(sequence);
  AddNumber(Micros(time));
  ++records_;
}

void ChainLink::Add(int64_t position, int64_t stream, int64_t sequence, absl::Time time, absl::string_view digest) {
  AddPlace(position, stream, sequence, time);
  crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(digest.data()), digest.size());
}

void ChainLink::AddWhole(int64_t position, int64_t stream, int64_t sequence, absl::Time time,
                         absl::string_view payload) {
  AddPlace(position, stream, sequence, time);
  AddNumber(static_cast<int64_t>(payload.size()));
  crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(payload.data()), payload.size());
}

std::string ChainLink::Finish() {
  std::string link(kLinkBytes, '\0');
  crypto_generichash_final(&state_, reinterpret_cast<unsigned char*>(link.data()), link.size());
  return link;
}

std::string PayloadDigest(absl::string_view payload) {
  std::string digest(kLinkBytes, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                     reinterpret_cast<const unsigned char*>(payload.data()), payload.size(), nullptr, 0);
  return digest;
}

namespace {

// The link over the entries of one commit.
std::string LinkOver(absl::string_view before, const std::vector<ChainEntry>& entries, bool whole) {
  ChainLink link(before);
  for (const ChainEntry& entry : entries) {
    const Record& record = entry.record;
    if (whole) {
      link.AddWhole(record.position, entry.stream, record.sequence, record.time, record.payload);
    } else {
      link.Add(record.position, entry.stream, record.sequence, record.time,
               entry.digest.empty() ? PayloadDigest(record.payload) : entry.digest);
    }
  }
  return link.Finish();
}

}  // namespace

absl::StatusOr<Store::ChainCheck> CheckRecordChain(
    const std::function<absl::StatusOr<std::vector<ChainEntry>>(int64_t after)>& page) {
  Store::ChainCheck check;
  std::vector<ChainEntry> commit;  // entries since the last link
  bool whole = true;               // version 1 of the schema wrote the chain up to here
  bool any_purged = false;
  int64_t position = 0;
  while (true) {
    SLIPWAY_ASSIGN_OR_RETURN(std::vector<ChainEntry> entries, page(position));
    if (entries.empty()) break;
    for (ChainEntry& entry : entries) {
      position = entry.record.position;
      ++check.records;
      check.purged += !entry.digest.empty();
      any_purged = any_purged || !entry.digest.empty();
      const std::string stored = entry.link;
      commit.push_back(std::move(entry));
      if (stored.empty()) continue;
      bool fits = LinkOver(check.head, commit, /*whole=*/false) == stored;
      if (fits) whole = false;
      // Only before the first link of the newer form, so that nobody can go back to the older one.
      if (!fits && whole && !any_purged) fits = LinkOver(check.head, commit, /*whole=*/true) == stored;
      if (!fits) {
        check.breaks.push_back({position, "records up to here were changed, removed or inserted after they were written"});
      }
      // What follows is compared with what is stored, so that each break is told once.
      check.head = stored;
      commit.clear();
      any_purged = false;
    }
  }
  if (!commit.empty()) check.breaks.push_back({position, "the last records have no hash"});
  return check;
}

}  // namespace slipway
