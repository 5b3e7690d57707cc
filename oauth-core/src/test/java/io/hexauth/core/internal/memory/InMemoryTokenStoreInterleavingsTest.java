// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A purge of the memory store during a write. */
@Tag("interleavings")
class InMemoryTokenStoreInterleavingsTest {

  private static final GrantKey KEY = new GrantKey("%064x".formatted(1));
  private static final int RUNS = 200;

  private static StoredGrant grant(String revision, InMemoryTokenStore store) {
    long over = StoredGrant.micros(store.now().plus(Duration.ofMinutes(1)));
    return StoredGrant.of(
        new Revision(revision),
        Map.of(StoredGrant.RETAIN_UNTIL, Long.toString(over)),
        Optional.of(new byte[] {1}));
  }

  /** One run: the purge finds an expired record, and a new grant replaces it. */
  private static void purgeBesideANewGrant() {
    var clock = VirtualClock.create();
    var store = new InMemoryTokenStore(clock);
    StoredGrant old = grant("old", store);
    store.replace(KEY, Optional.empty(), old, Optional.empty());
    clock.advance(Duration.ofMinutes(1));
    var purge = new Thread(() -> store.purge(10));
    purge.start();

    StoredGrant next = grant("next", store);
    boolean stored =
        store.replace(KEY, Optional.of(old.revision()), next, Optional.empty())
            || store.replace(KEY, Optional.empty(), next, Optional.empty());
    try {
      purge.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }

    if (!stored || !store.find(KEY).grant().equals(Optional.of(next))) {
      throw new AssertionError("The new grant is lost");
    }
  }

  @Test
  void purgeShouldKeepAGrantThatReplacesARecordThatIsOver() {
    Lincheck.runConcurrentTest(RUNS, InMemoryTokenStoreInterleavingsTest::purgeBesideANewGrant);
  }
}
