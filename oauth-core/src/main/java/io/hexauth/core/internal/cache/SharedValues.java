// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.domain.internal.lifecycle.HeapSize;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The scopes and access requests that the grants of one registration have in common. Each document
 * that is read brings its own; memory keeps one of them for all grants. Bounded: a value that is
 * pushed out of its place is kept once more.
 */
final class SharedValues {

  private static final int PLACES = 64;

  private final AtomicReferenceArray<Scopes> scopes = new AtomicReferenceArray<>(PLACES);
  private final AtomicReferenceArray<AccessRequest> requests = new AtomicReferenceArray<>(PLACES);

  /** {@return the same scopes, in the same order} */
  Scopes of(Scopes value) {
    int place = place(value);
    Scopes known = scopes.get(place);
    if (known != null && isSame(known, value)) {
      return known;
    }
    scopes.set(place, value);
    return value;
  }

  /** {@return the same access request, its scopes in the same order} */
  AccessRequest of(AccessRequest value) {
    int place = place(value);
    AccessRequest known = requests.get(place);
    if (known != null && isSame(known, value)) {
      return known;
    }
    Scopes own = of(value.scopes());
    AccessRequest shared = isOneObject(own, value.scopes()) ? value : value.withScopes(own);
    requests.set(place, shared);
    return shared;
  }

  /** {@return about how many bytes of memory these take if they are not here yet; else 0} */
  long bytes(Scopes value) {
    Scopes known = scopes.get(place(value));
    return known != null && isSame(known, value) ? 0 : HeapSize.of(value);
  }

  /** {@return about how many bytes of memory this takes if it is not here yet; else 0} */
  long bytes(AccessRequest value) {
    AccessRequest known = requests.get(place(value));
    return known != null && isSame(known, value) ? 0 : HeapSize.of(value);
  }

  private static boolean isSame(AccessRequest known, AccessRequest value) {
    return known.equals(value) && isSame(known.scopes(), value.scopes());
  }

  /** Equal scopes may have another order, which requests and documents keep. */
  private static boolean isSame(Scopes known, Scopes value) {
    return isOneObject(known, value)
        || (known.equals(value) && known.value().equals(value.value()));
  }

  static boolean isOneObject(Object one, Object other) {
    return one == other;
  }

  private static int place(Object value) {
    return Math.floorMod(value.hashCode(), PLACES);
  }
}
