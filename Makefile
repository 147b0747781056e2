# The menu: each line calls cargo or pytest. `make` alone prints it.
# What a target needs beyond Rust and Python 3 it sets up itself (a virtual environment in .venv).

VENV    := .venv
DATA    ?= data
LISTEN  ?= 127.0.0.1:4600
CONSOLE ?= 127.0.0.1:4601
WORLD   ?= examples/two-accounts.toml
TARGET  := $(abspath $(or $(CARGO_TARGET_DIR),target))
RELEASE := $(TARGET)/release/rolecall
DEBUG   := $(TARGET)/debug/rolecall

NODE_FITS := command -v node >/dev/null && node -e \
	'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || a == 20 && b >= 19 ? 0 : 1)'

.DEFAULT_GOAL := help
.PHONY: help run console demo test test-rust test-attacks test-clients test-console screenshots lint deny bench clean

help: ## print this menu
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\nVariables of make run: DATA (default data), LISTEN (127.0.0.1:4600), CONSOLE (127.0.0.1:4601), WORLD (examples/two-accounts.toml).\n'

run: ## build the server and its console, and start them with two accounts; state is kept in ./data
	@$(MAKE) --no-print-directory console || \
		printf '\nThe server starts without the console. It needs Node.js 20.19 or later.\n\n'
	cargo build --release
	@printf '\nStarting with two accounts, dev (111111111111) and prod (222222222222).\n'
	@printf 'README.md shows what to do next. Ctrl-C stops.\n\n'
	exec $(RELEASE) serve --data $(DATA) --listen $(LISTEN) --console-listen $(CONSOLE) --world $(WORLD)

# The next build of the program contains it.
console: ## build the console's page into console/dist; needs Node.js 20.19 or later
	@$(NODE_FITS)
	@if [ ! -e console/node_modules/.package-lock.json ] || \
		[ console/package-lock.json -nt console/node_modules/.package-lock.json ]; then cd console && npm ci; fi
	cd console && npm run build
	node packaging/compress-console.mjs console/dist

demo: ## walk through cross-account access in the terminal, a denied call and its explanation included
	cargo build --release
	exec $(RELEASE) demo

test: ## run every test: the workspace's own, the unmodified AWS clients, the console in Chromium
	@$(MAKE) --no-print-directory test-rust
	@$(MAKE) --no-print-directory test-clients
	@if $(NODE_FITS); then $(MAKE) --no-print-directory test-console; else \
		echo 'The console is not tested: that needs Node.js 20.19 or later.'; fi
	@printf '\nmake test: the tests of the workspace, of the clients and of the console passed.\n'

test-rust: ## only the tests of the workspace
	cargo test --workspace --no-fail-fast

test-attacks: ## only the attacks on the server: floods, slow and malformed clients, guesses (part of test-rust)
	cargo test --package rolecall --test attacks

# PYTEST narrows a run: make test-clients PYTEST='test_cross_account.py -k external_id'
test-clients: $(VENV)/ready ## only tests/clients: aws CLI and boto3 against a fresh server
	cargo build --package rolecall --bins --examples
	cd tests/clients && ROLECALL_BIN=$(DEBUG) $(CURDIR)/$(VENV)/bin/python -m pytest $(PYTEST)

$(VENV)/ready: tests/clients/requirements.txt tests/clients/setup-venv
	tests/clients/setup-venv $(VENV)
	@touch $@

# WALK narrows a run: make test-console WALK='tests/walks/sign-in.test.ts -t password'
test-console: console ## only the console: types, lint, unit tests, then walks in Chromium against a fresh server
	cd console && npm run types && npm run lint && npm run unit
	cargo build --package rolecall
	cd console && ROLECALL_BIN=$(DEBUG) npm run browser -- $(WALK)

screenshots: console ## pictures of the console's main pages, light and dark, in console/.screens; two of them for the README
	cargo build --package rolecall
	cd console && ROLECALL_BIN=$(DEBUG) npm run screens
	cp console/.screens/role-light.png docs/images/console-role.png
	cp console/.screens/dashboard-dark.png docs/images/console-dashboard.png

lint: ## formatting, clippy (warnings are errors), the layout, and advisories where their database is here
	cargo fmt --all --check
	@# A macro declares these modules, so cargo fmt does not find them.
	rustfmt --check --edition 2024 crates/analysis/src/lint/checks/*.rs
	cargo clippy --workspace --all-targets -- -D warnings
	cargo run --quiet --package xtask -- tidy
	@if command -v cargo-deny >/dev/null && ls -d "$${CARGO_HOME:-$$HOME/.cargo}"/advisory-db* >/dev/null 2>&1; then \
		cargo deny --offline check advisories; \
	else \
		echo 'no advisory database here (cargo deny fetch): docs/advisories.md says what was reviewed'; \
	fi

deny: ## licences, bans and sources of the dependencies; installs cargo-deny if it is missing (takes minutes)
	command -v cargo-deny >/dev/null || cargo install --locked cargo-deny
	cargo deny check licenses bans sources

bench: ## micro benches, then requests per second beside a bare hyper server; optimized as packages are, which takes long to build
	cargo bench --workspace --bench '*'

clean: ## remove build output and the virtual environment; ./data is kept
	cargo clean
	rm -rf $(VENV) console/dist console/node_modules
