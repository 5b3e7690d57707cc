// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ApiAnswer;
import io.hexauth.ports.api.ApiRequest;
import io.hexauth.ports.api.ConnectionStatus;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.Recovery;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FakeOAuthClientTest {

  private static final OAuthToken TOKEN =
      OAuthToken.builder("of-a-test").scopes(Scopes.of("read")).build();

  private final FakeOAuthClient client =
      new FakeOAuthClient(
          ClientRegistration.builder("acme")
              .authorizationCode()
              .publicClient("app")
              .authorizationEndpoint("https://as.example/authorize")
              .tokenEndpoint("https://as.example/token")
              .redirectUri("https://app.example/callback")
              .build());
  private final FakeOAuthSession alice = client.session("alice");
  private final UserAgentBinding browser = UserAgentBinding.random();

  private final ApiRequest request =
      new ApiRequest() {
        @Override
        public String method() {
          return "GET";
        }

        @Override
        public URI uri() {
          return URI.create("https://api.example/");
        }
      };

  private final ApiAnswer answer =
      new ApiAnswer() {
        @Override
        public int status() {
          return 401;
        }

        @Override
        public Collection<String> headers(String name) {
          return List.of();
        }
      };

  @Test
  void sessionShouldNeedTheUserUntilATokenIsSet() {
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(alice::token)
        .matches(e -> e.reason() == Reason.NO_GRANT);
    assertThat(alice.tokenAsync()).isCompletedExceptionally();
    assertThat(alice.status()).isEqualTo(ConnectionStatus.absent());
    assertThat(alice.isTokenExpired()).isTrue();

    alice.set(TOKEN);

    assertThat(client.session(Principal.of("alice")).token()).isEqualTo(TOKEN);
    assertThat(alice.tokenAsync()).isCompletedWithValue(TOKEN);
    assertThat(alice.refresh()).isEqualTo(alice.refresh(TOKEN)).isEqualTo(TOKEN);
    assertThat(alice.obtainToken()).isEqualTo(TOKEN);
    assertThat(alice.status())
        .isEqualTo(ConnectionStatus.connected().withScopes(Scopes.of("read")));
    assertThat(alice.isTokenExpired()).isFalse();
    assertThat(client.session("bob").current()).isEmpty();
  }

  @Test
  void sessionShouldFailAsItIsTold() {
    alice.set(TOKEN);
    OAuthException failure =
        new ReauthorizationRequiredException(
            client.registration().id(), Reason.REVOKED, Optional.empty());
    alice.fail(failure);
    alice.set(ConnectionStatus.consentNeeded(Reason.REVOKED));

    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> alice.authorize(request))
        .withCause(failure);
    assertThat(alice.authorizeAsync(request)).isCompletedExceptionally();
    assertThat(alice.status()).isEqualTo(ConnectionStatus.consentNeeded(Reason.REVOKED));

    alice.set(TOKEN);
    assertThat(alice.token()).as("works again").isEqualTo(TOKEN);
  }

  @Test
  void requestShouldCarryTheTokenAndRecoverAsItIsTold() {
    alice.set(TOKEN);
    var used = alice.authorize(request);
    List<String> headers = new ArrayList<>();
    used.headers((name, value) -> headers.add(name + ": " + value));

    assertThat(headers).containsExactly("Authorization: Bearer of-a-test");
    assertThat(alice.recover(request, used, answer)).isEqualTo(Recovery.done());

    Recovery again = Recovery.again(used);
    alice.set(again);
    assertThat(alice.recover(request, used, answer)).isEqualTo(again);
    assertThat(alice.recoverAsync(request, used, answer)).isCompletedWithValue(again);
  }

  @Test
  void tokenShouldBeImportedAndRevoked() {
    OAuthToken other = OAuthToken.builder("another").build();

    assertThat(alice.importToken(TOKEN, ImportMode.IF_ABSENT)).isEqualTo(TOKEN);
    assertThat(alice.importToken(other, ImportMode.IF_ABSENT)).isEqualTo(TOKEN);
    assertThat(alice.importToken(other, ImportMode.REPLACE)).isEqualTo(other);
    assertThat(alice.revoke()).isTrue();
    assertThat(alice.revoke()).isFalse();
    assertThat(alice.current()).isEmpty();
  }

  @Test
  void authorizationShouldBeFinishedOnceAndByItsUserAgent() {
    var redirect = client.startAuthorization(Principal.of("alice"), browser);
    var callback =
        AuthorizationCallback.parse("/callback?code=x&state=" + redirect.state().value());
    assertThat(redirect.uri().getRawQuery()).contains(redirect.state().value());

    assertThatExceptionOfType(InvalidCallbackException.class)
        .isThrownBy(() -> client.finishAuthorization(callback, UserAgentBinding.random()));
    assertThat(client.finishAuthorization(callback, browser)).isSameAs(alice);
    assertThatExceptionOfType(InvalidCallbackException.class)
        .isThrownBy(() -> client.finishAuthorization(callback, browser));
  }

  @Test
  void tokenOfTheClientShouldBeThatOfItsOwnSession() {
    client.session().set(TOKEN);

    assertThat(client.token()).isEqualTo(TOKEN);
    assertThat(client.tokenFor(Principal.self())).isEqualTo(TOKEN);
  }
}
