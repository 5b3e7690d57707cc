// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.grant.GrantRequest;
import io.hexauth.domain.grant.SizeLimits;
import io.hexauth.domain.grant.TokenResult;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.clock.VirtualClock;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent, and what a request leaves behind in the gate however it ends. */
class AuthorizationServerTest {

  private static final TransportResult NOT_SENT =
      new TransportResult.NotSent(TransportResult.Failure.CONNECT, "refused");

  private final VirtualClock clock = VirtualClock.create();
  private final RequestGates gates =
      new RequestGates(
          OAuthClientConfig.defaults().withCircuitThreshold(1),
          clock,
          new RandomSource(new SecureRandom()));
  private final ClientRegistration registration =
      ClientRegistration.builder("acme")
          .clientCredentials()
          .tokenEndpoint("https://as.example/token")
          .revocationEndpoint("https://as.example/revoke")
          .clientSecretBasic("app", () -> "secret")
          .build();
  private final List<TransportRequest> sent = new ArrayList<>();
  private Supplier<TransportResult> answer = () -> NOT_SENT;
  private final AuthorizationServer server =
      new AuthorizationServer(
          registration,
          request -> {
            sent.add(request);
            return answer.get();
          },
          gates.of(registration),
          registration.endpoints().revocation().map(e -> gates.revocations(registration, e)),
          clock,
          Duration.ofSeconds(7),
          SizeLimits.defaults());

  /** What is asked of a server; each throws what comes of it. */
  enum Call {
    TOKEN {
      @Override
      void of(AuthorizationServer server) {
        throw failure(
            server.ask(
                new GrantRequest.ClientCredentialsGrant(AccessRequest.of(Scopes.none())),
                Scopes.none(),
                Permit.newGrant()));
      }
    },
    REVOCATION {
      @Override
      void of(AuthorizationServer server) {
        server.revoke(new Endpoint(URI.create("https://as.example/revoke")), new AccessToken("t"));
      }
    };

    abstract void of(AuthorizationServer server);
  }

  private static OAuthException failure(TokenResult result) {
    return new TokenExceptions(new ClientRegistrationId("acme")).of(result).orElseThrow();
  }

  private void assertUnavailable(Call call) {
    assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> call.of(server));
  }

  @ParameterizedTest
  @EnumSource
  void requestThatEndsWithAnErrorShouldNotKeepTheNextOneAway(Call call) {
    assertUnavailable(call);
    assertUnavailable(call);
    assertThat(sent).as("the gate is closed after the first").hasSize(1);
    clock.advance(Duration.ofMinutes(1));
    answer =
        () -> {
          throw new OutOfMemoryError("unable to create native thread");
        };

    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> call.of(server));
    assertThat(sent).as("one finds out").hasSize(2);
    clock.advance(Duration.ofMinutes(1));
    answer = () -> NOT_SENT;
    assertUnavailable(call);

    assertThat(sent).as("and another one after it").hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void requestShouldHaveItsRegistrationDeadlineAndLimit(Call call) {
    assertUnavailable(call);

    TransportRequest request = sent.get(0);
    assertThat(request.registration()).isEqualTo(registration.id());
    assertThat(request.deadline()).isEqualTo(Duration.ofSeconds(7));
    assertThat(request.mostBytes()).isEqualTo(1024 * 1024);
    assertThat(request.authorization()).isPresent();
  }

  @Test
  void nothingShouldBeSentWhenTheLeaseHasRunOutMeanwhile() {
    TokenResult result =
        server.ask(
            new GrantRequest.ClientCredentialsGrant(AccessRequest.of(Scopes.none())),
            Scopes.none(),
            new Permit(1, () -> false));

    assertThat(sent).isEmpty();
    assertThat(failure(result)).isInstanceOf(ServiceUnavailableException.class);
    answer = () -> NOT_SENT;
    assertUnavailable(Call.TOKEN);
    assertThat(sent).hasSize(1);
  }
}
