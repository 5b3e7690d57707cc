// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.peers;

/** The token that every peer holds, as long as the one that Hexauth holds. */
final class Tokens {

  /** A short one: libraries that copy the token for each call are not to suffer. */
  static final String VALUE = "2YotnFZFEjr1zCsicMWpAA2YotnFZFEjr1zC";

  private Tokens() {}
}
