#!/usr/bin/env bash
# Installs into a fresh prefix, then builds and runs a C and a C++ program against it, found by CMake and by pkg-config.
set -eu
build=$1 source=$2 prefix=$3
rm -rf "$prefix" && mkdir -p "$prefix/consumer"
cmake --install "$build" --prefix "$prefix" >/dev/null
cp "$source/examples/c/hello.c" "$source/examples/cpp/hello.cc" "$prefix/consumer/"
cat >"$prefix/consumer/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES C CXX)
set(CMAKE_CXX_STANDARD 17)
find_package(slipway 0.1 CONFIG REQUIRED)
find_package(nlohmann_json REQUIRED)
add_executable(by_cmake_c hello.c)
target_link_libraries(by_cmake_c PRIVATE slipway::slipway)
add_executable(by_cmake_cpp hello.cc)
target_link_libraries(by_cmake_cpp PRIVATE slipway::slipway nlohmann_json::nlohmann_json)
CMAKE
cmake -S "$prefix/consumer" -B "$prefix/consumer/build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
cmake --build "$prefix/consumer/build" >/dev/null
pc=$(dirname "$(find "$prefix" -name slipway.pc)")
export PKG_CONFIG_PATH=$pc
flags=$(pkg-config --define-prefix --cflags --libs slipway)
lib=$(pkg-config --define-prefix --variable=libdir slipway)
cc -std=c11 "$source/examples/c/hello.c" -o "$prefix/consumer/by_pkg_config" $flags -Wl,-rpath,"$lib"
definition=$source/examples/quickstart/definition.json
for program in build/by_cmake_c build/by_cmake_cpp by_pkg_config; do
  database=$prefix/consumer/$(basename $program).db
  # The deployment itself needs the quickstart's folders and fails; that it runs to an end is what counts here.
  "$prefix/consumer/$program" "$database" "$definition" >"$database.out"
  grep -q '"name":"Prod"' "$database.out" || { echo "$program did not print the release"; cat "$database.out"; exit 1; }
  echo "$program: good"
done
