// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A store with two nodes, and one key that no other test uses.
 *
 * @param aging lets time pass for all stored data
 * @param damage makes the record of a key unreadable, if the store supports it
 */
record StoreFixture(
    TokenStore store,
    TokenStore otherNode,
    Consumer<Duration> aging,
    Predicate<GrantKey> damage,
    GrantKey key) {

  static final Duration TICK = Duration.ofMillis(1);
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Duration DAY = Duration.ofDays(1);

  private static final SecureRandom RANDOM = new SecureRandom();

  /** {@return the same store with another key} */
  StoreFixture another() {
    return another(newKey());
  }

  StoreFixture another(GrantKey other) {
    return new StoreFixture(store, otherNode, aging, damage, other);
  }

  /** {@return the same key on the other node} */
  StoreFixture onOtherNode() {
    return new StoreFixture(/* store= */ otherNode, /* otherNode= */ store, aging, damage, key);
  }

  /** {@return this key on one of the nodes, chosen in turn by number} */
  StoreFixture onNode(int number) {
    return number % 2 == 0 ? this : onOtherNode();
  }

  void age(Duration time) {
    aging.accept(time);
  }

  static GrantKey newKey() {
    return new GrantKey(random(32));
  }

  static Revision newRevision() {
    return new Revision(random(16));
  }

  static Envelope newEnvelope() {
    return new Envelope(1, "key-1", random(32).getBytes(StandardCharsets.UTF_8));
  }

  static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** {@return the time of the store} */
  Instant now() {
    return store.find(key).storeNow();
  }

  GrantDraft draft() {
    return GrantDraft.at(now());
  }

  GrantDraft keptFor(Duration retention) {
    return draft().set(StoredGrant.RETAIN_UNTIL, now().plus(retention));
  }

  Optional<StoredGrant> found() {
    return store.find(key).grant();
  }

  /** {@return the stored record} */
  StoredGrant stored() {
    Optional<StoredGrant> found = found();
    assertThat(found).as("there is a record").isPresent();
    return found.orElseThrow();
  }

  boolean create(StoredGrant next) {
    return store.replace(key, Optional.empty(), next, Optional.empty());
  }

  boolean replace(StoredGrant seen, StoredGrant next) {
    return replace(seen.revision(), next);
  }

  boolean replace(Revision expected, StoredGrant next) {
    return store.replace(key, Optional.of(expected), next, Optional.empty());
  }

  StoredGrant created() {
    return created(draft());
  }

  /**
   * Creates a record.
   *
   * @return the record exactly as it was written
   */
  StoredGrant created(GrantDraft draft) {
    StoredGrant next = draft.build();
    assertThat(create(next)).as("it was created").isTrue();
    holds(next);
    return next;
  }

  /**
   * Replaces a record.
   *
   * @return the new record exactly as it was written
   */
  StoredGrant replaced(StoredGrant seen, GrantDraft draft) {
    StoredGrant next = draft.build();
    assertThat(replace(seen, next)).as("it was replaced").isTrue();
    holds(next);
    return next;
  }

  /** Fails unless both nodes find exactly this record. */
  void holds(StoredGrant expected) {
    for (int node = 0; node < 2; node++) {
      StoredGrant stored = onNode(node).stored();
      assertThat(stored.revision()).isEqualTo(expected.revision());
      assertThat(stored.fields()).isEqualTo(expected.fields());
      // Not in a message: a document may have 2 MiB.
      assertThat(stored.equals(expected)).as("the document is the same").isTrue();
    }
  }

  /** Fails unless a write was refused and the record is unchanged. */
  void refused(boolean written, StoredGrant before) {
    assertThat(written).as("written").isFalse();
    holds(before);
  }

  /** Fails unless a write was refused and there is still no record. */
  void refusedWithNothing(boolean written) {
    assertThat(written).as("written").isFalse();
    assertThat(found()).isEmpty();
    assertThat(onOtherNode().found()).isEmpty();
  }
}
