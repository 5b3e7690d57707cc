// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import io.hexauth.ports.spi.TokenStoreMaintenance.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A store, what maintains it, and a cipher key.
 *
 * @param keyId a cipher key that no other test uses
 */
record MaintenanceFixture(StoreFixture store, TokenStoreMaintenance maintenance, String keyId) {

  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Duration KEPT = Duration.ofDays(2);

  /** More batches than any test's records need. */
  private static final int MANY = 100_000;

  MaintenanceFixture(StoreFixture store, TokenStoreMaintenance maintenance) {
    this(store, maintenance, "key-" + StoreFixture.random(16));
  }

  void age(Duration time) {
    store.age(time);
  }

  /** {@return a key of its own, with nothing stored yet} */
  StoreFixture grant() {
    return store.another();
  }

  /** {@return the store's time} */
  Instant now() {
    return store.now();
  }

  /** {@return what is sealed with the key of this test} */
  GrantDraft draft() {
    return GrantDraft.at(now()).set(StoredGrant.KEY_ID, keyId);
  }

  GrantDraft endingAt(Instant end) {
    return draft().set(StoredGrant.ACCESS_EXPIRES_AT, end);
  }

  /** {@return a record whose access token ends that far from the store's now} */
  GrantDraft ending(Duration fromNow) {
    return endingAt(now().plus(fromNow));
  }

  /** {@return a record that is due, and whose retention ends that far from the store's now} */
  GrantDraft kept(Duration retention) {
    return ending(MINUTE).set(StoredGrant.RETAIN_UNTIL, now().plus(retention));
  }

  /** {@return what is due, of all grants of this store, other tests' included} */
  List<Listed> due(Duration within) {
    return all(from -> maintenance.due(within, from, 100));
  }

  /** {@return what is sealed with any other key, of all grants of this store} */
  List<Listed> notSealedWith(String key) {
    return all(from -> maintenance.notSealedWith(key, from, 100));
  }

  /** {@return the keys of the grants that are listed as sealed with a key} */
  List<GrantKey> sealedWith(String key) {
    return notSealedWith(keyId + "-none").stream()
        .filter(listed -> listed.grant().keyId().equals(Optional.of(key)))
        .map(Listed::key)
        .toList();
  }

  boolean isDue(StoreFixture grant, Duration within) {
    return due(within).stream().map(Listed::key).anyMatch(grant.key()::equals);
  }

  static List<Listed> all(Function<Optional<String>, Batch> listing) {
    List<Listed> all = new ArrayList<>();
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
}
