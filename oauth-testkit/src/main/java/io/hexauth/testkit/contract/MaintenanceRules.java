// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import java.util.function.Supplier;

/** One group of rules: everything that a test of it needs is fresh. */
abstract class MaintenanceRules {

  private final Supplier<MaintenanceFixture> fixture;

  MaintenanceRules(Supplier<MaintenanceFixture> fixture) {
    this.fixture = fixture;
  }

  final MaintenanceFixture given() {
    return fixture.get();
  }

  final TokenStore store() {
    return given().store();
  }

  final TokenStoreMaintenance maintenance() {
    return given().maintenance();
  }
}
