// The chain of hashes over the log (BLAKE2b, 256 bits, of libsodium): one link for each commit.
#ifndef SLIPWAY_ADAPTERS_RECORD_CHAIN_H_
#define SLIPWAY_ADAPTERS_RECORD_CHAIN_H_

#include <sodium.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ports/store.h"

namespace slipway {

// One link: what follows from the link before and the records of a commit, in order.
class ChainLink {
 public:
  explicit ChainLink(absl::string_view before);
  // `digest` is PayloadDigest() of the record's payload.
  void Add(int64_t position, int64_t stream, int64_t sequence, absl::Time time, absl::string_view digest);
  // As version 1 of the schema did it, over the payload itself.
  void AddWhole(int64_t position, int64_t stream, int64_t sequence, absl::Time time, absl::string_view payload);
  bool empty() const { return records_ == 0; }
  // 32 bytes. Once.
  std::string Finish();

 private:
  void AddNumber(int64_t number);
  void AddPlace(int64_t position, int64_t stream, int64_t sequence, absl::Time time);

  crypto_generichash_state state_;
  int64_t records_ = 0;
};

// 32 bytes.
std::string PayloadDigest(absl::string_view payload);

// One record as it is stored.
struct ChainEntry {
  StreamId stream = 0;
  Record record;       // its payload is empty when it was purged
  std::string digest;  // of the payload that was purged; else empty
  std::string link;    // when a commit ends here
};

// Walks the log: `page` gives the entries after a position, in order; none at the end.
absl::StatusOr<Store::ChainCheck> CheckRecordChain(
    const std::function<absl::StatusOr<std::vector<ChainEntry>>(int64_t after)>& page);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_RECORD_CHAIN_H_
