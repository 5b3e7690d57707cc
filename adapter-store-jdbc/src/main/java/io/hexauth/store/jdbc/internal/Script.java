// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The script that makes one table, under the names of a configuration.
 *
 * @param file as in {@code V1__hexauth_grant.sql}
 * @param schema of the table, if it is not where connections start
 * @param name of the table
 */
record Script(String file, Optional<String> schema, String name) {

  private static final String FOLDER = "io/hexauth/store/jdbc/schema/";
  private static final Pattern VERSION = Pattern.compile("V\\d+__|\\.sql");

  /** Names of indexes are not longer than the shortest limit of a database. */
  private static final int LONGEST_STEM = 56;

  /** Somebody else may be creating the same: then each of us fails a few times at most. */
  private static final int ATTEMPTS = 10;

  String resource() {
    return FOLDER + "{postgresql,mariadb,h2}/" + file;
  }

  String table(Dialect dialect) {
    return schema.map(dialect::quote).map(quoted -> quoted + ".").orElse("") + dialect.quote(name);
  }

  /** {@return the name for people} */
  String qualifiedName() {
    return schema.map(inside -> inside + "." + name).orElse(name);
  }

  /** Does nothing, and needs no right to do anything, where the table is there. */
  boolean runIfMissing(Connection connection, Dialect dialect) throws SQLException {
    if (isThere(connection, dialect)) {
      return false;
    }
    for (String statement : statements(dialect)) {
      run(connection, statement);
    }
    return true;
  }

  private boolean isThere(Connection connection, Dialect dialect) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1 FROM " + table(dialect) + " WHERE 1 = 0");
      return true;
    } catch (SQLException e) {
      if (Dialect.isMissingTable(e)) {
        return false;
      }
      throw e;
    }
  }

  /** "If not exists" is no promise: two who look at once both find nothing, and one then fails. */
  private void run(Connection connection, String sql) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
        return;
      } catch (SQLException e) {
        if (Dialect.isConnection(e) || Dialect.isMissingSchema(e)) {
          throw e;
        }
        if (attempt == ATTEMPTS || Dialect.isForbidden(e)) {
          throw StoreProblems.notCreated(this, e);
        }
      }
    }
  }

  private List<String> statements(Dialect dialect) {
    String stem = VERSION.matcher(file).replaceAll("");
    String indexStem = name.substring(0, Math.min(name.length(), LONGEST_STEM));
    // One pass over what is quoted: a name may look like another one.
    String sql =
        Pattern.compile("([\"`])" + stem + "(\\w*)[\"`]")
            .matcher(text(FOLDER + dialect.folder() + "/" + file))
            .replaceAll(
                found ->
                    found.group(2).isEmpty()
                        ? table(dialect)
                        : dialect.quote(indexStem + found.group(2)));
    return Stream.of(sql.split(";\\s*\\n")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static String text(String resource) {
    try (InputStream in = Script.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("There is no " + resource + " in the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
