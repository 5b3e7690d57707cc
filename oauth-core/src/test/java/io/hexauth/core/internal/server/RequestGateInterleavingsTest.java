// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.concurrent.Interleavings;
import io.hexauth.core.internal.events.Dispatchers;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.internal.grant.AnswerKind;
import io.hexauth.domain.internal.refresh.CircuitBreaker;
import io.hexauth.domain.internal.refresh.RequestKind;
import io.hexauth.domain.registration.ClientAuthentication;
import io.hexauth.domain.registration.ClientAuthentication.Credentials;
import io.hexauth.domain.registration.ClientId;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.testkit.clock.VirtualClock;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * After several failures in a row, exactly one request tests the server, however many start at that
 * time.
 */
@Tag("interleavings")
class RequestGateInterleavingsTest {

  private static final int THRESHOLD = 2;

  @Test
  void everyInterleavingShouldHaveAnOrder() {
    Interleavings.modelCheck(Operations.class, Specification.class);
  }

  @Test
  void everyRunShouldHaveAnOrder() {
    Interleavings.stress(Operations.class, Specification.class);
  }

  /** The real class, whose pause has just ended. */
  @Param(name = "came", gen = IntGen.class, conf = "0:2")
  public static final class Operations {

    private static final ClientRegistrationId ACME = new ClientRegistrationId("acme");
    private static final Duration LONGER_THAN_ANY_JITTER = Duration.ofMinutes(2);
    private static final VirtualClock CLOCK = VirtualClock.create();
    private static final RandomSource RANDOM = new RandomSource(new SecureRandom());

    private static final Endpoint AT = new Endpoint(URI.create("https://as.example/token"));
    private static final Credentials CREDENTIALS =
        new ClientAuthentication.None().credentials(new ClientId("app"));

    private final AtomicReference<CircuitBreaker> circuit =
        new AtomicReference<>(
            new CircuitBreaker(THRESHOLD, THRESHOLD, Optional.of(CLOCK.nanoTime()), false));
    private final RequestGate gate =
        new RequestGate(
            Dispatchers.unheard(ACME),
            () -> CREDENTIALS,
            (request, endpoint) -> circuit,
            CLOCK,
            RANDOM);

    @Operation
    public boolean enter() {
      return gate.enter(RequestKind.OWN_GRANT, AT, CREDENTIALS).isEmpty();
    }

    @Operation(params = "came")
    public void left(int came) {
      switch (came) {
        case 0 -> left(AnswerKind.REFUSED, Duration.ZERO);
        case 1 -> left(AnswerKind.BUSY, LONGER_THAN_ANY_JITTER);
        default -> left(AnswerKind.NOT_TRIED, Duration.ZERO);
      }
    }

    private void left(AnswerKind answer, Duration asked) {
      gate.left(RequestKind.OWN_GRANT, AT, CREDENTIALS, answer, asked);
    }
  }

  /** The specification; no time passes. */
  public static final class Specification {

    private int failures = THRESHOLD;
    private boolean open;
    private boolean probing;

    public boolean enter() {
      boolean halfOpen = !open && failures >= THRESHOLD;
      boolean may = !open && !probing;
      probing |= may && halfOpen;
      return may;
    }

    public void left(int came) {
      probing = false;
      if (came == 0) {
        failures = 0;
        open = false;
      } else if (came == 1) {
        failures++;
        open = failures >= THRESHOLD;
      }
    }
  }
}
