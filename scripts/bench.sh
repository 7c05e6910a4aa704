#!/usr/bin/env bash
# Our figures, each beside a reference measured in the same run. Nothing here is a test: a busy machine is no failure.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/step.sh


step "prerequisites" scripts/prerequisites.sh bench
step "rules" cargo bench --quiet --locked --package domain --bench rules
step "desk" cargo bench --quiet --locked --package tests --bench desk
step "verify" cargo bench --quiet --locked --package tests --bench verify
step "received on PostgreSQL" cargo bench --quiet --locked --package upstream --bench receive
step "held hints" cargo bench --quiet --locked --package upstream --bench held_hints
