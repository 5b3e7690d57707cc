// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.internal.challenge.ApiRejection.Demanded;
import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiRejectionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer realm=\"example\"",
        "Bearer error=\"invalid_token\"",
        "bearer error=invalid_token, error_description=\"expired\"",
        "Basic realm=\"x\", Bearer error=\"invalid_token\"",
        "Basic realm=\"x\"",
        "Basic error=\"invalid_request\"",
        "Bearer error=\"invalid_request\", Bearer error=\"invalid_token\"",
        "not a challenge",
        "",
      })
  void tokenShouldBeRejectedByAnUnauthorizedAnswerThatNamesNoOtherError(String field) {
    assertThat(ApiRejection.of(401, List.of(field)))
        .contains(new ApiRejection(Optional.empty(), field.contains("invalid_token")));
  }

  @Test
  void tokenShouldBeRejectedByAnUnauthorizedAnswerWithoutAChallenge() {
    assertThat(ApiRejection.of(401, List.of())).contains(new ApiRejection(Optional.empty(), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer error=\"invalid_request\"",
        "Bearer error=\"something_else\"",
        "Bearer error=\"INVALID_TOKEN\"",
        "Bearer error=\"\"",
      })
  void anotherErrorShouldSayNothingAboutTheToken(String field) {
    assertThat(ApiRejection.of(401, List.of(field))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 302, 400, 402, 404, 407, 429, 500, 503})
  void anotherStatusShouldSayNothingAboutTheToken(int status) {
    assertThat(ApiRejection.of(status, List.of("Bearer error=\"invalid_token\""))).isEmpty();
    assertThat(ApiRejection.of(status, List.of("Bearer error=\"insufficient_scope\""))).isEmpty();
  }

  @Test
  void forbiddenAnswerShouldRejectNoToken() {
    assertThat(ApiRejection.of(403, List.of("Bearer error=\"invalid_token\""))).isEmpty();
    assertThat(ApiRejection.of(403, List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void insufficientScopeShouldBeADemandWithTheScopesThatSuffice(int status) {
    assertThat(
            ApiRejection.of(
                status,
                List.of(
                    "Basic",
                    "Bearer realm=\"x\", error=\"insufficient_scope\", scope=\"read write\"")))
        .contains(
            demanded(
                Reason.INSUFFICIENT_SCOPE,
                AuthorizationDemand.none().withScopes(Scopes.of("read", "write"))));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void insufficientAuthenticationShouldBeADemandWithWhatWouldDo(int status) {
    assertThat(
            ApiRejection.of(
                status,
                List.of(
                    "Bearer error=\"insufficient_user_authentication\","
                        + " acr_values=\"gold  silver\", max_age=\"5\", scope=\"pay\"")))
        .contains(
            demanded(
                Reason.INSUFFICIENT_USER_AUTHENTICATION,
                AuthorizationDemand.none()
                    .withScopes(Scopes.of("pay"))
                    .withAcrValues(List.of("gold", "silver"))
                    .withMaxAge(Duration.ofSeconds(5))));
  }

  @Test
  void demandShouldCountBeforeARejection() {
    assertThat(
            ApiRejection.of(
                401,
                List.of("Bearer error=\"invalid_token\"", "Bearer error=\"insufficient_scope\"")))
        .contains(demanded(Reason.INSUFFICIENT_SCOPE, AuthorizationDemand.none()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "scope=\"a\u00e9b\" | max_age=\"7\"",
        "acr_values=\"\u00e9\" | max_age=\"7\"",
        "max_age=\"-1\" | max_age=\"7\", scope=\"\"",
        "max_age=\"1.5\" | max_age=\"7\"",
        "max_age=\"9999999999\" | max_age=\"7\"",
        "max_age=\"\" | max_age=\"7\"",
      })
  void malformedPartOfADemandShouldCountAsAbsentAndTheRestStay(String malformed, String good) {
    String error = "Bearer error=\"insufficient_user_authentication\", ";
    assertThat(ApiRejection.of(401, List.of(error + malformed)))
        .contains(demanded(Reason.INSUFFICIENT_USER_AUTHENTICATION, AuthorizationDemand.none()));
    if (!malformed.startsWith("max_age")) {
      assertThat(ApiRejection.of(401, List.of(error + malformed + ", " + good)))
          .contains(
              demanded(
                  Reason.INSUFFICIENT_USER_AUTHENTICATION,
                  AuthorizationDemand.none().withMaxAge(Duration.ofSeconds(7))));
    }
  }

  private static ApiRejection demanded(Reason reason, AuthorizationDemand demand) {
    return new ApiRejection(Optional.of(new Demanded(reason, demand)), true);
  }
}
