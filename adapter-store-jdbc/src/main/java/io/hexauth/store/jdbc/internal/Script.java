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
 * The scripts that make one table, under the names of a configuration.
 *
 * @param schema of the table, if it is not where connections start
 * @param name of the table
 */
record Script(Kind kind, Optional<String> schema, String name) {

  private static final String FOLDER = "io/hexauth/store/jdbc/schema/";

  /** Names of indexes are not longer than the shortest limit of a database. */
  private static final int LONGEST_STEM = 56;

  /** Several nodes may create the same table at once: each fails a few times at most. */
  private static final int ATTEMPTS = 10;

  /**
   * A table as the scripts know it.
   *
   * @param table the name in the scripts
   * @param creation the script that creates it in one statement, below the folder of all scripts;
   *     outside the folders of the migrations, where a migration tool would find it
   * @param migrations the scripts that an operator runs, one after the other
   * @param columns that the statements need
   * @param added the columns that the last migration adds
   */
  record Kind(
      String table,
      String creation,
      List<String> migrations,
      Set<String> columns,
      Set<String> added) {}

  String table(Dialect dialect) {
    return schema.map(dialect::quote).map(quoted -> quoted + ".").orElse("") + dialect.quote(name);
  }

  /** {@return the name for people} */
  String qualifiedName() {
    return schema.map(inside -> inside + "." + name).orElse(name);
  }

  /** {@return for people: the scripts that add these columns; all if there are none} */
  String resources(Set<String> columns) {
    List<String> files = kind.migrations();
    boolean last = !columns.isEmpty() && kind.added().containsAll(columns);
    return FOLDER
        + "{postgresql,mariadb,h2}/"
        + String.join(" and ", last ? files.subList(files.size() - 1, files.size()) : files);
  }

  /**
   * Looks for the table and its columns.
   *
   * @param create whether a missing table is created, which needs the right to do so
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

  /** "If not exists" does not exclude a race: of two nodes that find nothing, one fails. */
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
    // One pass over quoted names: a name may look like another one.
    String sql =
        Pattern.compile("([\"`])" + kind.table() + "(\\w*)[\"`]")
            .matcher(text(FOLDER + kind.creation().replace("{database}", dialect.folder())))
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
