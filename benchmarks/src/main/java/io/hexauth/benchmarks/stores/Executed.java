// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * An SQL statement that an adapter has executed.
 *
 * @param sql the text of the statement
 * @param parameters the parameters, in order
 */
public record Executed(String sql, List<Parameter> parameters) {

  /** Sets one parameter of a statement to the recorded value. */
  @FunctionalInterface
  public interface Parameter {

    void set(PreparedStatement statement, int index) throws SQLException;

    static Parameter of(String setter, Object value) {
      return switch (setter) {
        case "setNull" -> (statement, index) -> statement.setNull(index, (int) value);
        case "setString" -> (statement, index) -> statement.setString(index, (String) value);
        case "setLong" -> (statement, index) -> statement.setLong(index, (long) value);
        case "setInt" -> (statement, index) -> statement.setInt(index, (int) value);
        case "setBytes" -> (statement, index) -> statement.setBytes(index, (byte[]) value);
        default -> throw new IllegalStateException("Not known: " + setter);
      };
    }
  }
}
