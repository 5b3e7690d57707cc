// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.ResealRequest;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Looks through all records of the map; a place in a listing is the last key that was listed. */
public final class InMemoryTokenStoreMaintenance implements TokenStoreMaintenance {

  private final InMemoryTokenStore store;

  @Inject
  InMemoryTokenStoreMaintenance(InMemoryTokenStore store) {
    this.store = store;
  }

  @Override
  public Batch due(Duration within, Optional<String> from, int limit) {
    Instant now = store.now();
    Instant until = now.plus(within);
    return batch("due:", now, record -> isDue(record, now, until), from, limit);
  }

  private static boolean isDue(GrantRecord record, Instant now, Instant until) {
    return record.state() == GrantState.IDLE
        && record.generation() > 0
        && record.accessExpiresAt().filter(end -> !end.isAfter(until)).isPresent()
        && record.notBefore().filter(now::isBefore).isEmpty();
  }

  @Override
  public Batch sealedWith(String keyId, Optional<String> from, int limit) {
    Objects.requireNonNull(keyId, "keyId");
    return batch(
        "key:",
        store.now(),
        record -> record.envelope().map(Envelope::keyId).filter(keyId::equals).isPresent(),
        from,
        limit);
  }

  private Batch batch(
      String listing,
      Instant now,
      Predicate<GrantRecord> listed,
      Optional<String> from,
      int limit) {
    checkPositive(limit);
    if (from.isPresent() && !from.get().matches(listing + "[0-9a-f]{64}")) {
      throw new IllegalArgumentException("This is not a place in this listing");
    }
    String last = from.map(place -> place.substring(listing.length())).orElse("");
    List<GrantRecord> some =
        store
            .live(now)
            .filter(listed)
            .filter(record -> record.key().value().compareTo(last) > 0)
            .sorted(Comparator.comparing(record -> record.key().value()))
            .limit(limit)
            .toList();
    return new Batch(
        some,
        some.size() < limit
            ? Optional.empty()
            : Optional.of(listing + some.get(limit - 1).key().value()));
  }

  @Override
  public Map<String, Long> rowsPerKey() {
    return store
        .live(store.now())
        .flatMap(record -> record.envelope().stream())
        .collect(Collectors.groupingBy(Envelope::keyId, Collectors.counting()));
  }

  @Override
  public boolean reseal(ResealRequest request) {
    return store.change(
        request.key(),
        record -> {
          if (!record.version().equals(request.expected())) {
            return Optional.empty();
          }
          if (record.envelope().filter(request.envelope()::equals).isPresent()) {
            return Optional.of(record);
          }
          return record
              .envelope()
              .filter(request.replaced()::equals)
              .map(replaced -> Records.resealed(record, request));
        });
  }

  @Override
  public int purge(int limit) {
    checkPositive(limit);
    return store.purge(limit);
  }

  private static void checkPositive(int limit) {
    if (limit <= 0) {
      throw new IllegalArgumentException("The limit is positive");
    }
  }
}
