// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

/** Decision between an imported token and an existing grant. */
public enum ImportMode {
  /** Keeps an existing grant, so that a node that starts with an old token changes nothing. */
  IF_ABSENT,
  /** Replaces an existing grant, even a revoked one. */
  REPLACE
}
