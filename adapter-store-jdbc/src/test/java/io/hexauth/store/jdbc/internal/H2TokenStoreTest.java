// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

class H2TokenStoreTest extends JdbcTokenStoreContract {

  private static final Backend BACKEND = Backend.h2();

  H2TokenStoreTest() {
    super(BACKEND);
  }
}
