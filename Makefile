# `make drill` opens a drill, `make test` runs the tests; both set up what they need first.
# Nothing is asked of the machine but make and Python 3.11 or newer. See README.md for Windows.

PYTHON ?=
ARGS ?=
HERE := $(CURDIR)
RUN := .venv/bin/python
PIP := $(RUN) -m pip --disable-pip-version-check install -qq
# Not "the newest python of the path" by name alone: a version manager's stand-ins exist and fail when run.
SUITABLE := import sys; sys.exit(sys.version_info < (3, 11))
# The stamp holds where the environment was made, for an environment does not survive being moved.
STAMP := .venv/made-in
ifneq ($(shell cat $(STAMP) 2>/dev/null && $(RUN) -c '' 2>/dev/null && echo sound),$(HERE) sound)
$(shell rm -f $(STAMP))
endif

.PHONY: help .venv drill browse compare explore test soak figures coverage validate reference library sensitivity check lock wheel clean

help:
	@echo "make drill   set up if needed, then open JupyterLab on the drill notebook"
	@echo "make browse  the same, on the library: find a drill, see what may come of it, start it"
	@echo "make compare, make explore   the same, on the notebook that compares plans, or explores settings"
	@echo "make test    set up if needed, then run the tests (ARGS='-m \"not slow\"' for the quick ones)"
	@echo "make .venv   the set-up alone"
	@echo "make soak    kill 500 drills at random moments and resume each (some minutes; not on Windows)"
	@echo "make figures write down what the library comes to under this version of the model"
	@echo "make validate  hold the model against the world, and write docs/validation.md (some minutes)"
	@echo "make coverage  try every capability, and write docs/coverage.md (some minutes)"
	@echo "make reference  renew the tables of docs/model.md"
	@echo "make library  write a page for each breach to docs/library (ten minutes)"
	@echo "make sensitivity  find the judgements that carry the ranking of plans (two hours)"
	@echo "make check   lint, format, types, docstring coverage, notebooks stripped"
	@echo "make wheel   build the wheel into dist/"
	@echo "make lock    renew requirements-lock.txt (needs uv)"
	@echo "make clean   remove all that make has made"

.venv: $(STAMP)
	@:

$(STAMP): requirements-lock.txt pyproject.toml
	@set -e; \
	if [ ! -f $(STAMP) ]; then \
	  for name in $(or $(PYTHON),python3.13 python3.12 python3.11 python3); do \
	    if "$$name" -c "$(SUITABLE)" >/dev/null 2>&1; then python=$$name; break; fi; \
	  done; \
	  if [ -z "$${python:-}" ]; then \
	    echo "No Python 3.11 or newer here: install one (Debian, Ubuntu: apt-get install python3 python3-venv), then run make again." >&2; exit 1; \
	  fi; \
	  version=$$("$$python" -c "import sys; print('%d.%d' % sys.version_info[:2])"); \
	  if ! "$$python" -c "import ensurepip, venv" >/dev/null 2>&1; then \
	    echo "$$python has no venv module: install it (Debian, Ubuntu: apt-get install python$$version-venv), then run make again." >&2; exit 1; \
	  fi; \
	  echo "Setting up .venv with Python $$version; this takes a minute or two, once."; \
	  rm -rf .venv; \
	  "$$python" -m venv .venv; \
	fi; \
	$(PIP) --require-hashes --only-binary :all: -r requirements-lock.txt; \
	$(PIP) --no-deps --no-build-isolation --editable .; \
	echo "$(HERE)" > $(STAMP)

drill: .venv
	@$(RUN) -m simulation drill $(ARGS)

browse: .venv
	@$(RUN) -m simulation lab library $(ARGS)

compare explore: .venv
	@$(RUN) -m simulation lab $@ $(ARGS)

test: .venv
	@$(RUN) -m pytest $(ARGS)

soak: .venv
	@$(RUN) tests/killing.py --kills 500 $(ARGS)

figures: .venv
	@$(RUN) tests/figures.py $(ARGS)

validate: .venv
	@$(RUN) -m validation $(ARGS)

coverage: .venv
	@$(RUN) -m validation.coverage

reference: .venv
	@$(RUN) -m validation.reference

library: .venv
	@$(RUN) -m validation.library $(ARGS)

sensitivity: .venv
	@$(RUN) -m validation.sensitivity $(ARGS)

check: .venv
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy --strict simulation validation
	$(RUN) -m interrogate simulation validation
	$(RUN) -m nbstripout --verify notebooks/*.ipynb

wheel: .venv
	@$(RUN) -m hatchling build --target wheel

lock:
	uv pip compile --upgrade --universal --no-header --no-annotate --generate-hashes --extra dev \
	  pyproject.toml --output-file requirements-lock.txt

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
