#!/usr/bin/env bash
# Builds what the browser loads into target/site: style and three programs, with hashed names and a .br beside each.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$SENDA_ROOT"
# Only what is served may change the outcome: nothing to do while no input is newer than the last build.
stamp="$SENDA_SITE/.built"
if [[ -f "$stamp" ]] && [[ -z "$(find src style public Cargo.toml Cargo.lock .cargo scripts/site.sh scripts/precompress.mjs -newer "$stamp" -print -quit)" ]]; then
  exit 0
fi
# Clippy's compiler leaves out the optimisations of MIR: what a phone loads is compiled without it.
unset RUSTC_WORKSPACE_WRAPPER CLIPPY_ARGS
programs="$CARGO_TARGET_DIR/programs"
target=wasm32-unknown-unknown
work="$SENDA_SITE.work"
rm -rf "$SENDA_SITE" "$work"
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT

# All programs come out of the linker under one name, and cargo might take what another left there for its own.
forget_last_link() { rm -f "$programs/$target"/wasm-release/{,deps/}senda.wasm; }

# The pages that the server renders, the style, and the files of public/.
cargo leptos build --release --frontend-only
rm -f "$SENDA_SITE"/pkg/*.ts

read -ra wasm_opt < <(cargo metadata --no-deps --format-version 1 |
  node -p 'JSON.parse(fs.readFileSync(0)).packages[0].metadata.leptos["wasm-opt-features"].join(" ")')
# Another clone may build into the same folder: between link and copy it has to wait.
exec 9>"$CARGO_TARGET_DIR/programs.lock"
if command -v flock >/dev/null; then flock 9; fi
hash_of() { sha256sum "$1" | cut -c1-24; }
# Only a cdylib: an rlib beside it would make the compiler translate the other programs' screens too. Erased components
# weigh 30 KB less; the pages, which must match what the server rendered, are built as the server is.
program() {
  local name="senda-$1"
  forget_last_link
  cargo rustc --lib --crate-type cdylib --profile wasm-release --target $target \
    --no-default-features --features "$1" --target-dir "$programs" \
    --config 'build.rustflags=["--cfg", "erase_components"]'
  wasm-bindgen --target web --no-typescript --out-dir "$work" --out-name "$name" "$programs/$target/wasm-release/senda.wasm"
  wasm-opt "${wasm_opt[@]}" "$work/${name}_bg.wasm" -o "$work/$name.wasm"
  cp "$work/$name.wasm" "$SENDA_SITE/pkg/$name.$(hash_of "$work/$name.wasm").wasm"
  cp "$work/$name.js" "$SENDA_SITE/pkg/$name.$(hash_of "$work/$name.js").js"
}
program field
program office
forget_last_link

node scripts/precompress.mjs "$SENDA_SITE"
touch "$stamp"
