// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

/** The contract accepts a store that deletes a record at the end of its retention. */
class DroppingTokenStoreTest extends ReferenceStoreContract {

  DroppingTokenStoreTest() {
    super(Defect.NONE_BUT_DROPS);
  }
}
