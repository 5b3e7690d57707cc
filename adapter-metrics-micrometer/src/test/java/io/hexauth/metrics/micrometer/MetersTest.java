// SPDX-License-Identifier: Apache-2.0
package io.hexauth.metrics.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.Measurement;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.server.Rotation;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Compares the meters, their names and their tags with the documentation. */
class MetersTest {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  /** Runs a scenario with everything that is measured. */
  private void live() {
    world.consent();
    world.alice().refresh();
    world.client("service").token();
    world.clock.advance(Duration.ofHours(2));
    world.server.token().next(Reply.normal().resetting());
    fails();
    world.server.token().always(Reply.of(503));
    for (int i = 0; i < 10; i++) {
      world.clock.advance(Duration.ofMinutes(2));
      fails();
    }
    world.server.token().behave();
    world.clock.advance(Duration.ofMinutes(10));
    world.client("service").token();
    var listener = new MeterListener(world.meters, world.clock);
    listener.onDropped(3);
    world.close();
  }

  private void fails() {
    assertThatExceptionOfType(OAuthException.class)
        .isThrownBy(() -> world.client("service").session().token());
  }

  private double count(String name, String... tags) {
    return world.meters.find(name).tags(tags).meters().stream()
        .mapToDouble(meter -> meter.measure().iterator().next().getValue())
        .sum();
  }

  @Test
  void lifeOfAnApplicationShouldBeMeasured() {
    live();

    assertThat(count("oauth.token.requests", "registration", "users", "outcome", "done"))
        .as("code, refresh")
        .isEqualTo(2);
    assertThat(count("oauth.token.requests", "registration", "service", "status", "503"))
        .isGreaterThanOrEqualTo(5);
    assertThat(count("oauth.refreshes", "registration", "users", "reason", "forced")).isEqualTo(1);
    assertThat(count("oauth.refreshes", "outcome", "authorization_server_unavailable"))
        .isGreaterThanOrEqualTo(5);
    assertThat(count("oauth.store.calls", "step", "put", "outcome", "done")).isEqualTo(1);
    assertThat(count("oauth.store.calls", "step", "take", "outcome", "done")).isEqualTo(1);
    assertThat(count("oauth.store.calls", "step", "replace")).isGreaterThanOrEqualTo(4);
    assertThat(count("oauth.circuit.changes", "state", "open")).isEqualTo(1);
    assertThat(count("oauth.circuit.changes", "state", "closed")).isEqualTo(1);
    assertThat(count("oauth.circuit.open")).as("closed again").isZero();
    assertThat(count("oauth.tokens", "registration", "users", "cause", "granted")).isEqualTo(1);
    assertThat(count("oauth.tokens", "registration", "users", "cause", "refreshed")).isEqualTo(1);
    assertThat(count("oauth.events.dropped")).isEqualTo(3);
  }

  @Test
  void circuitShouldBeMeasuredWhileItIsOpen() {
    world.server.token().always(Reply.of(503));

    for (int i = 0; i < 10; i++) {
      fails();
      world.clock.advance(Duration.ofMinutes(2));
    }

    String endpoint = world.server.tokenEndpoint().toString();
    await().until(() -> count("oauth.circuit.open", "endpoint", endpoint) == 1);
  }

  /** A tenant may name another endpoint each time, and a registry never removes a meter. */
  @Test
  void endpointsOfCircuitsShouldBeBoundedAndTheFirstOnesStay() {
    var listener = new MeterListener(world.meters, world.clock);
    for (int i = 0; i < 5_000; i++) {
      listener.onMeasurement(opened("https://t" + i + ".example/token"));
    }

    assertThat(world.meters.getMeters()).hasSizeLessThan(2_100);
    assertThat(count("oauth.circuit.open", "endpoint", "https://t0.example/token")).isEqualTo(1);
    assertThat(count("oauth.circuit.open")).isEqualTo(1_000);
    assertThat(count("oauth.circuit.changes", "endpoint", "other")).isEqualTo(4_000);
  }

  private Measurement opened(String endpoint) {
    return Measurement.of(
        ClientRegistrationId.of("tenant"),
        world.clock.instant(),
        "oauth.circuit.changes",
        Map.of("endpoint", endpoint, "state", "open"),
        Duration.ZERO);
  }

  @Test
  void timeToExpiryShouldBeThatOfTheTokenThatBecameKnownLast() {
    world.client("service").token();
    await().until(() -> count("oauth.token.expiry", "registration", "service") > 0);
    double first = count("oauth.token.expiry", "registration", "service");

    world.clock.advance(Duration.ofHours(2));
    assertThat(count("oauth.token.expiry", "registration", "service"))
        .as("it has ended")
        .isEqualTo(first - Duration.ofHours(2).toSeconds());

    world.client("service").token();
    await().until(() -> count("oauth.token.expiry", "registration", "service") == first);
  }

  @Test
  void lostRotationShouldBeCounted() {
    world.server.issue(issuing -> issuing.withRotation(Rotation.STRICT));
    world.consent();
    world.clock.advance(Duration.ofHours(2));
    world.server.token().next(Reply.normal().resetting());
    assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> world.alice().token());
    world.clock.advance(Duration.ofMinutes(2));
    assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> world.alice().token());
    world.close();

    assertThat(count("oauth.incidents", "registration", "users", "kind", "rotation_lost"))
        .isEqualTo(1);
    assertNoUserIn(world.meters.getMeters().stream());
  }

  @Test
  void noMeterShouldNameAUserOrShowASecret() {
    live();
    new MeterListener(world.meters, world.clock)
        .onIncident(
            Incident.of(
                ClientRegistrationId.of("users"),
                Instant.EPOCH,
                World.ALICE,
                Incident.Kind.NOT_STORED));

    assertThat(world.meters.getMeters()).hasSizeGreaterThan(15);
    assertNoUserIn(world.meters.getMeters().stream());
  }

  private void assertNoUserIn(Stream<Meter> meters) {
    Set<String> secrets = Set.copyOf(world.server.ledger().secrets());
    assertThat(meters.map(meter -> meter.getId().toString()))
        .noneMatch(id -> id.contains("alice"))
        .noneMatch(id -> secrets.stream().anyMatch(id::contains));
  }

  /** Name, tags and type of each meter equal the table on the page for operators. */
  @Test
  void documentationShouldListEveryMeterAndNoOther() throws IOException {
    live();
    new MeterListener(world.meters, world.clock)
        .onIncident(
            Incident.of(
                ClientRegistrationId.of("users"),
                Instant.EPOCH,
                World.ALICE,
                Incident.Kind.NOT_STORED));

    Map<String, String> measured = new TreeMap<>();
    for (Meter meter : world.meters.getMeters()) {
      Meter.Id id = meter.getId();
      String tags =
          id.getTags().stream().map(Tag::getKey).sorted().collect(Collectors.joining(", "));
      String type = id.getType().name().toLowerCase(java.util.Locale.ROOT);
      String before = measured.put(id.getName(), type + ": " + tags);
      assertThat(before).as("tags of %s", id.getName()).isIn(null, type + ": " + tags);
    }
    assertThat(documented()).isEqualTo(measured);
  }

  private static Map<String, String> documented() throws IOException {
    String page = Files.readString(Path.of("../docs/monitoring.md"));
    String section = page.substring(page.indexOf("## Meters\n")).split("\n## ", -1)[0];
    Map<String, String> rows = new TreeMap<>();
    section
        .lines()
        .filter(line -> line.startsWith("| `oauth."))
        .map(line -> line.split("\\|"))
        .forEach(
            cells -> {
              Set<String> tags =
                  Arrays.stream(cells[3].split(","))
                      .map(tag -> tag.replace("`", "").trim())
                      .filter(tag -> !tag.isEmpty())
                      .collect(Collectors.toCollection(TreeSet::new));
              rows.put(
                  cells[1].replace("`", "").trim(),
                  cells[2].trim() + ": " + String.join(", ", tags));
            });
    return rows;
  }
}
