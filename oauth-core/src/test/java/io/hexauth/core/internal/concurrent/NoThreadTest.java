// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Sightings;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.events.Dispatchers;
import io.hexauth.core.internal.events.RegistrationEvents;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** If a thread cannot be started, only that call fails, and no later one. */
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
  private final Queue<Runnable> stranded = new ConcurrentLinkedQueue<>();
  private final Tasks tasks = tasks(requests);
  private final CountDownLatch done = new CountDownLatch(1);

  private Tasks tasks(TaskPool pool) {
    return new Tasks(
        CONFIG,
        pool,
        stranded,
        (nanos, task) -> {
          if (noTimer) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          pauses.add(nanos);
          timer.add(task);
        });
  }

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

  /** No registration may name the server of the delayed work any more. */
  @Test
  void whatWasPutOffShouldGoOnWithTheNextRequestToAnotherServerWhenThereIsNoThreadForTheTimer()
      throws InterruptedException {
    noTimer = true;
    tasks.later(1, done::countDown);
    noTimer = false;
    Tasks ofAnotherServer = tasks(new TaskPool(1, 1, threads));

    ofAnotherServer.start(ACME, () -> "a request").join();
    ofAnotherServer.close();

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
    RegistrationEvents events =
        Dispatchers.of(
                pools,
                event -> {
                  told.add(event);
                  if (told.size() == 4) {
                    done.countDown();
                  }
                })
            .of(ACME);
    GrantCell unlucky = Sightings.cell();
    GrantCell another = Sightings.cell();

    threads.none(true);
    events.found(unlucky, Sightings.snapshot(0));
    events.stored(unlucky, Sightings.snapshot(1), TokenEvent.Cause.REFRESHED);
    events.found(another, Sightings.snapshot(0));
    assertThat(told).isEmpty();
    threads.none(false);
    events.found(another, Sightings.snapshot(1));

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(told.stream().map(TokenEvent::generation)).isEqualTo(List.of(1L, 2L, 1L, 2L));
  }

  @Test
  void eventsShouldBeDroppedAndCountedWhenTooManyFindNoThread() throws InterruptedException {
    List<GrantCell> cells = Sightings.someCells(10_002);
    var told = new CopyOnWriteArrayList<TokenEvent>();
    RegistrationEvents events = Dispatchers.of(pools, told::add).of(ACME);

    threads.none(true);
    try (LogCapture log = LogCapture.start()) {
      cells.subList(0, 10_000).forEach(cell -> events.found(cell, FIRST));
      assertThat(log.lines()).as("while there is room").isEmpty();
      events.found(cells.get(10_000), FIRST);
      assertThat(log.lines()).singleElement().asString().contains("dropped events: 1");
    }
    threads.none(false);
    events.found(cells.get(10_001), FIRST);
    pools.listeners().shutdown();
    assertThat(pools.listeners().awaitTermination(20, TimeUnit.SECONDS)).isTrue();

    assertThat(told)
        .as("the last found no room, but a thread for the others")
        .extracting(TokenEvent::principal)
        .containsExactlyElementsOf(
            cells.subList(0, 10_000).stream().map(GrantCell::principal).toList());
  }

  @Test
  void anIncidentShouldNotFailWhatItIsAbout() {
    RegistrationEvents events = Dispatchers.of(pools, event -> {}).of(ACME);
    threads.none(true);
    events.report(Sightings.cell(), Incident.Kind.NOT_STORED);
    assertThat(pools.listeners().getQueue()).isEmpty();
    assertThat(pools.listeners().getPoolSize()).isZero();
  }
}
