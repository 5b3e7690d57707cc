// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.Principal;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What this process knows of one grant. */
public final class GrantCell {

  private final Principal principal;
  private final GrantKey key;
  private final ConcurrentMap<AccessRequest, TokenCell> tokens = new ConcurrentHashMap<>();

  /**
   * Whose turn it is: requests for different tokens of one grant do not fight for the lease within
   * one process.
   */
  private final ReentrantLock turn = new ReentrantLock();

  private volatile @Nullable Long forgotten;
  private final ReentrantLock announcing = new ReentrantLock();
  private @Nullable GrantId announcedGrant;
  private long announcedGeneration;

  GrantCell(Principal principal, GrantKey key) {
    this.principal = principal;
    this.key = key;
  }

  /** {@return whose grant it is} */
  public Principal principal() {
    return principal;
  }

  GrantKey key() {
    return key;
  }

  TokenCell token(AccessRequest access) {
    return tokens.computeIfAbsent(access, a -> new TokenCell(this, a));
  }

  ReentrantLock turn() {
    return turn;
  }

  /** Drops every token from memory, and whatever was read of the grant before now. */
  void forget(long now) {
    forgotten = now;
    tokens.values().forEach(TokenCell::forget);
  }

  boolean wasForgottenAfter(long time) {
    Long at = forgotten;
    return at != null && at - time > 0;
  }

  /** {@return true once for each generation, in order} */
  boolean announces(GrantId grantId, long generation) {
    announcing.lock();
    try {
      if (grantId.equals(announcedGrant) && generation <= announcedGeneration) {
        return false;
      }
      announcedGrant = grantId;
      announcedGeneration = generation;
      return true;
    } finally {
      announcing.unlock();
    }
  }
}
