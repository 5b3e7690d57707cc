// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.contract.PendingAuthorizationStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryPendingAuthorizationStoreTest extends PendingAuthorizationStoreContract {

  private static final int MOST = 100_000;
  private static final Envelope PENDING = new Envelope(1, "key-1", new byte[] {1});

  private final VirtualClock clock = VirtualClock.create();

  @Override
  protected PendingAuthorizationStore createStore() {
    return new InMemoryPendingAuthorizationStore(clock);
  }

  @Override
  protected void age(Duration time) {
    clock.advance(time);
  }

  /** Entries are in order of their creation, and the first ones are evicted. */
  @Test
  void keyThatIsUsedAgainAfterItsEndShouldBeTheYoungest() {
    var store = new InMemoryPendingAuthorizationStore(clock);
    store.put(key(0), PENDING, Duration.ofHours(1));
    store.put(key(1), PENDING, Duration.ofMinutes(1));
    store.put(key(2), PENDING, Duration.ofHours(1));
    clock.advance(Duration.ofMinutes(1));
    assertThat(store.put(key(1), PENDING, Duration.ofHours(1))).isTrue();

    for (int i = 3; i < MOST + 2; i++) {
      store.put(key(i), PENDING, Duration.ofHours(1));
    }

    assertThat(store.evicted()).isEqualTo(2);
    assertThat(store.take(key(1))).isPresent();
    assertThat(store.take(key(0))).isEmpty();
    assertThat(store.take(key(2))).isEmpty();
    assertThat(store.take(key(3))).isPresent();
  }

  private static GrantKey key(int number) {
    return new GrantKey("%064x".formatted(number));
  }
}
