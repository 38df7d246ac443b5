#!/bin/sh
# Run once by PostgreSQL's image on an empty volume: the two roles and the database, as tenancy needs them.
set -eu
: "${CS_OWNER_PASSWORD:?is not set}" "${CS_APP_PASSWORD:?is not set}"
psql --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
    --set owner_password="$CS_OWNER_PASSWORD" --set app_password="$CS_APP_PASSWORD" <<'SQL'
CREATE ROLE cs_owner LOGIN BYPASSRLS PASSWORD :'owner_password';
ALTER ROLE cs_owner SET row_security = off;
CREATE ROLE cs_app LOGIN PASSWORD :'app_password';
ALTER ROLE cs_app SET max_parallel_workers_per_gather = 0;
CREATE DATABASE csplatform OWNER cs_owner TEMPLATE template0 ENCODING 'UTF8'
    LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST' LOCALE 'C.UTF-8';
SQL
