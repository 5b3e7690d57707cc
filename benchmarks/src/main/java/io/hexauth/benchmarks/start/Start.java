// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.start;

import java.util.Optional;

/** An application that starts once in a new JVM and then gets a token. */
interface Start {

  /**
   * {@return whether this registration is for users who consent, which is true for every second
   * one}
   */
  static boolean isForUsers(int registration) {
    return registration % 2 == 1;
  }

  /**
   * Creates the injector or the context.
   *
   * @return the number of its bindings or beans
   */
  int wire();

  /** {@return the first token; empty for an application that obtains none} */
  Optional<String> token();
}
