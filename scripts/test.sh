#!/usr/bin/env bash
# Every check and every test, on a bare machine too, with or without a display. What CI runs.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/step.sh
[ -t 0 ] || exec </dev/null
export CARGO_INCREMENTAL=0 # a whole run builds each crate once: what incremental builds keep would only fill the disk

scripts/check.sh
# Made here, so that a network that fails is told as what it is and not as a test.
step "schemathesis" scripts/schemathesis.sh --version
step "ui tests" bash -c 'cd ui && npm run --silent test -- --run'
# One set of packages, targets and features for both, so that nothing is compiled twice.
step "build" cargo build --workspace --bins --tests --locked --features desk/custom-protocol
step "cargo test" cargo test --workspace --locked --features desk/custom-protocol
printf '\n全部通过 all passed: %d s\n' "$SECONDS"
