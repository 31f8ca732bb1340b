# Sourced by tests/run and examples/quickstart/run: installs what is missing, builds once. No function here prints when there is
# nothing to do.
slipway_packages=(g++ cmake ninja-build ccache pkg-config libabsl-dev libprotobuf-dev libprotoc-dev protobuf-compiler
  libsqlite3-dev libre2-dev libgtest-dev libgmock-dev libbenchmark-dev nlohmann-json3-dev libsodium-dev libcurl4-openssl-dev
  libarchive-dev libexpat1-dev libssl-dev git openssh-client openssh-server openssh-sftp-server python3 python3-protobuf python3-venv python3-winrm mypy patchelf curl ca-certificates
  abigail-tools clang libclang-rt-14-dev dpkg-dev libcjson-dev libmicrohttpd-dev libcpp-httplib-dev doxygen
  default-jdk-headless tomcat10-common tomcat10-admin nginx-light)

slipway_install() {
  local missing=() package
  for package in "${slipway_packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  echo "installing with apt-get: ${missing[*]}"
  local sudo=
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  # Tests run its program on loopback ports; the machine itself must not begin to listen because of them.
  case " ${missing[*]} " in *" openssh-server "*) $sudo systemctl disable --now ssh.service ssh.socket >/dev/null 2>&1 || true ;; esac
  case " ${missing[*]} " in *" nginx-light "*)
    $sudo systemctl disable --now nginx.service >/dev/null 2>&1 || $sudo service nginx stop >/dev/null 2>&1 || true ;;
  esac
}

# slipway_build PRESET [TARGET...]
slipway_build() {
  local preset=$1 root
  shift
  root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
  # Configured anew each time: files are found by glob. Quick when nothing changed.
  (cd "$root" && cmake --preset "$preset" >"build/$preset.configure.log" 2>&1) ||
    { mkdir -p "$root/build"; (cd "$root" && cmake --preset "$preset"); }
  cmake --build "$root/build/$preset" --parallel "$(nproc)" ${*:+--target "$@"}
}
