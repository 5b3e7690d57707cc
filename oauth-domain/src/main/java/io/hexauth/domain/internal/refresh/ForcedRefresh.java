// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * The last refresh of a grant that an API forced by rejecting a token that had not expired. An API
 * that rejects every token must not rotate the refresh token with each call: the next refresh of
 * this kind has to wait, each time twice as long.
 *
 * @param first the version that the first refresh of this kind brought; tokens of every view that
 *     are as new wait
 * @param last the version that the last one brought
 * @param at when that was, a {@code nanoTime}
 * @param pause how long the next one has to wait, from 10 s to 5 min
 * @param nextPause how long the one after the next has to wait
 */
public record ForcedRefresh(
    GrantRecord.Version first,
    GrantRecord.Version last,
    long at,
    Duration pause,
    Duration nextPause) {

  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /**
   * {@return a forced refresh that has just brought this version}
   *
   * @param earlier the one before it; empty if there was none
   */
  public static ForcedRefresh of(
      Optional<ForcedRefresh> earlier, GrantRecord.Version brought, long now) {
    Optional<ForcedRefresh> before =
        earlier.filter(e -> e.first.grantId().equals(brought.grantId()));
    Duration pause = before.map(ForcedRefresh::nextPause).orElse(SHORTEST);
    Duration twice = pause.multipliedBy(2);
    return new ForcedRefresh(
        before.map(ForcedRefresh::first).orElse(brought),
        brought,
        now,
        pause,
        twice.compareTo(LONGEST) > 0 ? LONGEST : twice);
  }

  /** {@return whether the rejection of this version forces no other refresh now} */
  public boolean forbidsFor(GrantRecord.Version rejected, long now) {
    return isBehind(rejected) && now - at < pause.toNanos();
  }

  /**
   * {@return whether a token of this version came with a forced refresh, or after the first one}
   */
  public boolean isBehind(GrantRecord.Version version) {
    return first.grantId().equals(version.grantId()) && first.generation() <= version.generation();
  }

  /**
   * {@return the same, after an API has taken a token of it} The shortest pause remains: where one
   * API takes the tokens and another rejects them, the one must not free the other.
   */
  public ForcedRefresh accepted() {
    return nextPause.equals(SHORTEST)
        ? this
        : new ForcedRefresh(first, last, at, SHORTEST, SHORTEST);
  }
}
