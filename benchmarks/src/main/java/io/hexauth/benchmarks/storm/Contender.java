// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import java.io.IOException;
import java.util.Optional;

/** A library in the storm, with several nodes over one shared store. */
interface Contender extends AutoCloseable {

  /** {@return the name of the library in reports} */
  String title();

  /** {@return the server of this library alone} */
  StormServer server();

  /** Prepares a round: at its next call, each node finds one grant with an expired access token. */
  void expire() throws IOException;

  /**
   * Gets a token on a node.
   *
   * @return the access token; empty if the library returns none
   */
  Optional<String> call(int node) throws IOException;

  @Override
  void close();
}
