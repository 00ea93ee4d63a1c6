#!/bin/sh
# Gives the roles of a database's container their passwords, at each start, also in a volume that is older than the roles:
# `hub` owns the tables, `hub_server` is the subgraph's. It asks until PostgreSQL takes connections, over the socket, where
# no password is needed.
rm -f /tmp/roles-are-there
until psql --username hub --dbname hub --no-psqlrc --quiet --set ON_ERROR_STOP=1 <<'SQL'
\set owner `cat /owner/owner-password`
\set server `cat /keys/database-password`
begin;
set local log_statement = 'none';
select 'create role hub_server' where not exists (select from pg_roles where rolname = 'hub_server') \gexec
alter role hub_server login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'server';
alter role hub password :'owner';
commit;
SQL
do sleep 1; done
touch /tmp/roles-are-there
