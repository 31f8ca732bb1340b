// How a fuzz target cuts its bytes, and how it says that a property does not hold.
#ifndef SLIPWAY_TESTS_FUZZ_FUZZ_INPUT_H_
#define SLIPWAY_TESTS_FUZZ_FUZZ_INPUT_H_

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/string_view.h"

namespace slipway {

// A sanitizer sees memory; this sees meaning.
inline void Require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::abort();
}

// Lines of the input, from first to last; the last call gets what remains.
class FuzzInput {
 public:
  FuzzInput(const uint8_t* data, size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  absl::string_view Line() {
    const size_t end = rest_.find('\n');
    const absl::string_view line = rest_.substr(0, end);
    rest_ = end == absl::string_view::npos ? absl::string_view() : rest_.substr(end + 1);
    return line;
  }
  // A byte as a small number; 0 at the end.
  int Byte() {
    if (rest_.empty()) return 0;
    const int byte = static_cast<unsigned char>(rest_[0]);
    rest_.remove_prefix(1);
    return byte;
  }
  absl::string_view Rest() const { return rest_; }
  bool empty() const { return rest_.empty(); }

 private:
  absl::string_view rest_;
};

}  // namespace slipway

#endif  // SLIPWAY_TESTS_FUZZ_FUZZ_INPUT_H_
