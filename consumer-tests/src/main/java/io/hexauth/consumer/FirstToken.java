// SPDX-License-Identifier: Apache-2.0
package io.hexauth.consumer;

/** Obtains one token and prints a line, to measure the time from the start of the JVM. */
public final class FirstToken {

  private FirstToken() {}

  /**
   * Prints the time of the wiring and of the first token, in microseconds.
   * @param args the URL of the authorization server
   */
  public static void main(String[] args) {
    long started = System.nanoTime();
    var client = Application.client(args[0]);
    long wired = System.nanoTime();
    client.token();
    long got = System.nanoTime();
    System.out.println((wired - started) / 1000 + " " + (got - wired) / 1000);
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
