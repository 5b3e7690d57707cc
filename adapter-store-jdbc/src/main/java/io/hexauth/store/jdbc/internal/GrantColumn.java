// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Columns of the grant table that hold one field each. A column has the name of its field. */
enum GrantColumn {
  LAYOUT(Type.NUMBER, Integer.MAX_VALUE, true),
  GRANT_ID(Type.ASCII, 32, true),
  GEN(Type.NUMBER, Long.MAX_VALUE, true),
  EPOCH(Type.NUMBER, Long.MAX_VALUE, true),
  STATE(Type.ASCII, 16, true),
  ATTEMPT(Type.NUMBER, Integer.MAX_VALUE, true),
  OWNER(Type.TEXT, 255, false),
  ATTEMPT_ID(Type.TEXT, 255, false),
  LEASE_UNTIL(Type.NUMBER, Long.MAX_VALUE, false),
  NOT_BEFORE(Type.NUMBER, Long.MAX_VALUE, false),
  ERR_CODE(Type.TEXT, 100, false),
  FMT(Type.NUMBER, Integer.MAX_VALUE, false),
  KEY_ID(Type.TEXT, 255, false),
  COMMIT_ID(Type.TEXT, 255, false),
  ACCESS_EXP(Type.NUMBER, Long.MAX_VALUE, false),
  PURGE_AT(Type.NUMBER, Long.MAX_VALUE, false),
  CREATED_AT(Type.NUMBER, Long.MAX_VALUE, true),
  UPDATED_AT(Type.NUMBER, Long.MAX_VALUE, true);

  /** All columns, without the copy that {@code values()} makes. */
  static final List<GrantColumn> ALL = List.of(values());

  private static final Map<String, GrantColumn> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(GrantColumn::column, c -> c));

  enum Type {
    NUMBER,
    ASCII,
    TEXT
  }

  private final String column = name().toLowerCase(Locale.ROOT);
  private final Type type;
  private final long limit;
  private final boolean required;

  GrantColumn(Type type, long limit, boolean required) {
    this.type = type;
    this.limit = limit;
    this.required = required;
  }

  /** {@return the name of the column and of its field} */
  String column() {
    return column;
  }

  /** {@return true if the field of this name has a column} */
  static boolean isColumn(String name) {
    return BY_NAME.containsKey(name);
  }

  /** {@return the column of this name; empty if there is none} */
  static Optional<GrantColumn> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  boolean isNumber() {
    return type == Type.NUMBER;
  }

  /**
   * {@return the value, if the column can store it without a change}
   *
   * @throws IllegalArgumentException if the column cannot hold the value
   */
  @Nullable String checked(@Nullable String value) {
    boolean fits =
        value == null
            ? !required
            : switch (type) {
              case NUMBER -> isNumber(value);
              case ASCII -> value.length() <= limit && isAscii(value);
              case TEXT -> value.length() <= limit;
            };
    if (!fits) {
      throw new IllegalArgumentException("The column " + column + " cannot hold this value");
    }
    return value;
  }

  private boolean isNumber(String value) {
    try {
      long number = Long.parseLong(value);
      return number <= limit && number >= -limit - 1 && isCanonical(value);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /**
   * {@return true if the text is the shortest form of its number, so that the column returns the
   * same text}
   */
  private static boolean isCanonical(String number) {
    char first = number.charAt(number.startsWith("-") ? 1 : 0);
    return number.equals("0") || (first > '0' && first <= '9' && isAscii(number));
  }

  private static boolean isAscii(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }
}
