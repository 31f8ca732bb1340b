#!/usr/bin/env bash
# The abidiff gate itself, on a library made of the header alone: equal passes, additions ask to be recorded, changes are refused.
#   abidiff_test.sh ABIDIFF_SH SOURCE_TREE SCRATCH_FOLDER C_COMPILER
set -eu
gate=$1 source=$2 scratch=$3 compiler=$4
rm -rf "$scratch" && mkdir -p "$scratch/include/slipway" "$scratch/tests/abi"
cp "$source"/include/slipway/*.h "$scratch/include/slipway/"
cp "$source/tests/abi/additions.suppr" "$scratch/tests/abi/"
header=$scratch/include/slipway/slipway.h

# Every declared function with an empty body: types and names are the header's.
build() {
  {
    echo '#include "slipway/slipway.h"'
    tr '\n' ' ' <"$header" | grep -o 'SLIPWAY_API [^;]*;' | sed 's/;$/ {/; s/^\(SLIPWAY_API void .*\){$/\1{}/; s/{$/{ return 0; }/' |
      sed 's/^\(SLIPWAY_API slipway_bytes.*\){ return 0; }$/\1{ return slipway_text(""); }/'
  } >"$scratch/surface.c"
  "$compiler" -std=c11 -g -w -shared -fPIC -fvisibility=hidden -I"$scratch/include" "$scratch/surface.c" -o "$scratch/libsurface.so"
}
# expect 0|1 WORDS: what the gate answers now.
expect() {
  local code=0
  bash "$gate" check "$scratch/libsurface.so" "$scratch" "$scratch/work" >"$scratch/answer" 2>&1 || code=$?
  [ "$code" = "$1" ] && [[ "$(cat "$scratch/answer")" == *"$2"* ]] && return
  echo "wanted exit $1 with '$2', got $code:"; cat "$scratch/answer"; exit 1
}
with() { cp "$scratch/original.h" "$header"; sed -i "$1" "$header"; ! cmp -s "$scratch/original.h" "$header" || { echo "sed changed nothing: $1"; exit 1; }; build; }

cp "$header" "$scratch/original.h"
build
abidw --exported-interfaces-only --headers-dir "$scratch/include/slipway" --drop-private-types --no-corpus-path --no-comp-dir-path \
  --no-show-locs --no-elf-needed --out-file "$scratch/tests/abi/libslipway.abi" "$scratch/libsurface.so"
expect 0 ''
with 's/^SLIPWAY_API const char\* slipway_version(void);/&\nSLIPWAY_API int32_t slipway_new_call(slipway_engine* engine);/'
expect 1 'Additions, which are allowed'
with 's/^  int32_t (\*resolve_groups)(void\* user_data, slipway_bytes request);/&\n  int32_t (*new_callback)(void* user_data, slipway_bytes request);/'
expect 1 'Additions, which are allowed'
with 's/^SLIPWAY_API int32_t slipway_close(slipway_engine\* engine);//'
expect 1 'breaks compiled hosts'
with 's/^SLIPWAY_API int32_t slipway_close(slipway_engine\* engine);/SLIPWAY_API int32_t slipway_close(slipway_engine* engine, int32_t how);/'
expect 1 'breaks compiled hosts'
with 's/^typedef int32_t slipway_encoding;/typedef int64_t slipway_encoding;/'
expect 1 'breaks compiled hosts'
with 's/^  uint32_t struct_size;/&\n  uint64_t flags;/'
expect 1 'breaks compiled hosts'
with 's/^  size_t size;/  uint32_t size;/'
expect 1 'breaks compiled hosts'
echo "the gate refuses what it should"
