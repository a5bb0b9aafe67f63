# Every task of this repository, for people and CI. Each target installs what it needs on first use.
.DEFAULT_GOAL := help
.PHONY: help setup parts look demo serve static web test test-fast test-oldest check bench screenshot animation clean

PYTHON ?= python3
STORE ?= data/runs
PORT ?= 8000
SERVE ?= 1
OUT ?= data/exports/demo
BIN := .venv/bin
PAGE := api/epochscope_api/page/index.html
PAGE_SOURCES := $(shell find web/src -type f 2>/dev/null) web/index.html $(wildcard web/*.ts)

# A full installation includes what serving needs.
SERVING := $(or $(wildcard .venv/.installed),.venv/.serving)

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## Install everything and build the page
	@$(MAKE) --no-print-directory --jobs=2 parts

parts: .venv/.installed $(PAGE)
	@:

look: $(SERVING) $(PAGE) ## Serve the runs in data/demo, two of which are included; installs only what serving needs
	$(BIN)/epochscope serve data/demo --port $(PORT) --read-only

demo: setup ## Train ResNet-50 on handwritten digits into data/demo, project it, serve the page (SERVE=0 skips serving)
	$(BIN)/epochscope demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

serve: setup ## Serve the runs in STORE (default data/runs)
	$(BIN)/epochscope serve $(STORE) --port $(PORT)

static: setup ## Export the runs in data/demo to OUT (default data/exports/demo), for any static host
	$(BIN)/epochscope export data/demo $(OUT)

web: web/node_modules/.installed ## Build the page
	cd web && npm run --silent build

test: setup ## Run every check and test, ending with one line of counts
	$(BIN)/python tests/run_all.py

test-fast: setup ## Run all checks, and the tests that need no browser and are not slow
	$(BIN)/python tests/run_all.py --fast

test-oldest: setup ## Record with the oldest versions that the package allows, which takes gigabytes (torch 2.4)
	$(BIN)/python tests/ranges.py oldest --extra record

check: setup ## Check that every run in STORE is complete and undamaged
	@for run in $(STORE)/*/; do $(BIN)/epochscope check "$$run" || exit 1; done

bench: setup ## List the benchmarks, or run one (B=name)
	@$(BIN)/python bench/run.py $(B)

screenshot: setup ## Retake the screenshots of the page
	$(BIN)/python tests/take_screenshot.py data/demo

animation: setup ## Film the README's animation of the page again
	$(BIN)/python tests/make_animation.py data/demo

clean: ## Remove everything installed or built, but no runs
	rm -rf .venv web/node_modules api/epochscope_api/page

# To compile every module takes a minute and a half; Python compiles those that are used.
.venv/.installed: EXTRA := dev
.venv/.serving: EXTRA := serve
.venv/.installed .venv/.serving: pyproject.toml .ci/constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --constraint .ci/constraints.txt --editable '.[$(EXTRA)]'
	@touch $@

web/node_modules/.installed: web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PAGE): web/node_modules/.installed $(PAGE_SOURCES)
	cd web && npm run --silent build
