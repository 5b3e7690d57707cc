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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintenance of the grant table. Listings follow the order of an index. A batch continues after
 * the last row of the previous batch, so concurrent changes do not move other rows. Each batch
 * reads the clock once.
 */
public final class JdbcTokenStoreMaintenance implements TokenStoreMaintenance {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcTokenStoreMaintenance.class);

  private static final long LONGEST_PAUSE = Micros.of(StoredGrant.LONGEST_PAUSE);

  /** Pattern of a grant key. The key of a damaged row can be any text. */
  private static final String KEY = "([^\\x00]{1,64})";

  private static final Pattern PLACE_IN_DUE = Pattern.compile("due:(-?\\d{1,19}):" + KEY);

  /**
   * Position in a listing by cipher key: the cipher key, which can be any text, and the key of a
   * grant, which is absent before the first row.
   */
  private static final Pattern PLACE_IN_KEYS =
      Pattern.compile("key:([^\\x00]{0,64})\\x00(.{1,255})", Pattern.DOTALL);

  private final Table<GrantSql> table;

  /** Creates the maintenance of this table. */
  public JdbcTokenStoreMaintenance(GrantTable grants) {
    this.table = grants.table();
  }

  @Override
  public Batch due(Duration within, Optional<String> from, int limit) {
    long soon = Micros.of(within);
    Optional<Matcher> place = from.map(text -> matched(PLACE_IN_DUE, text));
    long end = place.map(found -> Long.parseLong(found.group(1))).orElse(Long.MIN_VALUE);
    String key = place.map(found -> found.group(2)).orElse("");
    checkPositive(limit);
    return table.step(
        (handle, sql) -> {
          long now = now(handle, sql);
          Query query =
              handle
                  .createQuery(sql.due())
                  .bind("longest_pause", now + LONGEST_PAUSE)
                  .bind("end", now + soon)
                  .bind("from", end)
                  .bind("k", key);
          List<Row> rows = rows(query, now, limit);
          return batch(
              rows, last(rows, limit).map(last -> "due:" + last.end() + ":" + last.key()), now);
        });
  }

  /**
   * Each batch contains documents of one cipher key. After its last document, the listing continues
   * with the next cipher key.
   */
  @Override
  public Batch notSealedWith(String keyId, Optional<String> from, int limit) {
    Objects.requireNonNull(keyId, "keyId");
    Optional<Matcher> place = from.map(text -> matched(PLACE_IN_KEYS, text));
    Optional<Matcher> inside = place.filter(found -> !found.group(2).equals(keyId));
    String key = inside.map(found -> found.group(1)).orElse("");
    checkPositive(limit);
    return table.step(
        (handle, sql) -> {
          long now = now(handle, sql);
          Optional<String> other =
              inside
                  .map(found -> found.group(2))
                  .or(() -> nextKey(handle, sql, place.isPresent() ? keyId : "", keyId));
          if (other.isEmpty()) {
            return batch(List.of(), Optional.empty(), now);
          }
          Query query =
              handle.createQuery(sql.sealedWith()).bind("key_id", other.get()).bind("k", key);
          List<Row> rows = rows(query, now, limit);
          return batch(
              rows,
              last(rows, limit)
                  .map(last -> placeInKeys(last.key(), other.get()))
                  .or(
                      () ->
                          nextKey(handle, sql, other.get(), keyId)
                              .map(next -> placeInKeys("", next))),
              now);
        });
  }

  private static String placeInKeys(String key, String keyId) {
    return "key:" + key + '\0' + keyId;
  }

  /** {@return the next cipher key that has documents, except the given one} */
  private static Optional<String> nextKey(
      Handle handle, GrantSql sql, String keyId, String butNot) {
    Optional<String> next =
        handle
            .createQuery(sql.nextKey())
            .bind("key_id", keyId)
            .map((row, context) -> row.getString(1))
            .findOne();
    return next.filter(butNot::equals).isPresent() ? nextKey(handle, sql, butNot, butNot) : next;
  }

  /** Row of a listing: its position, and the grant unless it cannot be read. */
  private record Row(String key, long end, Optional<Listed> listed) {}

  private static List<Row> rows(Query query, long now, int limit) {
    return query.bind("now", now).bind("limit", limit).map((row, context) -> row(row)).list();
  }

  /** {@return the last row if the batch is full; empty if there are no more rows} */
  private static Optional<Row> last(List<Row> rows, int limit) {
    return rows.size() < limit ? Optional.empty() : Optional.of(rows.get(limit - 1));
  }

  private static Batch batch(List<Row> rows, Optional<String> next, long now) {
    return new Batch(
        rows.stream().flatMap(row -> row.listed().stream()).toList(),
        next,
        StoredGrant.instantOf(now));
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
      throw new IllegalArgumentException("The position does not belong to this listing");
    }
    return matcher;
  }

  private static void checkPositive(int limit) {
    if (limit <= 0) {
      throw new IllegalArgumentException("The limit must be positive");
    }
  }
}
