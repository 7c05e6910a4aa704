#!/usr/bin/env bash
# Line coverage of the rules and of the desk's file by their own tests, per file. Not a test and no gate: what no test
# reaches is a question to whoever reads it. Needs Rust and a C compiler.
# scripts/coverage.sh --html writes pages that show line by line.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/step.sh
[ -t 0 ] || exec </dev/null

cargo_llvm_cov_version=0.9.1
packages=(--package domain --package store)

# cargo-llvm-cov goes to cargo's own folder ($CARGO_HOME/bin), not into target. Lightly optimised: it only starts others.
install_cargo_llvm_cov() {
    [[ $(cargo llvm-cov --version 2>/dev/null) != "cargo-llvm-cov $cargo_llvm_cov_version" ]] || return 0
    echo "正在安装 installing cargo-llvm-cov $cargo_llvm_cov_version → ${CARGO_HOME:-$HOME/.cargo}/bin"
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        env -u CARGO_TARGET_DIR cargo install --quiet --locked cargo-llvm-cov --version "$cargo_llvm_cov_version"
}

# The compiler's own llvm-profdata and llvm-cov: another version may not read what this compiler writes.
install_llvm_tools() {
    local tools
    tools=$(rustc --print target-libdir)/../bin
    [ ! -x "$tools/llvm-cov" ] || [ ! -x "$tools/llvm-profdata" ] || return 0
    if ! command -v rustup >/dev/null; then
        echo "需要 rustup 来安装 llvm-tools。rustup is needed to install llvm-tools: https://rustup.rs" >&2
        return 1
    fi
    rustup component add llvm-tools
}

# Instrumented code is slow and a line counts however often it is reached: a few cases of each property are enough.
run_tests() {
    cargo llvm-cov clean --workspace
    CARGO_INCREMENTAL=0 PROPTEST_CASES="${PROPTEST_CASES:-32}" \
        cargo llvm-cov --no-report --quiet --locked "${packages[@]}"
}

# Of llvm-cov's table: file, lines, lines that nothing reached, share.
print_table() {
    cargo llvm-cov report --summary-only "${packages[@]}" |
        awk '/^Filename/ { printf "%-44s %6s %8s %8s\n", "file", "lines", "missed", "covered" }
             NF > 9 && !/^Filename/ { printf "%-44s %6d %8d %8s\n", $1, $8, $9, $10 }'
}

step "cargo-llvm-cov" install_cargo_llvm_cov
step "llvm-tools" install_llvm_tools
step "tests" run_tests
if [ "${1:-}" = --html ]; then
    step "pages" cargo llvm-cov report --html "${packages[@]}"
fi
step "line coverage" print_table
