// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.internal.grant.AnswerKind;
import io.hexauth.domain.registration.ClientAuthentication.Credentials;
import java.time.Duration;
import java.util.Optional;

/**
 * Refusal of a client by the server. Only an operator can fix the cause, so the client waits before
 * its next request. The pause is 10 s, and twice as long after each further refusal, at most 5 min.
 * If the server does not accept the credentials, the pause applies to these credentials only; other
 * credentials are tried immediately. Times are values of {@code nanoTime}, compared by difference.
 *
 * @param answer the refusal: of the client, or of this grant type for the client
 * @param credentials the credentials of the refused request
 * @param times the number of refusals in a row; positive
 * @param until the time of the next request
 */
public record ClientRefusal(AnswerKind answer, Credentials credentials, int times, long until) {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 5;

  /**
   * {@return the refusal to remember after one more}
   *
   * @param known the previous refusal; empty if the server has accepted the client since
   * @param answer the refusal: of the client, or of this grant type for the client
   * @param credentials the credentials of the refused request
   * @param now the current time
   */
  public static ClientRefusal after(
      Optional<ClientRefusal> known, AnswerKind answer, Credentials credentials, long now) {
    Optional<ClientRefusal> before = known.filter(refusal -> refusal.isOf(credentials));
    Optional<ClientRefusal> together = before.filter(refusal -> refusal.until() - now > 0);
    if (together.isPresent()) {
      return together.get(); // Concurrent requests that are all refused count as one refusal.
    }
    int times = before.map(ClientRefusal::times).orElse(0) + 1;
    long pause = FIRST_PAUSE.toNanos() << Math.min(times - 1, MOST_DOUBLINGS);
    return new ClientRefusal(
        answer, credentials, times, now + Math.min(pause, LONGEST_PAUSE.toNanos()));
  }

  /** {@return true if this refusal applies to requests with these credentials} */
  public boolean isOf(Credentials presented) {
    return answer != AnswerKind.CLIENT_REFUSED || credentials.equals(presented);
  }

  /** {@return the error code of the server} */
  public OAuthErrorCode code() {
    return answer == AnswerKind.CLIENT_REFUSED
        ? OAuthErrorCode.INVALID_CLIENT
        : OAuthErrorCode.UNAUTHORIZED_CLIENT;
  }

  /**
   * Returns true if a request of this kind has to wait. With wrong credentials, a code exchange
   * would fail too, and the code could be lost, so it waits. A refused grant type does not concern
   * code exchanges. Revocations never wait, because they go to another endpoint.
   */
  public boolean stops(RequestKind request, long now) {
    boolean concerned =
        switch (request) {
          case OWN_GRANT -> true;
          case CODE_EXCHANGE -> answer == AnswerKind.CLIENT_REFUSED;
          case REVOCATION -> false;
        };
    return concerned && until - now > 0;
  }
}
