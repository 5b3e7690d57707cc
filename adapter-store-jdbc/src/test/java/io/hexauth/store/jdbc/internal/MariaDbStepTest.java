// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.servers.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step on MariaDB is an update and a look at the row: what happens in between. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MariaDbStepTest {

  private static final String GATED = "gated_grant";
  private static final String AT_THE_GATE =
      "SELECT id FROM information_schema.processlist WHERE state = 'User lock' AND db = DATABASE()";
  private static final String WAITING_FOR_THE_ROW =
      "SELECT t.trx_id FROM information_schema.innodb_trx t"
          + " JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id"
          + " WHERE t.trx_state = 'LOCK WAIT' AND p.db = DATABASE()";
  private static final String WAITING_FOR_THE_TABLE =
      "SELECT id FROM information_schema.processlist"
          + " WHERE state = 'Waiting for table metadata lock' AND db = DATABASE()";
  private static final int MOST_LOOKS = 100;

  /** Two that wait for each other: the common pool may have one thread. */
  private static final Executor THREADS = task -> new Thread(task).start();

  private final TestDatabase database = Backend.mariaDb().database();
  private final JdbcTokenStore store = new JdbcTokenStore(Backend.grants(database.dataSource()));
  private final GrantKey key = Grants.key();
  private final Connection keeper = connect(database);

  /** A step, on a record of generation 1. */
  enum Step {
    LEASE(0) {
      @Override
      StoreAnswer take(JdbcTokenStore store, GrantKey key, GrantRecord record) {
        return store.lease(Grants.lease(key, record.version()));
      }
    },
    COMMIT(1) {
      @Override
      StoreAnswer take(JdbcTokenStore store, GrantKey key, GrantRecord record) {
        return store.commit(Grants.commit(key, record.version()));
      }
    },
    SETTLE(0) {
      @Override
      GrantRecord prepared(JdbcTokenStore store, GrantKey key, GrantRecord record) {
        return store.lease(Grants.lease(key, record.version())).record().orElseThrow();
      }

      @Override
      StoreAnswer take(JdbcTokenStore store, GrantKey key, GrantRecord record) {
        return store.settle(
            Grants.settle(key, record.version(), record.epoch(), GrantState.INTENT));
      }
    },
    TOMBSTONE(0) {
      @Override
      StoreAnswer take(JdbcTokenStore store, GrantKey key, GrantRecord record) {
        return store.tombstone(Grants.tombstone(key, record.version()));
      }
    };

    private final int generations;

    Step(int generations) {
      this.generations = generations;
    }

    GrantRecord prepared(JdbcTokenStore store, GrantKey key, GrantRecord record) {
      return record;
    }

    abstract StoreAnswer take(JdbcTokenStore store, GrantKey key, GrantRecord record);

    Version after(GrantRecord record) {
      return new Version(record.grantId(), record.generation() + generations);
    }
  }

  @AfterEach
  void open() throws SQLException {
    keeper.close();
  }

  /**
   * Somebody queues for the whole table while the step waits for its row, and so comes next as soon
   * as the step lets go of the table: after its update, or after all of it.
   */
  @ParameterizedTest
  @EnumSource(Step.class)
  void anAnswerShouldHoldWhatTheStepWroteThoughAnotherGrantReplacesItAtOnce(Step step)
      throws Exception {
    GrantRecord record =
        step.prepared(
            store, key, store.put(Grants.put(key, Optional.empty())).record().orElseThrow());
    keeper.setAutoCommit(false);
    ask(keeper, "SELECT k FROM %s WHERE k = '%s' FOR UPDATE".formatted(Backend.GRANTS, key));
    CompletableFuture<StoreAnswer> first =
        CompletableFuture.supplyAsync(() -> step.take(store, key, record), THREADS);
    untilSomebodyIs(WAITING_FOR_THE_ROW);
    String other = Grants.id().value();
    CompletableFuture<Void> replacement =
        CompletableFuture.runAsync(
            () ->
                database.execute(
                    "LOCK TABLES %s WRITE".formatted(Backend.GRANTS),
                    ("UPDATE %s SET grant_id = '%s', gen = 1, epoch = 0, state = 'IDLE',"
                            + " owner = NULL, attempt_id = NULL, lease_until = NULL,"
                            + " purge_at = NULL WHERE k = '%s'")
                        .formatted(Backend.GRANTS, other, key)),
            THREADS);
    untilSomebodyIs(WAITING_FOR_THE_TABLE);
    keeper.rollback();

    StoreAnswer answer = first.get(1, TimeUnit.MINUTES);
    assertThat(answer.record().map(GrantRecord::version)).contains(step.after(record));
    assertThat(answer.done()).isTrue();
    replacement.get(1, TimeUnit.MINUTES);
    assertThat(store.find(key).record().map(r -> r.grantId().value())).contains(other);
  }

  /** The look goes through a view that stops whoever sees the row change. */
  @Test
  void aStepThatIsEndedHalfwayShouldLeaveNothing() throws Exception {
    GrantRecord record = store.put(Grants.put(key, Optional.empty())).record().orElseThrow();
    database.execute(
        """
        CREATE FUNCTION gate(at bigint) RETURNS int NOT DETERMINISTIC NO SQL
        BEGIN
          IF @seen <> at THEN
            DO GET_LOCK(DATABASE(), 60);
            DO RELEASE_LOCK(DATABASE());
          END IF;
          SET @seen = at;
          RETURN 1;
        END
        """,
        "CREATE VIEW %s AS SELECT * FROM %s WHERE gate(updated_at) = 1"
            .formatted(GATED, Backend.GRANTS));
    ask(keeper, "SELECT GET_LOCK(DATABASE(), 0)");
    try (HikariDataSource pool = Backend.pool(database, 1)) {
      var gated =
          new JdbcTokenStore(
              GrantTable.in(pool, Optional.empty(), GATED, false, Duration.ofMinutes(1)));
      CompletableFuture<StoreAnswer> step =
          CompletableFuture.supplyAsync(() -> Step.LEASE.take(gated, key, record), THREADS);
      untilSomebodyIs(AT_THE_GATE);

      database.execute("KILL QUERY " + ask(keeper, AT_THE_GATE).orElseThrow());

      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(step::join)
          .withCauseInstanceOf(ServiceUnavailableException.class);
      try (Connection same = pool.getConnection()) {
        assertThat(ask(same, "SELECT @@in_transaction")).contains("0");
      }
      assertThat(store.find(key).record()).contains(record);
      assertThat(store.lease(Grants.lease(key, record.version())).done()).isTrue();
    }
  }

  /** Not more often: what InnoDB shows of waits is as old as 0.1 s, or as the last look. */
  private void untilSomebodyIs(String doing) throws SQLException {
    try (Connection looking = database.connect()) {
      for (int i = 0; ask(looking, doing).isEmpty(); i++) {
        assertThat(i).isLessThan(MOST_LOOKS);
        ask(looking, "SELECT SLEEP(0.2)");
      }
    }
  }

  private static Optional<String> ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }

  private static Connection connect(TestDatabase database) {
    try {
      return database.connect();
    } catch (SQLException e) {
      throw new IllegalStateException("There is no connection", e);
    }
  }
}
