// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.registration.GrantType;

/**
 * Kind of a request to an authorization server, by who decides that it is sent. It decides what the
 * answer proves ({@link Evidence}), and which threads and which circuit the request uses.
 */
public enum RequestKind {

  /** The exchange of an authorization code: a visitor of the application chose the code. */
  CODE_EXCHANGE,

  /** A refresh, or a token that the client obtains by itself: no visitor has a part in it. */
  OWN_GRANT,

  /** The revocation of a token (RFC 7009). */
  REVOCATION;

  /** {@return the kind of a token request with this grant type} */
  public static RequestKind of(GrantType type) {
    return type.equals(GrantType.AUTHORIZATION_CODE) ? CODE_EXCHANGE : OWN_GRANT;
  }

  /**
   * {@return whether a request of this kind may be the one that finds out whether the server is
   * back, while all others wait for it} A visitor must not be able to make them wait.
   */
  public boolean findsOut() {
    return this != CODE_EXCHANGE;
  }
}
