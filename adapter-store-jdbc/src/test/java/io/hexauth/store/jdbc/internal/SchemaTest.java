// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.servers.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Creation and names of tables, and the exceptions if they are missing. */
class SchemaTest {

  private static final int NODES = 8;
  private static final int ROUNDS = 5;
  private static final Envelope ENVELOPE = new Envelope(1, "key-1", new byte[] {1});
  private static final Optional<Instant> EVER = Optional.of(Instant.MAX);

  static Stream<TestDatabase> databases() {
    return Stream.of(Backend.postgres(), Backend.mariaDb(), Backend.h2()).map(Backend::database);
  }

  static Stream<Arguments> databasesAndNames() {
    List<String> names =
        List.of("select", "Mixed_Case", "_", "hexauth_grant_due", "t".repeat(63), "hexauth_grants");
    return databases().flatMap(db -> names.stream().map(name -> Arguments.of(db, name)));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void nodesShouldCreateTheSameTablesAtOnce(TestDatabase database) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String grants = "grants_" + round;
      String pending = "pending_" + round;
      List<Boolean> done =
          Threads.run(
              NODES,
              i -> {
                GrantKey key = Grants.key();
                return Grants.create(store(database, grants, true), key, Grants.grant())
                    && pending(database, pending, true).put(key, ENVELOPE, Duration.ofMinutes(1));
              });
      assertThat(done).containsOnly(true);
    }
  }

  @ParameterizedTest
  @MethodSource("databasesAndNames")
  void tablesShouldBeCalledWhatTheConfigurationSays(TestDatabase database, String name)
      throws SQLException {
    var store = store(database, name, true);
    GrantKey key = Grants.key();
    StoredGrant grant = Grants.created(store, key);
    // A second node finds the table, and needs nothing else.
    assertThat(store(database, name, false).find(key).grant()).contains(grant);
    GrantTable table =
        GrantTable.in(database.dataSource(), Optional.empty(), name, false, Backend.PATIENCE);
    var maintenance = new JdbcTokenStoreMaintenance(table);
    assertThat(maintenance.due(Duration.ZERO, Optional.empty(), 10).records()).isEmpty();
    assertThat(maintenance.purge(10)).isZero();
    assertThat(indexes(database, name))
        .as("primary key, by end, by cipher key, by purge")
        .hasSize(4);
  }

  private static Set<String> indexes(TestDatabase database, String table) throws SQLException {
    Set<String> names = new HashSet<>();
    try (Connection connection = database.connect();
        ResultSet parts = connection.getMetaData().getIndexInfo(null, null, table, false, true)) {
      while (parts.next()) {
        names.add(parts.getString("INDEX_NAME"));
      }
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("databases")
  void tablesShouldBeInTheSchemaThatTheConfigurationNames(TestDatabase database) {
    String schema = "Other_" + Grants.random(4);
    boolean mariaDb = database.url().startsWith("jdbc:mariadb");
    database.execute("CREATE SCHEMA " + (mariaDb ? "`" + schema + "`" : '"' + schema + '"'));
    GrantTable table =
        GrantTable.in(database.dataSource(), Optional.of(schema), "grants", true, Backend.PATIENCE);
    GrantKey key = Grants.key();
    Grants.created(new JdbcTokenStore(table), key);
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> store(database, "grants", false).find(key));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aMissingTableShouldBeReportedWithTheScriptThatCreatesIt(TestDatabase database) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> store(database, "nowhere", false).find(Grants.key()))
        .withMessageContaining("there is no table nowhere")
        .withMessageContaining("V1__hexauth_grant.sql")
        .matches(e -> !e.isRetryable());
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> pending(database, "nowhere", false).take(Grants.key()))
        .withMessageContaining("V2__hexauth_pending.sql");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aMissingSchemaShouldBeNamedWithWhatToDoAndNotBeRetryable(TestDatabase database) {
    for (boolean create : new boolean[] {true, false}) {
      Optional<String> nowhere = Optional.of("Nowhere");
      var source = database.dataSource();
      GrantTable table = GrantTable.in(source, nowhere, "grants", create, Backend.PATIENCE);
      isMissing(() -> new JdbcTokenStore(table).find(Grants.key()), "V1__hexauth_grant.sql");
      var pending =
          JdbcPendingAuthorizationStore.in(source, nowhere, "pending", create, Backend.PATIENCE);
      isMissing(() -> pending.take(Grants.key()), "V2__hexauth_pending.sql");
    }
  }

  private static void isMissing(ThrowingCallable step, String script) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(step)
        .withMessageContaining("Nowhere")
        .withMessageContaining("createTables creates no schema")
        .withMessageContaining(script)
        .withMessageNotContaining("try again")
        .matches(e -> !e.isRetryable());
  }

  /** createTables changes no table: nodes of another version may use it. */
  @ParameterizedTest
  @MethodSource("databases")
  void aTableThatLacksColumnsShouldBeReportedWithThemAndTheScript(TestDatabase database) {
    store(database, Backend.GRANTS, true).find(Grants.key());
    for (String column : List.of("rev", "layout", "extra")) {
      database.execute("ALTER TABLE " + grants(database) + " DROP COLUMN " + column);
    }
    for (boolean create : new boolean[] {true, false}) {
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> store(database, Backend.GRANTS, create).find(Grants.key()))
          .withMessageContaining("lacks a column (extra, layout, rev)")
          .withMessageContaining("V1__hexauth_grant.sql")
          .matches(e -> !e.isRetryable());
    }
  }

  private static String grants(TestDatabase database) {
    char quote = database.url().startsWith("jdbc:mariadb") ? '`' : '"';
    return quote + Backend.GRANTS + quote;
  }

  /** Run by hand, as an operator does. */
  @ParameterizedTest
  @MethodSource("databases")
  void theScriptsShouldCreateTheTablesAndBeHarmlessTwice(TestDatabase database) throws Exception {
    runScripts(database);
    GrantKey key = Grants.key();
    StoredGrant grant = Grants.created(store(database, Backend.GRANTS, false), key);
    var pending = pending(database, Backend.PENDING, false);
    assertThat(pending.put(key, ENVELOPE, Duration.ofMinutes(1))).isTrue();

    runScripts(database);

    assertThat(store(database, Backend.GRANTS, true).find(key).grant()).contains(grant);
    assertThat(pending.take(key)).isPresent();
  }

  private static void runScripts(TestDatabase database) throws IOException {
    String folder = "/io/hexauth/store/jdbc/schema/" + database.url().split(":")[1] + "/";
    for (String file : List.of("V1__hexauth_grant.sql", "V2__hexauth_pending.sql")) {
      try (InputStream script = SchemaTest.class.getResourceAsStream(folder + file)) {
        String sql = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        database.execute(sql.strip().split(";\\s*\\n"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aUserWhoMayOnlyReadAndWriteRowsShouldDo(TestDatabase database) {
    TestDatabase user = reader(database);
    String grants = "grants_" + Grants.random(4);
    String pending = "pending_" + Grants.random(4);
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> store(user, grants, true).find(Grants.key()))
        .withMessageContaining("cannot be created")
        .withMessageContaining("V1__hexauth_grant.sql")
        .matches(e -> !e.isRetryable());

    store(database, grants, true).find(Grants.key());
    pending(database, pending, true).take(Grants.key());
    allowRows(database, user.user(), grants, pending);

    for (boolean create : new boolean[] {true, false}) {
      GrantKey key = Grants.key();
      var store = store(user, grants, create);
      StoredGrant first = Grants.created(store, key);
      StoredGrant next = Grants.next(first, "epoch", "1");
      assertThat(store.replace(key, Optional.of(first.revision()), next, EVER)).isTrue();
      assertThat(pending(user, pending, create).put(key, ENVELOPE, Duration.ofMinutes(1))).isTrue();
      assertThat(pending(user, pending, create).take(key)).isPresent();
      GrantTable table =
          GrantTable.in(user.dataSource(), Optional.empty(), grants, create, Backend.PATIENCE);
      assertThat(new JdbcTokenStoreMaintenance(table).purge(10)).isZero();
    }
  }

  private static TestDatabase reader(TestDatabase database) {
    String user = "reader_" + Grants.random(4);
    if (database.url().startsWith("jdbc:postgresql")) {
      database.execute(
          "CREATE ROLE " + user + " LOGIN PASSWORD 'test'",
          "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
          "GRANT USAGE ON SCHEMA public TO " + user);
    } else if (database.url().startsWith("jdbc:mariadb")) {
      database.execute(
          "CREATE USER " + user + " IDENTIFIED BY 'test'",
          "GRANT SELECT ON " + database.name() + ".* TO " + user);
    } else {
      database.execute("CREATE USER " + user + " PASSWORD 'test'");
    }
    return database.as(user, "test");
  }

  private static void allowRows(TestDatabase database, String user, String... tables) {
    boolean mariaDb = database.url().startsWith("jdbc:mariadb");
    for (String table : tables) {
      database.execute(
          "GRANT SELECT, INSERT, UPDATE, DELETE ON "
              + (mariaDb ? database.name() + "." + table : '"' + table + '"')
              + " TO "
              + user);
    }
  }

  private static JdbcTokenStore store(TestDatabase database, String name, boolean create) {
    return new JdbcTokenStore(
        GrantTable.in(database.dataSource(), Optional.empty(), name, create, Backend.PATIENCE));
  }

  private static PendingAuthorizationStore pending(
      TestDatabase database, String name, boolean create) {
    return JdbcPendingAuthorizationStore.in(
        database.dataSource(), Optional.empty(), name, create, Backend.PATIENCE);
  }
}
