#include "adapters/memory_store.h"

#include "tests/ports/store_contract.h"

namespace slipway {
namespace {

class MemoryBed : public StoreBed {
 public:
  std::unique_ptr<Store> Open() override { return std::make_unique<MemoryStore>(disk_); }

 private:
  const std::shared_ptr<MemoryDisk> disk_ = std::make_shared<MemoryDisk>();
};

INSTANTIATE_TEST_SUITE_P(Memory, StoreContract,
                         testing::Values(StoreBedFactory{"Memory", [] { return std::make_unique<MemoryBed>(); }}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace slipway
