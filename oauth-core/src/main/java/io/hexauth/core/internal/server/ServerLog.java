// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.internal.grant.AnswerKind;
import io.hexauth.domain.internal.grant.TokenFailure;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.ports.spi.OAuthClock;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one DEBUG line for each request to an authorization server, and informs listeners. A line
 * contains no user and no secret. Of the server's texts, it contains only known error codes.
 */
public final class ServerLog {

  private static final Logger LOG = LoggerFactory.getLogger(AuthorizationServer.class);

  private final RegistrationEvents events;
  private final OAuthClock clock;

  ServerLog(RegistrationEvents events, OAuthClock clock) {
    this.events = events;
    this.clock = clock;
  }

  /**
   * Begins a request.
   *
   * @param what the grant type, or "revocation"
   * @param endpoint the endpoint
   * @param generation the generation of the stored grant; 0 if there is none or the request does
   *     not depend on it
   * @return the line to write
   */
  Line begin(String what, Endpoint endpoint, long generation) {
    return new Line(what, address(endpoint.uri()), generation, clock.nanoTime());
  }

  /**
   * {@return the reason of a failure} Messages of Hexauth contain no secret. For other exceptions,
   * only the class is returned, because their messages may contain one.
   */
  public static String reason(Throwable failure) {
    return failure instanceof OAuthException
        ? String.valueOf(failure.getMessage())
        : failure.getClass().getName();
  }

  /** Returns the URL without its query, which contains a key in some deployments. */
  static String address(URI endpoint) {
    return endpoint.getScheme() + "://" + endpoint.getRawAuthority() + endpoint.getRawPath();
  }

  /** Log line of one request, written when the result is known. */
  final class Line {

    private final String what;
    private final String address;
    private final long generation;
    private final long begun;

    private Line(String what, String address, long generation, long begun) {
      this.what = what;
      this.address = address;
      this.generation = generation;
      this.begun = begun;
    }

    /**
     * Writes the line for a request without a complete answer.
     *
     * @return the same failure
     */
    <F extends TokenFailure> F write(F failure) {
      write(0, failure.answer(), failure.meaning().summary());
      return failure;
    }

    /**
     * Writes the line for an answer.
     *
     * @param status the HTTP status; 0 if there is no complete answer
     * @param answer the kind of the answer
     * @param outcome the result
     */
    void write(int status, AnswerKind answer, String outcome) {
      if (events.areHeard()) {
        events.measured(
            "oauth.token.requests",
            begun,
            Map.of(
                "grant.type",
                what,
                "outcome",
                RegistrationEvents.word(answer),
                "status",
                Integer.toString(status)));
      }
      LOG.debug(
          "Client registration '{}': {} request to {}, generation {}: {}, status {}, {} ms",
          events.registration(),
          what,
          address,
          generation,
          outcome,
          status == 0 ? "none" : status,
          TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - begun));
    }
  }
}
