// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import io.hexauth.domain.internal.json.JsonSize;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;

/** Estimates the size of a document before encryption. The estimate is never too low. */
final class DocumentSize {

  /** Bytes for the names, numbers and instants of a document. */
  private static final int AROUND_DOCUMENT = 512;

  private static final int AROUND_TOKEN = 512;

  private DocumentSize() {}

  static long of(GrantDocument document) {
    long bytes = AROUND_DOCUMENT + of(document.granted());
    bytes += document.refreshToken().map(token -> JsonSize.of(token.value())).orElse(0L);
    bytes += of(document.unknown());
    for (IssuedToken token : document.tokens()) {
      bytes += of(token);
    }
    return bytes;
  }

  static long of(IssuedToken token) {
    return AROUND_TOKEN
        + JsonSize.of(token.accessToken().value())
        + token.idToken().map(id -> JsonSize.of(id.value())).orElse(0L)
        + of(token.scopes())
        + of(token.access())
        + any(token.additional())
        + of(token.unknown());
  }

  private static long of(UnknownMembers unknown) {
    return any(unknown.members()) + any(unknown.ofAccess());
  }

  private static long of(AccessRequest access) {
    long bytes = of(access.scopes()) + access.audience().map(JsonSize::of).orElse(0L);
    for (String resource : access.sortedResources()) {
      bytes += JsonSize.of(resource) + 1;
    }
    return bytes;
  }

  /** Returns the size of scopes as a JSON array, which is larger than the space-delimited form. */
  private static long of(Scopes scopes) {
    long bytes = 0;
    for (String scope : scopes.values()) {
      bytes += JsonSize.of(scope) + 1;
    }
    return bytes;
  }

  private static long any(Object value) {
    return JsonSize.of(value, Long.MAX_VALUE, Integer.MAX_VALUE).bytes();
  }
}
