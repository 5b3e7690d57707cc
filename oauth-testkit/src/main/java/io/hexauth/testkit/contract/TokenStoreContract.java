// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.TokenStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * What every {@link TokenStore} must do. Make a test class that extends this and says how to make a
 * store and how to let time pass:
 *
 * <pre>{@code
 * class FileTokenStoreTest extends TokenStoreContract {
 *   private final VirtualClock clock = VirtualClock.create();
 *   protected TokenStore createStore() { return new FileTokenStore(directory, clock); }
 *   protected void age(Duration time) { clock.advance(time); }
 * }
 * }</pre>
 *
 * <p>Each test uses keys of its own, so that stores may share a database. How a store behaves while
 * it is down is not here: only its own tests can take it down. Instances are not thread-safe; JUnit
 * makes one for each test.
 */
public abstract class TokenStoreContract {

  private Optional<StoreFixture> fixture = Optional.empty();

  /** For subclasses. */
  protected TokenStoreContract() {}

  /** {@return the store to be tested, ready for use; called once for each test} */
  protected abstract TokenStore createStore();

  /**
   * Lets time pass for everything that is stored: afterwards every stored instant (ends of leases
   * and pauses, retention, and the rest) is that much further in the past, by the store's own
   * clock. Move a clock that you control, or shift the stored instants behind the store's back.
   *
   * @param time positive, in whole milliseconds
   */
  protected abstract void age(Duration time);

  @BeforeEach
  final void createFixture() {
    fixture = Optional.of(new StoreFixture(createStore(), this::age));
  }

  private StoreFixture fixture() {
    return fixture.orElseThrow();
  }

  @Nested
  final class Find extends StoreFindRules {
    Find() {
      super(TokenStoreContract.this::fixture);
    }
  }

  @Nested
  final class Lease extends StoreLeaseRules {
    Lease() {
      super(TokenStoreContract.this::fixture);
    }
  }

  @Nested
  final class LeaseInTime extends StoreLeaseTimeRules {
    LeaseInTime() {
      super(TokenStoreContract.this::fixture);
    }
  }

  @Nested
  final class Commit extends StoreCommitRules {
    Commit() {
      super(TokenStoreContract.this::fixture);
    }
  }

  @Nested
  final class Settle extends StoreSettleRules {
    Settle() {
      super(TokenStoreContract.this::fixture);
    }
  }

  @Nested
  final class Put extends StorePutRules {
    Put() {
      super(TokenStoreContract.this::fixture);
    }
  }

  @Nested
  final class Tombstone extends StoreTombstoneRules {
    Tombstone() {
      super(TokenStoreContract.this::fixture);
    }
  }

  @Nested
  final class Retention extends StoreRetentionRules {
    Retention() {
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
