#include "adapters/sodium_secret_box.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"

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
  if (error == EACCES || error == EROFS || error == EPERM) {
    return absl::PermissionDeniedError(absl::StrCat(text, "; it and its folder must belong to who runs this"));
  }
  if (error == ENOSPC || error == EDQUOT) {
    return absl::ResourceExhaustedError(absl::StrCat(text, "; free some space on that disk"));
  }
  return absl::FailedPreconditionError(absl::StrCat(text, "; its folder must exist"));
}

// What is sealed under a key is lost with it: the name must be as durable as the content.
bool SyncFolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = fsync(descriptor) == 0;
  const int error = errno;
  close(descriptor);
  errno = error;
  return synced;
}

// Written beside and linked into place: a half-written key file is never seen, and of two makers one wins.
absl::Status MakeKey(const std::string& path) {
  std::string temporary = absl::StrCat(path, ".XXXXXX");
  const int descriptor = mkostemp(temporary.data(), O_CLOEXEC);  // mode 0600, O_EXCL
  if (descriptor < 0) return FileError(path, "cannot be created", errno);
  SecretKey key;
  randombytes_buf(key.data(), key.size());
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
  if (status.ok() && !SyncFolderOf(path)) status = FileError(path, "its folder cannot be synced", errno);
  return status;
}

absl::Status ReadKey(int descriptor, const std::string& path, SecretKey* key) {
  struct stat info;
  if (fstat(descriptor, &info) != 0) return FileError(path, "cannot be read", errno);
  if (!S_ISREG(info.st_mode)) {
    return absl::FailedPreconditionError(absl::StrCat("key file ", path, ": this is not a file"));
  }
  if ((info.st_mode & 077) != 0) {
    return absl::PermissionDeniedError(absl::StrCat("key file ", path, ": others may read it (its mode is ",
                                                    absl::StrFormat("%04o", info.st_mode & 07777),
                                                    ", expected 0600); run chmod 600 on it"));
  }
  if (info.st_size != static_cast<off_t>(key->size())) {
    return absl::DataLossError(absl::StrCat("key file ", path, ": it is no key (", info.st_size, " bytes, expected ",
                                            key->size(), "); restore it from a backup"));
  }
  const ssize_t size = read(descriptor, key->data(), key->size());
  return size == static_cast<ssize_t>(key->size()) ? absl::OkStatus()
                                                   : FileError(path, "cannot be read", size < 0 ? errno : EIO);
}

}  // namespace

absl::StatusOr<std::unique_ptr<SecretBox>> OpenSodiumSecretBox(const std::string& key_path) {
  if (sodium_init() < 0) return absl::InternalError("libsodium cannot be initialized");
  constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;  // a pipe in its place must not hold us up
  int descriptor = open(key_path.c_str(), kFlags);
  if (descriptor < 0 && errno == ENOENT) {
    SLIPWAY_RETURN_IF_ERROR(MakeKey(key_path));
    descriptor = open(key_path.c_str(), kFlags);
  }
  if (descriptor < 0) return FileError(key_path, "cannot be read", errno);
  SecretKey key;
  const absl::Status status = ReadKey(descriptor, key_path, &key);
  close(descriptor);
  if (!status.ok()) return status;
  auto box = std::make_unique<SodiumSecretBox>(key);
  sodium_memzero(key.data(), key.size());
  return box;
}

}  // namespace slipway
