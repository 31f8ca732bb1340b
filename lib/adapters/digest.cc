#include "adapters/digest.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

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

// What MD5 (RFC 1321), SHA-1 (RFC 3174) and SHA-256 have in common: 64-byte blocks, a bit count at the end.
class BlockDigest : public Digest {
 public:
  void Add(absl::string_view bytes) override {
    total_ += bytes.size();
    while (!bytes.empty()) {
      if (filled_ == 0 && bytes.size() >= kBlock) {
        const size_t blocks = bytes.size() / kBlock;
        Mix(reinterpret_cast<const unsigned char*>(bytes.data()), blocks);
        bytes.remove_prefix(blocks * kBlock);
        continue;
      }
      const size_t take = std::min(bytes.size(), kBlock - filled_);
      std::memcpy(block_.data() + filled_, bytes.data(), take);
      filled_ += take;
      bytes.remove_prefix(take);
      if (filled_ < kBlock) return;
      Mix(block_.data(), 1);
      filled_ = 0;
    }
  }

 protected:
  static constexpr size_t kBlock = 64;
  virtual void Mix(const unsigned char* data, size_t blocks) = 0;
  void Pad(bool big_endian) {
    const uint64_t bits = total_ * 8;
    Add(absl::string_view("\x80", 1));
    while (filled_ != 56) Add(absl::string_view("\0", 1));
    char count[8];
    for (int i = 0; i < 8; ++i) count[i] = static_cast<char>(bits >> (8 * (big_endian ? 7 - i : i)));
    Add({count, 8});
  }

 private:
  std::array<unsigned char, kBlock> block_;
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
  void Mix(const unsigned char* data, size_t blocks) override {
    for (; blocks > 0; --blocks, data += kBlock) MixOne(data);
  }
  void MixOne(const unsigned char* block) {
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
  void Mix(const unsigned char* data, size_t blocks) override {
    for (; blocks > 0; --blocks, data += kBlock) MixOne(data);
  }
  void MixOne(const unsigned char* block) {
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

#if defined(__x86_64__)
// With the instructions that processors have for it: what is downloaded is hashed at the speed of memory.
class FastSha256 : public BlockDigest {
 public:
  static bool IsThere() {
    static const bool kThere = [] {
      unsigned a = 0;
      unsigned b = 0;
      unsigned c = 0;
      unsigned d = 0;
      if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_SSSE3) == 0 || (c & bit_SSE4_1) == 0) return false;
      return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
    }();
    return kThere;
  }

  std::string Hex() override {
    Pad(/*big_endian=*/true);
    std::string hash;
    for (uint32_t word : state_) {
      for (int i = 3; i >= 0; --i) hash.push_back(static_cast<char>(word >> (8 * i)));
    }
    return absl::BytesToHexString(hash);
  }

 private:
  __attribute__((target("sha,sse4.1,ssse3"))) void Mix(const unsigned char* data, size_t blocks) override {
    alignas(16) static constexpr uint32_t kRounds[64] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    // The instructions want the words as a b e f and c d g h.
    const __m128i low = _mm_shuffle_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(state_.data())), 0xB1);
    const __m128i high = _mm_shuffle_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(state_.data() + 4)), 0x1B);
    __m128i abef = _mm_alignr_epi8(low, high, 8);
    __m128i cdgh = _mm_blend_epi16(high, low, 0xF0);
    for (; blocks > 0; --blocks, data += kBlock) {
      const __m128i abef_before = abef;
      const __m128i cdgh_before = cdgh;
      __m128i words[16];
#pragma GCC unroll 16
      for (int i = 0; i < 16; ++i) {
        if (i < 4) {
          words[i] = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(data) + i), swap);
        } else {
          const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(words[i - 4], words[i - 3]),
                                            _mm_alignr_epi8(words[i - 1], words[i - 2], 4));
          words[i] = _mm_sha256msg2_epu32(sum, words[i - 1]);
        }
        const __m128i fed =
            _mm_add_epi32(words[i], _mm_load_si128(reinterpret_cast<const __m128i*>(kRounds) + i));
        cdgh = _mm_sha256rnds2_epu32(cdgh, abef, fed);
        abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(fed, 0x0E));
      }
      abef = _mm_add_epi32(abef, abef_before);
      cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
    const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(state_.data()), _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(state_.data() + 4), _mm_alignr_epi8(dchg, feba, 8));
  }

  std::array<uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
};
#endif

std::unique_ptr<Digest> MakeSha256() {
#if defined(__x86_64__)
  if (FastSha256::IsThere()) return std::make_unique<FastSha256>();
#endif
  return std::make_unique<Sha256>();
}

}  // namespace

std::unique_ptr<Digest> Digest::Make(absl::string_view algorithm) {
  if (algorithm == "sha256") return MakeSha256();
  if (algorithm == "sha512") return std::make_unique<Sha512>();
  if (algorithm == "sha1") return std::make_unique<Sha1>();
  if (algorithm == "md5") return std::make_unique<Md5>();
  return nullptr;
}

std::string Sha256Of(absl::string_view text) {
  const std::unique_ptr<Digest> digest = MakeSha256();
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
  const std::unique_ptr<Digest> sha256 = MakeSha256();
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
