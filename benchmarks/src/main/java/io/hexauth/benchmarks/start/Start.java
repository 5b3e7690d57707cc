// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.start;

import java.util.Optional;

/** An application that is wired and then gets a token, once, in a fresh JVM. */
interface Start {

  /** Registrations, every second of them for users who consent. */
  static boolean isForUsers(int registration) {
    return registration % 2 == 1;
  }

  /** Makes everything that exists before the first call; {@return how many bindings or beans} */
  int wire();

  /** {@return the first token; empty if this obtains none} */
  Optional<String> token();
}
