// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.core.internal.concurrent.Running;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.json.JsonBodies;
import io.hexauth.core.internal.time.Cuts;
import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.internal.grant.AnswerKind;
import io.hexauth.domain.internal.grant.EndpointRequest;
import io.hexauth.domain.internal.grant.ErrorResponse;
import io.hexauth.domain.internal.grant.FittedToken;
import io.hexauth.domain.internal.grant.GrantRequest;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.grant.RetryAfter;
import io.hexauth.domain.internal.grant.TokenEndpointResponse;
import io.hexauth.domain.internal.grant.TokenFailure;
import io.hexauth.domain.internal.grant.TokenResponse;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.refresh.RequestKind;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.registration.ServerMetadata;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.RevocableToken;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Authorization server of one registration: sends requests and interprets the answers. It does not
 * use the store.
 */
public final class AuthorizationServer {

  private final ClientRegistration registration;
  private final RegistrationSource source;
  private final ServerView view;
  private final OAuthTransport transport;
  private final RequestGate gate;
  private final OAuthClock clock;
  private final Duration deadline;
  private final SizeLimits limits;
  private final Cuts cuts;
  private final ServerLog log;
  private final TokenExceptions exceptions;

  /** Creates the component for one registration. */
  AuthorizationServer(
      ClientRegistration registration,
      RegistrationSource source,
      ServerView view,
      OAuthTransport transport,
      RequestGate gate,
      RegistrationEvents events,
      OAuthClock clock,
      Duration deadline,
      SizeLimits limits) {
    this.registration = registration;
    this.source = source;
    this.view = view;
    this.transport = transport;
    this.gate = gate;
    this.clock = clock;
    this.deadline = deadline;
    this.limits = limits;
    this.cuts = new Cuts(registration.id(), clock);
    this.log = new ServerLog(events, clock);
    this.exceptions = new TokenExceptions(registration.id());
  }

  /**
   * {@return the current metadata of the server}
   *
   * @throws OAuthException if the metadata is not known
   */
  public ServerMetadata metadata() {
    return view.metadata();
  }

  /** {@return true if a token request can be sent, according to what is known without a request} */
  public boolean isReady() {
    return view.isKnown() && refusal().isEmpty();
  }

  /**
   * Fetches all that a token request needs, so that no further request is necessary under a lease.
   *
   * @throws OAuthException if the fetch fails, or if no request is sent to the server at the moment
   */
  public void prepare() {
    Optional<OAuthException> refusal = refusal();
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  private Optional<OAuthException> refusal() {
    return gate.refusal(RequestKind.OWN_GRANT, view.metadata().forGrant(GrantType.REFRESH_TOKEN));
  }

  /**
   * Sends one token request.
   *
   * @param grant the grant
   * @param assumed the scopes of an answer without {@code scope}
   * @param permit the check right before the request is created, and again right before its first
   *     byte is written
   * @return the result
   */
  TokenResult ask(GrantRequest grant, Scopes assumed, Permit permit) {
    EndpointRequest request;
    try {
      request = EndpointRequest.of(registration, grant.endpoint(view::metadata), grant);
    } catch (OAuthException e) { // a supplier failed, or the metadata is not known
      return new TokenFailure.NotTried(e);
    }
    if (!permit.isValid()) {
      return new TokenFailure.NotTried(exceptions.leaseOver());
    }
    RequestKind kind = RequestKind.of(grant.type());
    Optional<OAuthException> refusal = gate.enter(kind, request.endpoint(), request.credentials());
    if (refusal.isPresent()) {
      return new TokenFailure.NotTried(refusal.get());
    }
    AnswerKind came = AnswerKind.NO_ANSWER;
    Duration wait = Duration.ZERO;
    try {
      TokenResult result = asked(grant.type(), assumed, request, permit);
      came = result.answer();
      wait = result.retryAfter().orElse(Duration.ZERO);
      return result;
    } finally {
      gate.left(kind, request.endpoint(), request.credentials(), came, wait);
    }
  }

  private TokenResult asked(
      GrantType grant, Scopes assumed, EndpointRequest request, Permit permit) {
    ServerLog.Line line = log.begin(grant.value(), request.endpoint(), permit.generation());
    return send(request, permit)
        .fold(
            new TransportResult.Cases<>() {
              @Override
              public TokenResult response(TransportResult.Response response) {
                TokenEndpointResponse answer = answer(response, request.secrets());
                TokenResult read =
                    TokenResponse.interpret(registration.responseFormat(), grant, assumed, answer);
                line.write(answer.status(), read.answer(), read.meaning().summary());
                return read.token().map(token -> fitted(grant, token)).orElse(read);
              }

              @Override
              public TokenResult notSent(TransportResult.NotSent notSent) {
                return line.write(
                    notSent.failure() == TransportResult.Failure.TOO_LATE
                        ? new TokenFailure.NotTried(exceptions.leaseOver())
                        : failure(notSent));
              }

              @Override
              public TokenResult unknown(TransportResult.Unknown unknown) {
                return line.write(new TokenFailure.NoAnswer(grant, unknown.detail()));
              }
            });
  }

  private TokenResult fitted(GrantType grant, GrantedToken token) {
    FittedToken fitted = FittedToken.of(token, limits);
    if (fitted.isCut()) {
      cuts.report();
    }
    return fitted.result(grant);
  }

  /**
   * Revokes a token. Any success status confirms the revocation, whatever the body contains (RFC
   * 7009 §2.2).
   *
   * @throws OAuthException if the server did not confirm
   */
  void revoke(Endpoint endpoint, RevocableToken token) {
    EndpointRequest request = EndpointRequest.revocation(registration, endpoint, token);
    Optional<OAuthException> refusal =
        gate.enter(RequestKind.REVOCATION, endpoint, request.credentials());
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
    } catch (InvalidServerResponseException e) {
      came = AnswerKind.ofStatus(e.status());
      throw e;
    } finally {
      gate.left(RequestKind.REVOCATION, endpoint, request.credentials(), came, wait);
    }
  }

  private void confirm(EndpointRequest request) {
    ServerLog.Line line = log.begin("revocation", request.endpoint(), 0);
    Optional<OAuthException> refusal =
        send(request, Permit.newGrant())
            .fold(
                new TransportResult.Cases<>() {
                  @Override
                  public Optional<OAuthException> response(TransportResult.Response response) {
                    return revocationRefusal(line, answer(response, request.secrets()));
                  }

                  @Override
                  public Optional<OAuthException> notSent(TransportResult.NotSent notSent) {
                    return Optional.of(
                        exceptions.notSent("the revocation", line.write(failure(notSent))));
                  }

                  @Override
                  public Optional<OAuthException> unknown(TransportResult.Unknown unknown) {
                    line.write(0, AnswerKind.NO_ANSWER, "unknown (" + unknown.detail() + ")");
                    return Optional.of(
                        exceptions.unavailable(
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
      line.write(status, AnswerKind.DONE, "confirmed");
      return Optional.empty();
    }
    var error = ErrorResponse.in(answer);
    if (error.isPresent()) {
      OAuthErrorCode code = error.get().code();
      line.write(status, AnswerKind.of(code), "refused with " + code.named());
      return Optional.of(exceptions.refused(status, error.get()));
    }
    if (status == 503 || status == 429) {
      line.write(status, AnswerKind.BUSY, "too busy");
      return Optional.of(
          exceptions.unavailable(
              "it is too busy to revoke (status " + status + ")", answer.retryAfter()));
    }
    line.write(status, AnswerKind.ofStatus(status), "not confirmed");
    return Optional.of(exceptions.unusable(status, "it does not confirm the revocation"));
  }

  private TransportResult send(EndpointRequest request, Permit permit) {
    TransportRequest.Builder post =
        TransportRequest.post(registration.id().value(), request.endpoint().uri())
            .body(
                "application/x-www-form-urlencoded",
                request.form().encoded().getBytes(StandardCharsets.US_ASCII))
            .deadline(deadline)
            .reach(source.reach(registration, request.endpoint()))
            .mayLeave(permit.mayPresent());
    request.authorization().ifPresent(value -> post.header("Authorization", value));
    TransportRequest sent = post.build();
    try {
      return Running.waitingFor(Service.AUTHORIZATION_SERVER, () -> transport.send(sent));
    } catch (RuntimeException e) { // breaks the contract: the request may have been sent
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
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  private static TokenFailure.NotSent failure(TransportResult.NotSent notSent) {
    return new TokenFailure.NotSent(
        RegistrationSource.problem(notSent), notSent.retryable(), notSent.cause());
  }
}
