#include "adapters/system_clock.h"

#include <fstream>
#include <string>

namespace slipway {

uint32_t BootNumber() {
  std::string id;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> id;
  // FNV-1a: it must be the same in every build of every version, which std::hash does not promise.
  uint32_t hash = 2166136261u;
  for (unsigned char c : id) hash = (hash ^ c) * 16777619u;
  return hash == 0 ? 1 : hash;
}

}  // namespace slipway
