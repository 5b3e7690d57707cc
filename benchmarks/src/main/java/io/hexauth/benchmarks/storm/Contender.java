// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import java.io.IOException;
import java.util.Optional;

/** A library in the storm, wired as several nodes over one shared store. */
interface Contender extends AutoCloseable {

  /** {@return what it is called in reports} */
  String title();

  /** {@return the server that only this contender asks} */
  StormServer server();

  /** Sees to it that each node's next look finds one grant whose access token has ended. */
  void expire() throws IOException;

  /**
   * Gets a token, as a thread of a node does.
   *
   * @return its value; empty if the library has none
   */
  Optional<String> call(int node) throws IOException;

  @Override
  void close();
}
