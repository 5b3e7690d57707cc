// SPDX-License-Identifier: Apache-2.0
package io.hexauth.metrics.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.log.LogCapture;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A refresh that fails in the background, while callers still get a valid token. */
class FailingForHoursTest {

  private static final ClientRegistrationId SERVICE = ClientRegistrationId.of("service");
  private static final int HOURS = 2;

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private double failures() {
    return world
        .meters
        .find("oauth.refreshes")
        .tags("registration", "service", "reason", "due")
        .tag("outcome", "authorization_server_unavailable")
        .timers()
        .stream()
        .mapToDouble(timer -> timer.count())
        .sum();
  }

  @Test
  void refreshThatFailsForHoursShouldBeSeenInLogMeterAndHealth() {
    world.server.issue(issuing -> issuing.withLifetime(Duration.ofDays(1)));
    OAuthToken token = world.client("service").token();
    world.clock.advance(Duration.ofHours(24 - HOURS));
    world.server.token().always(Reply.of(503));
    Instant since = world.clock.instant();
    try (LogCapture log = LogCapture.start()) {
      for (int minutes = 0; minutes < 60 * HOURS - 10; minutes += 10) {
        double before = failures();
        assertThat(world.client("service").token()).as("callers notice nothing").isEqualTo(token);
        await().until(() -> failures() > before);
        world.clock.advance(Duration.ofMinutes(10));
      }

      assertThat(log.lines().stream().filter(line -> line.contains("a background refresh failed")))
          .hasSize((60 * HOURS - 10) / 10)
          .allMatch(line -> line.startsWith("WARN") && line.contains("'service'"));
    }
    assertThat(failures()).isEqualTo((60 * HOURS - 10) / 10);
    assertThat(world.health.serverUnreachable())
        .containsExactly(java.util.Map.entry(SERVICE, since));
    assertThat(world.health.refreshFailing()).containsExactly(java.util.Map.entry(SERVICE, since));
    assertThat(world.health.storeDown()).isEmpty();
    assertThat(world.health.consentNeeded()).isEmpty();

    world.server.token().behave();
    world.clock.advance(Duration.ofMinutes(5));
    await()
        .until(
            () -> {
              OAuthToken next = world.client("service").token();
              return !next.equals(token);
            });
    await().until(() -> world.health.serverUnreachable().isEmpty());
  }
}
