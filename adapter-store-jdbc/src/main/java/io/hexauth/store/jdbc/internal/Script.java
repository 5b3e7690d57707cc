// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Script that creates one table, with the names of a configuration.
 *
 * @param schema the schema of the table; empty for the default schema of the connections
 * @param name the name of the table
 */
record Script(Kind kind, Optional<String> schema, String name) {

  private static final String FOLDER = "io/hexauth/store/jdbc/schema/";

  /** Longest stem of an index name, so that no database refuses the name as too long. */
  private static final int LONGEST_STEM = 56;

  /**
   * Limit of attempts. If several nodes create the same table at the same time, each fails a few
   * times at most.
   */
  private static final int ATTEMPTS = 10;

  /**
   * Description of a table and its script.
   *
   * @param table the name of the table in the script
   * @param script the file name of the script. One statement of it creates all columns, because
   *     another node can look at the table after each statement
   * @param columns the columns that the statements need
   */
  record Kind(String table, String script, Set<String> columns) {}

  String table(Dialect dialect) {
    return schema.map(dialect::quote).map(quoted -> quoted + ".").orElse("") + dialect.quote(name);
  }

  /** {@return the name for messages} */
  String qualifiedName() {
    return schema.map(inside -> inside + "." + name).orElse(name);
  }

  /** {@return the script, for messages} */
  String resource() {
    return FOLDER + "{postgresql,mariadb,h2}/" + kind.script();
  }

  /**
   * Checks that the table and its columns exist.
   *
   * @param create true to create a missing table; the database user needs the permission to do so
   */
  void prepare(Connection connection, Dialect dialect, boolean create) throws SQLException {
    Set<String> missing;
    try {
      missing = missing(connection, dialect);
    } catch (SQLException e) {
      if (!create || !SqlStates.isMissingTable(e)) {
        throw e;
      }
      for (String statement : statements(dialect)) {
        run(connection, statement);
      }
      missing = missing(connection, dialect);
    }
    if (!missing.isEmpty()) {
      throw StoreProblems.otherTable(this, missing);
    }
  }

  private Set<String> missing(Connection connection, Dialect dialect) throws SQLException {
    Set<String> missing = new TreeSet<>(kind.columns());
    try (Statement statement = connection.createStatement();
        ResultSet none =
            statement.executeQuery("SELECT * FROM " + table(dialect) + " WHERE 1 = 0")) {
      for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
        missing.remove(none.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT));
      }
    }
    return missing;
  }

  /**
   * Runs the script. "If not exists" does not prevent a race: if two nodes find no table, one of
   * them fails and tries again.
   */
  private void run(Connection connection, String sql) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
        return;
      } catch (SQLException e) {
        if (SqlStates.isConnection(e) || SqlStates.isMissingSchema(e)) {
          throw e;
        }
        if (attempt == ATTEMPTS || SqlStates.isForbidden(e)) {
          throw StoreProblems.notCreated(this, e);
        }
      }
    }
  }

  private List<String> statements(Dialect dialect) {
    String stem = name.substring(0, Math.min(name.length(), LONGEST_STEM));
    // All quoted names are replaced in one pass, because a new name may equal another old name.
    String sql =
        Pattern.compile("([\"`])" + kind.table() + "(\\w*)[\"`]")
            .matcher(text(FOLDER + dialect.folder() + "/" + kind.script()))
            .replaceAll(
                found ->
                    found.group(2).isEmpty()
                        ? table(dialect)
                        : dialect.quote(stem + found.group(2)));
    return Stream.of(sql.split(";\\s*\\n")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static String text(String resource) {
    try (InputStream in = Script.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("There is no " + resource + " on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
