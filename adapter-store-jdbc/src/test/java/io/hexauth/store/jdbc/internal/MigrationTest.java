// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of the version before revisions, with rows in it, and the script that extends it. */
class MigrationTest {

  private static final byte[] DOCUMENT = {0, 1, (byte) 0xff};

  private final GrantKey key = Grants.key();
  private final GrantKey tombstone = Grants.key();

  static Stream<Backend> backends() {
    return Stream.of(Backend.postgres(), Backend.mariaDb(), Backend.h2());
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aRowOfTheVersionBeforeShouldBeShownAndReplacedAfterTheScript(Backend backend)
      throws IOException {
    createOldTableWithRows(backend);
    run(backend, "V3__hexauth_grant_revision.sql");

    var store = new JdbcTokenStore(existing(backend, false));
    StoredGrant old = store.find(key).grant().orElseThrow();
    assertThat(old).isEqualTo(StoredGrant.of(Revision.NONE, fields("IDLE"), Optional.of(DOCUMENT)));
    StoredGrant revoked = store.find(tombstone).grant().orElseThrow();
    assertThat(revoked.fields()).containsEntry("state", "TOMBSTONE").doesNotContainKey("fmt");
    assertThat(revoked.document()).isEmpty();

    assertThat(Grants.create(store, key, Grants.grant())).as("nothing is there").isFalse();
    StoredGrant leased = Grants.next(old, "state", "INTENT").withSameDocument();
    assertThat(Grants.replace(store, key, old, leased)).isTrue();
    assertThat(Grants.replace(store, key, old, Grants.grant())).as("again").isFalse();
    StoredGrant committed = Grants.grant();
    assertThat(Grants.replace(store, key, leased, committed)).isTrue();
    assertThat(store.find(key).grant()).contains(committed);
    assertThat(Grants.replace(store, tombstone, revoked, Grants.grant())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void rowsOfTheVersionBeforeShouldBeListedAndPurgedAfterTheScript(Backend backend)
      throws IOException {
    createOldTableWithRows(backend);
    run(backend, "V3__hexauth_grant_revision.sql");

    var maintenance = new JdbcTokenStoreMaintenance(existing(backend, false));
    var due = maintenance.due(Duration.ofDays(36_500), Optional.empty(), 10);
    assertThat(due.records()).extracting(listed -> listed.key()).containsExactly(key);
    assertThat(due.records().get(0).grant().revision()).isEqualTo(Revision.NONE);
    assertThat(maintenance.rowsPerKey()).containsExactly(Map.entry("key-1", 1L));
    assertThat(maintenance.purge(10)).isEqualTo(1);
  }

  /** Other nodes of the version before may still run: the script is for an operator. */
  @ParameterizedTest
  @MethodSource("backends")
  void theTableOfTheVersionBeforeShouldBeRefusedWithItsColumnsAndTheScript(Backend backend)
      throws IOException {
    createOldTableWithRows(backend);
    for (boolean create : new boolean[] {false, true}) {
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> existing(backend, create).look(Backend.PATIENCE))
          .withMessageContaining("lacks a column (commit_id, extra, layout, rev)")
          .withMessageContaining("V3__hexauth_grant_revision.sql")
          .withMessageNotContaining("V1__")
          .matches(e -> !e.isRetryable());
    }
  }

  /** Columns with types, defaults and collations, in whatever order, and indexes. */
  @ParameterizedTest
  @MethodSource("backends")
  void theTableThatIsCreatedShouldBeThatOfTheScripts(Backend backend) throws Exception {
    existing(backend, true).look(Backend.PATIENCE);
    Set<String> created = columns(backend);
    Set<List<String>> indexed = indexes(backend);
    backend.execute("DROP TABLE " + backend.quoted(Backend.GRANTS));
    run(backend, "V1__hexauth_grant.sql");
    run(backend, "V3__hexauth_grant_revision.sql");

    assertThat(created).hasSize(22).isEqualTo(columns(backend));
    assertThat(indexed).hasSize(4).isEqualTo(indexes(backend));
  }

  /** The columns of each index, in order. */
  private static Set<List<String>> indexes(Backend backend) throws SQLException {
    Map<String, List<String>> indexes = new TreeMap<>();
    try (Connection connection = backend.pool().getConnection();
        ResultSet parts =
            connection
                .getMetaData()
                .getIndexInfo(connection.getCatalog(), null, Backend.GRANTS, false, true)) {
      while (parts.next()) {
        indexes
            .computeIfAbsent(parts.getString("INDEX_NAME"), name -> new ArrayList<>())
            .add(parts.getString("COLUMN_NAME"));
      }
    }
    return Set.copyOf(indexes.values());
  }

  private static Set<String> columns(Backend backend) throws SQLException {
    Set<String> columns = new TreeSet<>();
    try (Connection connection = backend.pool().getConnection();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT column_name, data_type, is_nullable, column_default,"
                        + " character_maximum_length, collation_name"
                        + " FROM information_schema.columns WHERE table_name = 'hexauth_grant'"
                        + (product(backend).equals("mariadb")
                            ? " AND table_schema = DATABASE()"
                            : ""))) {
      while (rows.next()) {
        List<String> column = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
          column.add(String.valueOf(rows.getString(i)));
        }
        columns.add(String.join(" ", column));
      }
    }
    return columns;
  }

  @ParameterizedTest
  @MethodSource("backends")
  void theScriptShouldBeHarmlessTwice(Backend backend) throws IOException {
    createOldTableWithRows(backend);
    run(backend, "V3__hexauth_grant_revision.sql");
    var store = new JdbcTokenStore(existing(backend, false));
    StoredGrant next = Grants.with(Map.of("not_known_here", "text"));
    assertThat(Grants.replace(store, key, store.find(key).grant().orElseThrow(), next)).isTrue();

    run(backend, "V3__hexauth_grant_revision.sql");

    assertThat(store.find(key).grant()).contains(next);
  }

  private void createOldTableWithRows(Backend backend) throws IOException {
    run(backend, "V1__hexauth_grant.sql");
    String insert =
        "INSERT INTO %s (k, grant_id, gen, epoch, state, attempt, owner, attempt_id, lease_until,"
            + " not_before, err_code, fmt, key_id, ct, access_exp, purge_at, created_at,"
            + " updated_at) VALUES ('%s', '%s', 3, 7, '%s', 1, %s)";
    String table = backend.quoted(Backend.GRANTS);
    String bytes = product(backend).equals("postgresql") ? "'\\x0001ff'" : "X'0001ff'";
    backend.execute(
        insert.formatted(
            table,
            key,
            "b".repeat(32),
            "IDLE",
            "NULL, NULL, NULL, 1000000, 'slow_down', 1, 'key-1', "
                + bytes
                + ", 2000000000000000, NULL, 10, 11"));
    backend.execute(
        insert.formatted(
            table,
            tombstone,
            "c".repeat(32),
            "TOMBSTONE",
            "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1000000, 10, 11"));
  }

  private static Map<String, String> fields(String state) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("layout", "1");
    fields.put("grant_id", "b".repeat(32));
    fields.put("gen", "3");
    fields.put("epoch", "7");
    fields.put("state", state);
    fields.put("attempt", "1");
    fields.put("not_before", "1000000");
    fields.put("err_code", "slow_down");
    fields.put("fmt", "1");
    fields.put("key_id", "key-1");
    fields.put("access_exp", "2000000000000000");
    fields.put("created_at", "10");
    fields.put("updated_at", "11");
    return fields;
  }

  private static GrantTable existing(Backend backend, boolean create) {
    return GrantTable.in(
        backend.pool(), Optional.empty(), Backend.GRANTS, create, Backend.PATIENCE);
  }

  private static String product(Backend backend) {
    return backend.database().url().split(":")[1];
  }

  /** As an operator runs it. */
  private static void run(Backend backend, String file) throws IOException {
    String resource = "/io/hexauth/store/jdbc/schema/" + product(backend) + "/" + file;
    try (InputStream script = MigrationTest.class.getResourceAsStream(resource)) {
      String sql = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      for (String statement : sql.split(";\\s*\\n")) {
        backend.execute(statement);
      }
    }
  }
}
