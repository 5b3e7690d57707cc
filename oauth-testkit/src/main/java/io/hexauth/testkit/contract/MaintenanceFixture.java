// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A store, what maintains it, and grants and cipher keys that nobody else uses. */
final class MaintenanceFixture {

  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Duration KEPT = Duration.ofDays(2);

  /** More batches than anybody's records need: whoever gets here goes round in circles. */
  private static final int MANY = 100_000;

  private final TokenStore store;
  private final TokenStoreMaintenance maintenance;
  private final Consumer<Duration> age;
  private final String keyId = "key-" + StoreFixture.newGrantId().value();

  MaintenanceFixture(TokenStore store, TokenStoreMaintenance maintenance, Consumer<Duration> age) {
    this.store = store;
    this.maintenance = maintenance;
    this.age = age;
  }

  TokenStore store() {
    return store;
  }

  TokenStoreMaintenance maintenance() {
    return maintenance;
  }

  void age(Duration time) {
    age.accept(time);
  }

  /** {@return a cipher key that only this test uses} */
  String keyId() {
    return keyId;
  }

  /** {@return a grant of its own, with nothing stored yet} */
  StoreFixture grant() {
    return new StoreFixture(store, age);
  }

  Envelope envelope() {
    return new Envelope(1, keyId, StoreFixture.newEnvelope().bytes());
  }

  /** {@return the store's time} */
  Instant now() {
    return store.find(grant().key()).storeNow();
  }

  /** {@return a new record whose access token ends that far from the store's now} */
  GrantRecord ending(StoreFixture grant, Duration fromNow) {
    return endingAt(grant, now().plus(fromNow));
  }

  GrantRecord endingAt(StoreFixture grant, Instant end) {
    return put(grant, Optional.of(end), Optional.empty());
  }

  GrantRecord kept(StoreFixture grant, Duration retention) {
    return put(grant, Optional.of(now().plus(MINUTE)), Optional.of(retention));
  }

  GrantRecord put(StoreFixture grant, Optional<Instant> accessEnds, Optional<Duration> retention) {
    return grant.done(
        store.put(
            new PutRequest(
                grant.key(),
                StoreFixture.newVersion(),
                Optional.empty(),
                envelope(),
                accessEnds.map(end -> end.truncatedTo(ChronoUnit.MILLIS)),
                retention)));
  }

  /** {@return what is due, of all grants of this store, other tests' included} */
  List<GrantRecord> due(Duration within) {
    return all(from -> maintenance.due(within, from, 100));
  }

  /** {@return the keys of what is sealed with a key} */
  List<GrantKey> sealedWith(String key) {
    return all(from -> maintenance.sealedWith(key, from, 100)).stream()
        .map(GrantRecord::key)
        .toList();
  }

  boolean isDue(StoreFixture grant, Duration within) {
    return due(within).stream().map(GrantRecord::key).anyMatch(grant.key()::equals);
  }

  static List<GrantRecord> all(Function<Optional<String>, Batch> listing) {
    List<GrantRecord> all = new ArrayList<>();
    Optional<String> from = Optional.empty();
    for (int i = 0; i < MANY; i++) {
      Batch batch = listing.apply(from);
      all.addAll(batch.records());
      if (from.isPresent()) {
        assertThat(batch.next()).as("the listing goes on from another place").isNotEqualTo(from);
      }
      from = batch.next();
      if (from.isEmpty()) {
        return all;
      }
    }
    throw new AssertionError("The listing does not end");
  }

  /** {@return what a listing answers as its next batch, with at least two records to be listed} */
  static String next(Function<Optional<String>, Batch> listing) {
    Optional<String> next = listing.apply(Optional.empty()).next();
    assertThat(next).as("there is more than one batch").isPresent();
    return next.orElseThrow();
  }
}
