// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

/** Choice between an imported token and an existing grant. */
public enum ImportMode {
  /**
   * Keeps an existing grant, unless the server has refused its refresh token. A node that starts
   * with an old token then changes nothing.
   */
  IF_ABSENT,
  /** Replaces an existing grant, even a revoked one, with the imported token. */
  REPLACE
}
