#!/usr/bin/env bash
# The simulation for as long as you like, on seeds that nobody has tried yet. A failure says its ZHIBAN_SEED; that alone
# lives through it again.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/step.sh

: "${ZHIBAN_FIRST_SEED:=$(date +%s)000}"
# A count wins over a duration.
if [ -z "${ZHIBAN_SEEDS:-}" ]; then
    : "${ZHIBAN_MINUTES:=10}"
    export ZHIBAN_MINUTES
fi
export ZHIBAN_FIRST_SEED

step "prerequisites" scripts/prerequisites.sh test
step "soak" cargo test --quiet --locked --package tests --test simulation -- an_inquiry_finds --nocapture
