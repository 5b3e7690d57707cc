// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.sql.Types;
import org.jdbi.v3.core.argument.Argument;
import org.jspecify.annotations.Nullable;

/**
 * Values that JDBI passes to the driver without a conversion. For other values, JDBI looks for a
 * factory by type, for each of about twenty parameters of a statement.
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

  /** {@return an argument for a whole number that fits in a {@code long}} */
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
