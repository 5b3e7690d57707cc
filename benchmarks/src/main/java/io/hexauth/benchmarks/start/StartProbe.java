// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.start;

import java.util.Optional;

/** What a fresh JVM does: it starts one application and prints how long that took. */
public final class StartProbe {

  private StartProbe() {}

  /**
   * Prints ns of wiring, ns from then to the first token (0 without one), and what was wired.
   *
   * @param arguments a {@link Wiring}, how many registrations or bindings, and the server
   */
  public static void main(String[] arguments) {
    int number = Integer.parseInt(arguments[1]);
    long begin = System.nanoTime();
    Start start = Wiring.valueOf(arguments[0]).start(number, arguments[2]);
    int wired = start.wire();
    long ready = System.nanoTime();
    Optional<String> token = start.token();
    long end = System.nanoTime();
    System.out.println((ready - begin) + " " + (token.isPresent() ? end - ready : 0) + " " + wired);
    System.exit(0); // whatever threads a library has
  }
}
