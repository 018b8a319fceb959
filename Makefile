# Siyu: everything a person types. `make help` lists it.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
DATA ?= data
ROOM ?=
SEED ?= 1
DAYS ?= 3
PER_DAY ?= 300
AT_ONCE ?= 60
SEEDS ?= 10
GUARD ?=
GUARDS ?=
# A company that inspects its traffic keeps its certificate in the system store.
UV := $(BIN)/uv -q --no-progress --system-certs

.PHONY: help run demo quick test deep check bench bench-pricing bench-flash-sale simulate mutants screens deps wheel clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

run: screens ## start Siyu at http://127.0.0.1:8000 with the demo chain  [PORT=n] [DATA=folder]
	@$(BIN)/siyu up --demo --port $(PORT) --data $(DATA)

quick: deps ## checks and one room's tests  [ROOM=customers]
	@$(BIN)/python -m tests.run quick $(ROOM)

test: screens ## everything that lands; prints seconds per suite  [POSTGRES=folder of another one's programs]
	@$(if $(POSTGRES),TEST_POSTGRES_BIN=$(POSTGRES)) $(BIN)/python -m tests.run test

deep: ## the same for hours: many more kills, rounds, random requests and days of trade
	@TEST_DEEP=1 $(MAKE) --no-print-directory test
	@$(BIN)/python -m tests.simulator.many 1-$(SEEDS) 10 2000 3
	@$(MAKE) --no-print-directory mutants

simulate: deps ## days of trade with crashes, judged by a model  [SEED=n] [DAYS=n] [PER_DAY=orders] [AT_ONCE=1]
	@$(BIN)/python -m tests.simulator $(SEED) $(DAYS) $(PER_DAY) 1 $(AT_ONCE)

mutants: deps ## take each guard away and print the test that misses it  [GUARD=part of a name] [GUARDS=first-last]
	@$(BIN)/python -m tests.mutants "$(GUARD)" "$(GUARDS)"

check: deps ## formatter, linter, types, import contracts
	@$(BIN)/python -m tests.run check

bench: deps ## every benchmark, each one JSON object on its last line
	@for file in bench/[a-z]*.py; do name=$$(basename $$file .py); echo "== $$name"; $(BIN)/python -m bench.$$name || exit 1; done

bench-flash-sale: screens ## orders a second at the checkout door, beside the usual way and the limit
	@$(BIN)/python -m bench.flash_sale

bench-pricing: deps ## the best price of a full cart, in ms; and small carts against every combination
	@$(BIN)/python -m bench.pricing

screens: deps ## console, storefront and guide desk, rebuilt when their sources changed
	@$(BIN)/python screens/build.py

wheel: deps ## the installable package, with built screens and mini program
	@$(UV) build --wheel --no-build-isolation --python $(BIN)/python

deps: .venv/.installed ## the Python environment, from the hash-pinned lock

.venv/.installed: requirements.lock requirements-data.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Siyu needs Python 3.11 or later: make PYTHON=python3.12 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@awk '/^uv==/{on=1} on{print} on&&!/\\$$/{exit}' requirements.lock > .venv/uv.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@$(UV) pip sync --require-hashes requirements.lock
	@$(UV) pip install --no-deps --require-hashes -r requirements-data.lock
	@$(UV) pip install --no-deps --no-build-isolation -e .
	@touch $@

clean: ## what was built; the data folder stays
	rm -rf .venv build dist screens/node_modules screens/*/node_modules screens/packages/*/node_modules
	rm -rf screens/console/dist screens/mall/dist siyu/screens
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
