#!/usr/bin/env bash
# The quickstart deploys, upgrades, and survives kill -9. Arguments: source tree, folder.
set -eu
source=$1
# Ports of its own: the applications of the README's first command may still be there.
export SLIPWAY_QUICKSTART_FLEET=no SLIPWAY_QUICKSTART=$2 SLIPWAY_SKIP_BUILD=1 SLIPWAY_QUICKSTART_PORTS=2847
[ -x "$source/build/release/bin/slipway" ] || { echo "built under another preset: the quickstart uses build/release"; exit 77; }
rm -rf "$2" && mkdir -p "$2"
trap '"$source/examples/quickstart/run" --stop' EXIT
"$source/examples/quickstart/run" | tee "$2/first"
for environment in Dev QA-Linux QA-Smoke Prod; do grep -Eq "^$environment +1\.0\.1 .*Shop 1\.0\.1 in $environment" "$2/first"; done
"$source/examples/quickstart/run" --crash | tee "$2/second"
for environment in Dev QA-Linux QA-Smoke Prod; do grep -Eq "^$environment +1\.0\.2 .*Shop 1\.0\.2 in $environment" "$2/second"; done
grep -q 'kill -9' "$2/second"
# Each task ran once: one log each, one "started" line in it.
for log in "$2"/slipway.db.d/logs/r2/*/1/1-1-2.log; do [ "$(grep -c 'started 1.0.2' "$log")" = 1 ]; done
