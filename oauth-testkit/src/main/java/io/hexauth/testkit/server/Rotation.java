// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

/** Policy of a {@link FakeAuthorizationServer} for a refresh token after its use. */
public enum Rotation {
  /** The refresh token stays valid, and the server issues no new one. */
  OFF,
  /** A new refresh token replaces it. The old one is refused. */
  LENIENT,
  /**
   * A new refresh token replaces the used one. If the used one is presented again, the server
   * revokes the whole grant.
   */
  STRICT
}
