// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.Sightings;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Pools;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.events.Dispatchers;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.OpenedGrant;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.TokenType;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.testkit.clock.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Conversion from the store's clock to the two clocks of this machine, which differ. */
class TokenMaterializerTest {

  private static final AccessRequest ACCESS = AccessRequest.of(Scopes.none());
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final VirtualClock clock = VirtualClock.create();
  private final Instant storeNow = clock.instant().plus(Duration.ofDays(1));
  private final TaskPools pools = Pools.of(OAuthClientConfig.defaults(), clock);
  private final TokenCell cell = Sightings.cell().token(ACCESS);

  @AfterEach
  void close() {
    pools.close();
  }

  private TokenMaterializer materializer(boolean manual, boolean renewsEarly) {
    ClientRegistration.Builder builder =
        ClientRegistration.builder("acme")
            .clientCredentials()
            .tokenEndpoint("https://as.example/token")
            .clientSecretBasic("app", () -> "secret");
    return new TokenMaterializer(
        (manual ? builder.manualRefresh() : builder).build(),
        Dispatchers.unheard(ClientRegistrationId.of("acme")),
        clock,
        Duration.ofSeconds(30),
        "node",
        renewsEarly);
  }

  private GrantDocument document() {
    var granted =
        new GrantedToken(
            new AccessToken("t"),
            TokenType.BEARER,
            Optional.of(LIFETIME),
            Optional.empty(),
            Optional.empty(),
            Scopes.none(),
            Optional.empty(),
            Map.of());
    return GrantDocument.empty().with(ACCESS, granted, 1, storeNow);
  }

  private GrantRecord.Version version() {
    return new GrantRecord.Version(Sightings.snapshot(0).grantId(), 1);
  }

  private Snapshot found(TokenMaterializer materializer, GrantState state, ClockReading moment) {
    GrantRecord record =
        GrantRecord.builder(cell.grant().key(), version().grantId(), storeNow).state(state).build();
    GrantDocument document = document();
    return materializer.learnFound(
        cell, new OpenedGrant(record, document), document.tokens().get(0), moment);
  }

  private ClockReading now() {
    return new ClockReading(storeNow, clock.nanoTime());
  }

  @ParameterizedTest
  @EnumSource(names = {"IDLE", "DEAD"})
  void tokenShouldNotBeUsedWhenTheGrantIsDead(GrantState state) {
    Snapshot snapshot = found(materializer(false, true), state, now());

    assertThat(snapshot.isExpired(clock.nanoTime())).isEqualTo(state == GrantState.DEAD);
    assertThat(cell.snapshot()).isEqualTo(snapshot);
  }

  @ParameterizedTest
  @CsvSource({"false, true, true", "true, true, false", "false, false, false"})
  void tokenShouldBeDueBeforeItExpiresWhereItMayBeRenewedEarly(
      boolean manual, boolean renewsEarly, boolean early) {
    Snapshot snapshot = found(materializer(manual, renewsEarly), GrantState.IDLE, now());

    long first = 0;
    while (!snapshot.isDue(clock.nanoTime() + Duration.ofSeconds(first).toNanos())) {
      assertThat(first++).isLessThan(LIFETIME.toSeconds());
    }
    assertThat(snapshot.isExpired(clock.nanoTime() + Duration.ofSeconds(first).toNanos()))
        .isEqualTo(!early);
  }

  @Test
  void endOfTheTokenShouldBeByTheClockOfThisMachine() {
    Snapshot snapshot = found(materializer(false, true), GrantState.IDLE, now());

    assertThat(snapshot.token().expiresAt()).contains(clock.instant().plus(LIFETIME));
  }

  @Test
  void sleepShouldBeNoticedHoweverLongAgoTheStoreWasAsked() {
    ClockReading asked = now();
    clock.advance(Duration.ofMinutes(10));
    Snapshot snapshot = found(materializer(false, true), GrantState.IDLE, asked);
    assertThat(snapshot.now(clock)).isEqualTo(clock.nanoTime());

    clock.jump(Duration.ofMinutes(5));

    assertThat(snapshot.now(clock)).isEqualTo(clock.nanoTime() + Duration.ofMinutes(5).toNanos());
  }

  @Test
  void unstoredTokenShouldCountFromBeforeItWasObtained() {
    ClockReading before = now();
    clock.advance(Duration.ofSeconds(20));

    Optional<Snapshot> snapshot =
        materializer(false, true)
            .learnUnstored(
                new IssuedGrant(cell, version(), document(), TokenEvent.Cause.GRANTED, before));

    assertThat(snapshot)
        .hasValueSatisfying(s -> assertThat(s.confirmed()).isEqualTo(before.nanoTime()));
  }

  /** The answer contained an access token that is too large to be kept. */
  @Test
  void tokenOfAnEarlierGenerationShouldNotBeTakenForTheOneThatWasIssued() {
    var next = new GrantRecord.Version(version().grantId(), 2);

    assertThat(
            materializer(false, true)
                .learnUnstored(
                    new IssuedGrant(cell, next, document(), TokenEvent.Cause.GRANTED, now())))
        .isEmpty();
    assertThat(cell.snapshot()).isNull();
  }
}
