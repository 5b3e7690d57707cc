// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.peers;

/** The token of every library in this package. It is as long as the token of Hexauth. */
final class Tokens {

  /** Short, because some libraries copy the token for each call. */
  static final String VALUE = "2YotnFZFEjr1zCsicMWpAA2YotnFZFEjr1zC";

  private Tokens() {}
}
