// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.sql.Types;
import org.jdbi.v3.core.argument.Argument;
import org.jspecify.annotations.Nullable;

/**
 * Values that JDBI hands to the driver as they are. For a plain value it looks for a factory by the
 * type, for each of some twenty parameters of a statement.
 */
final class Values {

  private Values() {}

  static Argument text(@Nullable String value) {
    return (position, statement, context) -> {
      if (value == null) {
        statement.setNull(position, Types.VARCHAR);
      } else {
        statement.setString(position, value);
      }
    };
  }

  /** A whole number that fits in a {@code long}. */
  static Argument number(@Nullable String digits) {
    return digits == null
        ? (position, statement, context) -> statement.setNull(position, Types.BIGINT)
        : number(Long.parseLong(digits));
  }

  static Argument number(long value) {
    return (position, statement, context) -> statement.setLong(position, value);
  }

  static Argument bytes(byte @Nullable [] value) {
    return (position, statement, context) -> {
      if (value == null) {
        statement.setNull(position, Types.VARBINARY);
      } else {
        statement.setBytes(position, value);
      }
    };
  }
}
