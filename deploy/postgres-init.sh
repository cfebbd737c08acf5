#!/usr/bin/env bash
# The portal's roles and its database; run by the postgres image on an empty volume, by hand for any other server,
# and again after an upgrade that brought roles: it does no harm when repeated. No role is a superuser or passes
# row-level security, and none has another's rights without becoming it.
#   sxsh_owner     holds the tables: migrations, commands, backups. It may make databases, so that script/restore
#                  can restore beside the old one before it takes its place
#   sxsh_web, sxsh_worker    serve
#   sxsh_ministry  cannot sign in: web and worker become it for the ministry
set -euo pipefail
: "${DATABASE_PASSWORD:?DATABASE_PASSWORD is not set}"
: "${DATABASE_WEB_PASSWORD:?DATABASE_WEB_PASSWORD is not set}"
: "${DATABASE_WORKER_PASSWORD:?DATABASE_WORKER_PASSWORD is not set}"
# Passwords are read from the environment, not given as arguments that others could read.
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv owner DATABASE_PASSWORD
\getenv web DATABASE_WEB_PASSWORD
\getenv worker DATABASE_WORKER_PASSWORD
SELECT 'ALTER ROLE sxsh RENAME TO sxsh_owner' WHERE EXISTS (SELECT FROM pg_roles WHERE rolname = 'sxsh')
    AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sxsh_owner') \gexec
SELECT format('CREATE ROLE %I', name)
    FROM unnest(ARRAY['sxsh_owner', 'sxsh_web', 'sxsh_worker', 'sxsh_ministry']) AS name
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE sxsh_owner WITH LOGIN CREATEDB NOINHERIT NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner';
ALTER ROLE sxsh_web WITH LOGIN NOCREATEDB NOINHERIT NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'web';
ALTER ROLE sxsh_worker WITH LOGIN NOCREATEDB NOINHERIT NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'worker';
ALTER ROLE sxsh_ministry WITH NOLOGIN NOCREATEDB NOINHERIT NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS;
GRANT sxsh_ministry TO sxsh_web, sxsh_worker;
SELECT 'CREATE DATABASE sxsh_portal OWNER sxsh_owner TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C'''
    WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'sxsh_portal') \gexec
REVOKE ALL ON DATABASE sxsh_portal FROM PUBLIC;
GRANT CONNECT ON DATABASE sxsh_portal TO sxsh_web, sxsh_worker;
SQL
