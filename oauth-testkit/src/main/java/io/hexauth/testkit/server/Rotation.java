// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

/** Policy of a server for a refresh token that was used. */
public enum Rotation {
  /** It stays good, and no new one is issued. */
  OFF,
  /** A new one replaces it; the old one is refused. */
  LENIENT,
  /** A new one replaces it; presenting the old one again revokes the whole family. */
  STRICT
}
