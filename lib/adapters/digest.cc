#include "adapters/digest.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

constexpr size_t kChunk = 256 << 10;

class EvpDigest : public Digest {
 public:
  explicit EvpDigest(const EVP_MD* algorithm) : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    EVP_DigestInit_ex(context_.get(), algorithm, nullptr);
  }
  void Add(absl::string_view bytes) override { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
  std::string Hex() override {
    std::string hash(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(hash.data()), &size);
    hash.resize(size);
    return absl::BytesToHexString(hash);
  }

 private:
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

}  // namespace

std::unique_ptr<Digest> Digest::Make(absl::string_view algorithm) {
  const EVP_MD* found = nullptr;
  if (algorithm == "sha256") found = EVP_sha256();
  if (algorithm == "sha512") found = EVP_sha512();
  if (algorithm == "sha1") found = EVP_sha1();
  if (algorithm == "md5") found = EVP_md5();
  if (found == nullptr) return nullptr;
  return std::make_unique<EvpDigest>(found);
}

std::string Sha256Of(absl::string_view text) {
  const std::unique_ptr<Digest> digest = Digest::Make("sha256");
  digest->Add(text);
  return digest->Hex();
}

absl::StatusOr<std::string> NormalizeDigest(absl::string_view text) {
  const size_t colon = text.find_first_of(":-");
  const std::string name = absl::AsciiStrToLower(text.substr(0, std::min(colon, text.size())));
  const std::unique_ptr<Digest> digest = Digest::Make(name);
  if (colon == absl::string_view::npos || digest == nullptr) {
    return absl::InvalidArgumentError("expected a checksum such as sha256:0123..., of sha256, sha512, sha1 or md5");
  }
  std::string digits(absl::StripAsciiWhitespace(text.substr(colon + 1)));
  if (text[colon] == '-') {
    std::string bytes;
    if (!absl::Base64Unescape(digits, &bytes)) return absl::InvalidArgumentError("a checksum is not base64");
    digits = absl::BytesToHexString(bytes);
  }
  if (digits.size() != digest->Hex().size()) {
    return absl::InvalidArgumentError(absl::StrCat("a ", name, " checksum has ", digits.size(), " digits"));
  }
  return absl::StrCat(name, ":", absl::AsciiStrToLower(digits));
}

absl::StatusOr<FileDigests> DigestFile(const std::string& path, absl::string_view expected) {
  const std::string algorithm(expected.substr(0, std::min(expected.find(':'), expected.size())));
  const std::unique_ptr<Digest> sha256 = Digest::Make("sha256");
  std::unique_ptr<Digest> other;
  if (!algorithm.empty() && algorithm != "sha256") {
    other = Digest::Make(algorithm);
    if (other == nullptr) return absl::InvalidArgumentError(absl::StrCat("no checksum is called ", algorithm));
  }
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", path));
  FileDigests digests;
  const auto buffer = std::make_unique<char[]>(kChunk);
  for (;;) {
    const ssize_t size = ::read(file.get(), buffer.get(), kChunk);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", path));
    if (size == 0) break;
    const absl::string_view bytes(buffer.get(), static_cast<size_t>(size));
    sha256->Add(bytes);
    if (other != nullptr) other->Add(bytes);
    digests.size += size;
  }
  digests.sha256 = sha256->Hex();
  if (!algorithm.empty()) {
    digests.other = absl::StrCat(algorithm, ":", other == nullptr ? digests.sha256 : other->Hex());
  }
  return digests;
}

}  // namespace slipway
