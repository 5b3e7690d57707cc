// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

class ReferenceMaintenanceTest extends ReferenceMaintenanceContract {

  ReferenceMaintenanceTest() {
    super(Slip.NONE);
  }
}
