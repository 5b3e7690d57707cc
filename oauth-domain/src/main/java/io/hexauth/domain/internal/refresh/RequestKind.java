// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.registration.GrantType;

/**
 * Kind of a request to an authorization server. It depends on the initiator of the request. The
 * kind decides on the conclusions from the answer ({@link Evidence}), and on the threads and the
 * circuit breaker of the request.
 */
public enum RequestKind {

  /** Exchange of an authorization code. A visitor of the application chose the code. */
  CODE_EXCHANGE,

  /**
   * Refresh, or request for a token that the client obtains by itself. No visitor can influence it.
   */
  OWN_GRANT,

  /** The revocation of a token (RFC 7009). */
  REVOCATION;

  /** {@return the kind of a token request with this grant type} */
  public static RequestKind of(GrantType type) {
    return type.equals(GrantType.AUTHORIZATION_CODE) ? CODE_EXCHANGE : OWN_GRANT;
  }

  /**
   * {@return true if a request of this kind may test whether the server answers again, while all
   * others wait} A request that a visitor can influence may not.
   */
  public boolean findsOut() {
    return this != CODE_EXCHANGE;
  }
}
