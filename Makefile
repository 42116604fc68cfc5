# The commands everybody uses; what each one needs is installed on the way.
.DEFAULT_GOAL := run
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

# one pytest process a core, folder by folder, for the demo years are loaded once a folder;
# `make test PYTEST="tests/motions -n 0"` narrows
PYTEST ?= -n auto --dist loadfile --no-loadscope-reorder

.PHONY: run test test-services lint lock bench fonts clean

run:  ## the application with the demo year, on http://127.0.0.1:8000/ (PORT=…)
	@scripts/bootstrap.sh
	@exec .venv/bin/python scripts/serve.py

test:  ## the whole suite on SQLite
	@scripts/bootstrap.sh dev
	@.venv/bin/pytest $(PYTEST)

test-services:  ## the same suite on PostgreSQL and Redis
	@scripts/bootstrap.sh dev
	@scripts/with_services.sh .venv/bin/pytest $(PYTEST)

lint:  ## everything that reads the code without running it
	@scripts/bootstrap.sh dev
	@scripts/lint.sh

lock:  ## resolve requirements/*.txt and package-lock.json anew
	@scripts/bootstrap.sh dev
	@scripts/lock.sh

bench:  ## how fast pages and the report are, beside this machine's limits
	@scripts/bootstrap.sh dev
	@.venv/bin/python -m tests.bench

fonts:  ## fetch and prepare the fonts of official papers again
	@rm -f var/fonts/.stamp
	@scripts/bootstrap.sh

clean:  ## remove what the commands above made, except the data in var/
	@rm -rf .venv node_modules .pytest_cache .ruff_cache .import_linter_cache .hypothesis var/fonts var/static
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
