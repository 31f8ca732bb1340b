#!/usr/bin/env bash
# examples/pipeline/run does what it says, step by step.
#   pipeline.sh SOURCE_DIR WORK_DIR
set -euo pipefail
export SLIPWAY_PIPELINE=$2 SLIPWAY_SKIP_BUILD=1
mkdir -p "$2"
out=$2.log
"$1/examples/pipeline/run" >"$out" 2>&1 || { cat "$out"; exit 1; }
expect() { grep -qE -- "$1" "$out" || { cat "$out"; echo "MISSING: $1"; exit 1; }; }
expect "branch 'refs/heads/topic/login' passes none of 2 filters"
expect 'Shop-1 \(1\)  this version has made a release before'
expect "gate 'No open incidents', sample 1: succeeded"
expect "'Mallory' is not the approver: approval 7 of 'Staging' waits for Lena"
expect "Prod waits for approval before the deployment by Omar"
expect "Staging is waiting: gate 'No open incidents' failed 1 of 1 samples; next sample at .*; times out at"
expect 'are ignored: 4711 is about the printer  \[Lena\]'
expect 'rejected by Omar: not before the printer works'
expect 'Prod canceled at .*: superseded by release Shop-5'
expect '^prod +1\.0\.5 with config 9f2c1$'
expect '5 releases, .* decided again: all as they were written'
expect '^[0-9]+ releases, [0-9]+ deployments, .* succeeded'
grep -q '<svg' "$2/month.svg"
