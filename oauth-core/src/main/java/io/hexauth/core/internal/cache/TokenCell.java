// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.GrantedAccess;
import io.hexauth.domain.internal.lifecycle.HeapSize;
import io.hexauth.domain.internal.lifecycle.IssuedToken;
import io.hexauth.domain.internal.lifecycle.TokenRequirement;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Cache entry of one access token of a grant. Calls with a valid token read it without a lock. */
public final class TokenCell {

  /** Time for which a refusal of one access request is remembered. */
  private static final long REFUSAL_REMEMBERED = Duration.ofSeconds(10).toNanos();

  /** Estimated bytes of this object. */
  private static final int CELL = 40;

  /** Estimated bytes of a snapshot and the id of its grant. */
  private static final int SNAPSHOT = 160;

  private final GrantCell grant;
  private final AccessRequest access;
  private volatile @Nullable Snapshot snapshot;

  /** Estimated bytes of the snapshot's token, limited to an {@code int}. */
  private volatile int snapshotBytes;

  private volatile @Nullable Refusal refusal;
  private volatile long lastLookUp;

  TokenCell(GrantCell grant, AccessRequest access) {
    this.grant = grant;
    this.access = access;
  }

  /** {@return the cache entry of the grant} */
  public GrantCell grant() {
    return grant;
  }

  /** {@return the access request of the token} */
  public AccessRequest access() {
    return access;
  }

  /** {@return the token in memory; null if there is none} */
  public @Nullable Snapshot snapshot() {
    return snapshot;
  }

  /**
   * Keeps a token if it is newer than the one in memory. A token that was read before the grant was
   * forgotten or replaced is ignored.
   *
   * @return the given token, in the form in which memory keeps it
   */
  public Snapshot learn(Snapshot learned) {
    long bytes = learned.bytes(grant.shared());
    Snapshot kept = learned.sharing(grant.shared());
    grant.writing().lock();
    try {
      // Read immediately: a thread that forgets or replaces the grant after this line changes this
      // entry afterwards.
      LongPredicate wasForgottenAfter = grant.forgottenAfter();
      Snapshot known = snapshot;
      if (known != null && wasForgottenAfter.test(known.confirmed())) {
        known = null; // Forgotten, and the forgetting thread has not reached this entry yet.
        snapshot = null;
      }
      boolean tooLate =
          wasForgottenAfter.test(learned.confirmed())
              || grant.isReplaced(learned.version(), learned.confirmed());
      if ((known == null || learned.supersedes(known)) && !tooLate) {
        snapshot = kept;
        snapshotBytes = (int) Math.min(bytes, Integer.MAX_VALUE);
      }
    } finally {
      grant.writing().unlock();
    }
    grant.changed();
    return kept;
  }

  /** Notes the number of the last look-up, which all views of the grant share. */
  void lookedUp(long count) {
    lastLookUp = count;
  }

  long lastLookUp() {
    return lastLookUp;
  }

  /** {@return the estimated size in bytes} */
  long bytes() {
    long own = isUsual() ? CELL : CELL + HeapSize.of(access);
    return snapshot == null ? own : own + SNAPSHOT + snapshotBytes;
  }

  /** Adds a pause before the next refresh of a token, unless memory already has a newer one. */
  public void leaveAlone(Snapshot seen, long now, long pause) {
    grant.writing().lock();
    try {
      if (seen.equals(snapshot)) {
        snapshot = seen.leftAlone(now, pause);
      }
    } finally {
      grant.writing().unlock();
    }
  }

  /**
   * Removes all tokens of a grant that has ended, including this one if the grant no longer has
   * this entry.
   */
  public void revoked(long now) {
    grant.forget(now);
    forget(now);
  }

  /** Removes a token of an earlier grant, for example after a new consent. */
  void replacedBy(GrantRecord.Version version) {
    grant.writing().lock(); // check and change in one step
    try {
      if (isOfAnEarlierGrant(snapshot, version)) {
        snapshot = null;
      }
    } finally {
      grant.writing().unlock();
    }
  }

  private static boolean isOfAnEarlierGrant(@Nullable Snapshot known, GrantRecord.Version version) {
    return known != null
        && !known.version().grantId().equals(version.grantId())
        && version.isNewerThan(known.version());
  }

  /** {@return the token in memory if it meets the requirement; otherwise empty} */
  public Optional<Snapshot> metBy(TokenRequirement requirement, OAuthClock clock) {
    return Optional.ofNullable(snapshot)
        .filter(s -> requirement.isMetBy(s.version(), s.schedule(s.now(clock))));
  }

  /**
   * Marks this generation as refused permanently by the server. Callers do not get its token any
   * more.
   */
  public void grantRefused(GrantRecord.Version version, long now) {
    grant.writing().lock();
    try {
      Snapshot known = snapshot;
      if (known != null
          && known.grantId().equals(version.grantId())
          && known.generation() <= version.generation()) {
        snapshot = known.refused(now);
      }
    } finally {
      grant.writing().unlock();
    }
  }

  /**
   * {@return the access token of this entry in a document; empty if there is none, or if it lacks a
   * requested scope}
   */
  public Optional<IssuedToken> in(GrantDocument document) {
    return document.token(access).filter(this::accepts);
  }

  /**
   * Returns true if the token has enough scopes. The registration's own sessions accept fewer
   * scopes than requested (RFC 6749 §3.3). A view does not.
   */
  public boolean accepts(IssuedToken token) {
    return missing(token.scopes()).isEmpty();
  }

  /** {@return the required scopes that a token with the granted scopes lacks} */
  public Scopes missing(Scopes granted) {
    return isUsual() ? Scopes.none() : GrantedAccess.missing(access.scopes(), granted);
  }

  private boolean isUsual() {
    return access.equals(grant.usual());
  }

  /**
   * Notes a failed request if the server refused only this access request. It is then not sent
   * again for some time.
   */
  public void failed(OAuthException failure, GrantRecord.Version version, long now) {
    if (failure instanceof TokenRequestRejectedException rejected
        && rejected.error().code().concernsAccessOnly()) {
      refused(rejected, version, now);
    }
  }

  /**
   * Notes that this access was not granted. It is not requested again for some time, unless a new
   * grant follows, for example after the missing consent.
   */
  public void refused(OAuthException failure, GrantRecord.Version version, long now) {
    refusal = new Refusal(failure, version, now + REFUSAL_REMEMBERED);
  }

  /** {@return the server's recent refusal of this access; empty if a request can be sent} */
  public Optional<OAuthException> refusal(long now) {
    Refusal last = refusal;
    return last == null || now - last.until() >= 0 || grant.isReplaced(last.version(), now)
        ? Optional.empty()
        : Optional.of(last.remembered(now));
  }

  private record Refusal(OAuthException failure, GrantRecord.Version version, long until) {

    OAuthException remembered(long now) {
      return failure instanceof TokenRequestRejectedException rejected
          ? TokenRequestRejectedException.remembered(
              rejected.registration(), rejected.error(), Duration.ofNanos(until - now))
          : failure;
    }
  }

  /** Removes a token that was read before this time. A token that was read later remains. */
  void forget(long now) {
    grant.writing().lock();
    try {
      Snapshot known = snapshot;
      if (known != null && known.confirmed() - now <= 0) {
        snapshot = null;
      }
    } finally {
      grant.writing().unlock();
    }
  }
}
