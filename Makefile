# Every target is one line of help; `make help` prints them.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
export DATA_DIR ?= $(CURDIR)/var

.PHONY: help run test install lint bench bench-draw bench-plan bench-seats clean words lock test-postgres

SYSTEM_POSTGRES := $(lastword $(wildcard /usr/lib/postgresql/1[6-9]/bin /usr/lib/postgresql/15/bin))

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/run.stamp ## Install, start the database, load the demonstration city, serve it
	@DEMO=$${DEMO-1} exec $(BIN)/yexiao serve

install: .venv/run.stamp ## Install only; gives .venv/bin/yexiao

test: .venv/dev.stamp ## Install and run every test this machine can run
	@$(BIN)/python -m scripts.words compile
	@$(BIN)/pytest -n 2 --dist loadgroup

test-postgres: .venv/dev.stamp ## Run the database-heavy tests again on the system's PostgreSQL, 15 where there is one
	@test -n "$(SYSTEM_POSTGRES)" || { echo "No PostgreSQL 15 or newer under /usr/lib/postgresql. Install it: sudo apt-get install postgresql" >&2; exit 2; }
	@POSTGRES_BIN=$(SYSTEM_POSTGRES) $(BIN)/pytest -n 2 --dist loadgroup -m db_heavy

lint: .venv/dev.stamp ## Format, rules, types, walls, migrations, words
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m scripts.migrations
	@$(BIN)/python -m scripts.words check
	@$(BIN)/djlint --quiet --lint src

bench: bench-draw bench-plan bench-seats ## Run every benchmark and print its table

bench-draw: .venv/dev.stamp ## The draw: speed, growth, memory
	@$(BIN)/python -m bench.draw

bench-plan: .venv/dev.stamp ## The season planner: value, proven gap, baselines
	@$(BIN)/python -m bench.plan

bench-seats: .venv/dev.stamp ## Seats a second, with counters compared to the ledger
	@$(BIN)/python -m bench.seats

words: .venv/dev.stamp ## Write new source strings into every room's Chinese words
	@$(BIN)/python -m scripts.words update

lock: .venv/dev.stamp ## Pin the newest allowed versions, with hashes
	@$(BIN)/python -m scripts.lock

clean: ## Remove what was built; the data in var/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build
	@find src tests -name __pycache__ -prune -exec rm -rf {} + -o -name '*.mo' -delete

.venv/bin/uv: requirements-build.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Yexiao needs Python 3.11 or newer; this is $$($(PYTHON) --version)." >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing. Install it: sudo apt-get install python3-venv" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-build.lock
	@touch $@

.venv/run.stamp: .venv/bin/uv requirements.lock pyproject.toml
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@
