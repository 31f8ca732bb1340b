#!/usr/bin/env bash
# Emits everything anew into a folder and compares. Arguments: plugin, protoc, source tree, folder.
set -eu
plugin=$1 protoc=$2 source=$3 out=$4
rm -rf "$out" && mkdir -p "$out"
"$protoc" -I"$source/include" --plugin=protoc-gen-slipway="$plugin" --slipway_opt=templates="$source/capi/gen" \
  --slipway_out="$out" $(cd "$source/include" && ls slipway/v1/*.proto)
status=0
for file in $(cd "$out" && find . -type f); do
  diff -u "$source/$file" "$out/$file" || { echo "$file is not what capi/gen emits: build the target 'regenerate' and commit"; status=1; }
done
exit $status
