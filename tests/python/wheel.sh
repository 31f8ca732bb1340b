#!/bin/bash
# The wheel, installed into a clean environment and used from there: nothing of the source or build tree is in reach.
# Arguments: interpreter, source tree, binary tree, folder.
set -eu
python=$1 source=$2 binary=$3 folder=$4
rm -rf "$folder" && mkdir -p "$folder/dist" "$folder/tests"
"$source/bindings/python/build-wheel" --no-build --build-dir "$binary" --out "$folder/dist"
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check install --quiet --no-index --no-deps "$folder"/dist/slipway-*.whl
cp "$source"/tests/python/*.py "$folder/tests"
cd "$folder"
clean() { env -i PATH=/usr/bin:/bin HOME="$folder" TMPDIR="${TMPDIR:-/tmp}" PYTHONPATH="$folder/tests" "$folder/venv/bin/python" "$@"; }
clean "$folder/tests/wheel_test.py" "$folder/venv"
clean "$folder/tests/binding_test.py" Calls HostTasks
# A new user's path: three commands from the wheel to a release that has run to its end.
cp "$source"/examples/python/*.py "$folder"
start=$(date +%s%N)
"$python" -m venv "$folder/user"
"$folder/user/bin/pip" --disable-pip-version-check install --quiet --no-index "$folder"/dist/slipway-*.whl
env -i PATH=/usr/bin:/bin "$folder/user/bin/python" hello.py releases.db | tail -n 1
echo "new user: 3 commands, hello.py of $(grep -c . hello.py) lines, $((($(date +%s%N) - start) / 1000000)) ms"
# The same bytes from the same input.
first=$(sha256sum dist/*.whl)
"$source/bindings/python/build-wheel" --no-build --build-dir "$binary" --out "$folder/dist" >/dev/null
[ "$first" = "$(sha256sum dist/*.whl)" ] || { echo "the wheel is not reproducible"; exit 1; }
