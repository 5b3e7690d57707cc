// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.peers;

/** The token that every peer holds, as long as the one that Hexauth holds. */
final class Tokens {

  static final String VALUE = "benchmark." + "x".repeat(500);

  private Tokens() {}
}
