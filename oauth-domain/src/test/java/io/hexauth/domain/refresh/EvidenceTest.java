// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.refresh.Evidence.Client;
import io.hexauth.domain.refresh.Evidence.Server;
import io.hexauth.domain.registration.GrantType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of answer to every kind of request. */
class EvidenceTest {

  @ParameterizedTest
  @CsvSource({
    "NOT_TRIED,          UNKNOWN, UNKNOWN, UNKNOWN",
    "NOT_SENT,           FAILS,   FAILS,   FAILS",
    "NO_ANSWER,          UNKNOWN, FAILS,   FAILS",
    "BUSY,               FAILS,   FAILS,   FAILS",
    "REFUSED,            UNKNOWN, ANSWERS, ANSWERS",
    "CLIENT_REFUSED,     UNKNOWN, ANSWERS, ANSWERS",
    "GRANT_TYPE_REFUSED, UNKNOWN, ANSWERS, ANSWERS",
    "DONE,               ANSWERS, ANSWERS, ANSWERS",
  })
  void anAnswerShouldProveAboutTheServerOnlyWhatNoVisitorCanCause(
      AnswerKind answer, Server exchange, Server own, Server revocation) {
    assertThat(Evidence.of(RequestKind.CODE_EXCHANGE, answer).server()).isEqualTo(exchange);
    assertThat(Evidence.of(RequestKind.OWN_GRANT, answer).server()).isEqualTo(own);
    assertThat(Evidence.of(RequestKind.REVOCATION, answer).server()).isEqualTo(revocation);
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerShouldProveSomethingAboutTheClientOnlyForAGrantOfOurs(AnswerKind answer) {
    Client own =
        switch (answer) {
          case CLIENT_REFUSED, GRANT_TYPE_REFUSED -> Client.REFUSED;
          case DONE -> Client.ACCEPTED;
          default -> Client.UNKNOWN;
        };

    assertThat(Evidence.of(RequestKind.OWN_GRANT, answer).client()).isEqualTo(own);
    assertThat(Evidence.of(RequestKind.CODE_EXCHANGE, answer).client()).isEqualTo(Client.UNKNOWN);
    assertThat(Evidence.of(RequestKind.REVOCATION, answer).client()).isEqualTo(Client.UNKNOWN);
  }

  static Stream<GrantType> grantTypes() {
    return Stream.of(
        GrantType.AUTHORIZATION_CODE,
        GrantType.REFRESH_TOKEN,
        GrantType.CLIENT_CREDENTIALS,
        GrantType.PASSWORD,
        new GrantType("urn:ietf:params:oauth:grant-type:token-exchange"));
  }

  @ParameterizedTest
  @MethodSource("grantTypes")
  void onlyTheExchangeOfACodeShouldBeAVisitorsRequest(GrantType type) {
    boolean visitors = type.equals(GrantType.AUTHORIZATION_CODE);

    assertThat(RequestKind.of(type))
        .isEqualTo(visitors ? RequestKind.CODE_EXCHANGE : RequestKind.OWN_GRANT);
    assertThat(RequestKind.of(type).findsOut()).isEqualTo(!visitors);
  }

  static Stream<OutcomeRow> outcomes() {
    return Stream.of(
        new OutcomeRow(new Outcome.Minted(), AnswerKind.DONE),
        new OutcomeRow(new Outcome.NotTried(), AnswerKind.NOT_TRIED),
        new OutcomeRow(new Outcome.NotSent(), AnswerKind.NOT_SENT),
        new OutcomeRow(new Outcome.Busy(Optional.empty()), AnswerKind.BUSY),
        new OutcomeRow(new Outcome.Unknown(true), AnswerKind.NO_ANSWER),
        new OutcomeRow(new Outcome.Unknown(false), AnswerKind.NO_ANSWER),
        new OutcomeRow(refused(OAuthErrorCode.INVALID_GRANT), AnswerKind.REFUSED),
        new OutcomeRow(refused(OAuthErrorCode.INVALID_SCOPE), AnswerKind.REFUSED),
        new OutcomeRow(refused(OAuthErrorCode.INVALID_CLIENT), AnswerKind.CLIENT_REFUSED),
        new OutcomeRow(refused(OAuthErrorCode.UNAUTHORIZED_CLIENT), AnswerKind.GRANT_TYPE_REFUSED),
        new OutcomeRow(new Outcome.RefusedWithoutError(), AnswerKind.REFUSED),
        new OutcomeRow(new Outcome.StartedOver(OAuthErrorCode.INVALID_GRANT), AnswerKind.REFUSED));
  }

  record OutcomeRow(Outcome outcome, AnswerKind kind) {}

  private static Outcome refused(OAuthErrorCode code) {
    return new Outcome.Refused(code, true);
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void everyOutcomeShouldBeOfOneKind(OutcomeRow row) {
    assertThat(row.outcome().kind()).isEqualTo(row.kind());
  }

  @Test
  void theTableOfOutcomesShouldBeWhole() {
    assertThat(outcomes().map(row -> row.outcome().getClass().getName()).distinct())
        .hasSameElementsAs(
            Arrays.stream(Outcome.class.getPermittedSubclasses()).map(Class::getName).toList());
  }
}
