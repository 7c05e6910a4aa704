#!/usr/bin/env bash
# schemathesis asks a server everything that its OpenAPI document allows and much that it does not:
#   scripts/schemathesis.sh run http://…/v1/openapi.json
# It is made once, in the user's cache; scripts/schemathesis.txt pins it with everything that it needs.
set -euo pipefail

pinned=$(cd "$(dirname "$0")" && pwd)/schemathesis.txt
home=${XDG_CACHE_HOME:-$HOME/.cache}/zhiban/schemathesis-$(sha256sum <"$pinned" | cut -c 1-12)

# Two tests may ask at once; what was not finished is made again.
make_it() {
    mkdir -p "$(dirname "$home")"
    exec 9>"$home.lock"
    flock 9
    [ ! -e "$home/whole" ] || return 0
    echo "正在安装 installing schemathesis → $home" >&2
    python3 -m venv --clear "$home"
    "$home/bin/pip" install --quiet --disable-pip-version-check --requirement "$pinned" >&2
    touch "$home/whole"
}

[ -e "$home/whole" ] || make_it
exec "$home/bin/schemathesis" "$@" 9>&-
