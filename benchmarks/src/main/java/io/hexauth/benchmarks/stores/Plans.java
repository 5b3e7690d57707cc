// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import io.hexauth.servers.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from PostgreSQL how it finds the rows of a statement, with {@code EXPLAIN}. */
public final class Plans {

  private static final Pattern SCAN =
      Pattern.compile("(Seq Scan on|Index Only Scan using|Index Scan using|Index Scan on) (\\S+)");

  private Plans() {}

  /** {@return the different scans of all statements that an operation executes on the table} */
  public static List<String> scans(
      TestDatabase database, String table, Consumer<StoreOfNode> operation) throws SQLException {
    Map<String, Executed> statements = new ConcurrentHashMap<>();
    try (StoreOfNode node =
        StoreOfNode.postgres(database, told -> statements.putIfAbsent(told.sql(), told))) {
      operation.accept(node);
    }
    Set<String> scans = new LinkedHashSet<>();
    try (Connection connection = database.connect()) {
      for (Executed statement : statements.values()) {
        if (statement.sql().contains("\"" + table + "\"")) {
          explain(connection, statement, scans);
        }
      }
    }
    return List.copyOf(scans);
  }

  private static void explain(Connection connection, Executed executed, Set<String> scans)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("EXPLAIN " + executed.sql())) {
      List<Executed.Parameter> parameters = executed.parameters();
      for (int i = 0; i < parameters.size(); i++) {
        parameters.get(i).set(statement, i + 1);
      }
      try (ResultSet line = statement.executeQuery()) {
        while (line.next()) {
          Matcher scan = SCAN.matcher(line.getString(1));
          if (scan.find()) {
            scans.add(scan.group(1) + " " + scan.group(2));
          }
        }
      }
    }
  }
}
