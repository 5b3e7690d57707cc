// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.internal.grant.AnswerKind;
import io.hexauth.domain.internal.refresh.Evidence.Client;
import io.hexauth.domain.internal.refresh.Evidence.Server;
import io.hexauth.domain.registration.GrantType;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Conclusions from each kind of answer to each kind of request. */
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
}
