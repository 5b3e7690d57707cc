// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static java.util.stream.Collectors.joining;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** A stored grant as a row, and back: a field is a column, or a part of {@code extra}. */
final class GrantRow {

  /** The columns that every write sets; only some set {@code k} and {@code ct}. */
  static final List<String> CLEAR =
      Stream.concat(Stream.of("rev", "extra"), GrantColumn.ALL.stream().map(GrantColumn::column))
          .toList();

  static final String COLUMNS = CLEAR.stream().collect(joining(", ", "k, ct, ", ""));

  private GrantRow() {}

  /** Binds the values of {@link #CLEAR}. */
  static <S extends SqlStatement<S>> S bind(S statement, StoredGrant grant) {
    S bound = statement.bind("rev", Values.text(grant.revision().value()));
    for (GrantColumn column : GrantColumn.ALL) {
      String value = column.checked(grant.fields().get(column.column()));
      bound =
          bound.bind(
              column.column(), column.isNumber() ? Values.number(value) : Values.text(value));
    }
    return bound.bind("extra", Values.text(extra(grant.fields())));
  }

  private static @Nullable String extra(Map<String, String> fields) {
    Map<String, String> others = new TreeMap<>();
    fields.forEach(
        (name, value) -> {
          if (!GrantColumn.isColumn(name)) {
            others.put(name, value);
          }
        });
    return others.isEmpty() ? null : ExtraFields.write(others);
  }

  /** Reads {@link #COLUMNS}, which are all NULL where there is no row, and the clock. */
  static Reading reading(ResultSet row) throws SQLException {
    return new Reading(
        row.getString("k") == null ? Optional.empty() : Optional.of(grant(row)),
        StoredGrant.instantOf(row.getLong("store_now")));
  }

  /**
   * Reads {@link #COLUMNS}.
   *
   * @throws UnreadableRecordException if no write leaves such a row
   */
  static StoredGrant grant(ResultSet row) throws SQLException {
    Map<String, String> fields = new TreeMap<>();
    for (GrantColumn column : GrantColumn.ALL) {
      String value = row.getString(column.column());
      if (value != null) {
        fields.put(column.column(), value);
      }
    }
    try {
      String extra = row.getString("extra");
      if (extra != null) {
        ExtraFields.read(extra).forEach((name, value) -> add(fields, name, value));
      }
      return StoredGrant.of(
          revision(row.getString("rev")), fields, Optional.ofNullable(row.getBytes("ct")));
    } catch (IllegalArgumentException e) {
      throw StoreProblems.unreadable(row.getInt("fmt"), fields.getOrDefault("key_id", ""));
    }
  }

  private static void add(Map<String, String> fields, String name, String value) {
    if (GrantColumn.isColumn(name)) {
      throw new IllegalArgumentException("A field has a column, and is in extra");
    }
    fields.put(name, value);
  }

  private static Revision revision(@Nullable String rev) {
    if (rev == null) {
      throw new IllegalArgumentException("A row without a revision");
    }
    return new Revision(rev);
  }
}
