# Two commands do everything: `make run` and `make test`. The work stands in tools/.
.DEFAULT_GOAL := help
.PHONY: help run dev test test-long bench lint lock build install screenshots

PORT ?= 8000
DEMO ?= 1
PYTHON := .venv/bin/python
BOOT := python3
LOCK := .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock"

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: ## Make .venv, fetch the packages, build the front end (the others do this first)
	@$(BOOT) tools/install.py

run: install ## Serve the demonstration on http://localhost:8000 (PORT=8123 another port, DEMO=0 your own empty portal)
	@PORT=$(PORT) DEMO=$(DEMO) $(PYTHON) tools/run.py

dev: install ## Serve for developers: reloads, shows errors, uses the database of `make run`
	@DJANGO_SETTINGS_MODULE=portal.settings.dev $(PYTHON) manage.py prepare_site
	@DJANGO_SETTINGS_MODULE=portal.settings.dev $(PYTHON) manage.py runserver $(PORT)

test: ## Lint, checks and the whole suite, on SQLite and (where it can be started) PostgreSQL
	@$(BOOT) tools/install.py --system
	@$(PYTHON) tools/test.py

test-long: install ## The long runs, such as a thousand kills
	@$(PYTHON) -m pytest -m long

bench: install ## Print what pages cost beside a bare one, searches beside FTS5, PDFs, quizzes, figures; fails above the limits
	@$(PYTHON) tools/bench.py
	@$(PYTHON) tools/bench_search.py
	@$(PYTHON) tools/bench_sheets.py
	@$(PYTHON) tools/bench_quizzes.py
	@$(PYTHON) tools/bench_records.py

lint: install ## Style, types and dependencies only
	@$(PYTHON) tools/test.py --lint

lock: install ## Pin and hash requirements/*.in anew (UPGRADE=--upgrade takes newer releases)
	@for name in base dev uv node; do $(LOCK) $(UPGRADE) requirements/$$name.in -o requirements/$$name.txt || exit 1; done

build: install ## Build the front end
	@$(PYTHON) tools/build_frontend.py

screenshots: build ## Take the pictures of docs/editors anew (needs Chromium, and a database that `make run` has filled)
	@$(PYTHON) tools/screenshots.py
