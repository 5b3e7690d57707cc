// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.Pools;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.IncidentListener;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.log.LogCapture;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An incident is in the log in any case, and a listener that fails keeps it from no other. */
@Timeout(60)
class IncidentDispatcherTest {

  private static final Incident INCIDENT =
      new Incident(
          new ClientRegistrationId("acme"), Principal.of("alice"), Incident.Kind.NOT_STORED);

  private final TaskPools pools =
      Pools.of(OAuthClientConfig.defaults().withLimits(1, 100), VirtualClock.create());
  private final BlockingQueue<Incident> told = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    pools.close();
  }

  static List<Supplier<Throwable>> failures() {
    return List.of(
        () -> new IllegalStateException("s3cr3t"),
        () -> new NoClassDefFoundError("s3cr3t"),
        () -> new StackOverflowError("s3cr3t"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void nextListenerShouldBeToldWhenOneThrows(Supplier<Throwable> failure) throws Exception {
    Set<IncidentListener> listeners = new LinkedHashSet<>();
    listeners.add(incident -> sneak(failure.get()));
    listeners.add(told::add);
    try (LogCapture log = LogCapture.start()) {
      Dispatchers.incidents(() -> listeners, pools).report(INCIDENT);

      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(INCIDENT);
      assertThat(log.lines()).hasSize(2).allMatch(line -> line.startsWith("WARN"));
      assertThat(log.text())
          .contains("Client registration 'acme': NOT_STORED", failure.get().getClass().getName())
          .doesNotContain("s3cr3t", "alice");
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void listenersThatCannotBeMadeShouldBeLoggedWithoutTheWordsOfTheFailure(
      Supplier<Throwable> failure) {
    var threads = new ArrayList<Throwable>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> threads.add(e));
    try (LogCapture log = LogCapture.start()) {
      Dispatchers.incidents(() -> sneak(failure.get()), pools).report(INCIDENT);
      pools.close();

      assertThat(log.text())
          .contains(
              "the incident listeners cannot be made (" + failure.get().getClass().getName() + ")")
          .doesNotContain("s3cr3t");
      assertThat(threads).as("what would be printed with its words").isEmpty();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void incidentShouldBeLoggedAndNothingThrownWhenThePoolIsClosed() {
    pools.close();
    try (LogCapture log = LogCapture.start()) {
      Dispatchers.incidents(() -> Set.of(told::add), pools).report(INCIDENT);

      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).startsWith("WARN").contains("'acme': NOT_STORED");
      assertThat(log.lines().get(1)).startsWith("WARN").contains("an incident was not delivered");
    }
    assertThat(told).isEmpty();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <R, T extends Throwable> R sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
