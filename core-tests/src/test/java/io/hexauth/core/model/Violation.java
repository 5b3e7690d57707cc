// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import java.util.function.Supplier;

/** Thrown if a promise was broken. */
final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Violation(String promise) {
    super(promise);
  }

  Violation(String promise, String how) {
    super(promise + "\n" + how);
  }

  static void unless(boolean kept, Supplier<String> promise) {
    if (!kept) {
      throw new Violation(promise.get());
    }
  }

  static void unless(boolean kept, String promise) {
    if (!kept) {
      throw new Violation(promise);
    }
  }
}
