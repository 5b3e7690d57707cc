// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

/** The null that no caller may pass, and some will. */
final class Nothing {

  private Nothing() {}

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  static <T> T nothing() {
    return (T) null;
  }
}
