# `make` alone lists the targets. Everything happens in an environment of its own, .venv, made from the
# locks in requirements/. Another Python: make PYTHON=python3.12 test

PYTHON ?= python3
VENV ?= .venv

RUNTIME_LOCK := requirements/runtime.txt
DEVELOPMENT_LOCK := requirements/development.txt
BENCHMARKS_LOCK := requirements/benchmarks.txt
LOCK_FLAGS ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check

# Stamps. The first carries the name of the Python that was asked for, so that asking for another
# one builds the environment anew instead of silently testing with the old one.
RUNTIME := $(VENV)/.runtime-$(subst /,_,$(PYTHON))
DEVELOPMENT := $(VENV)/.development
PACKAGE := $(VENV)/.package

# What follows from the rules alone, made once instead of at each start; with the order of sets fixed, so that
# the same rules give the same bytes.
PREPARED := src/dateline/prepared.pickle

# What dateline is compared with lives apart: it is large, and must not lead the resolver of the rest.
PEERS_VENV := $(VENV)-bench
PEERS := $(PEERS_VENV)/.peers
# As in make bench-validate BENCH_FLAGS="--parts rules"
BENCH_FLAGS ?=

.DELETE_ON_ERROR:
.NOTPARALLEL:
.SUFFIXES:
.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: demo
demo: $(PREPARED) ## convert the two articles, validate the package, show its events
	@$(BIN)/dateline convert
	@$(BIN)/dateline validate
	@$(BIN)/dateline show

.PHONY: test
test: lint ## everything that must hold before a change is merged
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal

.PHONY: test-slow
test-slow: lint ## what takes longer: the Action, pre-commit, pytest and a browser as their users have them
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal -m slow

.PHONY: lint
lint: $(PREPARED) $(DEVELOPMENT) ## style, formatting and types, without the tests
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet || { \
		echo "These files are not formatted; run: $(BIN)/ruff format" >&2; \
		$(BIN)/ruff format --check; exit 1; }
	@$(BIN)/mypy --no-error-summary

.PHONY: bench
bench: bench-convert bench-validate bench-write bench-publish ## measure all that follows; takes more than an hour

.PHONY: bench-convert
bench-convert: $(PREPARED) ## measure dateline convert
	@$(BIN)/python benchmarks/conversion.py

.PHONY: bench-validate
bench-validate: $(PREPARED) $(DEVELOPMENT) $(PEERS) ## measure dateline validate, and other tools beside it
	@$(BIN)/python benchmarks/validation.py --peers $(PEERS_VENV)/bin/python $(BENCH_FLAGS)

.PHONY: bench-write
bench-write: $(PREPARED) $(DEVELOPMENT) ## measure what writes findings: each format, and the report
	@$(BIN)/python benchmarks/renderers.py
	@$(BIN)/python benchmarks/report.py

.PHONY: bench-publish
bench-publish: $(PREPARED) $(DEVELOPMENT) ## measure the formats of a release, each beside its plainest writer
	@$(BIN)/python benchmarks/publishing.py $(BENCH_FLAGS)

.PHONY: wheel
wheel: $(PREPARED) $(DEVELOPMENT) ## build dist/*.whl and dist/*.tar.gz
	@rm -rf dist
	@$(BIN)/python -m build --quiet --no-isolation

# The other locks are held to the first, so that a demo, a test and a comparison never run different versions.
.PHONY: lock
lock: $(DEVELOPMENT) ## refresh the locks after a change in pyproject.toml; LOCK_FLAGS=--upgrade takes new versions
	@$(LOCK) --group dev --output-file $(DEVELOPMENT_LOCK) pyproject.toml >/dev/null
	@$(LOCK) --group build --constraints $(DEVELOPMENT_LOCK) --output-file $(RUNTIME_LOCK) pyproject.toml >/dev/null
	@$(LOCK) --group benchmarks --constraints $(DEVELOPMENT_LOCK) --output-file $(BENCHMARKS_LOCK) >/dev/null

LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command "make lock" $(LOCK_FLAGS)

.PHONY: clean
clean: ## remove the environment, builds and caches
	@rm -rf $(VENV) $(PEERS_VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache $(PREPARED)
	@find src tests -type d -name __pycache__ -prune -exec rm -rf {} +

# --clear: an environment that outlives its lock would keep packages that the lock no longer has.
$(RUNTIME): $(RUNTIME_LOCK) $(DEVELOPMENT_LOCK)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "dateline needs Python 3.11 or newer; \"$(PYTHON)\" is older, or is not there. Name one that will do, as in:" >&2; \
		echo "    make PYTHON=python3.13 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "\"$(PYTHON)\" cannot make virtual environments. Install its venv module; on Debian and Ubuntu:" >&2; \
		echo "    sudo apt install python3-venv" >&2; exit 1; }
	@echo "Setting up $(VENV). This happens once, and again when the locks change."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --require-hashes --requirement $(RUNTIME_LOCK)
	@touch $@

$(DEVELOPMENT): $(RUNTIME)
	@$(PIP) install --require-hashes --requirement $(DEVELOPMENT_LOCK)
	@touch $@

$(PACKAGE): $(RUNTIME) pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(PREPARED): $(PACKAGE) $(wildcard validators/*.yaml schema/*.* schema/*/*.* src/dateline/*.py src/dateline/*/*.py)
	@PYTHONHASHSEED=0 $(BIN)/python -m dateline.prepared

$(PEERS): $(BENCHMARKS_LOCK)
	@echo "Setting up $(PEERS_VENV), which takes most of a gigabyte. This happens once, and again when its lock changes."
	@$(PYTHON) -m venv --clear $(PEERS_VENV)
	@$(PEERS_VENV)/bin/python -m pip -qq --disable-pip-version-check install --require-hashes --requirement $(BENCHMARKS_LOCK)
	@touch $@
