// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.testkit.log.Canaries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Contract test for a {@link PendingAuthorizationStore}. Extend this class in a test, and implement
 * the methods that create a store and let time pass.
 *
 * <p>Each test uses its own keys, so stores may share a database. The contract does not test a
 * store that is down. Instances are not safe for use by multiple threads; JUnit creates one for
 * each test.
 */
public abstract class PendingAuthorizationStoreContract {

  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final int THREADS = 32;
  private static final int ROUNDS = 5;

  /**
   * Number of abandoned authorizations: enough to detect a store that never deletes them, and few
   * enough for a slow database.
   */
  private static final int ABANDONED = 5_000;

  private final GrantKey key = StoreFixture.newKey();
  private final Envelope pending = StoreFixture.newEnvelope();
  private Optional<PendingAuthorizationStore> created = Optional.empty();

  /** Creates the contract, for subclasses. */
  protected PendingAuthorizationStoreContract() {}

  /**
   * {@return the store to be tested} It must be ready for use. The contract calls this method once
   * before each test.
   */
  protected abstract PendingAuthorizationStore createStore();

  /**
   * Lets time pass for all stored data. Either move the clock of the store forward by this time, or
   * make every stored instant earlier by this time. The expiry of an entry is such an instant.
   *
   * @param time positive, in whole milliseconds
   */
  protected abstract void age(Duration time);

  @BeforeEach
  final void createFixture() {
    created = Optional.of(createStore());
  }

  private PendingAuthorizationStore store() {
    return created.orElseThrow();
  }

  @Test
  final void takeShouldReturnNothingWhenNothingIsPending() {
    assertThat(store().take(key)).isEmpty();
  }

  @Test
  final void takeShouldReturnWhatWasPutOnce() {
    assertThat(store().put(key, pending, LIFETIME)).isTrue();
    assertThat(store().take(key)).contains(pending);
    assertThat(store().take(key)).isEmpty();
  }

  @Test
  final void takeShouldReturnBinaryDocumentsAsTheyWere() {
    byte[] bytes = new byte[256 * 1024];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    var large = new Envelope(7, "Schlüssel-鍵", bytes);
    assertThat(store().put(key, large, LIFETIME)).isTrue();
    assertThat(store().take(key)).contains(large);
  }

  @Test
  final void takeShouldKeepKeysApart() {
    GrantKey other = StoreFixture.newKey();
    Envelope others = StoreFixture.newEnvelope();
    assertThat(store().put(key, pending, LIFETIME)).isTrue();
    assertThat(store().put(other, others, LIFETIME)).isTrue();
    assertThat(store().take(other)).contains(others);
    assertThat(store().take(key)).contains(pending);
  }

  @Test
  final void takeShouldReturnWhatIsAboutToEnd() {
    store().put(key, pending, LIFETIME);
    age(LIFETIME.minusMinutes(1));
    assertThat(store().take(key)).contains(pending);
  }

  @Test
  final void takeShouldReturnNothingFromTheInstantOfTheEndOn() {
    store().put(key, pending, LIFETIME);
    age(LIFETIME);
    assertThat(store().take(key)).isEmpty();
  }

  @Test
  final void takeShouldGoByTheLifetimeOfEachEntry() {
    GrantKey brief = StoreFixture.newKey();
    store().put(brief, StoreFixture.newEnvelope(), Duration.ofMinutes(1));
    store().put(key, pending, LIFETIME);
    age(Duration.ofMinutes(1));
    assertThat(store().take(brief)).isEmpty();
    assertThat(store().take(key)).contains(pending);
  }

  @Test
  final void putShouldLeaveWhatIsPendingAsItIs() {
    store().put(key, pending, LIFETIME);
    age(LIFETIME.minusMinutes(1));

    assertThat(store().put(key, StoreFixture.newEnvelope(), LIFETIME)).isFalse();

    assertThat(store().take(key)).contains(pending);
  }

  @Test
  final void putShouldNotMakeWhatIsPendingLiveLonger() {
    store().put(key, pending, LIFETIME);
    assertThat(store().put(key, pending, LIFETIME.multipliedBy(2))).isFalse();
    age(LIFETIME);
    assertThat(store().take(key)).isEmpty();
  }

  @Test
  final void putShouldBeAllowedAgainOnceTheEntryIsTaken() {
    store().put(key, StoreFixture.newEnvelope(), LIFETIME);
    store().take(key);
    assertThat(store().put(key, pending, LIFETIME)).isTrue();
    assertThat(store().take(key)).contains(pending);
  }

  @Test
  final void putShouldBeAllowedAgainFromTheInstantOfTheEndOn() {
    store().put(key, StoreFixture.newEnvelope(), LIFETIME);
    age(LIFETIME);
    assertThat(store().put(key, pending, LIFETIME)).isTrue();
    assertThat(store().take(key)).contains(pending);
  }

  @Test
  final void oneOfManyTakersShouldGetTheEntry() {
    for (int round = 0; round < ROUNDS; round++) {
      store().put(key, pending, LIFETIME);
      List<Optional<Envelope>> taken = Race.run(THREADS, i -> store().take(key));
      assertThat(taken).filteredOn(Optional::isPresent).containsExactly(Optional.of(pending));
    }
  }

  @Test
  final void oneOfManyPuttersShouldSucceed() {
    for (int round = 0; round < ROUNDS; round++) {
      GrantKey contended = StoreFixture.newKey();
      List<Envelope> offered =
          Race.run(
              THREADS,
              i -> {
                Envelope mine = StoreFixture.newEnvelope();
                return store().put(contended, mine, LIFETIME)
                    ? mine
                    : new Envelope(0, "", new byte[0]);
              });
      List<Envelope> kept = offered.stream().filter(e -> e.format() > 0).toList();
      assertThat(kept).hasSize(1);
      assertThat(store().take(contended)).contains(kept.get(0));
    }
  }

  @Test
  final void abandonedEntriesShouldNeverBeInTheWayOfANewOne() {
    for (int i = 0; i < ABANDONED; i++) {
      assertThat(store().put(StoreFixture.newKey(), pending, LIFETIME)).isTrue();
    }
    assertThat(store().put(key, pending, LIFETIME)).isTrue();
    assertThat(store().take(key)).contains(pending);
  }

  @Test
  final void everyMethodShouldRefuseNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> store().put(Nothing.nothing(), pending, LIFETIME));
    assertThatNullPointerException()
        .isThrownBy(() -> store().put(key, Nothing.nothing(), LIFETIME));
    assertThatNullPointerException().isThrownBy(() -> store().put(key, pending, Nothing.nothing()));
    assertThatNullPointerException().isThrownBy(() -> store().take(Nothing.nothing()));
    assertThat(store().take(key)).isEmpty();
  }

  @Test
  final void toStringShouldNotShowADocument() {
    var canaries = new Canaries();
    byte[] secret = canaries.create("document").getBytes(StandardCharsets.UTF_8);
    store().put(key, new Envelope(1, "key-1", secret), LIFETIME);
    canaries.assertNoneIn(store().toString());
  }
}
