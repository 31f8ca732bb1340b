#include "adapters/digest.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

constexpr size_t kChunk = 256 << 10;

class Sha256 : public Digest {
 public:
  Sha256() { crypto_hash_sha256_init(&state_); }
  void Add(absl::string_view bytes) override {
    crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  std::string Hex() override {
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256_final(&state_, reinterpret_cast<unsigned char*>(hash.data()));
    return absl::BytesToHexString(hash);
  }

 private:
  crypto_hash_sha256_state state_;
};

class Sha512 : public Digest {
 public:
  Sha512() { crypto_hash_sha512_init(&state_); }
  void Add(absl::string_view bytes) override {
    crypto_hash_sha512_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  std::string Hex() override {
    std::string hash(crypto_hash_sha512_BYTES, '\0');
    crypto_hash_sha512_final(&state_, reinterpret_cast<unsigned char*>(hash.data()));
    return absl::BytesToHexString(hash);
  }

 private:
  crypto_hash_sha512_state state_;
};

// What MD5 (RFC 1321) and SHA-1 (RFC 3174) have in common: 64-byte blocks, a bit count at the end.
class BlockDigest : public Digest {
 public:
  void Add(absl::string_view bytes) override {
    total_ += bytes.size();
    while (!bytes.empty()) {
      const size_t take = std::min(bytes.size(), block_.size() - filled_);
      std::memcpy(block_.data() + filled_, bytes.data(), take);
      filled_ += take;
      bytes.remove_prefix(take);
      if (filled_ < block_.size()) return;
      Mix(block_.data());
      filled_ = 0;
    }
  }

 protected:
  virtual void Mix(const unsigned char* block) = 0;
  void Pad(bool big_endian) {
    const uint64_t bits = total_ * 8;
    Add(absl::string_view("\x80", 1));
    while (filled_ != 56) Add(absl::string_view("\0", 1));
    char count[8];
    for (int i = 0; i < 8; ++i) count[i] = static_cast<char>(bits >> (8 * (big_endian ? 7 - i : i)));
    Add({count, 8});
  }

 private:
  std::array<unsigned char, 64> block_;
  size_t filled_ = 0;
  uint64_t total_ = 0;
};

class Md5 : public BlockDigest {
 public:
  std::string Hex() override {
    Pad(/*big_endian=*/false);
    std::string hash;
    for (uint32_t word : state_) {
      for (int i = 0; i < 4; ++i) hash.push_back(static_cast<char>(word >> (8 * i)));
    }
    return absl::BytesToHexString(hash);
  }

 private:
  void Mix(const unsigned char* block) override {
    static const std::array<uint32_t, 64> kSines = [] {
      std::array<uint32_t, 64> sines;
      for (int i = 0; i < 64; ++i) sines[i] = static_cast<uint32_t>(std::floor(std::fabs(std::sin(i + 1.0)) * 4294967296.0));
      return sines;
    }();
    constexpr int kShifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    uint32_t words[16];
    for (int i = 0; i < 16; ++i) {
      words[i] = block[4 * i] | block[4 * i + 1] << 8 | block[4 * i + 2] << 16 |
                 static_cast<uint32_t>(block[4 * i + 3]) << 24;
    }
    auto [a, b, c, d] = state_;
    for (int i = 0; i < 64; ++i) {
      const int round = i / 16;
      uint32_t f;
      int word;
      if (round == 0) {
        f = (b & c) | (~b & d);
        word = i;
      } else if (round == 1) {
        f = (d & b) | (~d & c);
        word = (5 * i + 1) % 16;
      } else if (round == 2) {
        f = b ^ c ^ d;
        word = (3 * i + 5) % 16;
      } else {
        f = c ^ (b | ~d);
        word = (7 * i) % 16;
      }
      const uint32_t next = b + std::rotl(a + f + kSines[i] + words[word], kShifts[round][i % 4]);
      a = d;
      d = c;
      c = b;
      b = next;
    }
    state_ = {state_[0] + a, state_[1] + b, state_[2] + c, state_[3] + d};
  }

  std::array<uint32_t, 4> state_ = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
};

class Sha1 : public BlockDigest {
 public:
  std::string Hex() override {
    Pad(/*big_endian=*/true);
    std::string hash;
    for (uint32_t word : state_) {
      for (int i = 3; i >= 0; --i) hash.push_back(static_cast<char>(word >> (8 * i)));
    }
    return absl::BytesToHexString(hash);
  }

 private:
  void Mix(const unsigned char* block) override {
    uint32_t words[80];
    for (int i = 0; i < 16; ++i) {
      words[i] = static_cast<uint32_t>(block[4 * i]) << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 |
                 block[4 * i + 3];
    }
    for (int i = 16; i < 80; ++i) {
      words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    }
    auto [a, b, c, d, e] = state_;
    for (int i = 0; i < 80; ++i) {
      uint32_t f;
      uint32_t constant;
      if (i < 20) {
        f = (b & c) | (~b & d);
        constant = 0x5a827999;
      } else if (i < 40) {
        f = b ^ c ^ d;
        constant = 0x6ed9eba1;
      } else if (i < 60) {
        f = (b & c) | (b & d) | (c & d);
        constant = 0x8f1bbcdc;
      } else {
        f = b ^ c ^ d;
        constant = 0xca62c1d6;
      }
      const uint32_t next = std::rotl(a, 5) + f + e + constant + words[i];
      e = d;
      d = c;
      c = std::rotl(b, 30);
      b = a;
      a = next;
    }
    state_ = {state_[0] + a, state_[1] + b, state_[2] + c, state_[3] + d, state_[4] + e};
  }

  std::array<uint32_t, 5> state_ = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
};

}  // namespace

std::unique_ptr<Digest> Digest::Make(absl::string_view algorithm) {
  if (algorithm == "sha256") return std::make_unique<Sha256>();
  if (algorithm == "sha512") return std::make_unique<Sha512>();
  if (algorithm == "sha1") return std::make_unique<Sha1>();
  if (algorithm == "md5") return std::make_unique<Md5>();
  return nullptr;
}

std::string Sha256Of(absl::string_view text) {
  Sha256 digest;
  digest.Add(text);
  return digest.Hex();
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
  Sha256 sha256;
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
    sha256.Add(bytes);
    if (other != nullptr) other->Add(bytes);
    digests.size += size;
  }
  digests.sha256 = sha256.Hex();
  if (!algorithm.empty()) {
    digests.other = absl::StrCat(algorithm, ":", other == nullptr ? digests.sha256 : other->Hex());
  }
  return digests;
}

}  // namespace slipway
