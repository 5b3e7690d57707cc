// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

/** Source of {@code null} arguments, to test how a method refuses them. */
final class Nothing {

  private Nothing() {}

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  static <T> T nothing() {
    return (T) null;
  }
}
