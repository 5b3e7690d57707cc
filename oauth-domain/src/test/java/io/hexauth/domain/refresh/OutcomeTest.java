// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.registration.RotationPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {

  private static final List<RotationPolicy> ROTATING =
      List.of(new RotationPolicy.Strict(), new RotationPolicy.Grace(Duration.ofMinutes(1)));
  private static final RotationPolicy OFF = new RotationPolicy.NonRotating();

  @DisplayName("R8: a refusal of scopes or resource may have come after the rotation")
  @ParameterizedTest
  @ValueSource(strings = {"invalid_scope", "invalid_target"})
  void refusedAccessShouldBeUnknownWhereTheServerRotates(String code) {
    var refreshed = new Outcome.Refused(new OAuthErrorCode(code), true);
    var fetched = new Outcome.Refused(new OAuthErrorCode(code), false);

    for (RotationPolicy policy : ROTATING) {
      assertThat(refreshed.under(policy)).isEqualTo(new Outcome.Unknown(true));
      assertThat(fetched.under(policy)).isEqualTo(fetched);
    }
    assertThat(refreshed.under(OFF)).isEqualTo(refreshed);
  }

  @Test
  void everyOtherOutcomeShouldStay() {
    for (Outcome outcome :
        List.of(
            new Outcome.Minted(),
            new Outcome.NotTried(),
            new Outcome.NotSent(),
            new Outcome.Busy(Optional.empty()),
            new Outcome.Refused(OAuthErrorCode.INVALID_GRANT, true),
            new Outcome.Refused(new OAuthErrorCode("invalid_client"), true),
            new Outcome.Unknown(true))) {
      for (RotationPolicy policy : ROTATING) {
        assertThat(outcome.under(policy)).isEqualTo(outcome);
      }
    }
  }

  record Row(
      Outcome outcome, boolean unprocessed, boolean maySpend, boolean leaves, boolean ends) {}

  static Stream<Row> outcomes() {
    return Stream.of(
        // outcome | unprocessed | may have spent the token | leaves it | ends the grant
        new Row(new Outcome.Minted(), false, false, false, false),
        new Row(new Outcome.NotTried(), true, false, true, false),
        new Row(new Outcome.NotSent(), true, false, true, false),
        new Row(new Outcome.Busy(Optional.empty()), true, false, true, false),
        new Row(new Outcome.Refused(OAuthErrorCode.INVALID_GRANT, true), false, false, false, true),
        new Row(
            new Outcome.Refused(OAuthErrorCode.INVALID_GRANT, false), false, false, true, false),
        new Row(
            new Outcome.Refused(OAuthErrorCode.INVALID_CLIENT, true), false, false, true, false),
        new Row(new Outcome.RefusedWithoutError(), false, true, false, false),
        new Row(new Outcome.StartedOver(OAuthErrorCode.INVALID_GRANT), false, false, false, false),
        new Row(new Outcome.Unknown(true), false, true, false, false),
        new Row(new Outcome.Unknown(false), false, false, false, false));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void everyOutcomeShouldSayWhatBecameOfTheRefreshToken(Row row) {
    assertThat(row.outcome().isUnprocessed()).isEqualTo(row.unprocessed());
    assertThat(row.outcome().mayHaveSpent()).isEqualTo(row.maySpend());
    assertThat(row.outcome().leavesRefreshToken()).isEqualTo(row.leaves());
    assertThat(row.outcome().endsGrant()).isEqualTo(row.ends());
  }

  @Test
  void theTableOfOutcomesShouldBeWhole() {
    assertThat(outcomes().<Class<?>>map(row -> row.outcome().getClass()))
        .contains(Outcome.class.getPermittedSubclasses());
  }
}
