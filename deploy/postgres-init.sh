#!/usr/bin/env bash
# Run once by the postgres image, on an empty volume: the portal's role, which is no superuser, and its database.
# The role may make databases so that script/restore can restore beside the old one before it takes its place.
set -euo pipefail
: "${DATABASE_PASSWORD:?DATABASE_PASSWORD is not set}"
# The password is read from the environment, not given as an argument that others could read.
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv password DATABASE_PASSWORD
CREATE ROLE sxsh WITH LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE sxsh_portal OWNER sxsh TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';
REVOKE ALL ON DATABASE sxsh_portal FROM PUBLIC;
SQL
