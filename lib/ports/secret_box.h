// Seals secret values so that only the holder of the engine's key can read them; what is stored anywhere is sealed.
#ifndef SLIPWAY_PORTS_SECRET_BOX_H_
#define SLIPWAY_PORTS_SECRET_BOX_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace slipway {

// Thread-safe. Sealed bytes are those of libsodium's crypto_box_seal to public_key().
class SecretBox {
 public:
  virtual ~SecretBox() = default;
  virtual std::string public_key() const = 0;
  virtual absl::StatusOr<std::string> Seal(absl::string_view plain) const = 0;
  // DATA_LOSS when the bytes were sealed with another key or were changed.
  virtual absl::StatusOr<std::string> Open(absl::string_view sealed) const = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_PORTS_SECRET_BOX_H_
