#!/usr/bin/env bash
# Everything that can be said about the code without running it: format, lints, types, licences.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/step.sh
[ -t 0 ] || exec </dev/null

cargo_deny_version=0.20.2

in_ui() { (cd ui && npm run --silent "$@"); }

# cargo-deny goes to cargo's own folder ($CARGO_HOME/bin), not into target. Lightly optimised: a minute, not five.
install_cargo_deny() {
    cargo deny --version >/dev/null 2>&1 && return
    echo "正在安装 installing cargo-deny $cargo_deny_version → ${CARGO_HOME:-$HOME/.cargo}/bin"
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        env -u CARGO_TARGET_DIR cargo install --quiet --locked cargo-deny --version "$cargo_deny_version"
}

step "prerequisites" scripts/prerequisites.sh test
step "cargo fmt" cargo fmt --all --check
step "ui lint" in_ui lint
step "ui types" in_ui check
step "ui build" in_ui build # the window embeds ui/dist, so it comes before anything that compiles it
step "cargo clippy" cargo clippy --workspace --all-targets --locked --features desk/custom-protocol -- -D warnings
step "cargo-deny" install_cargo_deny
step "licences, bans, sources" cargo deny --log-level error check --hide-inclusion-graph licenses bans sources
