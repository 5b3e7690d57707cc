// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * Contract test for a {@link TokenStoreMaintenance} and its {@link TokenStore}. Extend this class
 * in a second test, in addition to that of {@link TokenStoreContract}:
 *
 * <pre>{@code
 * class FileTokenStoreMaintenanceTest extends TokenStoreMaintenanceContract {
 *   private final VirtualClock clock = VirtualClock.create();
 *   private final FileTokenStore store = new FileTokenStore(directory, clock);
 *   protected TokenStore createStore() { return store; }
 *   protected TokenStoreMaintenance createMaintenance() { return store; }
 *   protected void age(Duration time) { clock.advance(time); }
 * }
 * }</pre>
 *
 * <p>Each test uses its own grant keys and cipher keys and ignores others, so stores may share a
 * database. No other process may purge the database during the tests. Instances are not safe for
 * use by multiple threads; JUnit creates one for each test.
 */
public abstract class TokenStoreMaintenanceContract {

  private Optional<MaintenanceFixture> fixture = Optional.empty();

  /** Creates the contract, for subclasses. */
  protected TokenStoreMaintenanceContract() {}

  /**
   * {@return the store} It must be ready for use. The contract calls this method once before each
   * test.
   */
  protected abstract TokenStore createStore();

  /**
   * {@return the maintenance to be tested} It must work on the store that {@link #createStore}
   * returned. Called once for each test, after {@link #createStore}.
   */
  protected abstract TokenStoreMaintenance createMaintenance();

  /**
   * Lets time pass for all stored data, like {@link TokenStoreContract#age}.
   *
   * @param time positive, in whole milliseconds
   */
  protected abstract void age(Duration time);

  @BeforeEach
  final void createFixture() {
    TokenStore store = createStore();
    var alone = new StoreFixture(store, store, this::age, key -> false, StoreFixture.newKey());
    fixture = Optional.of(new MaintenanceFixture(alone, createMaintenance()));
  }

  private MaintenanceFixture fixture() {
    return fixture.orElseThrow();
  }

  @Nested
  final class Listings extends MaintenanceListingRules {
    Listings() {
      super(TokenStoreMaintenanceContract.this::fixture);
    }
  }

  @Nested
  final class Batches extends MaintenanceBatchRules {
    Batches() {
      super(TokenStoreMaintenanceContract.this::fixture);
    }
  }

  @Nested
  final class Purge extends MaintenancePurgeRules {
    Purge() {
      super(TokenStoreMaintenanceContract.this::fixture);
    }
  }
}
