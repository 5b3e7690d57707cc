// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Minimal correct maintenance, with at most one slip. */
final class ReferenceMaintenance implements TokenStoreMaintenance {

  private final ReferenceTokenStore store;
  private final VirtualClock clock;
  private final Slip slip;
  private final Due due;
  private final Map<String, Long> counted = new HashMap<>();
  private final Map<String, Instant> retention = new HashMap<>();
  private String lastKey = "";

  ReferenceMaintenance(ReferenceTokenStore store, VirtualClock clock, Slip slip) {
    this.store = store;
    this.clock = clock;
    this.slip = slip;
    this.due = new Due(slip, clock.instant());
  }

  @Override
  public Batch due(Duration within, Optional<String> from, int limit) {
    if (refuses(within, from)) {
      return new Batch(List.of(), Optional.empty(), clock.instant());
    }
    Instant now = clock.instant();
    return batch("due", row -> due.isDue(row.key().value(), row.grant(), now, within), from, limit);
  }

  @Override
  public Batch notSealedWith(String keyId, Optional<String> from, int limit) {
    boolean another = is(Slip.PLACES_ARE_OF_ONE_KEY) && from.isPresent() && !keyId.equals(lastKey);
    if (refuses(keyId, from) || another) {
      return new Batch(List.of(), Optional.empty(), clock.instant());
    }
    lastKey = keyId;
    return batch("key", row -> isNotSealedWith(row.grant(), keyId), from, limit);
  }

  private boolean isNotSealedWith(StoredGrant grant, String keyId) {
    return !(is(Slip.NOT_SEALED_WITH_LISTS_IDLE_ONLY) && !isIdle(grant))
        && grant.keyId().filter(stored -> !isKey(stored, keyId)).isPresent();
  }

  private static boolean isIdle(StoredGrant grant) {
    return "IDLE".equals(grant.fields().get(StoredGrant.STATE));
  }

  private boolean isKey(String stored, String asked) {
    return switch (slip) {
      case LISTS_ITS_OWN_KEY -> false;
      case LISTS_ITS_OWN_KEY_WHERE_IT_IS_THE_FIRST ->
          stored.equals(asked) && asked.compareTo("a") > 0;
      case KEYS_WITHOUT_CASE -> stored.equalsIgnoreCase(asked);
      case KEYS_WITHOUT_SPACES_AT_THE_END -> stored.stripTrailing().equals(asked.stripTrailing());
      case KEYS_BY_PREFIX -> stored.startsWith(asked);
      default -> stored.equals(asked);
    };
  }

  /**
   * {@return a batch in the order of keys} The position consists of the listing and the last listed
   * key.
   */
  private Batch batch(String listing, Predicate<Listed> listed, Optional<String> from, int limit) {
    checkLimit(limit);
    String place = from.orElse(listing + ":" + "0".repeat(64));
    if (!place.matches(listing + ":[0-9a-f]+") && !is(Slip.ACCEPTS_ANY_PLACE)) {
      throw new IllegalArgumentException("Not a place of this listing");
    }
    String last = place.substring(place.indexOf(':') + 1);
    boolean position = is(Slip.BATCHES_BY_POSITION);
    int first = is(Slip.BATCHES_BEGIN_WITH_THE_LAST_ONE) ? 0 : 1;
    int skipped = position && from.isPresent() ? Integer.parseInt(last) : 0;
    List<Listed> rest =
        store.alone(
            rows ->
                live(rows)
                    .filter(listed)
                    .sorted(Comparator.comparing(row -> row.key().value()))
                    .filter(row -> position || row.key().value().compareTo(last) >= first)
                    .skip(skipped)
                    .toList());
    boolean whole = rest.size() <= limit || is(Slip.BATCHES_IGNORE_THE_LIMIT);
    List<Listed> some = whole ? rest : rest.subList(0, limit);
    Optional<String> next = Optional.empty();
    if (!whole && !is(Slip.BATCHES_FORGET_THE_REST)) {
      next =
          Optional.of(
              position
                  ? Integer.toString(skipped + some.size())
                  : some.get(some.size() - 1).key().value());
    }
    Duration off = is(Slip.BATCHES_CARRY_ANOTHER_CLOCK) ? Duration.ofHours(1) : Duration.ZERO;
    return new Batch(
        some.stream().map(this::shown).toList(),
        next.map(at -> listing + ":" + at),
        clock.instant().plus(off));
  }

  private Listed shown(Listed row) {
    GrantDraft draft = GrantDraft.of(row.grant());
    if (is(Slip.LISTS_WITHOUT_DOCUMENTS)) {
      draft.document(new byte[0]);
    }
    if (is(Slip.LISTS_WITHOUT_UNKNOWN_FIELDS)) {
      draft.without("not_known_here");
    }
    return new Listed(row.key(), draft.build(row.grant().revision()));
  }

  private Stream<Listed> live(Map<String, StoredGrant> rows) {
    return rows.entrySet().stream()
        .filter(row -> !isOver(row.getValue()) || is(Slip.LISTS_WHAT_IS_OVER))
        .map(row -> new Listed(new GrantKey(row.getKey()), row.getValue()));
  }

  private boolean isOver(StoredGrant grant) {
    return grant.retainUntil().filter(end -> !clock.instant().isBefore(end)).isPresent();
  }

  @Override
  public Map<String, Long> rowsPerKey() {
    Map<String, Long> perKey = new TreeMap<>();
    store.alone(Map::copyOf).values().stream()
        .filter(grant -> !isOver(grant) || is(Slip.COUNTS_WHAT_IS_OVER))
        .filter(grant -> isIdle(grant) || !is(Slip.COUNTS_IDLE_ONLY))
        .flatMap(grant -> grant.keyId().stream())
        .forEach(key -> perKey.merge(key, 1L, Long::sum));
    if (is(Slip.COUNTS_KEYS_FOR_EVER)) {
      counted.putAll(perKey);
      return counted;
    }
    return perKey;
  }

  @Override
  public int purge(int limit) {
    checkLimit(limit);
    int most = is(Slip.PURGE_IGNORES_THE_LIMIT) ? Integer.MAX_VALUE : limit;
    return store.alone(
        rows -> {
          List<String> over =
              rows.entrySet().stream()
                  .filter(row -> isRemoved(row.getKey(), row.getValue()))
                  .map(Map.Entry::getKey)
                  .limit(most)
                  .toList();
          rows.keySet().removeAll(over);
          return over.size();
        });
  }

  private boolean isRemoved(String key, StoredGrant grant) {
    Instant now = clock.instant();
    return switch (slip) {
      case PURGE_TAKES_TOMBSTONES ->
          isOver(grant) || "TOMBSTONE".equals(grant.fields().get(StoredGrant.STATE));
      case PURGE_TAKES_WHAT_HAS_EXPIRED ->
          isOver(grant)
              || now.isAfter(
                  StoredGrant.instantOf(
                      Long.parseLong(
                          grant.fields().getOrDefault(StoredGrant.ACCESS_EXPIRES_AT, "0"))));
      case PURGE_REMEMBERS_RETENTION -> {
        grant.retainUntil().ifPresent(end -> retention.putIfAbsent(key, end));
        yield retention.getOrDefault(key, Instant.MAX).isBefore(now);
      }
      default -> isOver(grant);
    };
  }

  private void checkLimit(int limit) {
    if (limit <= 0 && !is(Slip.ACCEPTS_ANY_LIMIT)) {
      throw new IllegalArgumentException("A limit is positive");
    }
  }

  private boolean refuses(Object one, Object other) {
    if (!is(Slip.ACCEPTS_NULL)) {
      Objects.requireNonNull(one);
      Objects.requireNonNull(other);
    }
    return one == null || other == null;
  }

  private boolean is(Slip other) {
    return slip == other;
  }
}
