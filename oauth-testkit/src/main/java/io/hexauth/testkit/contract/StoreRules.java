// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.TokenStore;
import java.util.function.Supplier;

/** One group of rules: everything that a test of it needs is fresh. */
abstract class StoreRules {

  private final Supplier<StoreFixture> fixture;

  StoreRules(Supplier<StoreFixture> fixture) {
    this.fixture = fixture;
  }

  final StoreFixture given() {
    return fixture.get();
  }

  final TokenStore store() {
    return given().store();
  }
}
