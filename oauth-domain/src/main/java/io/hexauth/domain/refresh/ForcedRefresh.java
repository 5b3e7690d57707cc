// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.refresh;

import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * The last refresh of a grant that an API forced by rejecting a token that had not expired. An API
 * that rejects every token must not rotate the refresh token with each call: the next refresh of
 * this kind has to wait, each time twice as long.
 *
 * @param produced the version that it brought
 * @param at when that was, a {@code nanoTime}
 * @param pause how long the next one has to wait, from 10 s to 5 min
 */
public record ForcedRefresh(GrantRecord.Version produced, long at, Duration pause) {

  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /**
   * {@return a forced refresh that has just brought this version}
   *
   * @param earlier the one before it; empty if there was none, or an API has taken a token since
   */
  public static ForcedRefresh of(
      Optional<ForcedRefresh> earlier, GrantRecord.Version produced, long now) {
    Duration pause = earlier.map(e -> e.pause.multipliedBy(2)).orElse(SHORTEST);
    return new ForcedRefresh(produced, now, pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
  }

  /** {@return whether the rejection of this version forces no other refresh now} */
  public boolean forbidsFor(GrantRecord.Version rejected, long now) {
    return isBehind(rejected) && now - at < pause.toNanos();
  }

  /** {@return whether a token of this version is one that it brought, or one that followed} */
  public boolean isBehind(GrantRecord.Version version) {
    return produced.grantId().equals(version.grantId())
        && produced.generation() <= version.generation();
  }

  /**
   * {@return the same, after an API has taken a token of it} The shortest pause remains: where one
   * API takes the tokens and another rejects them, the one must not free the other.
   */
  public ForcedRefresh accepted() {
    return new ForcedRefresh(produced, at, SHORTEST);
  }
}
