// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * Last refresh of a grant that an API caused by rejecting a token that had not expired. If an API
 * rejects every token, the refresh token must not be replaced with each call. So the next refresh
 * of this kind has to wait, each time twice as long.
 *
 * @param first the version that the first refresh of this kind created; the pause applies to tokens
 *     of this version and of later ones, in every view
 * @param last the version that the last refresh of this kind created
 * @param at the time of the last refresh, as a value of {@code nanoTime}
 * @param pause the time until the next refresh of this kind, from 10 s to 5 min
 * @param nextPause the pause after the next refresh of this kind
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
   * {@return the forced refresh that has just created this version}
   *
   * @param earlier the previous forced refresh; empty if there was none
   * @param brought the new version
   * @param now the current time
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

  /** {@return true if a rejection of this version must not cause a refresh now} */
  public boolean forbidsFor(GrantRecord.Version rejected, long now) {
    return isBehind(rejected) && now - at < pause.toNanos();
  }

  /** {@return true if this version comes from the first forced refresh, or is a later one} */
  public boolean isBehind(GrantRecord.Version version) {
    return first.grantId().equals(version.grantId()) && first.generation() <= version.generation();
  }

  /**
   * Returns the forced refresh after an API has accepted one of its tokens: the pause becomes the
   * shortest one. It does not end, because an API that accepts the tokens must not end the pause
   * for another API that rejects them.
   */
  public ForcedRefresh accepted() {
    return nextPause.equals(SHORTEST)
        ? this
        : new ForcedRefresh(first, last, at, SHORTEST, SHORTEST);
  }
}
