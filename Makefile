# Needs only python3 (3.11 to 3.13) and make; every target builds its environment by itself from the lock.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ELEMENT := tests/element/node_modules/.ready
# An environment of its own: beside what cyclonedx-bom brings, every bot here would load much more (jsonschema does)
SBOM_VENV ?= .venv-sbom
SBOM_READY := $(SBOM_VENV)/.ready
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip --quiet --no-input
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	--custom-compile-command "make lock" $(UPGRADE)

# Each test starts processes of its own: what is imported is compiled once, whatever the machine says
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-long check bench sbom lock clean
.DELETE_ON_ERROR:

demo: $(READY)
	@$(BIN)/sigbot demo

test: $(READY) $(ELEMENT)
	@$(BIN)/pytest -q -n 3 --dist loadscope

test-long: $(READY) $(ELEMENT)
	@$(BIN)/pytest -q -m "" -n 2 --dist loadscope
	@if python3.13 -c "" 2>/dev/null && [ "$(VENV)" = .venv ]; then \
		echo "Once more on Python 3.13"; $(MAKE) --no-print-directory test PYTHON=python3.13 VENV=.venv-3.13; \
	else echo "No python3.13 here: not tried on it"; fi

check: $(READY)
	@$(BIN)/ruff check --no-cache
	@$(BIN)/ruff format --check --no-cache
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/pytest -q tests/test_house.py $(wildcard tests/texts tests/bot/test_i18n.py tests/bot/test_texts.py)

bench: $(READY)
	@$(BIN)/python -m bench

# What the bot is made of, as CycloneDX, the same for the same lock; LOCK=requirements-postgres.lock as for the image
LOCK ?= requirements.lock
sbom: $(READY) $(SBOM_READY)
	@PYTHONWARNINGS=ignore $(SBOM_VENV)/bin/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application --output-reproducible \
		--spec-version 1.6 --output-format JSON --output-file sbom.json $(LOCK)
	@$(BIN)/python -m tests.sbom sbom.json $(LOCK)

# make lock UPGRADE=--upgrade takes the newest versions; without it only what pyproject.toml asks for changes
lock: $(READY)
	@$(COMPILE) pyproject.toml -o requirements.lock
	@$(COMPILE) -c requirements.lock --extra postgres pyproject.toml -o requirements-postgres.lock
	@$(COMPILE) -c requirements.lock --extra dev pyproject.toml -o requirements-dev.lock
	@echo 'cyclonedx-bom>=7' | $(COMPILE) -c requirements-dev.lock - -o requirements-sbom.lock

clean:
	rm -rf .venv .venv-3.13 .venv-sbom sbom.json .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis \
		tests/element/node_modules sigbot.egg-info

$(READY): requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "sigbot needs Python 3.11, 3.12 or 3.13, but '$(PYTHON)' is not. Say which: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make environments. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Building $(VENV) (once, a minute or two)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(SBOM_READY): $(READY) requirements-sbom.lock
	@$(BIN)/python -m venv --clear $(SBOM_VENV)
	@PIP_DISABLE_PIP_VERSION_CHECK=1 $(SBOM_VENV)/bin/python -m pip --quiet --no-input install --require-hashes -r requirements-sbom.lock
	@touch $@

# matrix-js-sdk for the Element check; node and npm come with the environment
$(ELEMENT): $(READY) tests/element/package-lock.json
	@$(BIN)/python -c "from tests.element.driver import install; install()"
	@touch $@
