// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.OAuthHealth;
import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.Measurement;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Health with a server that does not answer, a store that is down, and a grant that needs consent.
 */
class OAuthHealthTest {

  private static final ClientRegistrationId ACME = ClientRegistrationId.of("acme");

  private final World world = new World();
  private final OAuthHealth health = new OAuthHealth();
  private final Node node =
      world.node(world.authorizationCode().build(), b -> b.eventListener(health));

  @BeforeEach
  void consent() {
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void fails() {
    assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> node.alice().token());
  }

  @Test
  void nothingShouldBeReportedWhileAllIsWell() {
    node.alice().token();
    node.close();

    assertThat(health.serverUnreachable()).isEmpty();
    assertThat(health.storeDown()).isEmpty();
    assertThat(health.consentNeeded()).isEmpty();
    assertThat(health.refreshFailing()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503})
  void serverShouldBeReportedFromItsFirstFailureUntilItAnswers(int status) {
    world.server().token().always(Reply.of(status));
    Instant since = world.clock().instant();
    fails();
    world.clock().advance(Duration.ofMinutes(10));
    fails();
    await().until(() -> !health.serverUnreachable().isEmpty());
    assertThat(health.serverUnreachable()).containsExactly(entry(ACME, since));
    assertThat(health.storeDown()).isEmpty();
    assertThat(health.consentNeeded()).isEmpty();

    world.server().token().behave();
    world.clock().advance(Duration.ofMinutes(10));
    node.consent(world.server(), World.ALICE);
    await().until(() -> health.serverUnreachable().isEmpty());
  }

  @Test
  void storeShouldBeReportedUntilItAnswers() {
    Instant since = world.clock().instant();
    world.store().goDown();
    fails();
    await().until(() -> !health.storeDown().isEmpty());
    assertThat(health.storeDown()).containsExactly(entry(ACME, since));
    assertThat(health.serverUnreachable()).isEmpty();
    assertThat(health.consentNeeded()).isEmpty();

    world.store().comeBack();
    world.clock().advance(Duration.ofMinutes(1));
    node.alice().token();
    await().until(() -> health.storeDown().isEmpty());
  }

  @Test
  void grantThatNeedsConsentShouldBeReportedUntilAUserConsents() {
    Instant found = world.clock().instant();
    world.server().token().next(Reply.error(400, "invalid_grant"));
    fails();
    await().until(() -> !health.consentNeeded().isEmpty());
    assertThat(health.consentNeeded()).containsExactly(entry(ACME, found));
    assertThat(health.serverUnreachable()).as("a refusal is an answer").isEmpty();
    assertThat(health.storeDown()).isEmpty();

    node.consent(world.server(), World.ALICE);
    await().until(() -> health.consentNeeded().isEmpty());
  }

  static Stream<Reply> refusals() {
    return Stream.of(
        Reply.error(401, "invalid_client"),
        Reply.error(400, "invalid_scope"),
        Reply.html(404),
        Reply.json(200, "{}"),
        Reply.busy(503, "1"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refreshesShouldBeReportedFromTheFirstThatFailsUntilOneSucceeds(Reply answer) {
    world.server().token().always(answer);
    Instant since = world.clock().instant();
    fails();
    world.clock().advance(Duration.ofMinutes(10));
    fails();
    await().until(() -> !health.refreshFailing().isEmpty());
    assertThat(health.refreshFailing()).containsExactly(entry(ACME, since));
    assertThat(health.consentNeeded()).isEmpty();
    assertThat(health.storeDown()).isEmpty();

    world.server().token().behave();
    world.clock().advance(Duration.ofMinutes(10));
    assertThat(node.alice().token()).isNotNull();
    await().until(() -> health.refreshFailing().isEmpty());
  }

  @Test
  void userWithoutAGrantShouldNotBeReported() {
    assertThat(node.alice().token()).isNotNull();
    assertThat(node.alice().revoke()).isTrue();
    fails();
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.client().session("bob").token());
    node.close();

    assertThat(health.consentNeeded()).isEmpty();
    assertThat(health.refreshFailing()).isEmpty();
  }

  @Test
  void serverThatCannotBeFoundShouldBeReportedUntilItIs() {
    Node finding = discovering();
    Instant since = world.clock().instant();
    world.server().metadata().next(Reply.normal().resetting());
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> finding.client().token());
    await().until(() -> !health.serverUnreachable().isEmpty());
    assertThat(health.serverUnreachable()).containsExactly(entry(ACME, since));

    world.clock().advance(Duration.ofSeconds(10));
    finding.client().token();
    await().until(() -> health.serverUnreachable().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"issuer\":\"https://elsewhere.example\"}", "<html>"})
  void metadataThatCannotBeUsedShouldNotMakeTheServerUnreachable(String metadata) {
    Node finding = discovering();
    world.server().metadata().always(Reply.json(200, metadata));
    world.server().openIdMetadata().always(Reply.json(200, metadata));
    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(() -> finding.client().token());
    finding.close();

    assertThat(health.serverUnreachable()).isEmpty();
  }

  private Node discovering() {
    return world.node(world.discovered().clientCredentials().build(), b -> b.eventListener(health));
  }

  private record Entries(
      String name,
      Function<OAuthHealth, Map<ClientRegistrationId, Instant>> map,
      String measurement,
      Map<String, String> tags) {

    private void add(OAuthHealth health, ClientRegistrationId registration) {
      health.onMeasurement(
          Measurement.of(registration, Instant.EPOCH, measurement, tags, Duration.ZERO));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Entries> entries() {
    return Stream.of(
        new Entries(
            "server",
            OAuthHealth::serverUnreachable,
            "oauth.token.requests",
            Map.of("outcome", "no_answer", "grant.type", "refresh_token")),
        new Entries(
            "store", OAuthHealth::storeDown, "oauth.store.calls", Map.of("outcome", "failed")),
        new Entries(
            "consent",
            OAuthHealth::consentNeeded,
            "oauth.refreshes",
            Map.of("outcome", "consent_needed")),
        new Entries(
            "refresh",
            OAuthHealth::refreshFailing,
            "oauth.refreshes",
            Map.of("outcome", "failed")));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void removeIfShouldRemoveTheEntriesOfRegistrationsThatAreGone(Entries entries) {
    var gone = ClientRegistrationId.of("gone");
    entries.add(health, ACME);
    entries.add(health, gone);

    health.removeIf(gone::equals);
    assertThat(entries.map().apply(health)).containsOnlyKeys(ACME);

    entries.add(health, gone);
    assertThat(entries.map().apply(health)).as("after a new event").containsOnlyKeys(ACME, gone);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void removeIfShouldKeepTheEntryOfHousekeepingWhateverThePredicateSays(Entries entries) {
    var housekeeping = ClientRegistrationId.of("all registrations");
    entries.add(health, ACME);
    entries.add(health, housekeeping);

    health.removeIf(id -> true);

    assertThat(entries.map().apply(health)).containsOnlyKeys(housekeeping);
  }

  /** A visitor can invent a code, so a refused code says nothing about the server. */
  @Test
  void exchangeOfACodeShouldNotMakeTheServerUnreachable() {
    world.server().token().next(Reply.html(502));
    assertThatExceptionOfType(OAuthException.class)
        .isThrownBy(() -> node.consent(world.server(), World.ALICE));
    node.close();

    assertThat(health.serverUnreachable()).isEmpty();
  }
}
