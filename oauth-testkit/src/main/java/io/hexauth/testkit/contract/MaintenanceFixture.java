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
 * A store, its maintenance, and a cipher key.
 *
 * @param keyId a cipher key that no other test uses
 */
record MaintenanceFixture(StoreFixture store, TokenStoreMaintenance maintenance, String keyId) {

  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Duration KEPT = Duration.ofDays(2);

  /** Limit of batches, far above the number that the records of a test need. */
  private static final int MANY = 100_000;

  MaintenanceFixture(StoreFixture store, TokenStoreMaintenance maintenance) {
    this(store, maintenance, "key-" + StoreFixture.random(16));
  }

  void age(Duration time) {
    store.age(time);
  }

  /** {@return a fixture with a new key, for which nothing is stored} */
  StoreFixture grant() {
    return store.another();
  }

  /** {@return the time of the store} */
  Instant now() {
    return store.now();
  }

  /** {@return a draft that is sealed with the key of this test} */
  GrantDraft draft() {
    return GrantDraft.at(now()).set(StoredGrant.KEY_ID, keyId);
  }

  GrantDraft endingAt(Instant end) {
    return draft().set(StoredGrant.ACCESS_EXPIRES_AT, end);
  }

  /** {@return a draft whose access token expires this time after the store's current time} */
  GrantDraft ending(Duration fromNow) {
    return endingAt(now().plus(fromNow));
  }

  /**
   * {@return a draft that is due, and whose retention ends this time after the store's current
   * time}
   */
  GrantDraft kept(Duration retention) {
    return ending(MINUTE).set(StoredGrant.RETAIN_UNTIL, now().plus(retention));
  }

  /** {@return all due grants of this store, including those of other tests} */
  List<Listed> due(Duration within) {
    return all(from -> maintenance.due(within, from, 100));
  }

  /** {@return all grants of this store that are sealed with another key} */
  List<Listed> notSealedWith(String key) {
    return all(from -> maintenance.notSealedWith(key, from, 100));
  }

  /** {@return the keys of the grants that are listed as sealed with this key} */
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
        assertThat(batch.next()).as("the next position differs").isNotEqualTo(from);
      }
      from = batch.next();
      if (from.isEmpty()) {
        return all;
      }
    }
    throw new AssertionError("The listing does not end");
  }
}
