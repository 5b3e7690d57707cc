// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Execution plans of PostgreSQL, in a table with enough rows for an index. */
class PostgresPlansTest {

  private static final int ROWS = 20_000;
  private static final Backend BACKEND = Backend.postgres();
  private static final GrantSql SQL = GrantSql.of(Dialect.POSTGRESQL, "hexauth_grant");
  private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z_]+)");

  /** Values of text parameters; the other parameters are numbers. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("k", "'" + "a".repeat(64) + "'"),
          Map.entry("key_id", "'key-1'"),
          Map.entry("rev", "'1'"),
          Map.entry("expected", "'0'"),
          Map.entry("grant_id", "'" + "b".repeat(32) + "'"),
          Map.entry("owner", "'node'"),
          Map.entry("attempt_id", "'attempt'"),
          Map.entry("commit_id", "'commit'"),
          Map.entry("state", "'IDLE'"),
          Map.entry("err_code", "'invalid_grant'"),
          Map.entry("extra", "'a:1:b'"),
          Map.entry("ct", "'\\x00'"));

  @BeforeAll
  static void fill() {
    BACKEND.tokenStore().find(Grants.key());
    BACKEND.execute(
        "INSERT INTO hexauth_grant (k, grant_id, gen, epoch, state, attempt, fmt, key_id, ct,"
            + " access_exp, created_at, updated_at, rev, layout)"
            + " SELECT md5(i::text) || md5(i::text), md5(i::text), 1, 0, 'IDLE', 0, 1, 'key-1',"
            + " decode(repeat('00', 1000), 'hex'), 1e15 + i * 1e9, 0, 0, '0', 1 FROM generate_series(1, "
            + ROWS
            + ") i");
    BACKEND.execute("VACUUM ANALYZE hexauth_grant");
  }

  @Test
  void rowsShouldBeFoundByTheirKey() throws SQLException {
    for (String sql :
        new String[] {
          SQL.find(),
          SQL.update().always(),
          SQL.update().inTime(),
          SQL.updateClear().always(),
          SQL.updateClear().inTime()
        }) {
      assertThat(plan(sql)).as(sql).contains("hexauth_grant_pkey").doesNotContain("Seq Scan");
    }
  }

  @Test
  void dueGrantsShouldBeFoundByTheirEnd() throws SQLException {
    assertThat(plan(SQL.due()))
        .contains("hexauth_grant_due")
        .doesNotContain("Seq Scan")
        .doesNotContain("Sort");
  }

  /** Includes outdated statistics, from before most documents were sealed with another key. */
  @Test
  void documentsOfACipherKeyShouldBeFoundByIt() throws SQLException {
    for (String sql : new String[] {SQL.sealedWith(), SQL.nextKey()}) {
      assertThat(plan(sql))
          .as(sql)
          .contains("hexauth_grant_key")
          .doesNotContain("Seq Scan")
          .doesNotContain("Sort");
    }
    assertThat(plan(SQL.sealedWith())).contains("Index Cond: ", "ROW(");
  }

  @Test
  void documentsShouldBeCountedInTheIndexOfTheirCipherKeys() throws SQLException {
    assertThat(plan(SQL.rowsPerKey())).contains("Index Only Scan using hexauth_grant_key");
  }

  @Test
  void rowsWhoseRetentionIsOverShouldBeFoundByIt() throws SQLException {
    assertThat(plan(SQL.purge())).contains("hexauth_grant_purge").doesNotContain("Seq Scan");
  }

  private static String plan(String sql) throws SQLException {
    Matcher parameters = PARAMETER.matcher(sql);
    String literal =
        parameters.replaceAll(
            found -> Matcher.quoteReplacement(VALUES.getOrDefault(found.group(1), "1")));
    StringBuilder plan = new StringBuilder();
    try (Connection connection = BACKEND.pool().getConnection();
        ResultSet rows = connection.createStatement().executeQuery("EXPLAIN " + literal)) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }
}
