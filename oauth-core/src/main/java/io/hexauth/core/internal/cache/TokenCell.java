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

/** The place in memory of one access token of one grant: read without a lock on the hot path. */
public final class TokenCell {

  /** Time for which a refusal is remembered that concerns one access request only. */
  private static final long REFUSAL_REMEMBERED = Duration.ofSeconds(10).toNanos();

  /** This object. */
  private static final int CELL = 40;

  /** A snapshot, and the id of its grant. */
  private static final int SNAPSHOT = 160;

  private final GrantCell grant;
  private final AccessRequest access;
  private volatile @Nullable Snapshot snapshot;

  /** Estimated bytes of the snapshot, cut. */
  private volatile int snapshotBytes;

  private volatile @Nullable Refusal refusal;
  private volatile long lastLookUp;

  TokenCell(GrantCell grant, AccessRequest access) {
    this.grant = grant;
    this.access = access;
  }

  /** {@return whose token it is} */
  public GrantCell grant() {
    return grant;
  }

  /** {@return what it is for} */
  public AccessRequest access() {
    return access;
  }

  /** {@return the token in memory; null if there is none} */
  public @Nullable Snapshot snapshot() {
    return snapshot;
  }

  /**
   * Keeps the newer of what is known and what is said; what was read before the grant was forgotten
   * or replaced is too late.
   *
   * @return what was said, in the form in which memory keeps it
   */
  public Snapshot learn(Snapshot said) {
    long bytes = said.bytes(grant.shared());
    Snapshot kept = said.sharing(grant.shared());
    grant.writing().lock();
    try {
      // Looked at once: a thread that forgets or replaces the grant from here on comes here
      // afterwards.
      LongPredicate wasForgottenAfter = grant.forgottenAfter();
      Snapshot known = snapshot;
      if (known != null && wasForgottenAfter.test(known.confirmed())) {
        known = null; // The thread that forgets it has not come here yet.
        snapshot = null;
      }
      boolean tooLate =
          wasForgottenAfter.test(said.confirmed())
              || grant.isReplaced(said.version(), said.confirmed());
      if ((known == null || said.supersedes(known)) && !tooLate) {
        snapshot = kept;
        snapshotBytes = (int) Math.min(bytes, Integer.MAX_VALUE);
      }
    } finally {
      grant.writing().unlock();
    }
    grant.changed();
    return kept;
  }

  /** Counts its look-ups with those of the other views of the grant. */
  void lookedUp(long count) {
    lastLookUp = count;
  }

  long lastLookUp() {
    return lastLookUp;
  }

  /** {@return about how many bytes of memory it takes} */
  long bytes() {
    long own = isUsual() ? CELL : CELL + HeapSize.of(access);
    return snapshot == null ? own : own + SNAPSHOT + snapshotBytes;
  }

  /** Leaves a token alone for a while, unless there is a newer one already. */
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
   * The grant has ended: nothing of it is kept, also where the grant does not know this cell any
   * more.
   */
  public void revoked(long now) {
    grant.forget(now);
    forget(now);
  }

  /** Drops a token of a grant that this one has replaced, such as by a new consent. */
  void replacedBy(GrantRecord.Version version) {
    grant.writing().lock(); // Else a newer token could come between the look and the change.
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

  /** {@return the token in memory, if it is what is wanted; empty if not} */
  public Optional<Snapshot> metBy(TokenRequirement want, OAuthClock clock) {
    return Optional.ofNullable(snapshot)
        .filter(s -> want.isMetBy(s.version(), s.schedule(s.now(clock))));
  }

  /** The server has refused this generation for good: its tokens are not handed out any more. */
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
   * {@return the token for this place in a document; empty if there is none, or if it does not
   * cover what is asked for}
   */
  public Optional<IssuedToken> in(GrantDocument document) {
    return document.token(access).filter(this::accepts);
  }

  /**
   * The registration's own sessions take what was granted, possibly less than they ask for (RFC
   * 6749 §3.3); a view takes nothing less.
   */
  public boolean accepts(IssuedToken token) {
    return missing(token.scopes()).isEmpty();
  }

  /** {@return the scopes that a token with these lacks} */
  public Scopes missing(Scopes granted) {
    return isUsual() ? Scopes.none() : GrantedAccess.missing(access.scopes(), granted);
  }

  private boolean isUsual() {
    return access.equals(grant.usual());
  }

  /** After the server has refused this access alone, it is not asked for again for a while. */
  public void failed(OAuthException failure, GrantRecord.Version version, long now) {
    if (failure instanceof TokenRequestRejectedException rejected
        && rejected.error().code().concernsAccessOnly()) {
      refused(rejected, version, now);
    }
  }

  /**
   * Notes that this access was not granted. It is not asked for again for a while, unless another
   * grant follows, such as by the consent that was missing.
   */
  public void refused(OAuthException failure, GrantRecord.Version version, long now) {
    refusal = new Refusal(failure, version, now + REFUSAL_REMEMBERED);
  }

  /** {@return what the server said a moment ago about this access; empty if it is worth asking} */
  public Optional<OAuthException> refusal(long now) {
    Refusal said = refusal;
    return said == null || now - said.until() >= 0 || grant.isReplaced(said.version(), now)
        ? Optional.empty()
        : Optional.of(said.remembered(now));
  }

  private record Refusal(OAuthException failure, GrantRecord.Version version, long until) {

    OAuthException remembered(long now) {
      return failure instanceof TokenRequestRejectedException rejected
          ? TokenRequestRejectedException.remembered(
              rejected.registration(), rejected.error(), Duration.ofNanos(until - now))
          : failure;
    }
  }

  /** Drops what was read until then; what the store has shown since stays. */
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
