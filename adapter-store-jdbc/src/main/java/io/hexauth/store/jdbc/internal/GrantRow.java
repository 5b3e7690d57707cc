// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static java.util.stream.Collectors.joining;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.NamedArgumentFinder;
import org.jspecify.annotations.Nullable;

/**
 * Conversion between a stored grant and its row. Each field is in its column, or in the column
 * {@code extra}.
 */
final class GrantRow {

  /** Columns that every write sets. Only some writes set {@code k} and {@code ct}. */
  static final List<String> CLEAR =
      Stream.concat(Stream.of("rev", "extra"), GrantColumn.ALL.stream().map(GrantColumn::column))
          .toList();

  static final String COLUMNS = CLEAR.stream().collect(joining(", ", "k, ct, ", ""));

  private GrantRow() {}

  /**
   * {@return the parameters of a write} JDBI asks for each parameter by name, so no map is built.
   */
  static NamedArgumentFinder parameters(
      GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
    return (name, context) ->
        switch (name) {
          case "k" -> Optional.of(Values.text(key.value()));
          case "expected" -> expected.map(revision -> Values.text(revision.value()));
          case "not_after" -> notAfter.map(end -> Values.number(Micros.of(end)));
          case "rev" -> Optional.of(Values.text(next.revision().value()));
          case "ct" -> Optional.of(Values.bytes(next.document().orElse(null)));
          case "extra" -> Optional.of(Values.text(extra(next.fields())));
          default -> GrantColumn.named(name).map(column -> parameter(column, next.fields()));
        };
  }

  private static Argument parameter(GrantColumn column, Map<String, String> fields) {
    String value = column.checked(fields.get(column.column()));
    return column.isNumber() ? Values.number(value) : Values.text(value);
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

  /** Reads the clock and {@link #COLUMNS}. Without a grant, all of these columns are NULL. */
  static Reading reading(ResultSet row) throws SQLException {
    return new Reading(
        row.getString("k") == null ? Optional.empty() : Optional.of(grant(row)),
        StoredGrant.instantOf(row.getLong("store_now")));
  }

  /**
   * Reads {@link #COLUMNS}.
   *
   * @throws UnreadableRecordException if the row is damaged
   */
  static StoredGrant grant(ResultSet row) throws SQLException {
    Map<String, String> fields = new TreeMap<>();
    for (GrantColumn column : GrantColumn.ALL) {
      String value = value(row, column);
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

  /**
   * Reads a number with {@code getLong}: with {@code getString}, PostgreSQL's driver creates a
   * calendar first.
   */
  private static @Nullable String value(ResultSet row, GrantColumn column) throws SQLException {
    if (!column.isNumber()) {
      return row.getString(column.column());
    }
    long number = row.getLong(column.column());
    return row.wasNull() ? null : Long.toString(number);
  }

  private static void add(Map<String, String> fields, String name, String value) {
    if (GrantColumn.isColumn(name)) {
      throw new IllegalArgumentException(
          "The column extra contains a field that has its own" + " column");
    }
    fields.put(name, value);
  }

  private static Revision revision(@Nullable String rev) {
    if (rev == null) {
      throw new IllegalArgumentException("The row has no revision");
    }
    return new Revision(rev);
  }
}
