// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.core.internal.concurrent.Running;
import io.hexauth.core.internal.json.JsonBodies;
import io.hexauth.core.internal.time.Cuts;
import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.grant.EndpointRequest;
import io.hexauth.domain.grant.ErrorResponse;
import io.hexauth.domain.grant.GrantRequest;
import io.hexauth.domain.grant.RetryAfter;
import io.hexauth.domain.grant.SizeLimits;
import io.hexauth.domain.grant.TokenEndpointResponse;
import io.hexauth.domain.grant.TokenOutcome;
import io.hexauth.domain.grant.TokenResponse;
import io.hexauth.domain.refresh.AnswerKind;
import io.hexauth.domain.refresh.Outcome;
import io.hexauth.domain.refresh.RequestKind;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.RevocableToken;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Speaks to one registration's server: a request out, its meaning back. Knows no store. */
public final class AuthorizationServer {

  private static final int MOST_BYTES = 1024 * 1024;

  private final ClientRegistration registration;
  private final OAuthTransport transport;
  private final RequestGate gate;
  private final Optional<RequestGate> revocations;
  private final OAuthClock clock;
  private final Duration deadline;
  private final SizeLimits limits;
  private final Cuts cuts;
  private final ServerLog log;

  /** The server of one registration. */
  AuthorizationServer(
      ClientRegistration registration,
      OAuthTransport transport,
      RequestGate gate,
      Optional<RequestGate> revocations,
      OAuthClock clock,
      Duration deadline,
      SizeLimits limits) {
    this.registration = registration;
    this.transport = transport;
    this.gate = gate;
    this.revocations = revocations;
    this.clock = clock;
    this.deadline = deadline;
    this.limits = limits;
    this.cuts = new Cuts(registration.id(), clock);
    this.log = new ServerLog(registration.id(), clock);
  }

  /**
   * Asks for a token, once.
   *
   * @param assumed the scopes that an answer without {@code scope} stands for
   * @param permit looked at last of all
   */
  Obtained ask(GrantRequest grant, Scopes assumed, Permit permit) {
    EndpointRequest request;
    try {
      request = EndpointRequest.of(registration, grant);
    } catch (OAuthException e) { // the application's secret supplier, or an extension's parameters
      return failed(new Outcome.NotTried(), e);
    }
    if (!permit.isValid()) {
      return failed(
          new Outcome.NotTried(),
          unavailable("the lease ran out before the request was sent", Optional.empty()));
    }
    RequestKind kind = RequestKind.of(grant.type());
    Optional<OAuthException> refusal = gate.enter(kind);
    if (refusal.isPresent()) {
      return failed(new Outcome.NotTried(), refusal.get());
    }
    AnswerKind came = AnswerKind.NO_ANSWER;
    Duration wait = Duration.ZERO;
    try {
      Obtained obtained = asked(grant, assumed, request, permit.generation());
      came = obtained.answerKind();
      wait = obtained.outcome().retryAfter().orElse(Duration.ZERO);
      return obtained;
    } finally {
      gate.left(kind, came, wait);
    }
  }

  private Obtained asked(
      GrantRequest grant, Scopes assumed, EndpointRequest request, long generation) {
    boolean refreshed = grant.type().equals(GrantType.REFRESH_TOKEN);
    ServerLog.Line line = log.begin(grant.type().value(), request.endpoint(), generation);
    return send(request)
        .fold(
            new TransportResult.Cases<>() {
              @Override
              public Obtained response(TransportResult.Response response) {
                TokenEndpointResponse answer = answer(response, request.secrets());
                TokenOutcome outcome =
                    TokenResponse.interpret(
                        registration.responseFormat(), grant.type(), assumed, answer);
                line.write(answer.status(), outcome.summary());
                return outcome.fold(new TokenMeaning(id(), limits, cuts, refreshed));
              }

              @Override
              public Obtained notSent(TransportResult.NotSent notSent) {
                line.write(notSent);
                return failed(new Outcome.NotSent(), failure("the request", notSent));
              }

              @Override
              public Obtained unknown(TransportResult.Unknown unknown) {
                line.write(unknown);
                return failed(new Outcome.Unknown(refreshed), failure(grant, unknown));
              }
            });
  }

  /**
   * Revokes a token. A success confirms, whatever its body says (RFC 7009 §2.2).
   *
   * @throws OAuthException if the server did not confirm
   */
  void revoke(Endpoint endpoint, RevocableToken token) {
    EndpointRequest request = EndpointRequest.revocation(registration, endpoint, token);
    RequestGate revocation = revocations.orElse(gate);
    Optional<OAuthException> refusal = revocation.enter(RequestKind.REVOCATION);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    AnswerKind came = AnswerKind.NO_ANSWER;
    Duration wait = Duration.ZERO;
    try {
      confirm(request);
      came = AnswerKind.DONE;
    } catch (TokenRequestRejectedException e) {
      came = AnswerKind.of(e.error().code());
      throw e;
    } catch (ServiceUnavailableException e) {
      wait = e.retryAfter().orElse(Duration.ZERO);
      throw e;
    } catch (OAuthException e) {
      came = Obtained.Failed.isClientError(e) ? AnswerKind.REFUSED : AnswerKind.NO_ANSWER;
      throw e;
    } finally {
      revocation.left(RequestKind.REVOCATION, came, wait);
    }
  }

  private void confirm(EndpointRequest request) {
    ServerLog.Line line = log.begin("revocation", request.endpoint(), 0);
    Optional<OAuthException> refusal =
        send(request)
            .fold(
                new TransportResult.Cases<>() {
                  @Override
                  public Optional<OAuthException> response(TransportResult.Response response) {
                    return revocationRefusal(line, answer(response, request.secrets()));
                  }

                  @Override
                  public Optional<OAuthException> notSent(TransportResult.NotSent notSent) {
                    line.write(notSent);
                    return Optional.of(failure("the revocation", notSent));
                  }

                  @Override
                  public Optional<OAuthException> unknown(TransportResult.Unknown unknown) {
                    line.write(unknown);
                    return Optional.of(
                        unavailable(
                            "the revocation got no answer: " + unknown.detail(), Optional.empty()));
                  }
                });
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  private Optional<OAuthException> revocationRefusal(
      ServerLog.Line line, TokenEndpointResponse answer) {
    int status = answer.status();
    if (answer.isSuccess()) {
      line.write(status, "confirmed");
      return Optional.empty();
    }
    var error = ErrorResponse.in(answer);
    if (error.isPresent()) {
      line.write(status, "refused with " + error.get().code().named());
      return Optional.of(new TokenRequestRejectedException(id(), status, error.get()));
    }
    if (status == 503 || status == 429) {
      line.write(status, "too busy");
      return Optional.of(
          unavailable("it is too busy to revoke (status " + status + ")", answer.retryAfter()));
    }
    line.write(status, "not confirmed");
    return Optional.of(
        new InvalidServerResponseException(id(), status, "it does not confirm the revocation"));
  }

  private TransportResult send(EndpointRequest request) {
    var sent =
        new TransportRequest(
            id(),
            request.endpoint().uri(),
            request.authorization(),
            request.form().encoded(),
            deadline,
            MOST_BYTES);
    try {
      return Running.waitingFor(Service.AUTHORIZATION_SERVER, () -> transport.send(sent));
    } catch (RuntimeException e) { // against its contract: nobody knows what has left
      return new TransportResult.Unknown(
          TransportResult.Failure.CUT, "the transport threw " + e.getClass().getName());
    }
  }

  private TokenEndpointResponse answer(TransportResult.Response response, List<String> secrets) {
    Instant now = clock.instant();
    return new TokenEndpointResponse(
        response.status(),
        JsonBodies.read(header(response, "content-type").orElse(""), response.body()),
        header(response, "retry-after").flatMap(text -> RetryAfter.parse(text, now)),
        now,
        secrets);
  }

  private static Optional<String> header(TransportResult.Response response, String name) {
    Map<String, List<String>> headers = response.headers();
    List<String> values = headers.getOrDefault(name, List.of());
    return values.stream().findFirst();
  }

  private static Obtained failed(Outcome outcome, OAuthException failure) {
    return new Obtained.Failed(outcome, failure);
  }

  /** A code may be spent, and the user has to get another; anything else can be asked for again. */
  private ServiceUnavailableException failure(GrantRequest grant, TransportResult.Unknown unknown) {
    boolean code = grant.type().equals(GrantType.AUTHORIZATION_CODE);
    String problem =
        code
            ? "what became of the code is unknown, let the user start again: "
            : "what became of the request is unknown: ";
    return new ServiceUnavailableException(
        id(),
        Service.AUTHORIZATION_SERVER,
        problem + unknown.detail(),
        !code,
        Optional.empty(),
        null);
  }

  private ServiceUnavailableException failure(String what, TransportResult.NotSent notSent) {
    return new ServiceUnavailableException(
        id(),
        Service.AUTHORIZATION_SERVER,
        what + " was not sent: " + notSent.detail(),
        notSent.retryable(),
        Optional.empty(),
        notSent.cause().orElse(null));
  }

  private ServiceUnavailableException unavailable(String problem, Optional<Duration> retryAfter) {
    return new ServiceUnavailableException(
        id(), Service.AUTHORIZATION_SERVER, problem, true, retryAfter, null);
  }

  private ClientRegistrationId id() {
    return registration.id();
  }
}
