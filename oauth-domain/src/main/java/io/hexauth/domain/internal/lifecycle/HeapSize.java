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
 * About how many bytes of memory values take; rather more than less. What two values share is
 * counted twice.
 */
public final class HeapSize {

  /** A string's two objects. */
  private static final int STRING = 56;

  /** A JSON value and its entry in a map or a list. */
  private static final int VALUE = 64;

  private static final int DOCUMENT = 200;
  private static final int ISSUED_TOKEN = 350;

  /** The token that callers get, and its instant. */
  private static final int TOKEN = 64;

  /** The object around a token's string, and the name of the scheme in front of it. */
  private static final int WRAPPER = 24;

  private static final int SCOPE = 64;

  private HeapSize() {}

  /** {@return about how many bytes a principal takes} */
  public static long of(Principal principal) {
    return wide(principal.tenant()) + wide(principal.name());
  }

  /** {@return about how many bytes an access request takes} */
  public static long of(AccessRequest access) {
    long bytes = of(access.scopes()) + access.audience().map(HeapSize::wide).orElse(0L);
    for (var resource : access.resources()) {
      bytes += SCOPE + 3 * wide(resource.toString()); // a URI keeps its parts too
    }
    return bytes;
  }

  /** {@return about how many bytes what callers get takes} */
  public static long of(OAuthToken token) {
    return TOKEN
        + of(token.accessToken())
        + token.refreshToken().map(HeapSize::of).orElse(0L)
        + token.idToken().map(HeapSize::of).orElse(0L)
        + of(token.scopes())
        + of(token.additional());
  }

  /** {@return about how many bytes an access token takes, which is its header value as well} */
  public static long of(AccessToken token) {
    return (long) WRAPPER + STRING + token.length();
  }

  /** {@return about how many bytes a refresh token takes} */
  public static long of(RefreshToken token) {
    return WRAPPER + ascii(token.value());
  }

  /** {@return about how many bytes an ID token takes} */
  public static long of(IdToken token) {
    return WRAPPER + wide(token.value());
  }

  /** {@return about how many bytes a document takes} */
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

  /** {@return about how many bytes scopes take} */
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
