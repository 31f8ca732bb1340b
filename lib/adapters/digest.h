// Checksums, as sources of artifacts state them.
#ifndef SLIPWAY_ADAPTERS_DIGEST_H_
#define SLIPWAY_ADAPTERS_DIGEST_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace slipway {

// One running checksum. Not thread-safe.
class Digest {
 public:
  virtual ~Digest() = default;
  virtual void Add(absl::string_view bytes) = 0;
  // Lower-case hexadecimal digits. Once.
  virtual std::string Hex() = 0;

  // sha256, sha512, sha1 or md5; the last two detect damage only, nobody may rely on them for more. Null: another name.
  static std::unique_ptr<Digest> Make(absl::string_view algorithm);
};

// The digits of a text.
std::string Sha256Of(absl::string_view text);

// `name:digits`, or an npm integrity (`sha512-` and base64): made `name:hexadecimal`. INVALID_ARGUMENT.
absl::StatusOr<std::string> NormalizeDigest(absl::string_view text);

struct FileDigests {
  std::string sha256;  // digits only
  std::string other;   // in the form of the expected one
  int64_t size = 0;
};
// Reads the file once. `expected` decides what `other` is: its algorithm; empty = none.
absl::StatusOr<FileDigests> DigestFile(const std::string& path, absl::string_view expected);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_DIGEST_H_
