// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.internal.grant.AnswerKind;
import io.hexauth.domain.registration.ClientAuthentication.Credentials;
import java.time.Duration;
import java.util.Optional;

/**
 * Refusal of a client by the server. Only an operator can fix that, so the client waits before it
 * asks again: 10 s, and twice as long after each further refusal, at most 5 min. Where the server
 * does not know the client, that is about the credentials: others are tried at once. Times are
 * {@code nanoTime}s, compared by difference.
 *
 * @param answer what the server refused: the client, or the client this grant type
 * @param credentials that the request carried
 * @param times how often in a row; positive
 * @param until when the client may ask again
 */
public record ClientRefusal(AnswerKind answer, Credentials credentials, int times, long until) {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 5;

  /**
   * {@return the refusal to remember after one more}
   *
   * @param known the one before, unless the server took the client since
   */
  public static ClientRefusal after(
      Optional<ClientRefusal> known, AnswerKind answer, Credentials credentials, long now) {
    Optional<ClientRefusal> before = known.filter(refusal -> refusal.isOf(credentials));
    Optional<ClientRefusal> together = before.filter(refusal -> refusal.until() - now > 0);
    if (together.isPresent()) {
      return together.get(); // Answers that were on their way at the same time are one.
    }
    int times = before.map(ClientRefusal::times).orElse(0) + 1;
    long pause = FIRST_PAUSE.toNanos() << Math.min(times - 1, MOST_DOUBLINGS);
    return new ClientRefusal(
        answer, credentials, times, now + Math.min(pause, LONGEST_PAUSE.toNanos()));
  }

  /** {@return whether it holds for a client with these credentials} */
  public boolean isOf(Credentials presented) {
    return answer != AnswerKind.CLIENT_REFUSED || credentials.equals(presented);
  }

  /** {@return what the server said} */
  public OAuthErrorCode code() {
    return answer == AnswerKind.CLIENT_REFUSED
        ? OAuthErrorCode.INVALID_CLIENT
        : OAuthErrorCode.UNAUTHORIZED_CLIENT;
  }

  /**
   * {@return whether a request of this kind waits} Wrong credentials of the client would make a
   * code exchange fail too, and might spend the code; a refused grant type says nothing about
   * codes. Revocations go to another endpoint.
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
