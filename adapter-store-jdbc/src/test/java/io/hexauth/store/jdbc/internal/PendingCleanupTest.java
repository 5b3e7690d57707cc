// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Authorizations that users never finish leave rows behind; every 64th put deletes a thousand of
 * them.
 */
class PendingCleanupTest {

  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final int BETWEEN = 64;
  private static final Envelope ENVELOPE = new Envelope(1, "key-1", new byte[] {1});
  private static final int PORTION = 1_000;
  private static final int ABANDONED = 1_300;

  static Stream<Backend> backends() {
    return Stream.of(Backend.postgres(), Backend.mariaDb(), Backend.h2());
  }

  @ParameterizedTest
  @MethodSource("backends")
  void everySixtyFourthPutShouldDeleteAThousandRowsThatAreOverAndNoOther(Backend backend)
      throws SQLException {
    PendingAuthorizationStore store = backend.pendingStore();
    GrantKey live = Grants.key();
    store.put(live, ENVELOPE, LIFETIME);
    abandon(backend);

    put(store, BETWEEN - 2);
    assertThat(over(backend)).as("before the 64th put").isEqualTo(ABANDONED);
    put(store, 1);
    assertThat(over(backend)).as("after the 64th put").isEqualTo(ABANDONED - PORTION);
    put(store, BETWEEN);
    assertThat(over(backend)).as("after the 128th put").isZero();

    assertThat(rows(backend, "1 = 1")).as("what is pending").isEqualTo(2 * BETWEEN);
    assertThat(store.take(live)).isPresent();
  }

  private static void put(PendingAuthorizationStore store, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(store.put(Grants.key(), ENVELOPE, LIFETIME)).isTrue();
    }
  }

  private static void abandon(Backend backend) {
    String numbers =
        backend.database().url().startsWith("jdbc:mariadb")
            ? "SELECT seq AS i FROM seq_1_to_" + ABANDONED
            : backend.database().url().startsWith("jdbc:h2")
                ? "SELECT x AS i FROM SYSTEM_RANGE(1, " + ABANDONED + ")"
                : "SELECT i FROM generate_series(1, " + ABANDONED + ") i";
    backend.execute(
        "INSERT INTO "
            + backend.quoted(Backend.PENDING)
            + " (k, fmt, key_id, ct, expires_at) SELECT CONCAT('over-', i), 1, 'key-1',"
            + (backend.database().url().startsWith("jdbc:h2") ? " X'00'," : " '0',")
            + " i FROM ("
            + numbers
            + ") n");
  }

  private static int over(Backend backend) throws SQLException {
    return rows(backend, "expires_at <= " + ABANDONED);
  }

  private static int rows(Backend backend, String where) throws SQLException {
    try (Connection connection = backend.pool().getConnection();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT COUNT(*) FROM "
                        + backend.quoted(Backend.PENDING)
                        + " WHERE "
                        + where)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** The requested put has succeeded, and the next clean-up deletes more rows. */
  @Test
  void aPutShouldBeDoneThoughTheCleaningAfterItFails() {
    Backend backend = Backend.h2();
    var cleanings = new AtomicInteger();
    PendingAuthorizationStore store =
        JdbcPendingAuthorizationStore.in(
            Proxied.source(() -> notCleaning(backend.database().connect(), cleanings)),
            Optional.empty(),
            Backend.PENDING,
            true,
            Backend.PATIENCE);

    put(store, BETWEEN);

    assertThat(cleanings).hasValue(1);
  }

  private static Connection notCleaning(Connection connection, AtomicInteger cleanings) {
    return Proxied.connection(
        (method, arguments) -> {
          Object result = method.invoke(connection, arguments);
          if (result instanceof PreparedStatement
              && arguments[0].toString().contains("ROWS ONLY")) {
            cleanings.incrementAndGet();
            throw new SQLException("refused by the test", "HY000");
          }
          return result;
        });
  }
}
