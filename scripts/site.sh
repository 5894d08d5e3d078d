#!/usr/bin/env bash
# Builds what the browser loads into target/site: hashed wasm, glue and style, and a .br beside each.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$SENDA_ROOT"
# Only what is served may change the outcome: nothing to do while no input is newer than the last build.
stamp="$SENDA_SITE/.built"
if [[ -f "$stamp" ]] && [[ -z "$(find src style public Cargo.toml Cargo.lock .cargo scripts/site.sh scripts/precompress.mjs -newer "$stamp" -print -quit)" ]]; then
  exit 0
fi
rm -rf "$SENDA_SITE"
cargo leptos build --release --frontend-only
node scripts/precompress.mjs "$SENDA_SITE"
touch "$stamp"
