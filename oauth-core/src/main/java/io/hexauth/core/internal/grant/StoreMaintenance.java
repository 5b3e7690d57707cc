// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.json.GrantOwner;
import io.hexauth.core.internal.storage.GrantSealer;
import io.hexauth.core.internal.storage.GrantStore;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.refresh.GrantTransitions;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.RefreshSettings.Mode;
import io.hexauth.ports.api.OAuthMaintenance;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import io.hexauth.ports.spi.TokenStoreMaintenance.Listed;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works through a store batch by batch, in memory that does not grow with it. */
public final class StoreMaintenance implements OAuthMaintenance {

  private static final Logger LOG = LoggerFactory.getLogger(StoreMaintenance.class);
  private static final int BATCH = 100;

  /** What failures of the store are told for: it does not know whose record it is. */
  private static final ClientRegistrationId ALL = ClientRegistrationId.of("all registrations");

  /** How many records of others one sweep looks at; the next one goes on behind them. */
  private static final int MOST_PASSED = 10_000;

  private final Optional<TokenStoreMaintenance> offered;
  private final GrantStore grants;
  private final int concurrent;
  private final OAuthClock clock;
  private final TokenCipher cipher;
  private final String namespace;
  private final GrantEngines engines;

  /** So that what one sweep could do nothing about is not all that the next one sees. */
  private final AtomicReference<Optional<String>> stopped = new AtomicReference<>(Optional.empty());

  @Inject
  StoreMaintenance(
      Optional<TokenStoreMaintenance> offered,
      TokenStore store,
      OAuthClock clock,
      RandomSource random,
      TokenCipher cipher,
      OAuthClientConfig config,
      GrantEngines engines) {
    this.offered = offered;
    this.grants = new GrantStore(store, ALL, clock, random, config.lease());
    this.clock = clock;
    this.concurrent = Math.max(1, config.concurrentRequests() / 2);
    this.cipher = cipher;
    this.namespace = config.namespace();
    this.engines = engines;
  }

  private TokenStoreMaintenance store() {
    return offered.orElseThrow(
        () ->
            new IllegalStateException(
                "This store cannot be maintained: nothing is bound to TokenStoreMaintenance"));
  }

  @Override
  public KeyReport keys() {
    return new KeyReport(cipher.keys(), store().rowsPerKey());
  }

  @Override
  public Resealed reseal(int limit) {
    positive(limit);
    String primary = cipher.keys().primary();
    var result = new Resealed(0, 0);
    for (String key : store().rowsPerKey().keySet()) {
      if (!key.equals(primary) && result.written() < limit) {
        result = reseal(key, limit, result);
      }
    }
    return result;
  }

  private Resealed reseal(String key, int limit, Resealed sofar) {
    Resealed result = sofar;
    Set<GrantKey> written = new HashSet<>();
    Optional<String> from = Optional.empty();
    do {
      Batch batch = store().sealedWith(key, from, Math.min(BATCH, limit));
      for (Listed listed : batch.records()) {
        if (result.written() >= limit) {
          return result;
        }
        if (written.contains(listed.key())) {
          continue; // a store may list a record twice
        }
        if (isResealed(listed, batch.storeNow())) {
          written.add(listed.key());
          result = new Resealed(result.written() + 1, result.left());
        } else {
          result = new Resealed(result.written(), result.left() + 1);
        }
      }
      from = batch.next();
    } while (from.isPresent());
    return result;
  }

  /** A record that breaks something is left; a store or a key service that is down ends it all. */
  private boolean isResealed(Listed listed, Instant storeNow) {
    try {
      StoreReading shown = shown(listed, storeNow);
      GrantRecord record = shown.record().orElseThrow();
      Optional<Envelope> again = GrantSealer.resealed(cipher, namespace, record);
      return again.isPresent()
          && grants
              .apply(
                  record.key(),
                  Optional.of(shown),
                  (current, time) ->
                      GrantTransitions.reseal(
                          current, record.version(), record.envelope().orElseThrow(), again.get()))
              .done();
    } catch (ServiceUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("A document was not sealed again: {}", e.getClass().getName());
      return false;
    }
  }

  private StoreReading shown(Listed listed, Instant storeNow) {
    return grants.read(
        listed.key(), Optional.of(listed.grant()), new ClockReading(storeNow, clock.nanoTime()));
  }

  @Override
  public int refreshDue(Duration within, int limit) {
    positive(limit);
    var sweep = new Sweep(limit);
    Optional<String> start = stopped.getAndSet(Optional.empty());
    Optional<String> end = swept(sweep, within, start);
    if (start.isPresent() && end.isEmpty() && !sweep.isOver()) {
      end = swept(sweep, within, Optional.empty());
    }
    stopped.set(end);
    sweep.report();
    return sweep.refreshed;
  }

  /** {@return where it stopped; empty at the end of the listing} */
  private Optional<String> swept(Sweep sweep, Duration within, Optional<String> start) {
    Optional<String> from = start;
    do {
      Batch batch = store().due(within, from, Math.min(BATCH, sweep.left()));
      batch.records().forEach(listed -> sweep.visit(listed, batch.storeNow()));
      from = batch.next();
    } while (from.isPresent() && !sweep.isOver());
    sweep.await(0);
    return from;
  }

  /**
   * One walk along what is due, with half of the threads for grants at most: the others are for
   * callers. What goes wrong with one record is no matter of the next one.
   */
  private final class Sweep {

    private final int limit;
    private final Set<GrantKey> visited = new HashSet<>();
    private final Deque<BooleanSupplier> underWay = new ArrayDeque<>();
    private int tried;
    private int passed;
    private int refreshed;
    private int broken;

    Sweep(int limit) {
      this.limit = limit;
    }

    int left() {
      return limit - tried;
    }

    boolean isOver() {
      return tried >= limit || passed >= MOST_PASSED || Thread.currentThread().isInterrupted();
    }

    /** A store may list a record twice, and what was refreshed may be due again at once. */
    void visit(Listed listed, Instant storeNow) {
      if (!visited.add(listed.key())) {
        return;
      }
      boolean ours = false;
      try {
        GrantRecord record = shown(listed, storeNow).record().orElseThrow();
        Optional<GrantOwner> owner = GrantSealer.owner(cipher, namespace, record);
        Optional<GrantEngine> engine = owner.flatMap(o -> refreshing(o.registration()));
        ours = engine.isPresent();
        if (ours) {
          underWay.add(
              engine.orElseThrow().refreshDue(owner.orElseThrow().principal(), record.version()));
        }
      } catch (RuntimeException e) {
        broken(e);
      }
      if (ours) {
        tried++;
      } else {
        passed++;
      }
      await(concurrent - 1);
    }

    /** Waits until no more than so many refreshes are under way, the oldest first. */
    void await(int most) {
      while (underWay.size() > most) {
        try {
          refreshed += underWay.remove().getAsBoolean() ? 1 : 0;
        } catch (RuntimeException e) {
          broken(e);
        }
      }
    }

    private void broken(RuntimeException e) {
      broken++;
      LOG.debug("A due record was passed over: {}", e.getClass().getName());
    }

    void report() {
      if (broken > 0) {
        LOG.warn("{} due records could not be dealt with; the sweep went on after each", broken);
      }
    }
  }

  /** Other applications may keep their grants in the same store: those are not ours to refresh. */
  private Optional<GrantEngine> refreshing(ClientRegistrationId registration) {
    return engines
        .find(registration)
        .filter(engine -> engine.registration().refresh().mode() != Mode.MANUAL);
  }

  @Override
  public int purge(int limit) {
    positive(limit);
    return store().purge(limit);
  }

  private static void positive(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be positive");
    }
  }
}
