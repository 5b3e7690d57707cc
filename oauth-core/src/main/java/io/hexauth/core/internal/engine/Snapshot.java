// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.TokenSchedule;
import io.hexauth.domain.token.OAuthToken;
import java.time.Duration;

/**
 * A token in memory. All times are {@code nanoTime}s, so that a jump of the wall clock changes
 * nothing; they are compared by difference, because nanoTime may wrap around.
 *
 * @param token what callers get
 * @param grantId which authorization it comes from
 * @param generation that minted it
 * @param confirmed when the store was asked last
 * @param lookAgain until when it is handed out without a second thought: the earlier of due and
 *     stale
 * @param due from when it should be refreshed
 * @param expired from when it must not be used
 */
public record Snapshot(
    OAuthToken token,
    GrantId grantId,
    long generation,
    long confirmed,
    long lookAgain,
    long due,
    long expired) {

  static Snapshot of(
      OAuthToken token,
      GrantId grantId,
      long generation,
      TokenSchedule schedule,
      long confirmed,
      long staleness) {
    long due = schedule.due().toNanos();
    return new Snapshot(
        token,
        grantId,
        generation,
        confirmed,
        confirmed + Math.min(due, staleness),
        confirmed + due,
        confirmed + schedule.expired().toNanos());
  }

  /** {@return whether it can be handed out without a second thought} */
  public boolean isFresh(long now) {
    return now - lookAgain < 0;
  }

  /** {@return whether it must not be used any more} */
  public boolean isExpired(long now) {
    return now - expired >= 0;
  }

  GrantRecord.Version version() {
    return new GrantRecord.Version(grantId, generation);
  }

  boolean isDue(long now) {
    return now - due >= 0;
  }

  TokenSchedule schedule(long now) {
    return new TokenSchedule(Duration.ofNanos(due - now), Duration.ofNanos(expired - now));
  }

  /** The same token, left alone for a while after renewing it failed; never beyond its end. */
  Snapshot leftAlone(long now, long pause) {
    return new Snapshot(
        token, grantId, generation, confirmed, now + Math.min(pause, expired - now), due, expired);
  }

  /**
   * Whether this one knows more: a later generation of the same grant, or another grant that the
   * store showed later.
   */
  boolean supersedes(Snapshot other) {
    if (grantId.equals(other.grantId) && generation != other.generation) {
      return generation > other.generation;
    }
    return confirmed - other.confirmed >= 0;
  }
}
