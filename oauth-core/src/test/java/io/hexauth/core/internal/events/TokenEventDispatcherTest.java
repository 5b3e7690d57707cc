// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Sightings;
import io.hexauth.core.internal.concurrent.Pools;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.log.LogCapture;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events that the pool of listeners refuses are lost; the events after them are not. */
@Timeout(60)
class TokenEventDispatcherTest {

  private static final ClientRegistrationId ACME = new ClientRegistrationId("acme");

  private final TaskPools pools =
      Pools.of(OAuthClientConfig.defaults().withLimits(1, 100), VirtualClock.create());
  private final BlockingQueue<TokenEvent> told = new LinkedBlockingQueue<>();
  private final TokenEventDispatcher announcer =
      new TokenEventDispatcher(() -> Set.of(told::add), pools);
  private final CountDownLatch blocked = new CountDownLatch(1);

  @AfterEach
  void close() {
    blocked.countDown();
    pools.close();
  }

  @Test
  void nextGenerationShouldBeToldWhenTheOneBeforeWasRefused() throws InterruptedException {
    GrantCell cell = Sightings.cell();
    overload(pools.listeners());
    try (LogCapture log = LogCapture.start()) {
      announcer.announceFound(ACME, cell, Sightings.snapshot(0));
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN")
          .contains("Client registration 'acme'", "too much waits; token events were not delivered")
          .doesNotContain("alice", "token-10");
    }
    blocked.countDown();
    await().until(() -> pools.listeners().getQueue().isEmpty());

    announcer.announceFound(ACME, cell, Sightings.snapshot(1));

    TokenEvent event = told.poll(20, TimeUnit.SECONDS);
    assertThat(event).as("the event after the refused one").isNotNull();
    assertThat(event.generation()).isEqualTo(2);
    assertThat(told).as("the refused one is not told later").isEmpty();
  }

  @Test
  void nextEventShouldBeToldWhenTheListenersCannotBeMadeForTheOneBefore()
      throws InterruptedException {
    var made = new AtomicBoolean();
    var dispatcher =
        new TokenEventDispatcher(
            () -> {
              if (!made.getAndSet(true)) {
                throw new NoClassDefFoundError("com.example.Missing s3cr3t");
              }
              return Set.of(told::add);
            },
            pools);
    GrantCell cell = Sightings.cell();
    try (LogCapture log = LogCapture.start()) {
      dispatcher.announceFound(ACME, cell, Sightings.snapshot(0));
      dispatcher.announceFound(ACME, cell, Sightings.snapshot(1));

      TokenEvent event = told.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("the event after the one without listeners").isNotNull();
      assertThat(event.generation()).isEqualTo(2);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("the token listeners cannot be made", "NoClassDefFoundError")
          .doesNotContain("s3cr3t");
    }
  }

  @Test
  void laterEventsShouldTakeNoThreadWhenTheFirstFoundNoListenerBound() {
    var dispatcher = new TokenEventDispatcher(Set::of, pools);
    GrantCell cell = Sightings.cell();

    dispatcher.announceFound(ACME, cell, Sightings.snapshot(0));
    await().until(() -> pools.listeners().getCompletedTaskCount() == 1);
    dispatcher.announceFound(ACME, cell, Sightings.snapshot(1));

    assertThat(pools.listeners().getTaskCount()).isEqualTo(1);
  }

  /** One task holds the only thread, and as many wait as may wait. */
  private void overload(ThreadPoolExecutor pool) {
    var running = new CountDownLatch(1);
    pool.execute(
        () -> {
          running.countDown();
          try {
            blocked.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    await().until(() -> running.getCount() == 0);
    while (pool.getQueue().remainingCapacity() > 0) {
      pool.execute(() -> {});
    }
  }
}
