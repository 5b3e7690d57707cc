// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.internal.grant.AnswerKind;
import io.hexauth.domain.internal.refresh.CircuitBreaker;
import io.hexauth.domain.internal.refresh.ClientRefusal;
import io.hexauth.domain.internal.refresh.Evidence;
import io.hexauth.domain.internal.refresh.RequestKind;
import io.hexauth.domain.registration.ClientAuthentication.Credentials;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Prevents requests to a server that does not answer, and requests of a client that the server
 * refuses. It is asked before a lease is requested, and again before a request is sent. {@link
 * Evidence} decides which answers count.
 */
public final class RequestGate {

  private final TokenExceptions exceptions;
  private final RegistrationEvents events;
  private final Supplier<Credentials> credentials;
  private final BiFunction<RequestKind, Endpoint, AtomicReference<CircuitBreaker>> circuits;
  private final OAuthClock clock;
  private final RandomSource random;
  private final AtomicReference<Optional<ClientRefusal>> refused =
      new AtomicReference<>(Optional.empty());

  /**
   * Creates the gate of one registration.
   *
   * @param credentials the current credentials of the client, called only while a refusal is
   *     remembered
   * @param circuits the circuit breakers, which all registrations at the same endpoint share
   */
  RequestGate(
      RegistrationEvents events,
      Supplier<Credentials> credentials,
      BiFunction<RequestKind, Endpoint, AtomicReference<CircuitBreaker>> circuits,
      OAuthClock clock,
      RandomSource random) {
    this.exceptions = new TokenExceptions(events.registration());
    this.events = events;
    this.credentials = credentials;
    this.circuits = circuits;
    this.clock = clock;
    this.random = random;
  }

  /**
   * {@return the reason why no request of this kind is sent at the moment; empty if one may be
   * sent}
   */
  public Optional<OAuthException> refusal(RequestKind request, Endpoint endpoint) {
    try {
      return refusal(request, circuits.apply(request, endpoint).get(), credentials);
    } catch (TokenProviderException e) { // without credentials, no request can be created
      return Optional.of(e);
    }
  }

  private Optional<OAuthException> refusal(
      RequestKind request, CircuitBreaker seen, Supplier<Credentials> presented) {
    long now = clock.nanoTime();
    return refused
        .get()
        .filter(client -> client.stops(request, now) && client.isOf(presented.get()))
        .map(client -> exceptions.remembered(client.code(), Duration.ofNanos(client.until() - now)))
        .or(() -> seen.closedFor(now).map(exceptions::silent));
  }

  /**
   * {@return the reason as in {@link #refusal}; if empty, the request counts as sent}
   *
   * @param presented the credentials of the request
   */
  public Optional<OAuthException> enter(
      RequestKind request, Endpoint endpoint, Credentials presented) {
    AtomicReference<CircuitBreaker> circuit = circuits.apply(request, endpoint);
    CircuitBreaker seen = circuit.get();
    Optional<OAuthException> refusal = refusal(request, seen, () -> presented);
    while (refusal.isEmpty()
        && request.findsOut()
        && !circuit.compareAndSet(seen, seen.entered())) {
      seen = circuit.get(); // if several requests come after the pause, only one is sent as a test
      refusal = refusal(request, seen, () -> presented);
    }
    return refusal;
  }

  /**
   * Notes the result of a request.
   *
   * @param request the kind of the request
   * @param endpoint the endpoint
   * @param presented the credentials of the request
   * @param answer the kind of the answer
   * @param asked the pause that the server asked for; zero if it asked for none
   */
  public void left(
      RequestKind request,
      Endpoint endpoint,
      Credentials presented,
      AnswerKind answer,
      Duration asked) {
    Evidence proved = Evidence.of(request, answer);
    long now = clock.nanoTime();
    switch (proved.client()) {
      case ACCEPTED -> refused.set(Optional.empty());
      case REFUSED ->
          refused.updateAndGet(
              known -> Optional.of(ClientRefusal.after(known, answer, presented, now)));
      case UNKNOWN -> {}
    }
    if (proved.server() != Evidence.Server.UNKNOWN || request.findsOut()) {
      double jitter = random.fraction();
      UnaryOperator<CircuitBreaker> step =
          known -> known.after(proved.server(), asked, now, jitter);
      CircuitBreaker before = circuits.apply(request, endpoint).getAndUpdate(step);
      boolean open = step.apply(before).openUntil().isPresent();
      if (open != before.openUntil().isPresent() && events.areHeard()) {
        events.measured(
            "oauth.circuit.changes",
            now,
            Map.of(
                "endpoint", ServerLog.address(endpoint.uri()), "state", open ? "open" : "closed"));
      }
    }
  }
}
