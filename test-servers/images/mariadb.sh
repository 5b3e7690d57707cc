#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Does what the official image does with MYSQL_ROOT_PASSWORD, MYSQL_DATABASE, MYSQL_USER, MYSQL_PASSWORD.
set -eu
mkdir -p /run/mysqld && chown mysql /run/mysqld
mariadb-install-db --user=mysql --skip-test-db --auth-root-authentication-method=normal > /dev/null
{
  echo "CREATE DATABASE IF NOT EXISTS \`${MYSQL_DATABASE:-test}\`;"
  echo "ALTER USER root@localhost IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';"
  echo "CREATE USER IF NOT EXISTS root@'%' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';"
  echo "GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;"
  if [ -n "${MYSQL_USER:-}" ]; then
    echo "CREATE USER IF NOT EXISTS '$MYSQL_USER'@'%' IDENTIFIED BY '$MYSQL_PASSWORD';"
    echo "GRANT ALL ON \`${MYSQL_DATABASE:-test}\`.* TO '$MYSQL_USER'@'%';"
  fi
} > /tmp/init.sql
exec "$@" --user=mysql --bind-address=0.0.0.0 --skip-name-resolve --init-file=/tmp/init.sql
