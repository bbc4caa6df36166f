# What a developer and CI run. `make` alone lists the targets.
# PYTHON names another interpreter, PYTEST_FLAGS goes to pytest: make test PYTEST_FLAGS="-k hold",
# TEST_PROCESSES says how many run at once: one more than there are processors, as many tests wait.

export PYTHON ?= python3
# Servers start a hundred times in the tests: what they import is compiled once.
unexport PYTHONDONTWRITEBYTECODE
PYTEST_FLAGS ?=
TEST_PROCESSES ?= $(shell expr 1 + $$(getconf _NPROCESSORS_ONLN))
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
RUNTIME := .venv/requirements.stamp
DEV := .venv/requirements-dev.stamp
JS := embed.js widget/static/js portal/static/js portal/static/preview demo/stripe/static
TEMPLATES := widget/templates portal/templates demo/mail/templates demo/sms/templates demo/stripe/templates

.DEFAULT_GOAL := help
.PHONY: help setup run test check browsers bench pictures lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

setup: $(DEV) ## make .venv with everything that development needs

run: $(RUNTIME) ## a demo clinic's website with the widget in it, and the server behind it
	@$(BIN)/slotkeeper demo

test: $(DEV) ## every test, on SQLite and PostgreSQL, with Chromium
	@.ci/system-packages chromium postgresql
	$(PYTEST) -m "not browsers" -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder $(PYTEST_FLAGS)

check: $(DEV) ## lint, formatting, types, layers, templates, scripts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet $(TEMPLATES)
	$(BIN)/oxlint --deny-warnings $(JS)

browsers: $(DEV) ## the widget in Firefox and WebKitGTK
	@.ci/system-packages firefox-esr webkit2gtk-driver xvfb
	$(PYTEST) -m browsers $(PYTEST_FLAGS)

bench: $(DEV) ## measure, and print each figure beside its goal
	@.ci/system-packages chromium postgresql
	$(BIN)/python -m bench

pictures: $(DEV) ## remake docs/pictures
	@.ci/system-packages chromium
	$(BIN)/python -m tests.e2e.pictures
	$(BIN)/python -m tests.e2e.staff.pictures
	$(BIN)/python -m tests.e2e.mail.pictures
	$(BIN)/python -m tests.e2e.sms.pictures

lock: $(DEV) ## write the lock files anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml -o requirements.lock $(COMPILE)
	$(BIN)/uv pip compile pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock $(COMPILE)
COMPILE := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet --upgrade

clean: ## remove .venv, caches and the demo's data
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build data dist

$(RUNTIME): requirements.lock .ci/venv
	@.ci/venv requirements.lock
	@touch $@

$(DEV): requirements-dev.lock .ci/venv
	@.ci/venv requirements-dev.lock
	@touch $@ $(RUNTIME)
