// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.servers.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A write that waits for its row, while another transaction holds it: the time limit passes, or the
 * row changes.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LateWriteTest {

  private static final int MOST_LOOKS = 400;

  enum Server {
    POSTGRES(
        "SELECT pid FROM pg_stat_activity"
            + " WHERE wait_event_type = 'Lock' AND datname = current_database()",
        "SELECT pg_sleep(0.05)"),
    MARIADB(
        // InnoDB's information about waits is up to 0.1 s old, or as old as the last query.
        "SELECT t.trx_id FROM information_schema.innodb_trx t"
            + " JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id"
            + " WHERE t.trx_state = 'LOCK WAIT' AND p.db = DATABASE()",
        "SELECT SLEEP(0.2)");

    private final String waiting;
    private final String pause;

    Server(String waiting, String pause) {
      this.waiting = waiting;
      this.pause = pause;
    }

    TestDatabase database() {
      return (this == POSTGRES ? Backend.postgres() : Backend.mariaDb()).database();
    }
  }

  @ParameterizedTest
  @EnumSource(Server.class)
  void aWriteThatWaitedForItsRowTooLongShouldNotBeMade(Server server) throws Exception {
    assertThat(isWrittenAfterWaiting(server, Duration.ofSeconds(2), true)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Server.class)
  void aWriteThatWaitedForItsRowAndIsInTimeShouldBeMade(Server server) throws Exception {
    assertThat(isWrittenAfterWaiting(server, Duration.ofMinutes(5), false)).isTrue();
  }

  /**
   * {@return true if the write succeeds after another transaction has held the row and released it
   * unchanged}
   */
  private static boolean isWrittenAfterWaiting(Server server, Duration within, boolean untilLate)
      throws Exception {
    TestDatabase database = server.database();
    var store = new JdbcTokenStore(Backend.grants(database.dataSource()));
    GrantKey key = Grants.key();
    StoredGrant first = Grants.created(store, key);
    StoredGrant next = Grants.next(first, "epoch", "1").withSameDocument();
    try (Connection keeper = database.connect();
        Connection looking = database.connect()) {
      keeper.setAutoCommit(false);
      ask(keeper, "SELECT k FROM hexauth_grant WHERE k = '" + key + "' FOR UPDATE");
      Instant end = store.find(key).storeNow().plus(within);
      var write = new CompletableFuture<Boolean>();
      Thread writer =
          new Thread(
              () ->
                  write.completeAsync(
                      () ->
                          store.replace(key, Optional.of(first.revision()), next, Optional.of(end)),
                      Runnable::run));
      writer.start();
      awaitOneThatWaits(server, looking);
      for (int i = 0; untilLate && !store.find(key).storeNow().isAfter(end); i++) {
        assertThat(i).as("looks at the clock").isLessThan(MOST_LOOKS);
        ask(looking, server.pause);
      }
      keeper.rollback();

      boolean written = write.get(1, TimeUnit.MINUTES);
      assertThat(store.find(key).grant()).contains(written ? next : first);
      return written;
    }
  }

  /**
   * The retention had ended when the purge read the row, and was extended before the purge got the
   * lock.
   */
  @ParameterizedTest
  @EnumSource(Server.class)
  void aRowThatIsKeptAfterAllShouldOutliveThePurgeThatWaitedForIt(Server server) throws Exception {
    TestDatabase database = server.database();
    GrantTable table = Backend.grants(database.dataSource());
    var store = new JdbcTokenStore(table);
    var maintenance = new JdbcTokenStoreMaintenance(table);
    for (String purgeAt : List.of("NULL", "4000000000000000")) {
      GrantKey key = Grants.key();
      StoredGrant grant = Grants.created(store, key);
      try (Connection keeper = database.connect();
          Connection looking = database.connect()) {
        setPurgeAt(keeper, key, "1");
        keeper.setAutoCommit(false);
        setPurgeAt(keeper, key, purgeAt);
        var purged = new FutureTask<>(() -> maintenance.purge(10));
        new Thread(purged).start();
        awaitOneThatWaits(server, looking);
        keeper.commit();

        assertThat(purged.get(1, TimeUnit.MINUTES)).isZero();
        assertThat(store.find(key).grant().map(StoredGrant::revision)).contains(grant.revision());
      }
    }
  }

  private static void setPurgeAt(Connection connection, GrantKey key, String time)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE hexauth_grant SET purge_at = " + time + " WHERE k = '" + key + "'");
    }
  }

  private static void awaitOneThatWaits(Server server, Connection looking) throws SQLException {
    for (int i = 0; ask(looking, server.waiting).isEmpty(); i++) {
      assertThat(i).as("looks for the waiting write").isLessThan(MOST_LOOKS);
      ask(looking, server.pause);
    }
  }

  private static Optional<String> ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    }
  }
}
