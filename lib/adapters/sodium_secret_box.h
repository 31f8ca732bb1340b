// Sealing with libsodium, under a key pair kept in a file that only its owner can read.
#ifndef SLIPWAY_ADAPTERS_SODIUM_SECRET_BOX_H_
#define SLIPWAY_ADAPTERS_SODIUM_SECRET_BOX_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "ports/secret_box.h"

namespace slipway {

// Reads the key file, or makes one (mode 0600, durable before this returns) when there is none. PERMISSION_DENIED:
// others may read it, or it cannot be read. DATA_LOSS: it is no key. FAILED_PRECONDITION: no such folder, or not a
// file.
absl::StatusOr<std::unique_ptr<SecretBox>> OpenSodiumSecretBox(const std::string& key_path);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_SODIUM_SECRET_BOX_H_
