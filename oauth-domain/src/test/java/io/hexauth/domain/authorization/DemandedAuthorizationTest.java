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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest(name = "own {0}, registered {1}, demanded {2}: {3}")
  @CsvSource({
    "3600, none, 0, 0",
    "3600, none, 7200, 3600",
    "none, 300, 7200, 300",
    "none, 300, 60, 60",
    "3600, 300, 7200, 3600",
    "never, none, 7200, 7200",
    "none, none, 60, 60",
  })
  void authenticationShouldBeAsYoungAsTheApplicationAndTheApiWantIt(
      String own, String registered, long demanded, String sent) {
    AuthorizationOptions options = AuthorizationOptions.none().parameter("connector", "x");
    options = own.equals("none") ? options : options.parameter("max_age", own);
    ClientRegistration of =
        registered.equals("none")
            ? registration
            : registration.toBuilder().authorizationParameter("max_age", registered).build();
    AuthorizationDemand demand =
        AuthorizationDemand.none()
            .withAcrValues(List.of("gold", "silver"))
            .withMaxAge(Duration.ofSeconds(demanded));

    Map<String, String> all = new HashMap<>(of.authorizationParameters().values());
    all.putAll(options.satisfying(demand).parameters(of).values());

    assertThat(all)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("connector", "x", "acr_values", "gold silver", "max_age", sent));
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
