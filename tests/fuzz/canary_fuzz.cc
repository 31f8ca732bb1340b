// Fails on purpose: the fuzzer must find this within its bounded count, or the other targets' silence means nothing.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 1 && data[0] == '#' && data[1] == '!') std::abort();
  return 0;
}
