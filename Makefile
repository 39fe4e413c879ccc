.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
T ?= tests
# The rules are covered completely, every branch of them; of some tests that is not asked.
COVERED = $(if $(filter tests,$(T)),--cov=models --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100)

help:  ## What can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: .venv/ready  ## Serve everything on http://localhost:8000: API, GraphiQL, text message inbox
	@$(BIN)/python -m app

test: .venv/ready  ## All tests, and that the rules are covered; `make test T=tests/live` for some
	$(BIN)/python -m pytest -n auto --ignore=tests/browser $(COVERED) $(T)

browser: .venv/ready  ## In a real Chromium, with coturn and Janus (Debian: chromium coturn janus)
	$(BIN)/python -m pytest -n 2 tests/browser

operations: .venv/ready  ## What our own clients ask, into one module
	$(BIN)/python -m web.operations

check: .venv/ready  ## What CI checks besides the tests: format, lint, types, contract
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m schema.export --check

fix: .venv/ready  ## Format, and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

schema: .venv/ready  ## Print the contract to schema/schema.graphql; read the diff
	$(BIN)/python -m schema.export

seed: .venv/ready  ## Fill an empty database, or add a video consultation that begins soon
	@$(BIN)/python -m web.dev.seed

worker: .venv/ready  ## Text messages and what else is due, beside a server with ALERIS_RUN_WORKER=false
	@$(BIN)/python -m app worker

lock: .venv/ready  ## Choose versions anew, and write them down with their hashes
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --no-header --no-emit-index-url pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --no-header --no-emit-index-url --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock

.venv/ready: requirements-dev.lock
	@echo "Setting up: this takes half a minute, once."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; choose one with make PYTHON=…")'
	@$(PYTHON) -m venv .venv
	@# The lock names everything. Resolving anew, pip takes a newer `coverage[toml]` than the one locked.
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@$(BIN)/pip check --disable-pip-version-check >/dev/null
	@touch .venv/ready

.PHONY: help run test browser check fix schema seed worker lock
