// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.domain.internal.lifecycle.HeapSize;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Scopes and access requests that grants of one registration have in common. Each document that is
 * read has separate objects with equal content; memory keeps one object for all grants. The number
 * of places is limited. A value that loses its place to another one exists more than once.
 */
final class SharedValues {

  private static final int PLACES = 64;

  private final AtomicReferenceArray<Scopes> scopes = new AtomicReferenceArray<>(PLACES);
  private final AtomicReferenceArray<AccessRequest> requests = new AtomicReferenceArray<>(PLACES);

  /** {@return equal scopes in the same order, shared if possible} */
  Scopes of(Scopes value) {
    int place = place(value);
    Scopes known = scopes.get(place);
    if (known != null && isSame(known, value)) {
      return known;
    }
    scopes.set(place, value);
    return value;
  }

  /** {@return an equal access request with scopes in the same order, shared if possible} */
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

  /** {@return the estimated size of these scopes in bytes; 0 if they are already shared} */
  long bytes(Scopes value) {
    Scopes known = scopes.get(place(value));
    return known != null && isSame(known, value) ? 0 : HeapSize.of(value);
  }

  /** {@return the estimated size of this access request in bytes; 0 if it is already shared} */
  long bytes(AccessRequest value) {
    AccessRequest known = requests.get(place(value));
    return known != null && isSame(known, value) ? 0 : HeapSize.of(value);
  }

  private static boolean isSame(AccessRequest known, AccessRequest value) {
    return known.equals(value) && isSame(known.scopes(), value.scopes());
  }

  /**
   * Compares the order too. Equal scopes can have different orders, and requests and documents keep
   * the order.
   */
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
