// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.internal.json.GrantOwner;
import io.hexauth.core.internal.storage.GrantSealer;
import io.hexauth.core.internal.storage.GrantStore;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.RefreshSettings.Mode;
import io.hexauth.ports.spi.TokenCipher;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes due grants, several at the same time. A failure of one record does not affect the next.
 * The sweep keeps no data about records that are done. Not safe for use by multiple threads.
 */
final class DueSweep implements Listing.Visitor {

  private static final Logger LOG = LoggerFactory.getLogger(DueSweep.class);

  /** Limit on the records that one sweep skips. The next sweep continues after them. */
  private static final int MOST_PASSED = 10_000;

  private final GrantStore grants;
  private final TokenCipher cipher;
  private final String namespace;
  private final GrantEngines engines;
  private final int atOnce;
  private final int limit;
  private final Deque<BooleanSupplier> underWay = new ArrayDeque<>();
  private @Nullable Instant began;
  private int tried;
  private int passed;
  private int refreshed;
  private int broken;

  DueSweep(
      GrantStore grants,
      TokenCipher cipher,
      String namespace,
      GrantEngines engines,
      int atOnce,
      int limit) {
    this.grants = grants;
    this.cipher = cipher;
    this.namespace = namespace;
    this.engines = engines;
    this.atOnce = atOnce;
    this.limit = limit;
  }

  @Override
  public int room() {
    return passed < MOST_PASSED ? limit - tried : 0;
  }

  /**
   * Waits for all refreshes. A grant that is being refreshed must be stored before the listing
   * starts again.
   */
  @Override
  public void beginsAgain() {
    await(0);
  }

  @Override
  public void visit(Page page) {
    Instant start = began == null ? page.storeNow() : began;
    began = start;
    page.records().forEach(listed -> visit(() -> page.reading(listed, grants), start));
  }

  private void visit(Supplier<StoreReading> listed, Instant start) {
    boolean ours = false;
    try {
      StoreReading shown = listed.get();
      GrantRecord record = shown.record().orElseThrow();
      if (!record.updatedAt().isBefore(start)) {
        return; // refreshed by this sweep or by another node; it may be due again immediately
      }
      Optional<GrantOwner> owner = GrantSealer.owner(cipher, namespace, record);
      Optional<GrantEngine> engine = owner.flatMap(o -> refreshing(o.registration()));
      ours = engine.isPresent();
      if (ours) {
        underWay.add(engine.orElseThrow().refreshDue(owner.orElseThrow().principal(), shown));
      }
    } catch (RuntimeException e) {
      broken(e);
    }
    if (ours) {
      tried++;
    } else {
      passed++;
    }
    await(atOnce - 1);
  }

  /**
   * Returns the engine that refreshes the grants of a registration. Other applications may use the
   * same store; their grants are not refreshed here.
   */
  private Optional<GrantEngine> refreshing(ClientRegistrationId registration) {
    return engines
        .find(registration)
        .filter(engine -> engine.registration().refresh().mode() != Mode.MANUAL);
  }

  /**
   * Waits until at most this many refreshes are running, and counts the finished ones, the oldest
   * first.
   */
  private void await(int most) {
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
    LOG.debug("A due record was skipped: {}", e.getClass().getName());
  }

  /** {@return the number of grants that have a newer token, after all refreshes have ended} */
  int end() {
    await(0);
    if (broken > 0) {
      LOG.warn(
          "{} due records could not be processed and were skipped; level DEBUG shows the"
              + " exceptions",
          broken);
    }
    return refreshed;
  }
}
