#!/usr/bin/env bash
# Run a command on PostgreSQL and Redis:  scripts/with_services.sh COMMAND…
#
# DATABASE_URL and REDIS_URL are used where set. Otherwise both servers are expected on this machine,
# and the role renda_test is made through the local superuser: it may create databases but is no
# superuser, because a superuser walks through row-level security and the tests would prove nothing.
# The database is named after this folder, so that two checkouts may run their tests at once.
set -euo pipefail
cd "$(dirname "$0")/.."

superuser() {
    if [ "$(id -un)" = postgres ]; then
        psql -d postgres "$@"
    elif [ "$(id -u)" -eq 0 ]; then
        runuser -u postgres -- psql -d postgres "$@"
    elif sudo -n -u postgres true 2>/dev/null; then
        sudo -n -u postgres psql -d postgres "$@"
    else
        psql -d postgres "$@"
    fi
}

make_role() {
    cd / # psql complains about a folder that postgres may not enter
    superuser -v ON_ERROR_STOP=1 -qAt <<'SQL'
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'renda_test') THEN
    CREATE ROLE renda_test;
  END IF;
END $$;
ALTER ROLE renda_test LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD 'renda_test';
SQL
}

if [ -z "${DATABASE_URL:-}" ]; then
    (make_role) || {
        echo "连不上本机 PostgreSQL。请启动它，或设置 DATABASE_URL。" >&2
        exit 1
    }
    export DATABASE_URL="postgres://renda_test:renda_test@127.0.0.1:5432/renda_$(pwd | cksum | cut -d' ' -f1)"
fi
# a statement that hangs, behind a lock that nobody lets go of, fails its test
export PGOPTIONS=${PGOPTIONS:--c statement_timeout=120s}
export REDIS_URL=${REDIS_URL:-redis://127.0.0.1:6379/15}
.venv/bin/python -c 'import os, redis; redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=3).ping()' 2>/dev/null || {
    echo "连不上 Redis（$REDIS_URL）。请启动它，或设置 REDIS_URL。" >&2
    exit 1
}
exec "$@"
