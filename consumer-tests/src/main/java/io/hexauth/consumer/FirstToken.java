// SPDX-License-Identifier: Apache-2.0
package io.hexauth.consumer;

/** Gets one token and says so, for the time from the start of the JVM to it. */
public final class FirstToken {

  private FirstToken() {}

  /**
   * Prints how long wiring and the first token took, in microseconds.
   *
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
