# Senda. `make run` serves it with a demo company; `make test` runs everything that must hold.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
env := source scripts/env.sh;
# Clippy lints while it builds, so that nothing is compiled a second time only to be looked at.
linted := source scripts/env.sh; export RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__;

.PHONY: help setup site server run demo-reset test test-rules test-server test-browser lint bench simulate clean-data

help: ## Lists the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup:
	@scripts/setup.sh

site: setup ## Builds what the browser loads
	@$(linted) scripts/site.sh

server: setup ## Builds the server (the first time half an hour: the database engine is compiled)
	@$(linted) cargo build --features ssr --bin senda

# The engine takes half of the memory for itself unless told: 256 MB of cache and 32 MB of memtable do for a company.
run: site server ## Serves Senda with its demo company at a printed address
	@$(env) export SURREAL_ROCKSDB_BLOCK_CACHE_SIZE=$${SURREAL_ROCKSDB_BLOCK_CACHE_SIZE-268435456}; \
	  export SURREAL_ROCKSDB_WRITE_BUFFER_SIZE=$${SURREAL_ROCKSDB_WRITE_BUFFER_SIZE-33554432}; \
	  SENDA_DEMO=$${SENDA_DEMO-1} "$$CARGO_TARGET_DIR/debug/senda" serve

clean-data: ## Forgets the local data folder, demo company and all
	rm -rf data

lint: setup ## Format and clippy, in the three builds
	@$(env) cargo fmt --check
	@$(linted) cargo build --quiet --all-targets
	@$(linted) cargo build --quiet --features ssr --all-targets
	@$(linted) cargo build --quiet --lib --target wasm32-unknown-unknown --features hydrate

test-rules: setup ## Rules, properties, simulator and tidiness: no server, no browser
	@$(linted) cargo test --quiet

test-server: setup ## The real router on the real engine, crash rounds included
	@$(linted) cargo test --features ssr --lib --bins --test it

test-browser: site server ## The built app in a real browser
	@scripts/setup.sh --tests
	@$(env) cd end2end && npx playwright test

test: ## Installs what the tests need and runs all of them
	@scripts/setup.sh --tests
	@$(env) cargo fmt --check
	@$(MAKE) --no-print-directory test-rules test-server test-browser

simulate: setup ## 50,000 seeds of the simulator
	@$(env) SENDA_SEEDS=$${SENDA_SEEDS:-50000} cargo test --release --test core sim -- --nocapture

bench: site server ## Prints figures of speed and size, each beside its floor
	@scripts/setup.sh --tests
	@$(env) cd end2end && node bench/run.mjs
