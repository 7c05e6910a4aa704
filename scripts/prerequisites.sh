#!/usr/bin/env bash
# Makes sure that what the build needs is there:  scripts/prerequisites.sh window|headless|test|bench
# Compilers are only checked; missing Debian packages and npm modules are installed. Nothing missing: no network.
set -euo pipefail
cd "$(dirname "$0")/.."

rust_at_least=1.95
node_at_least=20.19

headless=(build-essential pkg-config)
window=("${headless[@]}" file libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev libxdo-dev libssl-dev
    libayatana-appindicator3-dev fonts-noto-cjk)
test=("${window[@]}" webkit2gtk-driver chromium chromium-driver xvfb dbus dunst libnotify-bin gnome-keyring faketime
    poppler-utils openssl sqlite3 alsa-utils xdotool iproute2 postgresql python3-venv nginx-light systemd)
bench=("${test[@]}" strace)

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

# version_of COMMAND: the first thing in its --version that looks like one.
version_of() { "$1" --version 2>/dev/null | grep -oE '[0-9]+\.[0-9]+(\.[0-9]+)?' | head -n 1; }

# at_least WANTED COMMAND: COMMAND is there and not older.
at_least() {
    local have
    have=$(version_of "$2") || return 1
    [ "$(printf '%s\n%s\n' "$1" "$have" | sort -V | head -n 1)" = "$1" ]
}

check_compilers() {
    local command
    for command in rustc cargo; do
        at_least "$rust_at_least" "$command" || stop \
            "需要 Rust $rust_at_least 或更新版本（现有 $command：$(version_of "$command" || echo 无)）。安装：https://rustup.rs ；国内镜像：https://rsproxy.cn ；已装 rustup 的：rustup update stable" \
            "Rust $rust_at_least or newer is needed ($command here: $(version_of "$command" || echo none)). Get it from https://rustup.rs, or run: rustup update stable"
    done
    for command in node npm; do
        at_least "$([ "$command" = node ] && echo "$node_at_least" || echo 9)" "$command" || stop \
            "需要 Node.js $node_at_least 或更新版本，带 npm（现有 $command：$(version_of "$command" || echo 无)）。安装：https://nodejs.org ；国内镜像：https://npmmirror.com/mirrors/node" \
            "Node.js $node_at_least or newer with npm is needed ($command here: $(version_of "$command" || echo none)). Get it from https://nodejs.org"
    done
    [ "$purpose" != test ] || { cargo fmt --version && cargo clippy --version; } >/dev/null 2>&1 || stop \
        "测试还需要 rustfmt 和 clippy：rustup component add rustfmt clippy" \
        "The tests also need rustfmt and clippy: rustup component add rustfmt clippy"
}

missing_packages() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            echo "$package"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo --non-interactive "$@" # nobody is there to type a password
    fi
}

install_packages() {
    local packages=("$@") missing
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        echo "本机没有 apt，请自行装好下列软件包（Debian 名称）。No apt here; these packages are needed (Debian names): ${packages[*]}" >&2
        return
    fi
    mapfile -t missing < <(missing_packages "${packages[@]}")
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "正在安装 installing: ${missing[*]}"
    as_root apt-get update --quiet=2 -o Acquire::Retries=3 &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends \
            -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 "${missing[@]}" && return
    echo "没有装上，请手工执行。Not installed; run by hand: apt-get install --no-install-recommends ${missing[*]}" >&2
    [ "$purpose" = window ] # the caller can still do without a window
}

install_modules() {
    [ ui/package-lock.json -nt ui/node_modules/.package-lock.json ] || return 0
    (cd ui && npm ci --include=dev --no-audit --no-fund)
    touch ui/node_modules/.package-lock.json
}

purpose=${1:-}
case $purpose in
window) packages=("${window[@]}") ;;
headless) packages=("${headless[@]}") ;;
bench) packages=("${bench[@]}") ;;
test) packages=("${test[@]}") ;;
*) stop "用法 usage: scripts/prerequisites.sh window|headless|test|bench" ;;
esac

check_compilers
install_packages "${packages[@]}"
install_modules
