// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.TokenStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * Contract test for a {@link TokenStore}. Extend this class in a test, and implement the methods
 * that create a store and let time pass:
 *
 * <pre>{@code
 * class FileTokenStoreTest extends TokenStoreContract {
 *   private final VirtualClock clock = VirtualClock.create();
 *   protected TokenStore createStore() { return new FileTokenStore(directory, clock); }
 *   protected void age(Duration time) { clock.advance(time); }
 * }
 * }</pre>
 *
 * <p>Each test uses its own keys, so stores may share a database. The contract does not test a
 * store that is down. Instances are not safe for use by multiple threads; JUnit creates one for
 * each test.
 */
public abstract class TokenStoreContract {

  private Optional<StoreFixture> fixture = Optional.empty();

  /** Creates the contract, for subclasses. */
  protected TokenStoreContract() {}

  /**
   * {@return the store to be tested} It must be ready for use. The contract calls this method once
   * before each test.
   */
  protected abstract TokenStore createStore();

  /**
   * Lets time pass for all stored data. Either move the clock of the store forward by this time, or
   * make every stored instant earlier by this time. Stored instants are the ends of leases and
   * pauses, expiry, and others.
   *
   * @param time positive, in whole milliseconds
   */
  protected abstract void age(Duration time);

  /**
   * Creates another instance over the same records, like another node. Called once for each test,
   * after {@link #createStore}.
   *
   * @return the other instance; empty, the default, for a store that only one process uses
   */
  protected Optional<TokenStore> createOtherNode() {
    return Optional.empty();
  }

  /**
   * Damages a record outside the store, so that the store cannot read it. For example, remove its
   * revision.
   *
   * @return true if the record is damaged; false, the default, for a store whose records cannot be
   *     damaged
   */
  protected boolean damage(GrantKey key) {
    return false;
  }

  @BeforeEach
  final void createFixture() {
    TokenStore store = createStore();
    fixture =
        Optional.of(
            new StoreFixture(
                store,
                createOtherNode().orElse(store),
                this::age,
                this::damage,
                StoreFixture.newKey()));
  }

  private StoreFixture fixture() {
    return fixture.orElseThrow();
  }

  @Nested
  final class Replace extends StoreReplaceRules {
    Replace() {
      super(TokenStoreContract.this::fixture);
    }
  }

  @Nested
  final class Exact extends StoreExactRules {
    Exact() {
      super(TokenStoreContract.this::fixture);
    }
  }

  @Nested
  final class Time extends StoreTimeRules {
    Time() {
      super(TokenStoreContract.this::fixture);
    }
  }

  @Nested
  final class Races extends StoreRaceRules {
    Races() {
      super(TokenStoreContract.this::fixture);
    }
  }
}
