#!/bin/sh
# Runs once, when the database server of docker-compose.yml is created; any superuser may run it again.
#
# renda_owner   owns the database and its tables; only the one-shot `migrate` service uses it
# renda_app     what web, worker and beat connect as: reads and writes rows, changes no table, and is
#               neither owner nor superuser, so that row-level security binds it
set -eu

: "${DB_OWNER_PASSWORD:?}" "${DB_APP_PASSWORD:?}"

psql -v ON_ERROR_STOP=1 -qAt -d "${POSTGRES_DB:-renda}" -U "${POSTGRES_USER:-postgres}" \
    -v database="${POSTGRES_DB:-renda}" \
    -v owner="${DB_OWNER:-renda_owner}" -v owner_password="$DB_OWNER_PASSWORD" \
    -v app="${DB_APP:-renda_app}" -v app_password="$DB_APP_PASSWORD" <<'SQL'
SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY[:'owner', :'app']) AS name
WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
ALTER ROLE :"owner" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE :"app" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'app_password';

ALTER DATABASE :"database" OWNER TO :"owner";
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"app";

ALTER SCHEMA public OWNER TO :"owner";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"app";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"app";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO :"app";
SQL
