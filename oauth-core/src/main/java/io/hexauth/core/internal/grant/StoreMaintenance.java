// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.core.internal.storage.GrantStore;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.OAuthMaintenance;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Maintenance of all stored grants, page by page, with constant memory. */
public final class StoreMaintenance implements OAuthMaintenance {

  /**
   * Registration that exceptions of the store name, because a listing is not limited to one
   * registration.
   */
  public static final ClientRegistrationId ALL = ClientRegistrationId.of("all registrations");

  private final Optional<TokenStoreMaintenance> offered;
  private final GrantStore grants;
  private final int atOnce;
  private final TokenCipher cipher;
  private final String namespace;
  private final GrantEngines engines;
  private final Listing due;
  private final Listing sealedOtherwise;

  @Inject
  StoreMaintenance(
      Optional<TokenStoreMaintenance> offered,
      TokenStore store,
      EventDispatcher events,
      OAuthClock clock,
      RandomSource random,
      TokenCipher cipher,
      OAuthClientConfig config,
      GrantEngines engines) {
    this.offered = offered;
    this.grants = new GrantStore(store, events.of(ALL), clock, random, config.lease());
    this.atOnce = atOnce(config.concurrentRequests());
    this.cipher = cipher;
    this.namespace = config.namespace();
    this.engines = engines;
    this.due = new Listing(clock);
    this.sealedOtherwise = new Listing(clock);
  }

  /**
   * Returns three quarters of the threads for the grants of one server. The others remain for
   * callers.
   */
  private static int atOnce(int threads) {
    return Math.max(1, threads - Math.max(1, threads / 4));
  }

  private TokenStoreMaintenance store() {
    return offered.orElseThrow(
        () ->
            new IllegalStateException(
                "This store does not support maintenance; bind TokenStoreMaintenance"));
  }

  @Override
  public KeyReport keys() {
    return named(() -> new KeyReport(cipher.keys(), store().rowsPerKey()));
  }

  @Override
  public Resealed reseal(int limit) {
    positive(limit);
    TokenStoreMaintenance store = store();
    String primary = cipher.keys().primary();
    var resealing = new Resealing(grants, cipher, namespace, limit);
    sealedOtherwise.walk(
        (from, most) -> named(() -> store.notSealedWith(primary, from, most)), resealing);
    return resealing.result();
  }

  @Override
  public int refreshDue(Duration within, int limit) {
    positive(limit);
    TokenStoreMaintenance store = store();
    var sweep = new DueSweep(grants, cipher, namespace, engines, atOnce, limit);
    due.walk((from, most) -> named(() -> store.due(within, from, most)), sweep);
    return sweep.end();
  }

  @Override
  public int purge(int limit) {
    positive(limit);
    return named(() -> store().purge(limit));
  }

  /** Calls the store, which cannot name a registration in its exceptions. */
  private static <T> T named(Supplier<T> call) {
    try {
      return call.get();
    } catch (ServiceUnavailableException e) {
      throw e.toldFor(ALL);
    }
  }

  private static void positive(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be positive");
    }
  }
}
