// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;
import java.util.Optional;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A purge of the memory store beside a write. */
@Tag("interleavings")
class InMemoryTokenStoreInterleavingsTest {

  private static final GrantKey KEY = new GrantKey("%064x".formatted(1));
  private static final int RUNS = 200;

  private static PutRequest grant(int number) {
    return new PutRequest(
        KEY,
        new GrantRecord.Version(new GrantId("%032x".formatted(number)), 1),
        Optional.empty(),
        new Envelope(1, "key", new byte[] {1}),
        Optional.empty(),
        Optional.of(Duration.ofMinutes(1)));
  }

  /** One run: the purge finds a record that is over, and a new grant replaces it. */
  private static void purgeBesideANewGrant() {
    var clock = VirtualClock.create();
    var store = new InMemoryTokenStore(clock);
    store.put(grant(1));
    clock.advance(Duration.ofMinutes(1));
    var purge = new Thread(() -> store.purge(10));
    purge.start();

    boolean stored = store.put(grant(2)).done();
    try {
      purge.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }

    if (!stored || store.find(KEY).record().isEmpty()) {
      throw new AssertionError("The new grant is lost");
    }
  }

  @Test
  void purgeShouldKeepAGrantThatReplacesARecordThatIsOver() {
    Lincheck.runConcurrentTest(RUNS, InMemoryTokenStoreInterleavingsTest::purgeBesideANewGrant);
  }
}
