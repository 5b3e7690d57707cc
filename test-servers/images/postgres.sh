#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Does what the official image does with POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB: initdb, a start for set-up, then the real one.
set -eu
export PGDATA=/var/lib/postgresql/data
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" && chown postgres "$PGDATA" && chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi
user=${POSTGRES_USER:-postgres}
echo "$POSTGRES_PASSWORD" > /tmp/pw
initdb -U "$user" --pwfile=/tmp/pw --auth-host=scram-sha-256 --auth-local=trust -E UTF8 --locale=C.UTF-8 > /dev/null
rm /tmp/pw
echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
pg_ctl -w -o "-c listen_addresses=''" start
[ "${POSTGRES_DB:-$user}" = postgres ] || psql -U "$user" -d postgres -c "CREATE DATABASE \"${POSTGRES_DB:-$user}\""
pg_ctl -w -m fast stop
exec "$@" -c "listen_addresses=*"
