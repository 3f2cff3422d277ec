# The project's commands; `make` alone lists them. Needs GNU make and Python 3.11 or newer, nothing else.

PYTHON ?= python3
PORT ?= 8000

# Programs run as `python -m …`, so that a checkout can be moved with its virtual environment.
VENV := .venv
PY := $(VENV)/bin/python
PIP_INSTALL := $(PY) -m pip --disable-pip-version-check install --quiet --require-hashes
RUN_READY := $(VENV)/run.installed
DEV_READY := $(VENV)/dev.installed

# The tests say themselves which settings they need; the caller's environment must not decide.
DEFAULT_SETTINGS := unset SECRET_KEY DEBUG ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS DATABASE_URL HTTPS PROXIES \
	EMAIL_URL EMAIL_FROM DOCUMENTS_DIR DOCUMENT_MAX_MB SITE_URL SECOND_FACTOR;

.NOTPARALLEL:
.PHONY: help messages demo test check lint migrations-check deploy-check test-sqlite test-postgresql test-once test-newest browser \
	browser-in-ci screenshots chromium lock format clean python-fits port-free demo-ready

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

demo: port-free  ## the directory with its real data on 127.0.0.1 (PORT=8000, DATABASE_URL=…)
	@$(ANY_PYTHON) oasdir/one_at_a_time.py $(MAKE) --no-print-directory demo-ready
	@# Threads, because a browser opens connections ahead of use and a plain worker would wait on one.
	@exec env HTTPS=0 SITE_URL="$${SITE_URL:-http://127.0.0.1:$(PORT)}" $(PY) oasdir/free_port.py "$(PORT)" $(PY) -m gunicorn oasdir.wsgi --workers 2 --threads 4 \
		--log-level warning --no-control-socket

demo-ready: $(RUN_READY)
	@HTTPS=0 $(PY) manage.py migrate --verbosity 0
	@HTTPS=0 $(PY) manage.py load_demo
	@echo

# A core for each list of targets, all to their ends; what the second says is shown after what the first says. test-sqlite
# and test-newest must be in one list: there is one file for their tests, var/test.sqlite3.
ONE_CORE := test-sqlite
OTHER_CORE := test-once test-postgresql
test: $(DEV_READY)  ## the whole suite, on SQLite and on PostgreSQL
	@mkdir -p var
	@$(MAKE) --no-print-directory --keep-going $(OTHER_CORE) > var/test-other-core.log 2>&1 & other=$$!; \
		$(MAKE) --no-print-directory --keep-going $(ONE_CORE); one=$$?; \
		wait $$other; other=$$?; cat var/test-other-core.log; \
		exit $$((one + other))

# CI runs the same and test-newest, on lists that take two cores equally long: .ci/run.
check: ONE_CORE := lint migrations-check deploy-check browser-in-ci test-sqlite
check: test  ## what CI runs: formats, checks, tests, a dozen pages in a browser

# What asks neither a database nor Django is in test-once; what asks no database, not in test-postgresql; what the older
# Django has shown, not in test-newest. The marks are in pyproject.toml.
SUITE := not browser and not once
test-sqlite: $(DEV_READY)
	@echo "== tests on SQLite"
	@$(DEFAULT_SETTINGS) $(PY) -m pytest -m "$(SUITE)"

test-postgresql: $(DEV_READY)
	@echo "== tests on PostgreSQL"
	@$(DEFAULT_SETTINGS) $(PY) tests/with_postgres.py $(PY) -m pytest -m "$(SUITE) and database"

test-once: $(DEV_READY)
	@echo "== tests of what is the same with every database and every Django"
	@$(DEFAULT_SETTINGS) $(PY) -m pytest -m once

# The lock's other line: from Python 3.12 on it holds a newer Django.
test-newest: | python-fits  ## the suite on SQLite with the newest Python that is here, 3.12 or later, in .venv-newest
	@newest="$$($(ANY_PYTHON) tests/newest_python.py)" || exit 1; \
		echo "== with $$("$$newest" --version)"; \
		$(MAKE) --no-print-directory VENV=.venv-newest PYTHON="$$newest" SUITE="$(SUITE) and not any_django" \
			migrations-check deploy-check test-sqlite

browser: $(DEV_READY) chromium  ## every page in a Chromium, in each language, on desktop and phone; journeys; the Nu checker
	@$(DEFAULT_SETTINGS) $(PY) -m pytest -m browser tests/browser

browser-in-ci: $(DEV_READY) chromium
	@echo "== a dozen pages in a browser"
	@$(DEFAULT_SETTINGS) $(PY) -m pytest -m in_ci tests/browser

screenshots: $(DEV_READY) chromium  ## render every page into var/screenshots, and on paper, to look at
	@$(DEFAULT_SETTINGS) $(PY) -m pytest -q -m browser tests/browser/take_screenshots.py

# The browser is a program of the system, which only root can install. Without it the tests say so, and fail in CI.
chromium:
	@command -v chromium chromium-browser google-chrome >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "== installing chromium"; export DEBIAN_FRONTEND=noninteractive; \
			apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null || true; \
		fi; }

lint: $(DEV_READY)  ## formats and faults of code and templates, and which room may import which
	@echo "== ruff: faults"
	@$(PY) -m ruff check
	@echo "== ruff: format"
	@$(PY) -m ruff format --check
	@echo "== import-linter: the rooms"
	@$(PY) -c "from importlinter.cli import lint_imports_command as lint; lint()" --no-cache --no-logo
	@echo "== djade: style of the templates"
	@find templates -name '*.html' -exec $(VENV)/bin/djade --check {} +
	@echo "== curlylint: nesting of the templates"
	@$(PY) -m curlylint --quiet --parse-only templates

migrations-check: $(DEV_READY)
	@echo "== migrations match the models"
	@$(DEFAULT_SETTINGS) $(PY) manage.py makemigrations --check --dry-run

# The key is thrown away: this command only needs one that is long enough.
deploy-check: $(DEV_READY)
	@echo "== settings are fit for production"
	@$(DEFAULT_SETTINGS) export HTTPS=1 ALLOWED_HOSTS=directory.example; \
		export SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))')"; \
		$(PY) manage.py check --deploy --fail-level WARNING

format: $(DEV_READY)  ## put code and templates into the project's format
	@$(PY) -m ruff check --fix-only --quiet
	@$(PY) -m ruff format
	@find templates -name '*.html' -exec $(VENV)/bin/djade {} + || true

# Keeps the versions that still fit; UPGRADE=1 takes the newest that fit.
lock: $(DEV_READY)  ## renew requirements/ after a change to pyproject.toml (UPGRADE=1: newest versions)
	@$(LOCK) --output-file requirements/run.txt
	@$(LOCK) --output-file requirements/pdf.txt --extra pdf --constraints requirements/run.txt
	@$(LOCK) --output-file requirements/dev.txt --group dev --constraints requirements/pdf.txt
LOCK = $(PY) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

# What msgmerge only guessed (fuzzy) has to be translated anew. The date of extraction would change on every run.
messages: $(DEV_READY)  ## collect the interface's texts for translation, and compile the catalogues (needs gettext)
	@$(DEFAULT_SETTINGS) $(PY) manage.py makemessages --locale es --no-wrap --no-obsolete --add-location file \
		--ignore ".venv*" --ignore var --ignore node_modules --ignore tests --ignore bench
	@sed -i.old '/^"POT-Creation-Date:/d' $(CATALOGUES) && rm $(CATALOGUES:=.old)
	@$(DEFAULT_SETTINGS) $(PY) manage.py compilemessages --locale es --ignore ".venv*" --ignore var
CATALOGUES = $(wildcard orgunits/locale/*/LC_MESSAGES/django.po)

clean:  ## remove what was installed and cached; var/ (database, key, log-ins) stays
	rm -rf .venv .venv-newest .pytest_cache .ruff_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the virtual environment ---

$(RUN_READY): requirements/run.txt | $(PY)
	@echo "Installing what the directory needs ..."
	@$(PIP_INSTALL) -r $<
	@touch $@

# The development lock holds the other one too.
$(DEV_READY): requirements/dev.txt | $(PY)
	@echo "Installing what development needs ..."
	@$(PIP_INSTALL) -r $<
	@touch $@

$(PY): | python-fits
	@echo "Making the virtual environment $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
		echo "The virtual environment could not be made."; \
		echo "On Debian and Ubuntu its module is a package of its own: sudo apt install python3-venv"; exit 1; }

# --- before anything long ---

# The Python of $(VENV) where there is one, else the one that will make it.
ANY_PYTHON = $(shell [ -x $(PY) ] && echo $(PY) || echo $(PYTHON))

python-fits:
	@command -v $(ANY_PYTHON) >/dev/null || { \
		echo "There is no '$(ANY_PYTHON)' here. Name a Python 3.11 or newer: make PYTHON=/path/to/python3"; exit 1; }
	@$(ANY_PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "The directory needs Python 3.11 or newer; '$(ANY_PYTHON)' is `$(ANY_PYTHON) --version 2>&1`."; \
		echo "Name another one, after 'make clean' if there is a .venv: make PYTHON=python3.12"; exit 1; }

port-free: python-fits
	@$(ANY_PYTHON) oasdir/free_port.py "$(PORT)"
