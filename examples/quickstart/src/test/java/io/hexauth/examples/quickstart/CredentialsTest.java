// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.registration.ClientAuthentication.ClientSecretBasic;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.RedirectUri;
import io.hexauth.domain.scope.Scope;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.examples.authorizationserver.DemoClient;
import io.hexauth.examples.quickstart.HttpCcg.OAuthScope;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tables of credentials in the five documents: each value can be set, read and changed. */
class CredentialsTest {

  private static ClientRegistration.Builder example() {
    return ClientRegistration.builder("example")
        .authorizationCode()
        .authorizationEndpoint("https://as.example/authorize")
        .tokenEndpoint("https://as.example/token")
        .clientSecretBasic("OAuthClientId", () -> "OAuthClientSecret")
        .redirectUri("https://app.example/callback")
        .scopes(EnumSet.allOf(OAuthScope.class))
        .clockSkew(Duration.ofSeconds(10));
  }

  @Test
  void everyCredentialShouldBeReadBackAsItWasSet() {
    ClientRegistration registration = example().build();

    assertThat(registration.clientId().value()).isEqualTo("OAuthClientId");
    assertThat(registration.authentication())
        .isInstanceOfSatisfying(
            ClientSecretBasic.class,
            basic -> assertThat(basic.secret().get().value()).isEqualTo("OAuthClientSecret"));
    assertThat(registration.redirectUri().map(RedirectUri::value))
        .hasValue("https://app.example/callback");
    assertThat(registration.scopes()).isEqualTo(Scopes.of("read", "write"));
    assertThat(registration.refresh().clockSkew()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void cloneShouldDifferInWhatWasChangedAndInNothingElse() {
    ClientRegistration registration = example().build();

    ClientRegistration changed =
        registration.toBuilder().clockSkew(Duration.ofSeconds(20)).scopes("read").build();

    assertThat(changed.refresh().clockSkew()).isEqualTo(Duration.ofSeconds(20));
    assertThat(changed.scopes()).isEqualTo(Scopes.of("read"));
    assertThat(registration.refresh().clockSkew()).isEqualTo(Duration.ofSeconds(10));
    assertThat(
            changed.toBuilder().clockSkew(Duration.ofSeconds(10)).scopes("read", "write").build())
        .isEqualTo(registration);
  }

  @Test
  void cloneShouldBeAbleToTakeEachCredentialAnew() {
    ClientRegistration changed =
        example().build().toBuilder()
            .id("other")
            .clientSecretPost("other-id", () -> "other-secret")
            .redirectUri("https://app.example/other")
            .build();

    assertThat(changed.id().value()).isEqualTo("other");
    assertThat(changed.clientId().value()).isEqualTo("other-id");
    assertThat(changed.authentication().method().value()).isEqualTo("client_secret_post");
    assertThat(changed.redirectUri().map(RedirectUri::value)).hasValue("https://app.example/other");
    assertThat(changed.scopes()).isEqualTo(Scopes.of("read", "write"));
  }

  @Test
  void scopesOfDocument003ShouldHaveItsNamesAndDescriptions() {
    assertThat(descriptions(OAuthScope.values()))
        .isEqualTo(Map.of("READ_SCOPE", "Read scope", "WRITE_SCOPE", "Write scope"));
  }

  @Test
  void scopesOfDocument004ShouldHaveTheValuesThatSpotifyDocuments() {
    assertThat(Arrays.stream(SpotifyScope.values()).map(Scope::value))
        .containsExactlyElementsOf(DemoClient.OAUTH_2_0.scopes())
        .hasSize(19);
    assertThat(descriptions(SpotifyScope.values()).values()).noneMatch(String::isBlank);
  }

  private static <S extends Enum<S> & Scope> Map<String, String> descriptions(S[] scopes) {
    return Arrays.stream(scopes)
        .collect(Collectors.toMap(Enum::name, Scope::description, (a, b) -> a, TreeMap::new));
  }
}
