// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import io.hexauth.domain.internal.json.JsonSize;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import java.util.Map;

/**
 * Estimates the memory that values use, in bytes. The estimate is rather too high than too low. An
 * object that two values share is counted twice.
 */
public final class HeapSize {

  /** Two objects of a string. */
  private static final int STRING = 56;

  /** JSON value with its entry in a map or a list. */
  private static final int VALUE = 64;

  private static final int DOCUMENT = 200;
  private static final int ISSUED_TOKEN = 350;

  /** Token for callers, with its instant. */
  private static final int TOKEN = 64;

  /** Object around the string of a token, and the name of the authentication scheme before it. */
  private static final int WRAPPER = 24;

  private static final int SCOPE = 64;

  private HeapSize() {}

  /** {@return the estimated size of a principal} */
  public static long of(Principal principal) {
    return wide(principal.tenant()) + wide(principal.name());
  }

  /** {@return the estimated size of an access request} */
  public static long of(AccessRequest access) {
    long bytes = of(access.scopes()) + access.audience().map(HeapSize::wide).orElse(0L);
    for (var resource : access.resources()) {
      bytes += SCOPE + 3 * wide(resource.toString()); // a URI also keeps its parts
    }
    return bytes;
  }

  /** {@return the estimated size of a token for callers} */
  public static long of(OAuthToken token) {
    return TOKEN
        + of(token.accessToken())
        + token.refreshToken().map(HeapSize::of).orElse(0L)
        + token.idToken().map(HeapSize::of).orElse(0L)
        + of(token.scopes())
        + of(token.additional());
  }

  /** {@return the estimated size of an access token, including its header value} */
  public static long of(AccessToken token) {
    return (long) WRAPPER + STRING + token.length();
  }

  /** {@return the estimated size of a refresh token} */
  public static long of(RefreshToken token) {
    return WRAPPER + ascii(token.value());
  }

  /** {@return the estimated size of an ID token} */
  public static long of(IdToken token) {
    return WRAPPER + wide(token.value());
  }

  /** {@return the estimated size of a document} */
  public static long of(GrantDocument document) {
    long bytes = DOCUMENT + of(document.granted()) + of(document.unknown());
    bytes += document.refreshToken().map(HeapSize::of).orElse(0L);
    for (IssuedToken token : document.tokens()) {
      bytes += of(token);
    }
    return bytes;
  }

  private static long of(IssuedToken token) {
    return ISSUED_TOKEN
        + of(token.accessToken())
        + token.idToken().map(HeapSize::of).orElse(0L)
        + of(token.access())
        + of(token.scopes())
        + of(token.additional())
        + of(token.unknown());
  }

  private static long of(UnknownMembers unknown) {
    return of(unknown.members()) + of(unknown.ofAccess());
  }

  /** {@return the estimated size of scopes} */
  public static long of(Scopes scopes) {
    long bytes = 0;
    for (String scope : scopes.values()) {
      bytes += SCOPE + ascii(scope);
    }
    return bytes;
  }

  private static long of(Map<String, Object> members) {
    if (members.isEmpty()) {
      return 0;
    }
    JsonSize size = JsonSize.of(members, Long.MAX_VALUE, Integer.MAX_VALUE);
    return 2 * size.bytes() + 2L * VALUE * size.values();
  }

  private static long ascii(String text) {
    return (long) STRING + text.length();
  }

  private static long wide(String text) {
    return STRING + 2L * text.length();
  }
}
