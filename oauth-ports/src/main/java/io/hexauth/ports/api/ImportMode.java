// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

/** Choice between a token that an application imports and the grant that is there already. */
public enum ImportMode {
  /** The grant stays if there is one; a node that starts with an old token changes nothing. */
  IF_ABSENT,
  /** The token takes the place of the grant, a revoked one included. */
  REPLACE
}
