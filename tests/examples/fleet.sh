#!/usr/bin/env bash
# examples/fleet/run does what it says, step by step.
#   fleet.sh SOURCE_DIR WORK_DIR
set -euo pipefail
PATH=$PATH:/usr/sbin
command -v sshd >/dev/null || { echo "skipped: no sshd here (apt-get install openssh-server)"; exit 77; }
# Ports of its own: somebody may be looking at the example.
export SLIPWAY_FLEET=$2 SLIPWAY_SKIP_BUILD=1 SLIPWAY_FLEET_PORTS=1867
mkdir -p "$2"
out=$2.log
trap 'python3 "$1/examples/fleet/sshd.py" stop "$2/machines" 2>/dev/null || true' EXIT
"$1/examples/fleet/run" >"$out" 2>&1 || { cat "$out"; exit 1; }
if grep '^the three machines are left out' "$out"; then exit 77; fi
expect() { grep -qE -- "$1" "$out" || { cat "$out"; echo "MISSING: $1"; exit 1; }; }
# The stock is a .NET service, or a jar where there is no .NET SDK.
expect '^web3 +shop 1\.0\.1 on web3 +stock 1\.0\.1 on web3 \((\.NET|Java)\)$'
expect 'Prod: partially succeeded'
expect '^web2 +.*(Failed to connect|refused)'
expect '^web2 +shop 1\.0\.2 on web2 +stock 1\.0\.2 on web2 '
expect 'rejected - phase .Smoke test. failed: 6 tests have failed'
expect '^Fleet-3 +Prod +1 +Smoke test +6 +0 +6'
[ "$(grep -cE '^web[123] +shop 1\.0\.2 on web[123] +stock 1\.0\.2 on web[123] ' "$out")" -eq 8 ] || { cat "$out"; echo "MISSING: back to 1.0.2"; exit 1; }
# The password of the managers is where Tomcat reads it, and nowhere else: not with the engine, not with the runners, not in a log.
password=$(sed -n 's/.*password="\([^"]*\)".*/\1/p' "$2/machines/web1/home/tomcat/conf/users.xml")
[ ${#password} -gt 20 ]
found=$(grep -rlF -- "$password" "$2" "$out" | grep -v '/home/tomcat/conf/users.xml$' || true)
[ -z "$found" ] || { echo "THE PASSWORD IS IN: $found"; exit 1; }
