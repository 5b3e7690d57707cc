// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemandedAuthorizationTest {

  private final ClientRegistration registration =
      ClientRegistration.builder("shop")
          .authorizationCode()
          .publicClient("shop")
          .authorizationEndpoint("https://as.example/authorize")
          .tokenEndpoint("https://as.example/token")
          .redirectUri("https://app.example/callback")
          .scopes("read", "write")
          .resource("https://api.example/")
          .stepUpScopes("admin", "pay")
          .build();

  private static AuthorizationOptions satisfying(String... scopes) {
    return AuthorizationOptions.none()
        .satisfying(AuthorizationDemand.none().withScopes(Scopes.of(scopes)));
  }

  @Test
  void demandedScopesShouldBeAskedForBesideTheOthers() {
    assertThat(satisfying("admin", "read").access(registration))
        .isEqualTo(registration.access().withScopes(Scopes.of("read", "write", "admin")));
    assertThat(satisfying("admin").scopes("read").access(registration).scopes())
        .isEqualTo(Scopes.of("read", "admin"));
    assertThat(satisfying().access(registration)).isEqualTo(registration.access());
    assertThat(AuthorizationOptions.none().access(registration)).isEqualTo(registration.access());
  }

  @Test
  void stepUpScopesShouldNotBeAskedForWithoutADemand() {
    assertThat(satisfying("pay").access(registration).scopes())
        .isEqualTo(Scopes.of("read", "write", "pay"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "Admin", "canary"})
  void scopeThatIsNotRegisteredShouldBeRefusedWithoutItsText(String scope) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> satisfying("read", scope).access(registration))
        .withMessageContainingAll("'shop'", "1 scopes", "stepUpScopes")
        .withMessageNotContaining(scope);
    // Scopes that the application chooses are not a demand.
    assertThat(AuthorizationOptions.none().scopes(scope).access(registration).scopes())
        .isEqualTo(Scopes.of(scope));
  }

  /** Values of {@code max_age}; {@code none} if the parameter is absent. */
  private static final List<String> AGES =
      List.of(
          "none",
          "0",
          "9",
          "60",
          "300",
          "3600",
          "9999999999",
          "99999999999999999999",
          "never",
          "",
          "-1",
          "+9",
          " 9",
          "1.5",
          "\u0663");

  static Stream<Arguments> ages() {
    return AGES.stream()
        .flatMap(own -> AGES.stream().map(registered -> Arguments.of(own, registered)));
  }

  @ParameterizedTest(name = "own {0}, registered {1}")
  @MethodSource("ages")
  void authenticationShouldBeAsRecentAsTheApiTheApplicationAndTheRegistrationDemand(
      String own, String registered) {
    AuthorizationDemand demand =
        AuthorizationDemand.none()
            .withAcrValues(List.of("gold", "silver"))
            .withMaxAge(Duration.ofMinutes(5));
    String strictest =
        Stream.of("0", "9", "60")
            .filter(age -> age.equals(own) || age.equals(registered))
            .findFirst()
            .orElse("300");

    assertThat(sent(own, registered, demand))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("connector", "x", "acr_values", "gold silver", "max_age", strictest));
    assertThat(sent(own, registered, demand.withMaxAge(Duration.ZERO)))
        .as("demand for a new authentication")
        .containsEntry("max_age", "0");
  }

  @ParameterizedTest(name = "own {0}, registered {1}")
  @MethodSource("ages")
  void applicationShouldReplaceTheRegisteredMaxAgeWhenTheApiDemandsNone(
      String own, String registered) {
    Map<String, String> expected = new HashMap<>(Map.of("connector", "x"));
    Stream.of(registered, own)
        .filter(age -> !age.equals("none"))
        .forEach(age -> expected.put("max_age", age));

    assertThat(sent(own, registered, AuthorizationDemand.none())).isEqualTo(expected);
    assertThat(sent(own, registered, AuthorizationDemand.none().withScopes(Scopes.of("pay"))))
        .isEqualTo(expected);
  }

  /** Returns the additional parameters of the authorization URL. */
  private Map<String, String> sent(String own, String registered, AuthorizationDemand demand) {
    AuthorizationOptions options = AuthorizationOptions.none().parameter("connector", "x");
    options = own.equals("none") ? options : options.parameter("max_age", own);
    ClientRegistration of =
        registered.equals("none")
            ? registration
            : registration.toBuilder().authorizationParameter("max_age", registered).build();
    Map<String, String> sent = new HashMap<>(of.authorizationParameters().values());
    sent.putAll(options.satisfying(demand).parameters(of).values());
    return sent;
  }

  @Test
  void scopesOfSeveralDemandsShouldAllBeAskedFor() {
    assertThat(
            satisfying("pay")
                .satisfying(AuthorizationDemand.none().withScopes(Scopes.of("admin")))
                .access(registration)
                .scopes())
        .isEqualTo(Scopes.of("read", "write", "pay", "admin"));
  }

  @Test
  void acrValuesShouldBeBoundedInNumberAndLength() {
    AuthorizationDemand none = AuthorizationDemand.none();
    List<String> most = Collections.nCopies(16, "x".repeat(256));
    assertThat(none.withAcrValues(most).acrValues()).isEqualTo(most);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.withAcrValues(Collections.nCopies(17, "x")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.withAcrValues(List.of("x".repeat(257))));
  }

  @Test
  void otherOptionsShouldStayWithADemandAndTheDemandWithThem() {
    AuthorizationDemand demand = AuthorizationDemand.none().withScopes(Scopes.of("pay"));
    var options =
        AuthorizationOptions.none()
            .state("s")
            .satisfying(demand)
            .scopes("read")
            .parameter("a", "b");
    assertThat(options.demand()).isEqualTo(demand);
    assertThat(options.state()).contains(new State("s"));
    assertThat(options.satisfying(AuthorizationDemand.none()).scopes()).contains(Scopes.of("read"));
    assertThat(options.state("t").demand()).isEqualTo(demand);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\n", "\u00e9"})
  void acrValueShouldBeVisibleAscii(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AuthorizationDemand.none().withAcrValues(List.of("gold", value)));
  }

  @Test
  void demandShouldHaveValueSemantics() {
    AuthorizationDemand none = AuthorizationDemand.none();
    AuthorizationDemand demand =
        none.withScopes(Scopes.of("a"))
            .withAcrValues(List.of("b"))
            .withMaxAge(Duration.ofSeconds(1));
    assertThat(demand)
        .isEqualTo(
            none.withMaxAge(Duration.ofSeconds(1))
                .withAcrValues(List.of("b"))
                .withScopes(Scopes.of("a")))
        .hasSameHashCodeAs(
            none.withScopes(Scopes.of("a"))
                .withAcrValues(List.of("b"))
                .withMaxAge(Duration.ofSeconds(1)))
        .hasToString("AuthorizationDemand[scopes=1, acrValues=1, maxAge=PT1S]")
        .isNotEqualTo(demand.withScopes(Scopes.of("c")))
        .isNotEqualTo(demand.withAcrValues(List.of("c")))
        .isNotEqualTo(demand.withMaxAge(Duration.ofSeconds(2)))
        .isNotEqualTo(null);
    assertThat(none).hasToString("AuthorizationDemand[scopes=0, acrValues=0, maxAge=any]");
    assertThatIllegalArgumentException().isThrownBy(() -> none.withMaxAge(Duration.ofMillis(-1)));
  }
}
