#!/usr/bin/env bash
# Resolve every lock file anew. No lock names a registry: each machine uses its own.
set -euo pipefail
cd "$(dirname "$0")/.."

export PATH="$PWD/.venv/bin:$PATH"
for name in uv node base dev ci; do
    uv pip compile --no-config --quiet --upgrade --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
        --output-file "requirements/$name.txt" "requirements/$name.in"
done
npm install --package-lock-only --ignore-scripts --no-audit --no-fund

if grep -nE 'https?://[^ ]*(simple|\.tgz|\.whl)|^--(index-url|extra-index-url|find-links)' \
    requirements/*.txt package-lock.json; then
    echo "A lock names where it came from; see above." >&2
    exit 1
fi
