// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Maintenance of the store in memory. Listings are in the order of keys, and the position in a
 * listing is the last listed key.
 */
public final class InMemoryTokenStoreMaintenance implements TokenStoreMaintenance {

  private final InMemoryTokenStore store;

  @Inject
  InMemoryTokenStoreMaintenance(InMemoryTokenStore store) {
    this.store = store;
  }

  @Override
  public Batch due(Duration within, Optional<String> from, int limit) {
    Objects.requireNonNull(within, "within");
    Instant now = store.now();
    return batch("due:", now, grant -> grant.isDue(now, within), from, limit);
  }

  @Override
  public Batch notSealedWith(String keyId, Optional<String> from, int limit) {
    Objects.requireNonNull(keyId, "keyId");
    Predicate<String> isAnother = other -> !other.equals(keyId);
    return batch(
        "key:", store.now(), grant -> grant.keyId().filter(isAnother).isPresent(), from, limit);
  }

  private Batch batch(
      String listing,
      Instant now,
      Predicate<StoredGrant> listed,
      Optional<String> from,
      int limit) {
    checkPositive(limit);
    if (from.isPresent() && !from.get().matches(listing + "[0-9a-f]{64}")) {
      throw new IllegalArgumentException("The position does not belong to this listing");
    }
    Optional<GrantKey> last = from.map(place -> new GrantKey(place.substring(listing.length())));
    List<Listed> some =
        store
            .live(now, last)
            .filter(entry -> listed.test(entry.getValue()))
            .map(entry -> new Listed(entry.getKey(), entry.getValue()))
            .limit(limit)
            .toList();
    return new Batch(
        some,
        some.size() < limit
            ? Optional.empty()
            : Optional.of(listing + some.get(limit - 1).key().value()),
        now);
  }

  @Override
  public Map<String, Long> rowsPerKey() {
    return store
        .live(store.now(), Optional.empty())
        .flatMap(entry -> entry.getValue().keyId().stream())
        .collect(Collectors.groupingBy(keyId -> keyId, Collectors.counting()));
  }

  @Override
  public int purge(int limit) {
    checkPositive(limit);
    return store.purge(limit);
  }

  private static void checkPositive(int limit) {
    if (limit <= 0) {
      throw new IllegalArgumentException("The limit must be positive");
    }
  }
}
