// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SqlServersTest {

  @Test
  void postgresShouldHandOutADatabaseForEachWhoAsks() throws SQLException {
    TestDatabase one = PostgresServer.newDatabase();
    TestDatabase other = PostgresServer.newDatabase();

    one.execute("CREATE TABLE mine (a int)", "CREATE ROLE reader_1 LOGIN PASSWORD 'x'");

    assertTrue(answer(one, "SELECT version()").startsWith("PostgreSQL 1"));
    assertEquals("UTF8", answer(one, "SHOW server_encoding"));
    assertEquals("t", answer(one, "SELECT to_regclass('mine') IS NOT NULL"));
    assertEquals("t", answer(other, "SELECT to_regclass('mine') IS NULL"));
    assertEquals("reader_1", answer(one.as("reader_1", "x"), "SELECT current_user"));
  }

  @Test
  void mariaDbShouldHandOutADatabaseForEachWhoAsks() throws SQLException {
    TestDatabase one = MariaDbServer.newDatabase();
    TestDatabase other = MariaDbServer.newDatabase();

    one.execute(
        "CREATE TABLE mine (a int)",
        "CREATE USER reader_1 IDENTIFIED BY 'x'",
        "GRANT SELECT ON " + one.name() + ".* TO reader_1");

    assertTrue(answer(one, "SELECT version()").contains("MariaDB"));
    assertEquals("mine", answer(one, "SHOW TABLES"));
    assertEquals(
        "0",
        answer(
            other,
            "SELECT count(*) FROM information_schema.tables" + " WHERE table_schema = database()"));
    assertTrue(answer(one.as("reader_1", "x"), "SELECT user()").startsWith("reader_1@"));
  }

  private static String answer(TestDatabase database, String query) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        ResultSet rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
