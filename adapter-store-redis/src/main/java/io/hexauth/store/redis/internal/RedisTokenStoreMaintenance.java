// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.store.redis.internal.RedisConnection.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintenance that uses {@code SCAN}, on every master of a cluster. A listing reads the names of
 * all keys of the database, so it takes long if the database contains much other data. There is no
 * separate index, which could contradict the grants.
 *
 * <p>While Redis resizes its hash table, {@code SCAN} may return a record twice.
 */
public final class RedisTokenStoreMaintenance implements TokenStoreMaintenance {

  private static final Logger LOG = LoggerFactory.getLogger(RedisTokenStoreMaintenance.class);
  private static final String DUE = "due,";
  private static final String NOT_SEALED_WITH = "not-sealed-with,";

  private final RedisConnection connection;
  private final StoreSettings settings;
  private final Keys keys;
  private final Scan scan;

  /** Creates the maintenance, without a call of Redis. */
  public RedisTokenStoreMaintenance(RedisConnection connection, StoreSettings settings) {
    this.connection = connection;
    this.settings = settings;
    this.keys = Keys.ofGrants(settings.prefix());
    this.scan = new Scan(connection, settings, keys);
  }

  @Override
  public Batch due(Duration within, Optional<String> from, int limit) {
    Objects.requireNonNull(within);
    return batch(DUE, from, limit, (grant, now) -> grant.isDue(now, within));
  }

  @Override
  public Batch notSealedWith(String keyId, Optional<String> from, int limit) {
    Objects.requireNonNull(keyId);
    Predicate<String> isAnother = other -> !other.equals(keyId);
    return batch(
        NOT_SEALED_WITH, from, limit, (grant, now) -> grant.keyId().filter(isAnother).isPresent());
  }

  /** {@return the matching records of one page, up to the limit} */
  private Batch batch(
      String listing,
      Optional<String> from,
      int limit,
      BiPredicate<StoredGrant, Instant> isWanted) {
    requirePositive(limit);
    Scan.Page page = scan.page(from.map(place -> position(listing, place)));
    Predicate<StoredGrant> isListed =
        grant -> !isOver(grant, page.now()) && isWanted.test(grant, page.now());
    List<GrantKey> wanted =
        find(page.keys(), false, isListed, RedisTokenStoreMaintenance::leftOut).stream()
            .map(Listed::key)
            .limit(limit)
            .toList();
    Optional<Scan.Position> next =
        wanted.size() == limit ? page.after(wanted.get(limit - 1)) : page.next();
    List<Listed> records = find(wanted, true, isListed, RedisTokenStoreMaintenance::leftOut);
    return new Batch(records, next.map(position -> listing + position), page.now());
  }

  private static void leftOut(UnreadableRecordException damaged) {
    LOG.warn("A hash was left out of a listing: {}", damaged.getMessage());
  }

  private static boolean isOver(StoredGrant grant, Instant now) {
    return grant.retainUntil().filter(end -> !now.isBefore(end)).isPresent();
  }

  private static Scan.Position position(String listing, String place) {
    if (!place.startsWith(listing)) {
      throw new IllegalArgumentException("The position does not belong to this listing");
    }
    return Scan.Position.parse(place.substring(listing.length()));
  }

  @Override
  public Map<String, Long> rowsPerKey() {
    Map<String, Long> rows = new TreeMap<>();
    Optional<Scan.Position> position = Optional.empty();
    do {
      Scan.Page page = scan.page(position);
      // The cipher key of a damaged record is still in use.
      List<String> keyIds = new ArrayList<>();
      find(page.keys(), false, grant -> !isOver(grant, page.now()), e -> keyIds.add(e.keyId()))
          .forEach(listed -> listed.grant().keyId().ifPresent(keyIds::add));
      keyIds.stream()
          .filter(keyId -> !keyId.isEmpty())
          .forEach(keyId -> rows.merge(keyId, 1L, Long::sum));
      position = page.next();
    } while (position.isPresent());
    return Map.copyOf(rows);
  }

  @Override
  public int purge(int limit) {
    requirePositive(limit);
    return 0;
  }

  /**
   * Reads records. All commands are sent before the first answer is awaited. A damaged record does
   * not hide the others.
   */
  private List<Listed> find(
      List<GrantKey> found,
      boolean withDocument,
      Predicate<StoredGrant> isWanted,
      Consumer<UnreadableRecordException> damaged) {
    byte[] flag = Wire.flag(withDocument);
    List<Sent> sent =
        found.stream()
            .map(key -> connection.send(settings, Script.FIND, keys.of(key), flag))
            .toList();
    List<Listed> records = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      GrantKey key = found.get(i);
      try {
        Row.reading(sent.get(i).await())
            .grant()
            .filter(isWanted)
            .ifPresent(grant -> records.add(new Listed(key, grant)));
      } catch (UnreadableRecordException e) {
        damaged.accept(e);
      }
    }
    return records;
  }

  private static void requirePositive(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be positive");
    }
  }
}
