#!/usr/bin/env bash
# Builds and starts an upstream and one desk of the sample county: in a window where there is a display, else in the
# browser. Data stays in run/ (ZHIBAN_RUN_DIR is another place). Ctrl-C ends everything.
set -euo pipefail
cd "$(dirname "$0")/.."

run=${ZHIBAN_RUN_DIR:-run}
programs=${CARGO_TARGET_DIR:-target}/debug
usual_port=47610

build() {
    window=no
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        scripts/prerequisites.sh window
        if pkg-config --exists webkit2gtk-4.1; then
            window=yes
        else
            echo "没有 WebKitGTK 4.1，改用浏览器。No WebKitGTK 4.1 here: using the browser instead of a window."
        fi
    else
        scripts/prerequisites.sh headless
    fi
    (cd ui && npm run --silent build)
    if [ "$window" = yes ]; then
        # The same packages and features as scripts/test.sh, so that hardly anything is compiled twice.
        cargo build --workspace --bins --locked --features desk/custom-protocol
    else
        cargo build --package headless --package upstream --bins --locked
    fi
}

taken() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The desk has pinned the upstream's address, so the port is chosen once and remembered.
choose_port() {
    if [ -f "$run/upstream.port" ]; then
        port=$(<"$run/upstream.port")
        if taken "$port"; then
            echo "端口 $port 已被占用：是否已有一个 make run 在运行？Port $port is taken: is another \`make run\` open? (ZHIBAN_RUN_DIR=… runs a second one)" >&2
            exit 1
        fi
    else
        port=$usual_port
        ! taken "$port" || port=0
    fi
}

# start_upstream: sets $upstream (its pid) and $address.
start_upstream() {
    "$programs/zhiban-upstream" units --data "$run/upstream" sample/units.csv
    "$programs/zhiban-upstream" serve --data "$run/upstream" --listen "127.0.0.1:$port" >"$run/upstream.log" 2>&1 &
    upstream=$!
    address=
    for _ in $(seq 100); do
        address=$(sed -n 's/.*listening on \(http:\/\/[0-9.:]*\).*/\1/p;T;q' "$run/upstream.log")
        [ -z "$address" ] || break
        kill -0 "$upstream" 2>/dev/null || break
        sleep 0.1
    done
    if [ -z "$address" ]; then
        echo "上级节点没有启动。The upstream did not start:" >&2
        cat "$run/upstream.log" >&2
        exit 1
    fi
    echo "${address##*:}" >"$run/upstream.port"
    echo "上级节点 upstream: $address（日志 log: $run/upstream.log）"
}

enrol_desk() {
    ! "$programs/zhiban" status --data "$run/desk" --json | grep '"enrolled": *true' >/dev/null || return 0
    local unit code
    unit=$(grep -m 1 -i -E ',(county|县级?),' sample/units.csv | cut -d , -f 1)
    code=$("$programs/zhiban-upstream" enrol --data "$run/upstream" --unit "$unit")
    "$programs/zhiban" enrol --data "$run/desk" --upstream "$address" --code "$code"
}

# start_desk: in the background, because bash runs a trap only between commands or while it waits.
start_desk() {
    if [ "$window" = yes ]; then
        "$programs/zhiban-desk" --data "$run/desk" &
    else
        "$programs/zhiban" serve --data "$run/desk" &
    fi
    desk=$!
}

# The desk first, so that the upstream has nobody left to serve. An open browser page may hold either up: five seconds.
stop_all() {
    trap - EXIT INT TERM HUP
    local child
    for child in "${desk:-}" "${upstream:-}"; do
        [ -n "$child" ] || continue
        kill "$child" 2>/dev/null || continue
        for _ in $(seq 50); do
            kill -0 "$child" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL "$child" 2>/dev/null || true
    done
    wait
}

build
mkdir -p "$run/upstream" "$run/desk"
choose_port
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
start_upstream
enrol_desk
start_desk
wait "$desk"
