// The chain of hashes over the log (BLAKE2b, 256 bits, of libsodium): one link for each commit.
#ifndef SLIPWAY_ADAPTERS_RECORD_CHAIN_H_
#define SLIPWAY_ADAPTERS_RECORD_CHAIN_H_

#include <sodium.h>

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ports/store.h"

namespace slipway {

// One link: what follows from the link before and the records of a commit, in order.
class ChainLink {
 public:
  explicit ChainLink(absl::string_view before);
  // `payload` of `record` may be empty with the real one in `payload`: records are large.
  void Add(int64_t position, int64_t stream, int64_t sequence, absl::Time time, absl::string_view payload);
  bool empty() const { return records_ == 0; }
  // 32 bytes. Once.
  std::string Finish();

 private:
  void AddNumber(int64_t number);

  crypto_generichash_state state_;
  int64_t records_ = 0;
};

// Walks the log page by page: `link_at` gives the stored link that ends at a position, or "" when none does there.
absl::StatusOr<Store::ChainCheck> CheckRecordChain(
    Store* store, const std::function<absl::StatusOr<std::string>(int64_t position)>& link_at);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_RECORD_CHAIN_H_
