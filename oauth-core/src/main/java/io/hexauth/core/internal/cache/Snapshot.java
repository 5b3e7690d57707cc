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
 * Access token in memory, with the times that decide on its use. It implements {@link
 * ApiAuthorization}, so that a call with a valid token creates no object.
 *
 * <p>The times are values of {@code nanoTime}, compared by difference, because {@code nanoTime} may
 * overflow. {@code nanoTime} may stand still while a machine sleeps, so {@link #now} also uses the
 * wall clock. If the wall clock is set forward, the store is read once more. If it is set back,
 * nothing happens.
 *
 * @param token the token for callers
 * @param cell the cache entry of the token; memory may have another entry for the same token by now
 * @param grantId the identifier of the grant
 * @param generation the generation with which the token was issued
 * @param confirmed the time of the last read of the store
 * @param wall the wall clock at that time, in milliseconds
 * @param lookAgain the time until which callers get the token without further checks. After that,
 *     the token is due for a refresh, or must be read from the store again
 * @param due the time from which the token should be refreshed
 * @param expired the time from which the token must not be used
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

  /** Difference between the two clocks up to which both count as correct. */
  private static final long TOLERANCE = Duration.ofSeconds(1).toNanos();

  /** {@return a token that was confirmed at this time of both clocks} */
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
   * {@return the current time as a value of {@code nanoTime}, according to the clock by which more
   * time has passed}
   */
  public long now(OAuthClock clock) {
    long counted = clock.nanoTime();
    long slept = (clock.currentTimeMillis() - wall) * NANOS_PER_MILLI - (counted - confirmed);
    return slept > TOLERANCE ? counted + slept : counted;
  }

  /** {@return true if callers can get the token without further checks} */
  public boolean isFresh(long now) {
    return now - lookAgain < 0;
  }

  /** {@return true if the token must not be used any more} */
  public boolean isExpired(long now) {
    return now - expired >= 0;
  }

  /**
   * {@return true if the machine has not slept since the token was confirmed}
   *
   * @param ahead the current difference between wall clock and monotonic clock, in nanoseconds
   */
  public boolean isAwake(long ahead) {
    return ahead - (wall * NANOS_PER_MILLI - confirmed) <= TOLERANCE;
  }

  /** Returns the same token with scopes that it shares with other grants. */
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

  /**
   * {@return the estimated size of the token in bytes; scopes that are already shared do not count}
   */
  long bytes(SharedValues shared) {
    return HeapSize.of(token) - HeapSize.of(token.scopes()) + shared.bytes(token.scopes());
  }

  @Override
  public void headers(BiConsumer<String, String> header) {
    header.accept("Authorization", token.authorization());
  }

  /** {@return the version with which the token was issued} */
  public GrantRecord.Version version() {
    return new GrantRecord.Version(grantId, generation);
  }

  /** {@return true if the token should be refreshed} */
  public boolean isDue(long now) {
    return now - due >= 0;
  }

  TokenSchedule schedule(long now) {
    return new TokenSchedule(Duration.ofNanos(due - now), Duration.ofNanos(expired - now));
  }

  /**
   * Returns the same token with a pause before its next refresh, after a refresh has failed. The
   * pause ends at the latest at its expiry.
   */
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

  /** Returns the same token as expired, because the server has refused its grant. */
  public Snapshot refused(long now) {
    return new Snapshot(token, cell, grantId, generation, now, wall, now, now, now);
  }

  /**
   * {@return true if this token is newer: a later generation of the same grant, or a token of
   * another grant that was read later}
   */
  boolean supersedes(Snapshot other) {
    if (grantId.equals(other.grantId) && generation != other.generation) {
      return generation > other.generation;
    }
    return confirmed - other.confirmed >= 0;
  }
}
