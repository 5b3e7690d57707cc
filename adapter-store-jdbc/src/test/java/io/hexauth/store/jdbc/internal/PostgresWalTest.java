// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Size of PostgreSQL's write-ahead log, which every replica and every backup processes. */
class PostgresWalTest {

  private static final int DOCUMENT = 16 * 1024;
  private static final int ROUNDS = 5;
  private static final Backend BACKEND = Backend.postgres();

  private final TokenStore store = BACKEND.tokenStore();

  private static long written() throws SQLException {
    try (Connection connection = BACKEND.pool().getConnection();
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static StoredGrant grant(Map<String, String> changes, byte[] document) {
    var fields = new HashMap<>(Grants.with(changes).fields());
    return StoredGrant.of(Grants.revision(), fields, Optional.of(document));
  }

  /**
   * Uses the smallest of several sizes: the first write of a page after a checkpoint logs the whole
   * page.
   */
  @Test
  void aRefreshShouldWriteTheDocumentOnceAndALeaseNotAtAll() throws SQLException {
    long lease = Long.MAX_VALUE;
    long refresh = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      GrantKey key = Grants.key();
      byte[] document = Grants.bytes(DOCUMENT);
      StoredGrant first = grant(Map.of(), document);
      StoredGrant leased = grant(Map.of("state", "INTENT", "epoch", "1"), document);
      StoredGrant renewed = grant(Map.of("gen", "2", "epoch", "1"), Grants.bytes(DOCUMENT));
      assertThat(store.replace(key, Optional.empty(), first, Optional.empty())).isTrue();

      long before = written();
      assertThat(
              store.replace(
                  key, Optional.of(first.revision()), leased.withSameDocument(), Optional.empty()))
          .isTrue();
      long between = written();
      assertThat(store.replace(key, Optional.of(leased.revision()), renewed, Optional.empty()))
          .isTrue();
      lease = Math.min(lease, between - before);
      refresh = Math.min(refresh, written() - before);
    }

    assertThat(lease).isLessThan(2 * 1024);
    assertThat(refresh).isBetween((long) DOCUMENT, DOCUMENT * 3L / 2);
  }
}
