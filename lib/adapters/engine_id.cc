#include "adapters/engine_id.h"

#include <sodium.h>
#include <unistd.h>

#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "runner/files.h"

namespace slipway {

absl::StatusOr<std::string> EngineId(const std::string& data_directory) {
  const std::string path = absl::StrCat(data_directory, "/engine-id");
  std::string id;
  if (std::ifstream(path) >> id && id.size() == 16) return id;
  if (sodium_init() < 0) return absl::InternalError("libsodium cannot be initialized");
  std::string bytes(8, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  id = absl::BytesToHexString(bytes);
  ::unlink(path.c_str());
  SLIPWAY_RETURN_IF_ERROR(WriteNewFile(path, absl::StrCat(id, "\n"), 0600));
  return id;
}

}  // namespace slipway
