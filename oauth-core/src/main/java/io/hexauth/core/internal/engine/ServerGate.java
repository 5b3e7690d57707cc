// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.refresh.Circuit;
import io.hexauth.domain.refresh.Outcome;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps requests away from a server that does not answer, and those of a client that it does not
 * know: asked before a lease is taken, and again before anything is sent.
 */
final class ServerGate {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final ClientRegistrationId registration;
  private final AtomicReference<Circuit> circuit;
  private final OAuthClock clock;
  private final Chance chance;
  private final AtomicReference<@Nullable ClientRefusal> refused = new AtomicReference<>();

  /**
   * A gate for one registration.
   *
   * @param circuit shared by all registrations at the same endpoint
   */
  ServerGate(
      ClientRegistrationId registration,
      AtomicReference<Circuit> circuit,
      OAuthClock clock,
      Chance chance) {
    this.registration = registration;
    this.circuit = circuit;
    this.clock = clock;
    this.chance = chance;
  }

  /** {@return why nothing is sent at the moment; empty if something may be} */
  Optional<OAuthException> refusal() {
    return refusal(circuit.get());
  }

  private Optional<OAuthException> refusal(Circuit seen) {
    long now = clock.nanoTime();
    ClientRefusal client = refused.get();
    if (client != null && client.until() - now > 0) {
      return Optional.of(
          new TokenRequestRejectedException(registration, 0, OAuthError.of(client.code())));
    }
    return seen.closedFor(now).map(this::unavailable);
  }

  /** {@return as {@link #refusal()}; if empty, a request is on its way from now on} */
  Optional<OAuthException> enter() {
    Circuit seen = circuit.get();
    Optional<OAuthException> refusal = refusal(seen);
    while (refusal.isEmpty() && !circuit.compareAndSet(seen, seen.entered())) {
      seen = circuit.get(); // Of all who come when the pause is over, one finds out.
      refusal = refusal(seen);
    }
    return refusal;
  }

  /** What came of a request that was let through. */
  void left(Outcome outcome) {
    long now = clock.nanoTime();
    double jitter = chance.fraction();
    circuit.updateAndGet(known -> known.after(outcome, now, jitter));
    if (outcome instanceof Outcome.Refused refusal && concernsClient(refusal.code())) {
      refused.updateAndGet(known -> ClientRefusal.after(known, refusal.code(), now));
    } else if (outcome instanceof Outcome.Minted) {
      refused.set(null);
    }
  }

  /** Nobody but an operator can mend that. */
  private static boolean concernsClient(OAuthErrorCode code) {
    return code.equals(OAuthErrorCode.INVALID_CLIENT)
        || code.equals(OAuthErrorCode.UNAUTHORIZED_CLIENT);
  }

  private ServiceUnavailableException unavailable(Duration delay) {
    return new ServiceUnavailableException(
        registration,
        Service.AUTHORIZATION_SERVER,
        "it did not answer several requests in a row",
        true,
        Optional.of(delay),
        null);
  }

  /**
   * The server does not know this client, or not for this.
   *
   * @param times in a row
   * @param until when it is worth asking again
   */
  private record ClientRefusal(OAuthErrorCode code, int times, long until) {

    static ClientRefusal after(@Nullable ClientRefusal known, OAuthErrorCode code, long now) {
      if (known != null && known.until() - now > 0) {
        return known; // Answers that were on their way together are one.
      }
      int times = known == null ? 1 : known.times() + 1;
      long pause = FIRST_PAUSE.toNanos() << Math.min(times - 1, 5);
      return new ClientRefusal(code, times, now + Math.min(pause, LONGEST_PAUSE.toNanos()));
    }
  }
}
