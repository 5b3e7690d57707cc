// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Sightings;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.events.Dispatchers;
import io.hexauth.core.internal.server.ProviderCall;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.log.LogCapture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that cannot be started is a failure of that moment, and of nothing after it. */
@Timeout(60)
class NoThreadTest {

  private static final ClientRegistrationId ACME = new ClientRegistrationId("acme");
  private static final String KEY = "one grant";
  private static final Snapshot FIRST = Sightings.snapshot(0);
  private static final OAuthClientConfig CONFIG =
      OAuthClientConfig.defaults().withCallerTimeout(Duration.ofSeconds(10));

  private final ScarceThreads threads = new ScarceThreads();
  private final TaskPools pools = new TaskPools(CONFIG, VirtualClock.create(), threads);
  private final TaskPool requests = new TaskPool(2, 10, threads);
  private final Queue<Runnable> timer = new ArrayDeque<>();
  private final List<Long> pauses = new ArrayList<>();
  private boolean noTimer;
  private final Tasks tasks =
      new Tasks(
          CONFIG,
          requests,
          (nanos, task) -> {
            if (noTimer) {
              throw new OutOfMemoryError("unable to create native thread");
            }
            pauses.add(nanos);
            timer.add(task);
          });
  private final CountDownLatch done = new CountDownLatch(1);

  @AfterEach
  void close() {
    threads.none(false);
    tasks.close();
    pools.close();
  }

  private static void assertUnavailable(Runnable call) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(call::run)
        .matches(e -> e.service() == Service.CLIENT)
        .matches(ServiceUnavailableException::isRetryable)
        .withMessageContaining("no thread can be started");
  }

  @Test
  void aFlightShouldEndWhenThereIsNoThreadForIt() {
    threads.none(true);
    CompletableFuture<String> first = tasks.join(ACME, KEY, () -> "never");
    assertUnavailable(() -> tasks.await(ACME, first));
    CompletableFuture<String> alone = tasks.start(ACME, () -> "never");
    assertUnavailable(() -> tasks.await(ACME, alone));

    threads.none(false);
    assertThat(tasks.await(ACME, tasks.join(ACME, KEY, () -> "a token"))).isEqualTo("a token");
  }

  @Test
  void whatWasPutOffShouldBePutOffAgainWhenThereIsNoThreadForIt() throws InterruptedException {
    tasks.later(1, done::countDown);
    threads.none(true);
    timer.remove().run();
    assertThat(timer).hasSize(1);

    threads.none(false);
    timer.remove().run();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatWasPutOffShouldGoOnWithTheNextRequestWhenThereIsNoThreadForTheTimer()
      throws InterruptedException {
    noTimer = true;
    tasks.later(1, done::countDown);
    tasks.start(ACME, () -> "a request").join();
    noTimer = false;
    assertThat(timer).isEmpty();

    tasks.start(ACME, () -> "another").join();
    assertThat(pauses).as("at once").containsExactly(0L);
    timer.remove().run();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatWasPutOffShouldWaitForARequestThatBeginsWhenThereIsNoThreadForTheTimer() {
    noTimer = true;
    tasks.later(1, done::countDown);
    noTimer = false;
    threads.none(true);

    assertThat(tasks.start(ACME, () -> "never")).isCompletedExceptionally();
    assertThat(pauses).isEmpty();

    threads.none(false);
    tasks.start(ACME, () -> "another").join();
    assertThat(pauses).containsExactly(0L);
  }

  @Test
  void whatWasPutOffShouldBeDoneWhenClosingWithoutATimer() throws InterruptedException {
    noTimer = true;
    tasks.later(1, done::countDown);
    tasks.close();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatWasPutOffShouldBeDoneWhenClosingWithOneThreadForMany() throws InterruptedException {
    var all = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      tasks.later(1, all::countDown);
    }
    threads.noneOnce();

    tasks.close();

    assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aProviderShouldBeLateWhenThereIsNoThreadForIt() {
    var call =
        new ProviderCall(
            ACME,
            () -> {
              throw new AssertionError("no thread, no provider");
            },
            requests,
            Duration.ofSeconds(10));
    threads.none(true);
    assertThatExceptionOfType(TokenProviderException.class)
        .isThrownBy(() -> call.submitted(() -> null))
        .matches(e -> e.reason() == TokenProviderException.Reason.LATE);
  }

  @Test
  void eventsShouldBeToldWithTheNextOnesWhenThereIsNoThreadForThem() throws InterruptedException {
    var told = new CopyOnWriteArrayList<TokenEvent>();
    var announcer =
        Dispatchers.tokens(
            () ->
                Set.of(
                    event -> {
                      told.add(event);
                      if (told.size() == 4) {
                        done.countDown();
                      }
                    }),
            pools);
    GrantCell unlucky = Sightings.cell();
    GrantCell another = Sightings.cell();

    threads.none(true);
    announcer.announceFound(ACME, unlucky, Sightings.snapshot(0));
    announcer.announceStored(ACME, unlucky, Sightings.snapshot(1), TokenEvent.Cause.UPDATED);
    announcer.announceFound(ACME, another, Sightings.snapshot(0));
    assertThat(told).isEmpty();
    threads.none(false);
    announcer.announceFound(ACME, another, Sightings.snapshot(1));

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(told.stream().map(TokenEvent::generation)).isEqualTo(List.of(1L, 2L, 1L, 2L));
  }

  /**
   * One thread tells the events that were held back; another one that comes by leaves them to it.
   */
  @Test
  void eventsOfAGrantShouldBeToldOneAfterTheOtherWhenTheyWereHeldBack() throws Exception {
    var told = new CopyOnWriteArrayList<String>();
    var blocked = new CountDownLatch(1);
    GrantCell unlucky = Sightings.someCells(1).get(0);
    GrantCell another = Sightings.cell();
    var announcer =
        Dispatchers.tokens(
            () ->
                Set.of(
                    event -> {
                      told.add(event.principal().name() + " " + event.generation());
                      if (told.size() == 1) {
                        done.countDown();
                        awaitQuietly(blocked);
                      }
                    }),
            pools);
    threads.none(true);
    announcer.announceFound(ACME, unlucky, Sightings.snapshot(0));
    threads.none(false);
    announcer.announceFound(ACME, unlucky, Sightings.snapshot(1));
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();

    announcer.announceFound(ACME, another, Sightings.snapshot(0));
    await().until(() -> pools.listeners().getCompletedTaskCount() == 1);
    assertThat(told).as("while a listener has the first").containsExactly("p0 1", "alice 1");

    blocked.countDown();
    await().until(() -> pools.listeners().getCompletedTaskCount() == 2);
    assertThat(told).containsExactly("p0 1", "alice 1", "p0 2");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void eventsOfTenThousandGrantsShouldBeHeldBackAndThoseOfTheNextGrantBeLost()
      throws InterruptedException {
    List<GrantCell> cells = Sightings.someCells(10_002);
    GrantCell beyond = cells.get(10_000);
    var told = new CopyOnWriteArrayList<TokenEvent>();
    var announcer = Dispatchers.tokens(() -> Set.of(told::add), pools);

    threads.none(true);
    try (LogCapture log = LogCapture.start()) {
      cells.subList(0, 10_000).forEach(c -> announcer.announceFound(ACME, c, FIRST));
      assertThat(log.lines()).as("while there is room").isEmpty();
      announcer.announceFound(ACME, beyond, FIRST);
      assertThat(log.lines()).singleElement().asString().contains("were not delivered");
    }
    threads.none(false);
    announcer.announceFound(ACME, cells.get(10_001), FIRST);
    pools.listeners().shutdown();
    assertThat(pools.listeners().awaitTermination(20, TimeUnit.SECONDS)).isTrue();

    assertThat(told).hasSize(10_001).extracting(TokenEvent::principal).doesNotHaveDuplicates();
    assertThat(told).extracting(TokenEvent::principal).doesNotContain(beyond.principal());
  }

  @Test
  void nextEventOfAGrantShouldBeToldWhenTheOneBeforeWasLostForWantOfRoom()
      throws InterruptedException {
    List<GrantCell> cells = Sightings.someCells(10_001);
    GrantCell beyond = cells.get(10_000);
    var told = new CopyOnWriteArrayList<TokenEvent>();
    var announcer = Dispatchers.tokens(() -> Set.of(told::add), pools);
    threads.none(true);
    cells.forEach(c -> announcer.announceFound(ACME, c, FIRST));
    threads.none(false);

    announcer.announceFound(ACME, beyond, Sightings.snapshot(1));
    pools.listeners().shutdown();
    assertThat(pools.listeners().awaitTermination(20, TimeUnit.SECONDS)).isTrue();

    assertThat(told)
        .filteredOn(event -> event.principal().equals(beyond.principal()))
        .extracting(TokenEvent::generation)
        .containsExactly(2L);
  }

  @Test
  void anIncidentShouldNotFailWhatItIsAbout() {
    var incidents = Dispatchers.incidents(Set::of, pools);
    threads.none(true);
    incidents.report(new Incident(ACME, Sightings.cell().principal(), Incident.Kind.NOT_STORED));
    assertThat(pools.listeners().getQueue()).isEmpty();
    assertThat(pools.listeners().getPoolSize()).isZero();
  }
}
