// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

class ReferenceTokenStoreTest extends ReferenceStoreContract {

  ReferenceTokenStoreTest() {
    super(Defect.NONE);
  }
}
