// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.domain.internal.lifecycle.HeapSize;
import io.hexauth.domain.internal.lifecycle.TokenSchedule;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * A token in memory. Its times are {@code nanoTime}s, compared by difference, because nanoTime may
 * wrap around. {@code nanoTime} may stand still while a machine sleeps, so {@link #now} looks at
 * the wall clock as well: a wall clock that is set forward costs a look at the store, one that is
 * set back changes nothing. It authorizes requests as it is, so that a valid token costs no object.
 *
 * @param token what callers get
 * @param cell whose token it is; memory may have another cell for the same place by now
 * @param grantId which authorization it comes from
 * @param generation that it was issued in
 * @param confirmed when the store was asked last
 * @param wall what the wall clock showed then, in milliseconds
 * @param lookAgain until when it is handed out without a second thought: the earlier of due and
 *     stale
 * @param due from when it should be refreshed
 * @param expired from when it must not be used
 */
public record Snapshot(
    OAuthToken token,
    TokenCell cell,
    GrantId grantId,
    long generation,
    long confirmed,
    long wall,
    long lookAgain,
    long due,
    long expired)
    implements ApiAuthorization {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** By so much two clocks that are both right may differ. */
  private static final long TOLERANCE = Duration.ofSeconds(1).toNanos();

  /** {@return a token as it was confirmed at one moment of both clocks} */
  public static Snapshot of(
      OAuthToken token,
      TokenCell cell,
      GrantId grantId,
      long generation,
      TokenSchedule schedule,
      long confirmed,
      long wall,
      long staleness) {
    long due = schedule.due().toNanos();
    return new Snapshot(
        token,
        cell,
        grantId,
        generation,
        confirmed,
        wall,
        confirmed + Math.min(due, staleness),
        confirmed + due,
        confirmed + schedule.expired().toNanos());
  }

  /**
   * {@return the time to compare with, a {@code nanoTime}, by the clock that says that more time
   * has passed}
   */
  public long now(OAuthClock clock) {
    long counted = clock.nanoTime();
    long slept = (clock.currentTimeMillis() - wall) * NANOS_PER_MILLI - (counted - confirmed);
    return slept > TOLERANCE ? counted + slept : counted;
  }

  /** {@return whether it can be handed out without a second thought} */
  public boolean isFresh(long now) {
    return now - lookAgain < 0;
  }

  /** {@return whether it must not be used any more} */
  public boolean isExpired(long now) {
    return now - expired >= 0;
  }

  /**
   * {@return whether the machine has not slept since the token was confirmed}
   *
   * @param ahead by how much the wall clock is ahead of the monotonic one now, in nanoseconds
   */
  public boolean isAwake(long ahead) {
    return ahead - (wall * NANOS_PER_MILLI - confirmed) <= TOLERANCE;
  }

  /** The same token, its scopes those that other grants have as well. */
  Snapshot sharing(SharedValues shared) {
    Scopes scopes = shared.of(token.scopes());
    return SharedValues.isOneObject(scopes, token.scopes())
        ? this
        : new Snapshot(
            token.toBuilder().scopes(scopes).build(),
            cell,
            grantId,
            generation,
            confirmed,
            wall,
            lookAgain,
            due,
            expired);
  }

  /** {@return about how many bytes of memory its token takes; shared scopes count once} */
  long bytes(SharedValues shared) {
    return HeapSize.of(token) - HeapSize.of(token.scopes()) + shared.bytes(token.scopes());
  }

  @Override
  public void headers(BiConsumer<String, String> header) {
    header.accept("Authorization", token.authorization());
  }

  /** {@return the version that has the token} */
  public GrantRecord.Version version() {
    return new GrantRecord.Version(grantId, generation);
  }

  /** {@return whether the token is to be renewed} */
  public boolean isDue(long now) {
    return now - due >= 0;
  }

  TokenSchedule schedule(long now) {
    return new TokenSchedule(Duration.ofNanos(due - now), Duration.ofNanos(expired - now));
  }

  /** The same token, left alone for a while after renewing it failed; never beyond its end. */
  Snapshot leftAlone(long now, long pause) {
    return new Snapshot(
        token,
        cell,
        grantId,
        generation,
        confirmed,
        wall,
        now + Math.min(pause, expired - now),
        due,
        expired);
  }

  /** The same token, not to be handed out any more: the server has refused its grant. */
  public Snapshot refused(long now) {
    return new Snapshot(token, cell, grantId, generation, now, wall, now, now, now);
  }

  /**
   * {@return whether this one knows more: a later generation of the same grant, or another grant
   * that the store showed later}
   */
  boolean supersedes(Snapshot other) {
    if (grantId.equals(other.grantId) && generation != other.generation) {
      return generation > other.generation;
    }
    return confirmed - other.confirmed >= 0;
  }
}
