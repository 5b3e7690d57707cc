// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import java.util.function.Supplier;

/** Group of rules. Each test gets a new fixture. */
abstract class TransportRules {

  private final Supplier<TransportFixture> fixture;

  TransportRules(Supplier<TransportFixture> fixture) {
    this.fixture = fixture;
  }

  final TransportFixture given() {
    return fixture.get();
  }
}
