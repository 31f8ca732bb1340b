#!/usr/bin/env bash
# Compares the functions and types of the built library with the committed baseline, by debug information.
#   abidiff.sh check|record LIBRARY SOURCE_TREE SCRATCH_FOLDER
set -eu
mode=$1 library=$2 source=$3 scratch=$4
here=$source/tests/abi
mkdir -p "$scratch"
now=$scratch/now.abi
# Public types only. Without the list of needed libraries and without line numbers: neither is part of the promise.
abidw --exported-interfaces-only --headers-dir "$source/include/slipway" --drop-private-types --no-corpus-path --no-comp-dir-path \
  --no-show-locs --no-elf-needed --out-file "$now" "$library"
grep -q "<function-decl name='slipway_open'" "$now" || { echo "$library has no debug information to read types from"; exit 1; }
grep -q "<data-member" "$now" || { echo "no public struct was found: are the headers still in include/slipway?"; exit 1; }
# New functions are allowed, and so is a new callback at the end of slipway_host: what remains is broken.
if ! abidiff --no-added-syms --suppressions "$here/additions.suppr" "$here/libslipway.abi" "$now" >"$scratch/broken" 2>&1; then
  cat "$scratch/broken"
  echo "This breaks compiled hosts (docs/abi.md): put it back, or add a new function beside the old one. Only a new soname may drop anything."
  exit 1
fi
if [ "$mode" = record ]; then
  cp "$now" "$here/libslipway.abi"
elif ! abidiff "$here/libslipway.abi" "$now" >"$scratch/added" 2>&1; then
  cat "$scratch/added"
  echo "Additions, which are allowed. Record them: build the target 'record_abi' and commit tests/abi/ with the .proto."
  exit 1
fi
