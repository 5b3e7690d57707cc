// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.Registrations;
import io.hexauth.domain.authorization.AuthorizationOptions;
import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.authorization.State;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.internal.grant.CodeVerifier;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ExtraParameters;
import io.hexauth.domain.registration.Issuer;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.ServerMetadata;
import io.hexauth.domain.registration.TokenResponseFormat;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AuthorizationUrlTest {

  private static final CodeVerifier VERIFIER =
      new CodeVerifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

  private static URI url(ClientRegistration registration, String state, ExtraParameters own) {
    var pending =
        new PendingAuthorization(
            registration.id(),
            Principal.of("alice"),
            UserAgentBinding.of("session-1").hash(),
            registration.redirectUri().orElseThrow(),
            registration.pkce() ? Optional.of(VERIFIER) : Optional.empty(),
            registration.access(),
            registration.endpoints().issuer().map(Issuer::value),
            registration.endpoints().token().orElseThrow(),
            false,
            Instant.EPOCH);
    return AuthorizationUrl.of(
        registration,
        registration.endpoints().authorization().orElseThrow(),
        pending,
        new State(state),
        own);
  }

  private static URI url(ClientRegistration registration) {
    return url(registration, "st4te", ExtraParameters.none());
  }

  @Test
  void urlShouldCarryTheWholeRequest() {
    var registration =
        Registrations.code()
            .scopes("read", "write")
            .resource("https://api.example/v1")
            .audience("api")
            .authorizationParameter("connector", "git hub")
            .build();
    assertThat(url(registration))
        .hasToString(
            "https://as.example/authorize?response_type=code&client_id=client-1"
                + "&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=st4te&scope=read+write"
                + "&resource=https%3A%2F%2Fapi.example%2Fv1&audience=api"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
                + "&code_challenge_method=S256&connector=git+hub");
  }

  @DisplayName("A33: the verifier never travels through the browser, and plain does not exist")
  @Test
  void urlShouldNeverCarryTheVerifierOrASecret() {
    assertThat(url(Registrations.code().build()).toString())
        .doesNotContain(VERIFIER.value(), Registrations.SECRET, "plain");
    assertThat(url(Registrations.code().withoutPkce().build()).toString())
        .doesNotContain("code_challenge");
  }

  @Test
  void urlShouldHaveNoScopeWhenNoneIsAskedFor() {
    assertThat(url(Registrations.code().build()).toString()).doesNotContain("scope");
  }

  @Test
  void scopesShouldBeJoinedByTheDelimiterOfTheProvider() {
    var format = TokenResponseFormat.lenient().withScopeDelimiter(",");
    assertThat(
            url(Registrations.code().scopes("a", "b").responseFormat(format).build()).getRawQuery())
        .contains("&scope=a%2Cb&");
  }

  @DisplayName("RFC 6749 §3.1: the endpoint's own query is retained as it is spelt")
  @Test
  void queryOfTheEndpointShouldBeKept() {
    for (String query : List.of("tenant=1", "p=B2C_1%20x%2fy&flag", "a=1&a=2", "x=~*()")) {
      var registration =
          Registrations.code().authorizationEndpoint("https://as.example/a?" + query).build();
      assertThat(url(registration).toString())
          .startsWith("https://as.example/a?" + query + "&response_type=code&client_id=");
    }
    var empty = Registrations.code().authorizationEndpoint("https://as.example/a?").build();
    assertThat(url(empty).toString()).startsWith("https://as.example/a?response_type=code&");
  }

  @DisplayName("A03: no parameter twice")
  @Test
  void urlShouldHaveNoParameterTwice() {
    var registration = Registrations.code().authorizationParameter("connector", "a").build();
    var replaced = url(registration, "s", ExtraParameters.none().with("connector", "b"));
    assertThat(Form.decode(replaced.getRawQuery()).parameters().values())
        .allMatch(values -> values.size() == 1);
    assertThat(Form.decode(replaced.getRawQuery()).first("connector")).contains("b");
    var query = Registrations.code().authorizationEndpoint("https://as.example/a?tenant=1").build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> url(query, "s", ExtraParameters.none().with("tenant", "2")))
        .withMessageContaining("'tenant'");
    for (String name : List.of("state", "client_id", "code_challenge_method", "client_secret")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> AuthorizationOptions.none().parameter(name, "x"))
          .withMessageContaining("'" + name + "'");
    }
  }

  @Test
  void hostileValuesShouldBeEncoded() {
    String hostile = "&client_id=evil#x\r\n é\uD83D\uDE00%";
    var own = ExtraParameters.none().with("hint", hostile);
    var uri = url(Registrations.code().build(), "a&b=c #%", own);
    assertThat(Form.decode(uri.getRawQuery()).first("hint")).contains(hostile);
    assertThat(Form.decode(uri.getRawQuery()).first("state")).contains("a&b=c #%");
    assertThat(uri.getRawFragment()).isNull();
    assertThat(uri.toString()).containsOnlyOnce("client_id=").matches("[\\x21-\\x7e]+");
  }

  private static ServerMetadata published(Map<String, Object> more) {
    var members = new HashMap<String, Object>(more);
    members.put("issuer", "https://as.example");
    members.put("token_endpoint", "https://as.example/token");
    return ServerMetadata.read(members, new Issuer("https://as.example"));
  }

  @DisplayName("A33: a method that the server does not name is never replaced by plain")
  @Test
  void usersShouldBeSentOnlyToServersThatTakeTheChallengeOrDoNotSay() {
    String method = "code_challenge_methods_supported";
    Map<String, Object> there = Map.of("authorization_endpoint", "https://as.example/authorize");
    ClientRegistration shop = Registrations.code().build();

    assertThat(AuthorizationUrl.problem(shop, published(Map.of())).orElseThrow())
        .isEqualTo("authorization_endpoint is missing");
    assertThat(AuthorizationUrl.problem(shop, published(there))).isEmpty();
    for (List<String> methods : List.of(List.of("S256"), List.of("plain", "S256"))) {
      var members = new HashMap<>(there);
      members.put(method, methods);
      assertThat(AuthorizationUrl.problem(shop, published(members))).isEmpty();
    }
    for (List<String> methods : List.of(List.<String>of(), List.of("plain"), List.of("s256"))) {
      var members = new HashMap<>(there);
      members.put(method, methods);
      assertThat(AuthorizationUrl.problem(shop, published(members)).orElseThrow())
          .startsWith(method);
      assertThat(
              AuthorizationUrl.problem(
                  Registrations.code().withoutPkce().build(), published(members)))
          .isEmpty();
    }
  }
}
