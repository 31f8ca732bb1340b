#include "adapters/sodium_secret_box.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

using SecretKey = std::array<unsigned char, crypto_box_SECRETKEYBYTES>;
using PublicKey = std::array<unsigned char, crypto_box_PUBLICKEYBYTES>;

const unsigned char* Bytes(absl::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

class SodiumSecretBox : public SecretBox {
 public:
  explicit SodiumSecretBox(const SecretKey& secret) : secret_(secret) {
    crypto_scalarmult_base(public_.data(), secret_.data());
  }
  ~SodiumSecretBox() override { sodium_memzero(secret_.data(), secret_.size()); }

  std::string public_key() const override {
    return std::string(reinterpret_cast<const char*>(public_.data()), public_.size());
  }

  absl::StatusOr<std::string> Seal(absl::string_view plain) const override {
    std::string sealed(plain.size() + crypto_box_SEALBYTES, '\0');
    if (crypto_box_seal(Bytes(sealed), Bytes(plain), plain.size(), public_.data()) != 0) {
      return absl::InternalError("a value could not be sealed");
    }
    return sealed;
  }

  absl::StatusOr<std::string> Open(absl::string_view sealed) const override {
    if (sealed.size() < crypto_box_SEALBYTES) return Damaged();
    std::string plain(sealed.size() - crypto_box_SEALBYTES, '\0');
    if (crypto_box_seal_open(Bytes(plain), Bytes(sealed), sealed.size(), public_.data(), secret_.data()) != 0) {
      return Damaged();
    }
    return plain;
  }

 private:
  static absl::Status Damaged() {
    return absl::DataLossError(
        "a sealed value cannot be opened: it was sealed under another key, or it was changed; restore the key file "
        "that belongs to this database");
  }

  SecretKey secret_;
  PublicKey public_;
};

absl::Status FileError(const std::string& path, const char* what, int error) {
  const std::string text = absl::StrCat("key file ", path, ": ", what, ": ", std::strerror(error));
  return error == EACCES || error == EROFS ? absl::PermissionDeniedError(text)
         : error == ENOSPC                 ? absl::ResourceExhaustedError(text)
                                           : absl::FailedPreconditionError(text);
}

// Written beside and linked into place: a half-written key file is never seen, and of two makers one wins.
absl::Status MakeKey(const std::string& path) {
  SecretKey key;
  randombytes_buf(key.data(), key.size());
  const std::string temporary = absl::StrCat(path, ".", getpid(), ".new");
  unlink(temporary.c_str());
  const int descriptor = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return FileError(path, "cannot be created", errno);
  absl::Status status;
  if (write(descriptor, key.data(), key.size()) != static_cast<ssize_t>(key.size()) || fsync(descriptor) != 0) {
    status = FileError(path, "cannot be written", errno);
  }
  close(descriptor);
  sodium_memzero(key.data(), key.size());
  if (status.ok() && link(temporary.c_str(), path.c_str()) != 0 && errno != EEXIST) {
    status = FileError(path, "cannot be created", errno);
  }
  unlink(temporary.c_str());
  return status;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SecretBox>> OpenSodiumSecretBox(const std::string& key_path) {
  if (sodium_init() < 0) return absl::InternalError("libsodium cannot be initialized");
  int descriptor = open(key_path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) {
    absl::Status made = MakeKey(key_path);
    if (!made.ok()) return made;
    descriptor = open(key_path.c_str(), O_RDONLY | O_CLOEXEC);
  }
  if (descriptor < 0) return FileError(key_path, "cannot be read", errno);
  struct stat info;
  SecretKey key;
  const bool readable = fstat(descriptor, &info) == 0;
  const ssize_t size = read(descriptor, key.data(), key.size());
  close(descriptor);
  if (!readable || (info.st_mode & 077) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat("key file ", key_path, ": others may read it; run chmod 600 on it"));
  }
  if (size != static_cast<ssize_t>(key.size()) || info.st_size != static_cast<off_t>(key.size())) {
    return absl::DataLossError(
        absl::StrCat("key file ", key_path, ": it is no key (", info.st_size, " bytes, expected ", key.size(), ")"));
  }
  auto box = std::make_unique<SodiumSecretBox>(key);
  sodium_memzero(key.data(), key.size());
  return box;
}

}  // namespace slipway
