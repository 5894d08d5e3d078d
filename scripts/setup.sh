#!/usr/bin/env bash
# Installs what is missing to build Senda, and with --tests what its tests need. Safe to repeat; prints what it does.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

say() { printf '\033[1m· %s\033[0m\n' "$*" >&2; }
fail() { printf '\033[31m%s\033[0m\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

packages=()
has clang || packages+=(clang)
has c++ || packages+=(g++)
has make || packages+=(make)
ldconfig -p | grep -q 'libclang[-.]' || ls /usr/lib/llvm-*/lib/libclang*.so* >/dev/null 2>&1 || packages+=(libclang-dev)
if [[ "${1:-}" == --tests ]] && [[ ! -x "${SENDA_CHROMIUM:-/usr/bin/chromium}" ]]; then packages+=(chromium); fi
if ((${#packages[@]})); then
  say "Installing ${packages[*]} (Debian or Ubuntu packages)"
  has apt-get || fail "Please install: ${packages[*]}"
  as_root=(); [[ $(id -u) -eq 0 ]] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

has cargo || fail "Senda needs Rust: https://rustup.rs"
has npm || fail "Senda needs Node.js 20 or later, with npm"

if ! rustup target list --installed 2>/dev/null | grep -qx wasm32-unknown-unknown; then
  say "Adding the wasm target"
  rustup target add wasm32-unknown-unknown
fi

# Build tools get a light profile: their own release settings take more than half an hour on two cores.
install_tool() {
  local name=$1 version=$2; shift 2
  if [[ -x "$SENDA_CACHE/tools/bin/$name" ]] && "$SENDA_CACHE/tools/bin/$name" --version 2>/dev/null | grep -qF "$version"; then return; fi
  say "Building $name $version (once)"
  CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
  CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_TARGET_DIR="$SENDA_CACHE/tools-build" \
    cargo install --quiet --root "$SENDA_CACHE/tools" "$@"
}
cd "$SENDA_ROOT"
install_tool wasm-bindgen 0.2.130 wasm-bindgen-cli@0.2.130
install_tool cargo-leptos 0.3.10 --locked cargo-leptos@0.3.10 --no-default-features --features no_downloads

lock="$SENDA_ROOT/end2end/package-lock.json"
stamp="$SENDA_ROOT/end2end/node_modules/.senda-stamp"
if ! cmp -s "$lock" "$stamp"; then
  say "Installing the npm packages of end2end (wasm-opt and, for tests, Playwright)"
  (cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --no-audit --no-fund)
  cp "$lock" "$stamp"
fi
