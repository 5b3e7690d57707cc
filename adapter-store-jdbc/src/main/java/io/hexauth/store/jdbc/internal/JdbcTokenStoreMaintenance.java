// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.spi.ResealRequest;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listings go on after the last row that was listed, by its place in an index: what changes
 * meanwhile moves nothing else.
 */
public final class JdbcTokenStoreMaintenance implements TokenStoreMaintenance {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcTokenStoreMaintenance.class);

  /** A key is whatever stands in the column: hexadecimal digits, unless it is damaged. */
  private static final String KEY = "([^\\x00]{1,64})";

  private static final Pattern PLACE_IN_DUE = Pattern.compile("due:(-?\\d{1,18}):" + KEY);
  private static final Pattern PLACE_IN_KEY = Pattern.compile("key:" + KEY);

  private final Table<GrantSql> table;

  /** The maintenance of this table. */
  public JdbcTokenStoreMaintenance(GrantTable grants) {
    this.table = grants.table();
  }

  @Override
  public Batch due(Duration within, Optional<String> from, int limit) {
    Objects.requireNonNull(within, "within");
    checkPositive(limit);
    Optional<Matcher> place = from.map(text -> matched(PLACE_IN_DUE, text));
    long end = place.map(found -> Long.parseLong(found.group(1))).orElse(Long.MIN_VALUE);
    String key = place.map(found -> found.group(2)).orElse("");
    return batch(
        MaintenanceSql::due,
        query -> query.bind("within", Micros.of(within)).bind("from", end).bind("k", key),
        limit,
        last -> "due:" + last.end() + ":" + last.key());
  }

  @Override
  public Batch sealedWith(String keyId, Optional<String> from, int limit) {
    Objects.requireNonNull(keyId, "keyId");
    checkPositive(limit);
    String key = from.map(text -> matched(PLACE_IN_KEY, text).group(1)).orElse("");
    return batch(
        MaintenanceSql::sealedWith,
        query -> query.bind("key_id", keyId).bind("k", key),
        limit,
        last -> "key:" + last.key());
  }

  /** A row of a listing: where it stands, and what it says if it can be read. */
  private record Listed(String key, long end, Optional<GrantRecord> record) {}

  private Batch batch(
      Function<MaintenanceSql, String> statement,
      Function<Query, Query> binding,
      int limit,
      Function<Listed, String> place) {
    List<Listed> rows =
        table.step(
            (handle, sql) ->
                binding
                    .apply(handle.createQuery(statement.apply(sql.maintenance())))
                    .bind("limit", limit)
                    .map((row, context) -> listed(row))
                    .list());
    return new Batch(
        rows.stream().flatMap(row -> row.record().stream()).toList(),
        rows.size() < limit ? Optional.empty() : Optional.of(place.apply(rows.get(limit - 1))));
  }

  /** One row that is damaged hides none of the others; whoever asks for its grant is told. */
  private static Listed listed(ResultSet row) throws SQLException {
    Optional<GrantRecord> record = Optional.empty();
    try {
      record = Optional.of(GrantRow.record(row));
    } catch (UnreadableRecordException e) {
      LOG.warn("A row was left out of a listing: {}", e.getMessage());
    }
    return new Listed(row.getString("k"), row.getLong("access_exp"), record);
  }

  @Override
  public Map<String, Long> rowsPerKey() {
    return table.step(
        (handle, sql) -> {
          Map<String, Long> documents = new HashMap<>();
          handle
              .createQuery(sql.maintenance().rowsPerKey())
              .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
              .forEach(entry -> documents.put(entry.getKey(), entry.getValue()));
          return documents;
        });
  }

  @Override
  public boolean reseal(ResealRequest request) {
    return table.step(
        (handle, sql) ->
            handle
                        .createUpdate(sql.maintenance().reseal())
                        .bind("k", request.key().value())
                        .bind("grant", request.expected().grantId().value())
                        .bind("gen", request.expected().generation())
                        .bind("old_fmt", request.replaced().format())
                        .bind("old_key_id", request.replaced().keyId())
                        .bind("old_ct", request.replaced().bytes())
                        .bind("fmt", request.envelope().format())
                        .bind("key_id", request.envelope().keyId())
                        .bind("ct", request.envelope().bytes())
                        .execute()
                    == 1
                || isDone(GrantRow.find(handle, sql, request.key()), request));
  }

  private static boolean isDone(GrantRow row, ResealRequest request) {
    return row.record()
        .filter(record -> record.version().equals(request.expected()))
        .flatMap(GrantRecord::envelope)
        .filter(request.envelope()::equals)
        .isPresent();
  }

  @Override
  public int purge(int limit) {
    checkPositive(limit);
    return table.step(
        (handle, sql) ->
            handle.createUpdate(sql.maintenance().purge()).bind("limit", limit).execute());
  }

  private static Matcher matched(Pattern pattern, String place) {
    Matcher matcher = pattern.matcher(place);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("This is not a place in this listing");
    }
    return matcher;
  }

  private static void checkPositive(int limit) {
    if (limit <= 0) {
      throw new IllegalArgumentException("The limit is positive");
    }
  }
}
