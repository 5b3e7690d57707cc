// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.Registrations;
import io.hexauth.domain.authorization.AuthorizationOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that parameters of a provider must not have, wherever an application can set one. */
class ExtraParametersTest {

  private static final List<String> PROTOCOL =
      List.of(
          "response_type",
          "client_id",
          "redirect_uri",
          "scope",
          "state",
          "code_challenge",
          "code_challenge_method",
          "request",
          "request_uri",
          "resource",
          "audience",
          "grant_type",
          "code",
          "code_verifier",
          "client_assertion_type");

  private static final List<String> SECRET =
      List.of(
          "client_secret",
          "client_assertion",
          "access_token",
          "refresh_token",
          "id_token",
          "token",
          "password",
          "username",
          "assertion",
          "subject_token",
          "actor_token");

  static Stream<String> protocol() {
    return PROTOCOL.stream();
  }

  static Stream<String> secret() {
    return SECRET.stream();
  }

  /** A name that is added to or removed from the lists must be changed here, too. */
  @Test
  void listsShouldHaveEveryRefusedName() {
    assertThat(ExtraParameters.PROTOCOL).containsExactlyInAnyOrderElementsOf(PROTOCOL);
    assertThat(ExtraParameters.SECRET).containsExactlyInAnyOrderElementsOf(SECRET);
  }

  @ParameterizedTest
  @MethodSource("protocol")
  void nameShouldBeRefusedWhenTheProtocolOwnsIt(String name) {
    isRefusedEverywhere(name, "belongs to the protocol");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Registrations.code().authorizationEndpoint(withQuery(name)).build())
        .withMessageStartingWith("Client registration 'shop': authorizationEndpoint")
        .withMessageContaining("'" + name + "'");
  }

  @ParameterizedTest
  @MethodSource("secret")
  void nameShouldBeRefusedWhenItIsThatOfASecret(String name) {
    isRefusedEverywhere(name, "has the name of a secret");
    UrlRulesTest.SERVER_PARTS.forEach(
        (part, set) ->
            assertThatIllegalArgumentException()
                .as(part)
                .isThrownBy(() -> set.apply(Registrations.code(), withQuery(name)).build())
                .withMessageStartingWith("Client registration 'shop': " + part)
                .withMessageContaining("'" + name + "'")
                .withMessageNotContaining("s3cr3t"));
  }

  private static void isRefusedEverywhere(String name, String why) {
    isRefused(() -> new ExtraParameters(Map.of("connector", "x", name, "s3cr3t")), name, why);
    isRefused(() -> ExtraParameters.none().with(name, "s3cr3t"), name, why);
    isRefused(() -> AuthorizationOptions.none().parameter(name, "s3cr3t"), name, why);
    isRefused(() -> Registrations.code().authorizationParameter(name, "s3cr3t"), name, why);
    isRefused(() -> Registrations.code().tokenParameter(name, "s3cr3t"), name, why);
  }

  private static void isRefused(Runnable door, String name, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(door::run)
        .withMessageContaining("'" + name + "'")
        .withMessageContaining(why)
        .withMessageNotContaining("s3cr3t");
  }

  private static String withQuery(String name) {
    return "https://as.example/x?" + name + "=s3cr3t";
  }

  @ParameterizedTest
  @ValueSource(strings = {"connector", "prompt", "login_hint", "Client_ID", "tokens", "nonce"})
  void nameShouldBeAcceptedWhenItIsAProvidersOwn(String name) {
    assertThat(ExtraParameters.none().with(name, "x").values()).containsEntry(name, "x");
    assertThat(Registrations.code().tokenParameter(name, "x").build().tokenParameters().values())
        .containsEntry(name, "x");
  }
}
