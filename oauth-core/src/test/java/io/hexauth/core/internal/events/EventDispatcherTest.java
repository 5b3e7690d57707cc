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
import io.hexauth.domain.registration.Principal;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.Measurement;
import io.hexauth.ports.api.OAuthEvent;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.api.TokenEvent.Cause;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.events.RecordedEvents;
import io.hexauth.testkit.log.LogCapture;
import jakarta.inject.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queue of each listener, and events that are dropped if it is full. */
@Timeout(60)
class EventDispatcherTest {

  private static final ClientRegistrationId ACME = new ClientRegistrationId("acme");
  private static final Principal ALICE = Principal.of("alice");
  private static final int MOST = 4;

  private final VirtualClock clock = VirtualClock.create();
  private final OAuthClientConfig config =
      OAuthClientConfig.defaults().withDrainTimeout(Duration.ofSeconds(20)).withWaitingTasks(MOST);
  private final TaskPools pools = Pools.of(config, clock);
  private final RecordedEvents told = new RecordedEvents();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final AtomicInteger dropped = new AtomicInteger();

  @AfterEach
  void close() {
    hanging.countDown();
    pools.close();
  }

  private RegistrationEvents events(List<Provider<OAuthEventListener>> listeners) {
    return Dispatchers.of(pools, config, clock, listeners).of(ACME);
  }

  static List<Supplier<Throwable>> failures() {
    return List.of(
        () -> new IllegalStateException("s3cr3t"),
        () -> new NoClassDefFoundError("s3cr3t"),
        () -> new StackOverflowError("s3cr3t"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void nextEventsAndListenersShouldBeToldWhenOneThrows(Supplier<Throwable> failure) {
    OAuthEventListener bad = RecordedEvents.incidents(incident -> sneak(failure.get()));
    try (LogCapture log = LogCapture.start()) {
      RegistrationEvents events = events(List.of(() -> bad, () -> told, () -> bad));
      events.report(ALICE, Incident.Kind.NOT_STORED);
      events.report(ALICE, Incident.Kind.STORED_LATE);
      pools.close();

      assertThat(told.of(Incident.class))
          .extracting(Incident::kind)
          .containsExactly(Incident.Kind.NOT_STORED, Incident.Kind.STORED_LATE);
      assertThat(log.lines())
          .as("2 incidents, 4 failures")
          .hasSize(6)
          .allMatch(EventDispatcherTest::isWarning);
      assertThat(log.text())
          .contains("Client registration 'acme': NOT_STORED", failure.get().getClass().getName())
          .doesNotContain("s3cr3t", "alice");
    }
  }

  private static boolean isWarning(String line) {
    return line.startsWith("WARN");
  }

  /** A store may be called a thousand times a second, which must not fill the log. */
  @Test
  void failuresAtMeasurementsShouldBeLoggedOnceAMinute() {
    OAuthEventListener bad =
        new OAuthEventListener() {
          @Override
          public void onToken(TokenEvent event) {}

          @Override
          public void onMeasurement(Measurement event) {
            throw new IllegalStateException();
          }
        };
    try (LogCapture log = LogCapture.start()) {
      RegistrationEvents events = events(List.of(() -> bad));
      called(events);
      called(events);
      await().until(() -> log.lines().size() == 1);
      await().until(() -> pools.listeners().getActiveCount() == 0);
      clock.advance(Duration.ofMinutes(1));
      called(events);
      pools.close();

      assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("IllegalStateException"));
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void eventsOfOtherListenersShouldBeToldWhenOneCannotBeMade(Supplier<Throwable> failure) {
    var uncaught = new ArrayList<Throwable>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
    try (LogCapture log = LogCapture.start()) {
      events(List.of(() -> sneak(failure.get()), () -> told))
          .report(ALICE, Incident.Kind.NOT_STORED);
      pools.close();

      assertThat(told.all()).hasSize(1);
      assertThat(log.text())
          .contains("event listener (not created yet) threw " + failure.get().getClass().getName())
          .doesNotContain("s3cr3t");
      assertThat(uncaught).as("what would be printed with its words").isEmpty();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void nextEventShouldBeToldWhenTheListenerCouldNotBeMadeForTheOneBefore() {
    var made = new AtomicBoolean();
    RegistrationEvents events =
        events(
            List.of(
                () -> {
                  if (!made.getAndSet(true)) {
                    throw new NoClassDefFoundError("com.example.Missing");
                  }
                  return told;
                }));
    GrantCell cell = Sightings.cell();

    events.found(cell, Sightings.snapshot(0));
    events.found(cell, Sightings.snapshot(1));
    pools.close();

    assertThat(told.of(TokenEvent.class)).extracting(TokenEvent::generation).containsExactly(2L);
  }

  @Test
  void nothingShouldBeToldAfterTheEndAndALineShouldSaySo() {
    RegistrationEvents events = events(List.of(() -> told));
    pools.close();
    try (LogCapture log = LogCapture.start()) {
      events.report(ALICE, Incident.Kind.NOT_STORED);

      assertThat(log.lines()).hasSize(2).allMatch(EventDispatcherTest::isWarning);
      assertThat(log.lines().get(0)).contains("'acme': NOT_STORED");
      assertThat(log.lines().get(1)).contains("closing", "dropped events: 1");
    }
    assertThat(told.all()).isEmpty();
  }

  @Test
  void nothingShouldBeMeasuredAndNoThreadTakenWhenNoListenerIsBound() {
    RegistrationEvents events = events(List.of());

    assertThat(events.begin()).as("the clock is not looked at").isZero();
    tellOfEach(events);

    assertThat(pools.listeners().getTaskCount()).isZero();
    assertThat(events.begin()).isZero();
  }

  /** Each kind of event has its own method. */
  @Test
  void eachKindOfEventShouldBeTold() {
    tellOfEach(events(List.of(() -> told)));
    pools.close();

    assertThat(told.all())
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("TokenEvent", "TokenEvent", "TokenEvent", "Incident", "Measurement");
    assertThat(told.all()).allMatch(event -> event.registration().equals(ACME));
    assertThat(told.all()).allMatch(event -> event.time().equals(clock.instant()));
    assertThat(told.all())
        .extracting(OAuthEvent::toString)
        .noneMatch(text -> text.contains("alice") || text.contains("token-"));
  }

  /** Reports a call of the store, if there are listeners. */
  private static void called(RegistrationEvents events) {
    if (events.areHeard()) {
      events.measured("oauth.store.calls", events.begin(), Map.of("step", "find"));
    }
  }

  private static void tellOfEach(RegistrationEvents events) {
    GrantCell cell = Sightings.cell();
    events.found(cell, Sightings.snapshot(0));
    events.stored(cell, Sightings.snapshot(1), Cause.REFRESHED);
    events.revoked(cell, Sightings.snapshot(1).version());
    events.report(cell, Incident.Kind.NOT_STORED);
    called(events);
  }

  /** {@return a listener that hangs in its first event until the test ends} */
  private OAuthEventListener hangs(CountDownLatch reached) {
    var first = new AtomicBoolean(true);
    return new OAuthEventListener() {
      @Override
      public void onToken(TokenEvent event) {
        hang();
        told.onToken(event);
      }

      @Override
      public void onIncident(Incident incident) {
        hang();
        told.onIncident(incident);
      }

      @Override
      public void onMeasurement(Measurement event) {
        hang();
        told.onMeasurement(event);
      }

      @Override
      public void onDropped(int events) {
        dropped.addAndGet(events);
      }

      private void hang() {
        if (first.getAndSet(false)) {
          reached.countDown();
          awaitQuietly(hanging);
        }
      }
    };
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void measurementsShouldTakeNoRoomOfTokenEventsAndIncidents() {
    var reached = new CountDownLatch(1);
    OAuthEventListener slow = hangs(reached);
    RegistrationEvents events = events(List.of(() -> slow));
    GrantCell cell = Sightings.cell();
    called(events);
    awaitQuietly(reached);

    for (int i = 0; i < 1_000; i++) {
      called(events);
    }
    events.found(cell, Sightings.snapshot(0));
    events.report(cell, Incident.Kind.NOT_STORED);
    events.stored(cell, Sightings.snapshot(1), Cause.REFRESHED);
    events.report(cell, Incident.Kind.STORED_LATE);
    hanging.countDown();
    pools.close();

    assertThat(told.of(TokenEvent.class))
        .extracting(TokenEvent::generation)
        .containsExactly(1L, 2L);
    assertThat(told.of(Incident.class)).hasSize(2);
    assertThat(told.of(Measurement.class)).hasSize(1 + MOST);
    assertThat(dropped).hasValue(1_000 - MOST);
  }

  @Test
  void eventsThatFindNoRoomShouldBeCountedToldAndLogged() {
    var reached = new CountDownLatch(1);
    OAuthEventListener slow = hangs(reached);
    var other = new RecordedEvents();
    RegistrationEvents events = events(List.of(() -> slow, () -> other));
    events.report(ALICE, Incident.Kind.NOT_STORED);
    awaitQuietly(reached);

    try (LogCapture log = LogCapture.start()) {
      for (int i = 1; i <= MOST + 3; i++) {
        events.report(ALICE, Incident.Kind.STORED_LATE);
        int all = 1 + i;
        await().until(() -> other.all().size() == all);
      }
      assertThat(log.lines().stream().filter(line -> line.contains("dropped events")))
          .as("once a minute")
          .singleElement()
          .asString()
          .contains(EventDispatcherTest.class.getName(), "dropped events: 1")
          .contains("too many events wait");
      clock.advance(Duration.ofMinutes(1));
      events.report(ALICE, Incident.Kind.STORED_LATE);
      assertThat(log.text()).contains("dropped events: 4");
    }
    hanging.countDown();
    await().until(() -> dropped.get() == 4);
    events.report(ALICE, Incident.Kind.STORE_REPAIRED);
    pools.close();

    assertThat(told.all()).hasSize(1 + MOST + 1);
    assertThat(dropped).as("told once").hasValue(4);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <R, T extends Throwable> R sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
