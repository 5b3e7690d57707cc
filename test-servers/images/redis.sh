#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Like the official image: reachable from outside, not protected.
set -eu
exec "$@" --bind 0.0.0.0 --protected-mode no
