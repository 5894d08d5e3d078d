#!/usr/bin/env bash
# Draws public/img/icon-*.png from public/favicon.svg with Chromium. Run by hand when the mark changes.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p public/img
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# draw NAME SIZE MARK_PERCENT BACKGROUND
draw() {
  local svg
  svg=$(sed 's/<svg /<svg width="100%" height="100%" /' public/favicon.svg)
  printf '<!doctype html><style>html,body{margin:0;height:100%%;background:%s}div{width:100vw;height:100vh;display:grid;place-items:center}svg{width:%s%%;height:%s%%}</style><div>%s</div>' \
    "$4" "$3" "$3" "$svg" > "$work/$1.html"
  "${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/profile" \
    --default-background-color=00000000 --force-device-scale-factor=1 --window-size="$2,$2" \
    --screenshot="public/img/$1.png" "file://$work/$1.html" >/dev/null 2>&1
}

draw icon-192 192 100 transparent
draw icon-512 512 100 transparent
# What a launcher may cut away is the outer fifth: the mark stays inside, the ground goes to the edge.
draw icon-maskable-512 512 100 '#0B4A63'
draw apple-touch-icon 180 100 '#0B4A63'
