// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
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
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listings in the order of an index. A batch continues after the last row of the one before, so
 * concurrent changes move no other row. The clock is read once for each batch.
 */
public final class JdbcTokenStoreMaintenance implements TokenStoreMaintenance {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcTokenStoreMaintenance.class);

  private static final long LONGEST_PAUSE = Micros.of(StoredGrant.LONGEST_PAUSE);

  /** A damaged key is any text. */
  private static final String KEY = "([^\\x00]{1,64})";

  private static final Pattern PLACE_IN_DUE = Pattern.compile("due:(-?\\d{1,19}):" + KEY);
  private static final Pattern PLACE_IN_KEY = Pattern.compile("key:" + KEY);

  private final Table<GrantSql> table;

  /** The maintenance of this table. */
  public JdbcTokenStoreMaintenance(GrantTable grants) {
    this.table = grants.table();
  }

  @Override
  public Batch due(Duration within, Optional<String> from, int limit) {
    long soon = Micros.of(within);
    Optional<Matcher> place = from.map(text -> matched(PLACE_IN_DUE, text));
    long end = place.map(found -> Long.parseLong(found.group(1))).orElse(Long.MIN_VALUE);
    String key = place.map(found -> found.group(2)).orElse("");
    return batch(
        (handle, sql, now) ->
            handle
                .createQuery(sql.due())
                .bind("longest_pause", now + LONGEST_PAUSE)
                .bind("end", now + soon)
                .bind("from", end)
                .bind("k", key),
        limit,
        last -> "due:" + last.end() + ":" + last.key());
  }

  @Override
  public Batch sealedWith(String keyId, Optional<String> from, int limit) {
    Objects.requireNonNull(keyId, "keyId");
    String key = from.map(text -> matched(PLACE_IN_KEY, text).group(1)).orElse("");
    return batch(
        (handle, sql, now) ->
            handle.createQuery(sql.sealedWith()).bind("key_id", keyId).bind("k", key),
        limit,
        last -> "key:" + last.key());
  }

  /** A listing at an instant of the database's clock. */
  private interface Listing {
    Query query(Handle handle, GrantSql sql, long now);
  }

  /** A row of a listing: its place, and the grant unless it cannot be read. */
  private record Row(String key, long end, Optional<Listed> listed) {}

  private Batch batch(Listing listing, int limit, Function<Row, String> place) {
    checkPositive(limit);
    return table.step(
        (handle, sql) -> {
          long now = now(handle, sql);
          List<Row> rows =
              listing
                  .query(handle, sql, now)
                  .bind("now", now)
                  .bind("limit", limit)
                  .map((row, context) -> row(row))
                  .list();
          return new Batch(
              rows.stream().flatMap(row -> row.listed().stream()).toList(),
              rows.size() < limit
                  ? Optional.empty()
                  : Optional.of(place.apply(rows.get(limit - 1))),
              StoredGrant.instantOf(now));
        });
  }

  private static long now(Handle handle, GrantSql sql) {
    return handle.createQuery(sql.clock()).map((row, context) -> row.getLong(1)).one();
  }

  private static Row row(ResultSet row) throws SQLException {
    String key = row.getString("k");
    Optional<Listed> listed = Optional.empty();
    try {
      listed = Optional.of(new Listed(new GrantKey(key), GrantRow.grant(row)));
    } catch (UnreadableRecordException e) {
      LOG.warn("A row was left out of a listing: {}", e.getMessage());
    } catch (IllegalArgumentException e) {
      LOG.warn("A row was left out of a listing: its key is damaged");
    }
    return new Row(key, row.getLong("access_exp"), listed);
  }

  @Override
  public Map<String, Long> rowsPerKey() {
    return table.step(
        (handle, sql) -> {
          Map<String, Long> documents = new HashMap<>();
          handle
              .createQuery(sql.rowsPerKey())
              .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
              .forEach(entry -> documents.put(entry.getKey(), entry.getValue()));
          return documents;
        });
  }

  @Override
  public int purge(int limit) {
    checkPositive(limit);
    return table.step(
        (handle, sql) ->
            handle
                .createUpdate(sql.purge())
                .bind("now", now(handle, sql))
                .bind("limit", limit)
                .execute());
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
