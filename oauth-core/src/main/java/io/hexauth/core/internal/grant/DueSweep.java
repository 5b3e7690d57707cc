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
 * Refreshes what is due, several at once. A failure of one record does not concern the next. It
 * keeps nothing of a record that it has dealt with. For one thread.
 */
final class DueSweep implements Listing.Visitor {

  private static final Logger LOG = LoggerFactory.getLogger(DueSweep.class);

  /** Limit for the records of others that one sweep looks at; the next one goes on behind them. */
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

  /** A grant under way must be written before it is listed again. */
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
        return; // This sweep has refreshed it, or another node has: it may be due again at once.
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

  /** Other applications may keep their grants in the same store: those are not ours to refresh. */
  private Optional<GrantEngine> refreshing(ClientRegistrationId registration) {
    return engines
        .find(registration)
        .filter(engine -> engine.registration().refresh().mode() != Mode.MANUAL);
  }

  /** Waits until no more than so many refreshes are under way, the oldest first. */
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

  /** {@return how many grants have a newer token, after waiting for the last of them} */
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
