# Where built things live: outside the clone, so that the long build of the engine is done once.
# Source it; every value can be set beforehand.
export SENDA_CACHE="${SENDA_CACHE:-$HOME/.cache/senda}"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$SENDA_CACHE/target}"
export SENDA_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export PATH="$SENDA_CACHE/tools/bin:$SENDA_ROOT/end2end/node_modules/.bin:$HOME/.cargo/bin:$PATH"
# librocksdb-sys asks for libclang; Debian keeps it in a versioned folder that clang-sys finds by itself.
export SENDA_SITE="${SENDA_SITE:-$SENDA_ROOT/target/site}"
