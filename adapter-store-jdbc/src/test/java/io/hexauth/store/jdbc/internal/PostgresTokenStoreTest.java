// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

class PostgresTokenStoreTest extends JdbcTokenStoreContract {

  private static final Backend BACKEND = Backend.postgres();

  PostgresTokenStoreTest() {
    super(BACKEND);
  }
}
