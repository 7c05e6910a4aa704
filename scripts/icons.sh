#!/usr/bin/env bash
# Renders icons/zhiban.svg to the sizes that the window, the tray and the packages want. The results are committed.
set -euo pipefail
cd "$(dirname "$0")/../icons"

for tool in rsvg-convert:librsvg2-bin icotool:icoutils; do
    if ! command -v "${tool%%:*}" >/dev/null; then
        echo "需要 ${tool%%:*}。 ${tool%%:*} is needed: apt-get install ${tool##*:}" >&2
        exit 1
    fi
done

render() { rsvg-convert --width "$1" --height "$1" --output "$2" zhiban.svg; }

render 32 32x32.png
render 128 128x128.png
render 256 128x128@2x.png
render 512 icon.png
render 64 tray.png # panels show 22 to 44 px and scale down

small=$(mktemp -d)
trap 'rm -rf "$small"' EXIT
for size in 16 32 48 256; do
    render "$size" "$small/$size.png"
done
icotool --create --output icon.ico "$small"/{16,32,48}.png --raw="$small/256.png"
