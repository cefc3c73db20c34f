# What people do daily. `make help` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3.11
BIN := .venv/bin
MODELS := whisper-base en_core_web_sm campplus pyannet
TEST_MODELS := whisper-tiny.en en_core_web_sm campplus pyannet
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: .venv/run pages models ## set up what is missing and start everything, with the demonstration
	@exec $(BIN)/fidelity run --demo

test: .venv/dev pages ## the whole suite, on SQLite and PostgreSQL, with the real recogniser
	@$(BIN)/fidelity models fetch $(TEST_MODELS)
	$(BIN)/pytest -n logical --dist loadfile --no-loadscope-reorder $(ARGS)

check: .venv/dev node_modules/.package-lock.json ## style, types, import contracts
	@$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev ## put the code in shape
	@$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

doctor: .venv/run ## say what is wrong with this machine's set-up, in words
	@$(BIN)/fidelity doctor

setup: .venv/dev pages models ## everything that run and test need, without starting anything

pages: fidelity/web/static/app.css ## build the pages' styles and scripts

models: .venv/run ## fetch the models that run needs, and check them
	@$(BIN)/fidelity models fetch $(MODELS)

train: .venv/run ## train the tagger anew: PyTorch in an environment of its own, some forty minutes on two cores
	@[ -x .venv/train/bin/python ] || $(PYTHON) -m venv .venv/train
	.venv/train/bin/pip install --quiet -r requirements-train.txt
	$(BIN)/fidelity models fetch minilm
	PYTHONPATH=. .venv/train/bin/python -m fidelity.nlp.learning.train --start var/models/minilm $(ARGS)

lock: .venv/dev ## write the locks anew from pyproject.toml and package.json
	@$(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install --quiet uv
	for name in requirements requirements-dev; do
	  extra=$$([ $$name = requirements ] || echo "--extra dev")
	  .venv/lock/bin/uv pip compile --quiet pyproject.toml $$extra --generate-hashes --universal \
	    --python-version 3.11 --no-emit-index-url --no-annotate --no-header --output-file $$name.txt
	done
	npm install --package-lock-only

clean: ## remove what was built; the data in var/ stays
	@rm -rf .venv node_modules fidelity/web/static fidelity.egg-info

.venv/run: requirements.txt pyproject.toml
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/dev: requirements-dev.txt pyproject.toml
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@ .venv/run

node_modules/.package-lock.json: package-lock.json package.json
	@npm ci --no-audit --no-fund --loglevel=error
	touch $@

fidelity/web/static/app.css: node_modules/.package-lock.json $(shell find fidelity/web/assets -type f)
	@npm run --silent build

.PHONY: help run test check format doctor setup pages models train lock clean
