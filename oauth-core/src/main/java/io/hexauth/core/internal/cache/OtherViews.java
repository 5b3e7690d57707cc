// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.domain.registration.AccessRequest;
import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens of the other views of one grant. If there are too many, the one with the oldest
 * look-up is removed first.
 */
final class OtherViews {

  private final ConcurrentMap<AccessRequest, TokenCell> cells = new ConcurrentHashMap<>();
  private final AtomicLong lookUps = new AtomicLong();

  @Nullable TokenCell get(AccessRequest access) {
    return cells.get(access);
  }

  TokenCell add(AccessRequest access, GrantCell grant, Views bound) {
    while (cells.size() >= bound.most()) {
      dropOne(bound);
    }
    return cells.computeIfAbsent(access, a -> new TokenCell(grant, a));
  }

  private void dropOne(Views bound) {
    cells.values().stream()
        .min(Comparator.comparingLong(TokenCell::lastLookUp))
        .filter(view -> cells.remove(view.access(), view))
        .ifPresent(bound::dropped);
  }

  /** Notes a look-up of a view. The views of a grant share one counter. */
  void used(TokenCell view) {
    view.lookedUp(lookUps.incrementAndGet());
  }

  Collection<TokenCell> all() {
    return cells.values();
  }
}
