// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import java.util.function.Supplier;

/** Group of rules. Each test gets a new fixture. */
abstract class Rules<F> {

  private final Supplier<F> fixture;

  Rules(Supplier<F> fixture) {
    this.fixture = fixture;
  }

  final F given() {
    return fixture.get();
  }
}
