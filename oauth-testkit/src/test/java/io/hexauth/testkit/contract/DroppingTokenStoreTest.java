// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

/** The contract also holds for a store that drops a record as soon as its retention is over. */
class DroppingTokenStoreTest extends ReferenceStoreContract {

  DroppingTokenStoreTest() {
    super(Defect.NONE_BUT_DROPS);
  }
}
