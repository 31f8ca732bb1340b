// A SQLite VFS over the default one that counts writes and syncs, and at a chosen one kills the process or fails.
#ifndef SLIPWAY_TESTS_FAULT_FAULT_VFS_H_
#define SLIPWAY_TESTS_FAULT_FAULT_VFS_H_

#include <cstdint>

namespace slipway {

inline constexpr char kFaultVfs[] = "slipway-fault";

enum class Fault { kNone, kKill, kIoError, kFull };

// Registers the VFS under kFaultVfs. Once per process.
void RegisterFaultVfs();

// From now on operations count from 1; `fault` happens at the `at`-th one (0: never) and, when `sticky`, at all later ones.
void ArmFault(Fault fault, int64_t at, bool sticky = false);
// Operations since ArmFault.
int64_t CountedOperations();
int64_t CountedSyncs();

}  // namespace slipway

#endif  // SLIPWAY_TESTS_FAULT_FAULT_VFS_H_
