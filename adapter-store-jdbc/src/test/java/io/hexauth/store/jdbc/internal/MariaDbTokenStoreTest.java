// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

class MariaDbTokenStoreTest extends JdbcTokenStoreContract {

  private static final Backend BACKEND = Backend.mariaDb();

  MariaDbTokenStoreTest() {
    super(BACKEND);
  }
}
