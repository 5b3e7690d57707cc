// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.start;

import java.util.Optional;

/** The main class of a new JVM: starts one application and prints the time that it needed. */
public final class StartProbe {

  private StartProbe() {}

  /**
   * Prints three numbers: the time of the wiring in ns, the time from then to the first token in ns
   * (0 without a token), and the number of bindings or beans.
   *
   * @param arguments a {@link Wiring}, the number of registrations or bindings, and the URL of the
   *     server
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
    System.exit(0); // ends the JVM, even if a library still has threads
  }
}
