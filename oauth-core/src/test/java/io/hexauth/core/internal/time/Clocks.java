// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

/** Clock of the machine, for tests that wait for real threads. */
public final class Clocks {

  private Clocks() {}

  public static SystemOAuthClock system() {
    return new SystemOAuthClock();
  }
}
