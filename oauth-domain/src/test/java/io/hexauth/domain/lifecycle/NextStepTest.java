// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import static io.hexauth.domain.lifecycle.Grants.ACCESS;
import static io.hexauth.domain.lifecycle.Grants.HOLD;
import static io.hexauth.domain.lifecycle.Grants.ID;
import static io.hexauth.domain.lifecycle.Grants.NOW;
import static io.hexauth.domain.lifecycle.Grants.document;
import static io.hexauth.domain.lifecycle.Grants.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.lifecycle.NextStep.Stored;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextStepTest {

  private static Optional<Instant> seconds(String offset) {
    return Optional.ofNullable(offset).map(text -> NOW.plus(Duration.parse(text)));
  }

  private static NextStep step(
      GrantRecord record, Optional<String> refresh, boolean met, boolean selfObtainable) {
    var stored = Optional.of(new Stored(record, document(refresh)));
    return NextStep.of(stored, Want.usable(ACCESS), met, selfObtainable, HOLD, NOW);
  }

  @DisplayName("R2, R3: every state, with and without a token that will do")
  @ParameterizedTest(name = "{0} lease {1} notBefore {2} refresh {3} met {4}: {5}")
  @CsvSource({
    // state, lease, not before, refresh token, met, step
    "IDLE,      ,          ,       r,  false, TakeLease",
    "IDLE,      ,          ,       r,  true,  Adopt",
    "IDLE,      ,          ,        ,  false, NeedUser",
    "IDLE,      ,          ,        ,  true,  Adopt",
    "IDLE,      PT1S,      ,       r,  false, Await",
    "IDLE,      PT0.001S,  ,       r,  false, Await",
    "IDLE,      PT0S,      ,       r,  false, TakeLease",
    "IDLE,      PT-1S,     ,       r,  false, TakeLease",
    "IDLE,      ,          PT1S,   r,  false, BackOff",
    "IDLE,      ,          PT1S,   r,  true,  Adopt",
    "IDLE,      ,          PT0S,   r,  false, TakeLease",
    "IDLE,      ,          PT-1S,  r,  false, TakeLease",
    "INTENT,    PT1S,      ,       r,  false, Await",
    "INTENT,    PT1S,      ,       r,  true,  Adopt",
    "INTENT,    PT0S,      ,       r,  false, BackOff",
    "INTENT,    PT-29S,    ,       r,  false, BackOff",
    "INTENT,    PT-30S,    ,       r,  false, BackOff",
    "INTENT,    PT-30.001S,,       r,  false, TakeLease",
    "INTENT,    PT-31S,    PT1S,   r,  false, BackOff",
    "DEAD,      ,          ,       r,  false, NeedUser",
    "DEAD,      PT-31S,    ,       r,  false, NeedUser",
    "DEAD,      ,          ,       r,  true,  Adopt",
    "TOMBSTONE, ,          ,       r,  false, NeedUser",
    "TOMBSTONE, ,          ,       r,  true,  NeedUser"
  })
  void stepShouldFollowTheRecord(
      GrantState state, String lease, String notBefore, String refresh, boolean met, String step) {
    var record = record(state, seconds(lease), seconds(notBefore));
    assertThat(step(record, Optional.ofNullable(refresh), met, false).getClass().getSimpleName())
        .isEqualTo(step);
  }

  @DisplayName("R3: what a step calls leasable is what the record calls leasable")
  @ParameterizedTest
  @CsvSource({
    "IDLE, , , true",
    "IDLE, PT1S, , false",
    "IDLE, PT0S, , true",
    "IDLE, , PT1S, false",
    "IDLE, , PT0S, true",
    "INTENT, PT1S, , false",
    "INTENT, PT-30S, , false",
    "INTENT, PT-31S, , true",
    "INTENT, PT-31S, PT1S, false",
    "DEAD, , , false",
    "TOMBSTONE, , , false"
  })
  void recordShouldBeLeasable(GrantState state, String lease, String notBefore, boolean leasable) {
    assertThat(record(state, seconds(lease), seconds(notBefore)).isLeasable(NOW, HOLD))
        .isEqualTo(leasable);
  }

  @Test
  void absentGrantShouldBeCreatedOrNeedTheUser() {
    var want = Want.usable(ACCESS);
    assertThat(NextStep.of(Optional.empty(), want, false, true, HOLD, NOW))
        .isEqualTo(new NextStep.CreateWithLease());
    assertThat(NextStep.of(Optional.empty(), want, false, false, HOLD, NOW))
        .isEqualTo(new NextStep.NeedUser(Reason.NO_GRANT, Optional.empty()));
  }

  @Test
  void grantWithoutRefreshTokenShouldBeFetchedAgainWhenTheClientCan() {
    var record = record(GrantState.IDLE, Optional.empty(), Optional.empty());
    assertThat(step(record, Optional.empty(), false, true))
        .isEqualTo(new NextStep.TakeLease(new GrantRecord.Version(ID, 1)));
    assertThat(step(record, Optional.empty(), false, false))
        .isEqualTo(new NextStep.NeedUser(Reason.NO_REFRESH_TOKEN, Optional.empty()));
  }

  @Test
  void reasonsShouldTellWhyTheUserIsNeeded() {
    var dead = record(GrantState.DEAD, Optional.empty(), Optional.of(NOW.minusSeconds(1)));
    assertThat(step(dead, Optional.of("r"), false, false))
        .isEqualTo(
            new NextStep.NeedUser(
                Reason.GRANT_REFUSED, Optional.of(OAuthErrorCode.INVALID_CLIENT)));
    var revoked = record(GrantState.TOMBSTONE, Optional.empty(), Optional.empty());
    assertThat(step(revoked, Optional.of("r"), true, true))
        .isEqualTo(new NextStep.NeedUser(Reason.REVOKED, Optional.empty()));
  }

  @Test
  void backOffShouldSayHowLongAndWhy() {
    var record = record(GrantState.IDLE, Optional.empty(), Optional.of(NOW.plusSeconds(7)));
    assertThat(step(record, Optional.of("r"), false, true))
        .isEqualTo(
            new NextStep.BackOff(
                Duration.ofSeconds(7), Optional.of(OAuthErrorCode.INVALID_CLIENT)));
  }

  @DisplayName("A50, I6: a token of another access request is never adopted")
  @Test
  void tokenOfAnotherRequestShouldNotBeAdopted() {
    var record = record(GrantState.IDLE, Optional.empty(), Optional.empty());
    var stored = Optional.of(new Stored(record, document(Optional.of("r"))));
    var other = Want.usable(AccessRequest.of(Scopes.of("b")));
    assertThat(NextStep.of(stored, other, true, false, HOLD, NOW))
        .isInstanceOf(NextStep.TakeLease.class);
  }
}
