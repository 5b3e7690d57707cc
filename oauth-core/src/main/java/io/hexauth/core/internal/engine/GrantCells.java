// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The grants of one registration that this process remembers, a bounded number. A session that
 * holds an evicted cell goes on with it; it only hears of the others' news through the store.
 */
final class GrantCells {

  private static final int EVICTED_AT_ONCE = 16;

  private final String namespace;
  private final ClientRegistrationId registration;
  private final AccessRequest usual;
  private final int most;
  private final ConcurrentMap<Principal, GrantCell> cells = new ConcurrentHashMap<>();

  GrantCells(String namespace, ClientRegistrationId registration, AccessRequest usual, int most) {
    this.namespace = namespace;
    this.registration = registration;
    this.usual = usual;
    this.most = most;
  }

  GrantCell cell(Principal principal) {
    GrantCell known = cells.get(principal);
    return known != null ? known : add(principal);
  }

  private GrantCell add(Principal principal) {
    if (cells.size() >= most) {
      evict();
    }
    return cells.computeIfAbsent(
        principal, p -> new GrantCell(p, GrantKey.of(namespace, registration, p), usual));
  }

  /** Any idle ones will do: what is needed again is one store look-up away. */
  private void evict() {
    int left = EVICTED_AT_ONCE;
    var each = cells.values().iterator();
    while (left > 0 && each.hasNext()) {
      if (evicted(each.next())) {
        left--;
      }
    }
  }

  /** Under its turn: nobody mints in it between the question and the answer. */
  private boolean evicted(GrantCell cell) {
    if (!cell.turn().tryLock()) {
      return false;
    }
    try {
      return !cell.isUnstored() && cells.remove(cell.principal(), cell);
    } finally {
      cell.turn().unlock();
    }
  }
}
