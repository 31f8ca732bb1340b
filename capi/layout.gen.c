/* Emitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build `regenerate`. */
/* Layout of the public structs on 64-bit machines: what a compiled host relies on. */
#include "slipway/slipway.h"

#include <assert.h>

#if UINTPTR_MAX == 0xffffffffffffffffu
static_assert(offsetof(slipway_bytes, data) == 0, "slipway_bytes.data moved");
static_assert(offsetof(slipway_bytes, size) == 8, "slipway_bytes.size moved");
static_assert(sizeof(slipway_bytes) == 16, "slipway_bytes changed its size");
static_assert(offsetof(slipway_buffer, data) == 0, "slipway_buffer.data moved");
static_assert(offsetof(slipway_buffer, size) == 8, "slipway_buffer.size moved");
static_assert(offsetof(slipway_buffer, owner) == 16, "slipway_buffer.owner moved");
static_assert(sizeof(slipway_buffer) == 24, "slipway_buffer changed its size");
static_assert(offsetof(slipway_host, struct_size) == 0, "slipway_host.struct_size moved");
static_assert(offsetof(slipway_host, user_data) == 8, "slipway_host.user_data moved");
static_assert(offsetof(slipway_host, release) == 16, "slipway_host.release moved");
static_assert(offsetof(slipway_host, run_task) == 24, "slipway_host.run_task moved");
static_assert(offsetof(slipway_host, cancel_task) == 32, "slipway_host.cancel_task moved");
static_assert(offsetof(slipway_host, notify) == 40, "slipway_host.notify moved");
static_assert(offsetof(slipway_host, resolve_groups) == 48, "slipway_host.resolve_groups moved");
static_assert(sizeof(slipway_host) == 56, "slipway_host changed its size");
#endif
static_assert(sizeof(slipway_encoding) == 4, "slipway_encoding changed its size");
