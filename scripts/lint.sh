#!/usr/bin/env bash
# Everything that reads the code without running it. The first complaint ends it.
set -euo pipefail
cd "$(dirname "$0")/.."

export PATH="$PWD/.venv/bin:$PATH"
ruff check .
ruff format --check .
djlint --lint --quiet templates
lint-imports
for script in scripts/*.sh .ci/run; do bash -n "$script"; done
DJANGO_SETTINGS_MODULE=renda.settings.test python manage.py makemigrations --check --dry-run
