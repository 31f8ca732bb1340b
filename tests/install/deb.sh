#!/usr/bin/env bash
# Makes the .deb packages, installs them with dpkg into a root of their own, and uses them from there.
#   deb.sh BUILD SOURCE SCRATCH_FOLDER
# The root is this machine's, seen through an overlay in a mount namespace: what dpkg writes ends with it, and the build tree and the
# sources are hidden behind empty folders.
set -eu
build=$1 source=$2 scratch=$3
if [ "${4:-}" != inside ]; then
  rm -rf "$scratch" && mkdir -p "$scratch"
  "$source/packaging/build-deb" --no-build --build-dir "$build" --out "$scratch/dist" >/dev/null
  for package in libslipway0_ libslipway-dev_ slipway_ python3-slipway_; do
    ls "$scratch/dist/$package"*.deb >/dev/null || { echo "no package $package"; exit 1; }
  done
  unshare --mount --map-root-user true 2>/dev/null || { echo "not run: no mount namespace"; exit 77; }
  if [ "$(id -u)" = 0 ]; then unshare=(unshare --mount --pid --fork); else echo "not run: dpkg needs root"; exit 77; fi
  exec "${unshare[@]}" bash "$0" "$build" "$source" "$scratch" inside
fi

mkdir -p "$scratch/ram"
mount -t tmpfs tmpfs "$scratch/ram"
mkdir "$scratch/ram/upper" "$scratch/ram/work" "$scratch/ram/root"
root=$scratch/ram/root
mount -t overlay overlay -o "lowerdir=/,upperdir=$scratch/ram/upper,workdir=$scratch/ram/work" "$root" ||
  { echo "not run: no overlay file system"; exit 77; }
mkdir -p "$root/deb-test"
cp "$scratch"/dist/*.deb "$source/examples/c/hello.c" "$source/examples/quickstart/definition.json" "$root/deb-test/"
for hidden in "$build" "$source"; do
  mkdir -p "$root$hidden" && mount -t tmpfs tmpfs "$root$hidden"
done
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
cat >"$root/deb-test/use.sh" <<'INSIDE'
set -eu
cd /deb-test
[ ! -e "$BUILD/lib" ] && [ ! -e "$SOURCE/include" ]   # nothing of the build tree is in reach
! ldconfig -p | grep -q libslipway
dpkg --install ./*.deb >dpkg.log 2>&1 || { cat dpkg.log; exit 1; }
[ "$(command -v slipway)" = /usr/bin/slipway ]
slipway --version | grep -q "$VERSION"
cc -std=c11 hello.c -o hello $(pkg-config --cflags --libs slipway)
ldd hello | grep -q 'libslipway.so.0 => /\(usr/\)\?lib/'
./hello /deb-test/hello.db definition.json SIMULATE | grep -q '"name":"Prod"'
mkdir own && cd own
cat >CMakeLists.txt <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES C CXX)
find_package(slipway CONFIG REQUIRED)
add_executable(consumer ../hello.c)
target_link_libraries(consumer PRIVATE slipway::slipway)
CMAKE
cmake -S . -B b >/dev/null && cmake --build b >/dev/null
cd ..
# A task that runs: the library finds its runner by itself.
cat >task.json <<'JSON'
{"name":"Shop","environments":[{"id":1,"name":"Dev","rank":1,"conditions":[{"name":"ReleaseStarted","conditionType":1,"value":""}],
"preDeployApprovals":{"approvals":[{"rank":1,"isAutomated":true}]},"postDeployApprovals":{"approvals":[{"rank":1,"isAutomated":true}]},
"retentionPolicy":{"daysToKeep":30,"releasesToKeep":3,"retainBuild":true},"deployPhases":[{"rank":1,"phaseType":1,"name":"job",
"workflowTasks":[{"taskId":"6c731c3c-3c68-459a-a5c9-bde6e6595b5b","version":"3.*","name":"say","enabled":true,"condition":"succeeded()",
"inputs":{"targetType":"inline","script":"echo said by the package"}}]}]}]}
JSON
slipway run task.json --db /deb-test/run.db >run.log 2>&1 || { cat run.log; exit 1; }
/usr/bin/python3 - <<'PYTHON'
import slipway
assert slipway.__file__.startswith("/usr/lib/python3/dist-packages/"), slipway.__file__
with slipway.Engine("/deb-test/run.db") as engine:
    assert engine.get_release(release_id=1).release.name, "no release"
print("python:", slipway.__file__)
PYTHON
dpkg --remove python3-slipway libslipway-dev slipway libslipway0 >dpkg.log 2>&1 || { cat dpkg.log; exit 1; }
[ ! -e /usr/bin/slipway ] && [ ! -e /usr/lib/libslipway.so.0 ] && [ ! -e /usr/include/slipway ]
echo "installed, used, removed"
INSIDE
version=$(sed -n 's/^project(slipway VERSION \([0-9.]*\).*/\1/p' "$source/CMakeLists.txt")
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/deb-test LC_ALL=C.UTF-8 BUILD="$build" SOURCE="$source" VERSION="$version" \
  chroot "$root" bash /deb-test/use.sh
