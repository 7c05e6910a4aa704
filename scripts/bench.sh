#!/usr/bin/env bash
# Our figures, each beside a reference measured in the same run. Nothing here is a test: a busy machine is no failure.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/step.sh

# PouchDB stands beside our queue; in a folder of its own, exactly as its lock file names it.
install_pouchdb() {
    local folder=$1 from=tests/benches/queue/pouchdb
    mkdir -p "$folder"
    if ! cmp --silent "$from/package-lock.json" "$folder/package-lock.json" || [ ! -d "$folder/node_modules" ]; then
        cp "$from/package.json" "$from/package-lock.json" "$folder"
        npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund
    fi
    cp "$from"/*.mjs "$folder"
}

step "prerequisites" scripts/prerequisites.sh bench
step "rules" cargo bench --quiet --locked --package domain --bench rules
step "desk" cargo bench --quiet --locked --package tests --bench desk
step "verify" cargo bench --quiet --locked --package tests --bench verify
step "slow line" cargo bench --quiet --locked --package tests --bench slow_line
step "received on PostgreSQL" cargo bench --quiet --locked --package upstream --bench receive
step "held hints" cargo bench --quiet --locked --package upstream --bench held_hints
step "PouchDB" install_pouchdb target/pouchdb
export ZHIBAN_BENCH_POUCHDB="$PWD/target/pouchdb"
step "page" bash -c 'cd ui && npm run --silent build'
step "window" cargo build --release --locked --package desk --package headless --package upstream --bins --example empty_window \
    --features desk/custom-protocol
step "cold start" cargo bench --quiet --locked --package tests --bench cold_start
step "queue" cargo bench --quiet --locked --package tests --bench queue
