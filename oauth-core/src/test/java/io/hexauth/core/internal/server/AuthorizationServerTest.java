// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.core.internal.events.Dispatchers;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.internal.grant.AnswerKind;
import io.hexauth.domain.internal.grant.GrantRequest;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.clock.VirtualClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests to a server, and the state of the circuit breaker after each result. */
class AuthorizationServerTest {

  private static final TransportResult NOT_SENT =
      new TransportResult.NotSent(TransportResult.Failure.CONNECT, "refused");

  private final VirtualClock clock = VirtualClock.create();
  private final RequestGates gates =
      new RequestGates(
          Dispatchers.unheard(),
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
          RegistrationSource.BOUND,
          new ServerView(registration, Optional.empty()),
          request -> {
            sent.add(request);
            return answer.get();
          },
          gates.of(registration, RegistrationSource.BOUND),
          Dispatchers.unheard(registration.id()),
          clock,
          Duration.ofSeconds(7),
          SizeLimits.defaults());

  /** Call of a server; throws the resulting failure. */
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
    assertThat(request.purpose()).isEqualTo(registration.id().value());
    assertThat(request.deadline()).isEqualTo(Duration.ofSeconds(7));
    assertThat(request.mostBytes()).isEqualTo(1024 * 1024);
    assertThat(request.headers()).containsKey("Authorization");
  }

  @Test
  void nothingShouldBeSentWhenTheLeaseHasRunOutMeanwhile() {
    TokenResult result = ask(new Permit(1, () -> false, () -> {}));

    assertThat(sent).isEmpty();
    assertThat(failure(result)).isInstanceOf(ServiceUnavailableException.class);
    answer = () -> NOT_SENT;
    assertUnavailable(Call.TOKEN);
    assertThat(sent).hasSize(1);
  }

  /** The process was paused, so the failure says nothing about the server. */
  @Test
  void serverShouldBeAskedAgainAtOnceWhenARequestWasTooLateToLeave() {
    var late = new TransportResult.NotSent(TransportResult.Failure.TOO_LATE, "too late");
    answer = () -> late;

    TokenResult result = ask(new Permit(1, () -> true, () -> {}));

    assertThat(failure(result)).hasMessageContaining("the lease ended before the request");
    assertThat(result.answer()).isEqualTo(AnswerKind.NOT_TRIED);
    answer = () -> NOT_SENT;
    assertUnavailable(Call.TOKEN);
    assertThat(sent).as("the gate is open").hasSize(2);
  }

  private TokenResult ask(Permit permit) {
    return server.ask(
        new GrantRequest.ClientCredentialsGrant(AccessRequest.of(Scopes.none())),
        Scopes.none(),
        permit);
  }

  @Test
  void permitShouldBeAskedAgainByTheTransport() {
    var valid = new AtomicBoolean(true);

    ask(new Permit(1, valid::get, () -> valid.set(false)));

    assertThat(sent).singleElement().matches(request -> !request.mayLeave());
  }

  @ParameterizedTest
  @EnumSource
  void nothingElseShouldBeSentWhileOneRequestFindsOut(Call call) {
    assertUnavailable(call);
    clock.advance(Duration.ofMinutes(1));
    answer =
        () -> {
          assertUnavailable(call);
          return NOT_SENT;
        };

    assertUnavailable(call);

    assertThat(sent).as("the first, and the one that finds out").hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"TOKEN, 429", "TOKEN, 503", "REVOCATION, 429", "REVOCATION, 503"})
  void serverShouldBeLeftAloneAsLongAsItAsks(Call call, int status) {
    answer = () -> response(status, "", Map.of("retry-after", List.of("120", "1")));

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> call.of(server))
        .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofMinutes(2)));

    clock.advance(Duration.ofSeconds(119));
    assertUnavailable(call);
    assertThat(sent).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    assertUnavailable(call);
    assertThat(sent).hasSize(2);
  }

  /** The circuit opens after one failure, so the next request shows the effect of an answer. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "TOKEN, 400, invalid_grant, true",
    "TOKEN, 404, '', true",
    "TOKEN, 500, '', false",
    "TOKEN, 302, '', false",
    "REVOCATION, 200, '', true",
    "REVOCATION, 400, invalid_token, true",
    "REVOCATION, 404, '', true",
    "REVOCATION, 500, '', false",
    "REVOCATION, 302, '', false"
  })
  void nextRequestShouldBeSentWhenTheServerWorks(
      Call call, int status, String error, boolean works) {
    assertUnavailable(call);
    clock.advance(Duration.ofMinutes(1));
    String body = error.isEmpty() ? "" : "{\"error\":\"" + error + "\"}";
    answer = () -> response(status, body, Map.of("content-type", List.of("application/json")));

    for (int i = 0; i < 2; i++) {
      Throwable ignored = catchThrowable(() -> call.of(server));
      assertThat(ignored == null).isEqualTo(status == 200);
    }

    assertThat(sent).hasSize(works ? 3 : 2);
  }

  @ParameterizedTest
  @EnumSource
  void requestsToTheOtherEndpointShouldBeSentWhenOneDoesNotAnswer(Call call) {
    assertUnavailable(call);

    assertUnavailable(call == Call.TOKEN ? Call.REVOCATION : Call.TOKEN);

    assertThat(sent).extracting(TransportRequest::uri).doesNotHaveDuplicates().hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void outcomeShouldBeUnknownWhenTheTransportThrows(Call call) {
    answer =
        () -> {
          throw new UnsupportedOperationException("s3cr3t");
        };

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> call.of(server))
        .withMessageContaining("the transport threw java.lang.UnsupportedOperationException")
        .matches(e -> !e.getMessage().contains("s3cr3t"))
        .matches(ServiceUnavailableException::isRetryable);
  }

  @ParameterizedTest
  @CsvSource({"TOKEN, true", "TOKEN, false", "REVOCATION, true", "REVOCATION, false"})
  void causeOfARequestThatWasNotSentShouldBeKeptAndWhetherItCanBeRepeated(
      Call call, boolean retryable) {
    var cause = new IllegalStateException("no route");
    answer =
        () ->
            new TransportResult.NotSent(
                TransportResult.Failure.CONNECT, "no route", retryable, Optional.of(cause));

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> call.of(server))
        .withCause(cause)
        .matches(e -> e.isRetryable() == retryable);
  }

  private static TransportResult response(
      int status, String body, Map<String, List<String>> headers) {
    return new TransportResult.Response(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }
}
