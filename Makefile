# evenhand. `make` prints what there is. Needs Python 3.11 or later and make; everything else is installed into .venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
# One set-up per content of the pinned lists.
STAMP := $(VENV)/.installed-$(shell cat requirements/dev.txt pyproject.toml | cksum | cut -d' ' -f1)
# Where Python is told to keep nothing compiled beside the sources, it keeps it here: every start compiles all else.
ifdef PYTHONDONTWRITEBYTECODE
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX ?= $(CURDIR)/$(VENV)/compiled
endif

.DEFAULT_GOAL := help
.PHONY: help setup run test check check-types check-rest bench soak mutate test-dates screenshots docs requirements

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## install everything into .venv

$(STAMP):
	@PYTHON="$(PYTHON)" VENV="$(VENV)" STAMP="$@" sh scripts/setup

run: setup ## start the demo school and print its address
	$(BIN)/evenhand demo

test: setup ## run every test, on SQLite and PostgreSQL, with a real browser
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/test

check: setup ## format, lint, types, import rules, and the policies without Django
	@$(MAKE) --no-print-directory -j 2 -k check-types check-rest

# Beside the rest: it takes one processor for most of the time.
check-types:
	$(BIN)/mypy --strict src tests

# All the engine's tests run so in `make test`; here, those of every policy's own cases.
check-rest:
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/lint-imports
	EVENHAND_BAR_DJANGO=1 $(BIN)/python -m pytest -q -p no:django -p no:xdist tests/guards/test_engine_alone.py \
		$(wildcard tests/packs)

bench: setup ## measure the budgets on this machine
	$(BIN)/evenhand bench

soak: setup ## the long fault and load runs
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/soak

mutate: setup ## break the engine one piece at a time and see whether a test notices: MODULES="rules/due step"
	@$(BIN)/python scripts/mutate $(MODULES)

test-dates: setup ## engine, packs and services as of next 1 September and 29 February
	@for day in september leap; do \
		EVENHAND_TEST_TODAY=$$day $(BIN)/python -m pytest -q -m "not soak" $(wildcard tests/engine tests/packs tests/apps) || exit 1; \
	done

screenshots: setup ## take the documents' pictures of the main pages anew, from the demo school
	@EVENHAND_CHROMIUM="$$(sh scripts/chromium)" $(BIN)/python scripts/screenshots

docs: setup ## write the pages of docs/ that come from the code
	$(BIN)/python -m evenhand.apps.access.permissions_table > docs/permissions.md
	$(BIN)/python -m evenhand.cli.replaying.schemas > docs/interchange.md
	$(BIN)/python -m evenhand.cli.describing.states docs/states

requirements: setup ## pin the lists in requirements/ again
	cd requirements && for list in base dev; do \
		../$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --no-header -q \
			--no-emit-index-url --no-emit-find-links $$list.in -o $$list.txt || exit 1; \
	done
