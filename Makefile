# `make run` and `make test` are all a newcomer needs; the rest is for those who work on govkb.
# They need Python 3.11 or newer and nothing else.

PORT ?= 8000
DOCUMENTS ?= documents
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN = .venv/bin

.PHONY: run test fuzz capture admin lint fix browser clean

run: .venv/.run
	@$(BIN)/python manage.py run --port $(PORT) --documents $(DOCUMENTS)

test: .venv/.test
	@echo "Running the tests …"
	@$(BIN)/python -m pytest -q --ignore=tests/browser $(ARGS)

# Fetches the texts that are missing from their publishers.
capture: .venv/.run
	@$(BIN)/python manage.py migrate -v0
	@$(BIN)/python manage.py capture_sources --missing

fuzz: .venv/.test
	@echo "Asking the API a thousand questions of each kind …"
	@FUZZ_EXAMPLES=1000 $(BIN)/python -m pytest -q tests/govkb/test_schemathesis.py $(ARGS)

admin: .venv/.run
	@$(BIN)/python manage.py migrate -v0
	@$(BIN)/python manage.py createsuperuser

lint: .venv/.dev
	@$(BIN)/ruff check --output-format concise .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	@$(BIN)/mypy
	@$(BIN)/python manage.py makemigrations --check --dry-run -v0
	@$(BIN)/python manage.py check --fail-level WARNING
	@echo "Lint, types and migrations are clean."

fix: .venv/.dev
	@$(BIN)/ruff check --fix -q .
	@$(BIN)/ruff format -q .
	@$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')

browser: .venv/.dev
	@$(BIN)/python -m pytest -q tests/browser $(ARGS)

clean:
	rm -rf .venv var/static

# One virtual environment; a stamp for each set of requirements that is in it.
.venv/.run: requirements.txt
.venv/.test: requirements-test.txt
.venv/.dev: requirements-dev.txt
.venv/.run .venv/.test .venv/.dev: | .venv/bin/python
	@echo "Installing $< …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "govkb needs Python 3.11 or newer, and none was found."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "Python's venv module is missing: install it (Debian, Ubuntu: apt install python3-venv) and try again."; exit 1; }
	@echo "Making a virtual environment in .venv …"
	@$(PYTHON) -m venv .venv
