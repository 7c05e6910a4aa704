# shellcheck shell=bash
# Sourced:  step NAME COMMAND…  runs a step of a longer script and says what it is and how long it took.
# Every step of a script counts: with `set -e` the first that fails ends it, by name.

step() {
    local name=$1 from=$SECONDS
    shift
    printf '\n── %s\n' "$name"
    if "$@"; then
        printf '── %s: %d s\n' "$name" $((SECONDS - from))
    else
        local code=$?
        printf '── %s: 未通过 FAILED after %d s\n' "$name" $((SECONDS - from)) >&2
        return "$code"
    fi
}
