#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes hexauth-test/postgres:1, mariadb:1 and redis:1 without a registry of images, from Debian's packages alone.
# For root, with debootstrap and a Docker engine; CONTRIBUTING.md says what for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
debootstrap --variant=minbase bookworm "$root"
tar -C "$root" -c . | docker import - hexauth-test/debian:12

for server in postgres mariadb redis; do
  # The packages come over the network of the host: a bridge may have no way out.
  docker build --network host --target "$server" -t "hexauth-test/$server:1" .
done
