// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.StoredGrant;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Rule of the reference maintenance for due records. */
final class Due {

  private final Slip slip;
  private final Instant started;
  private final Map<String, String> states = new HashMap<>();
  private final Map<String, Instant> ends = new HashMap<>();

  Due(Slip slip, Instant started) {
    this.slip = slip;
    this.started = started;
  }

  boolean isDue(String key, StoredGrant grant, Instant storeNow, Duration within) {
    Instant now = is(Slip.DUE_GOES_BY_THE_TIME_OF_ITS_START) ? started : storeNow;
    return isIdle(key, text(grant, StoredGrant.STATE).orElse(""))
        && (is(Slip.DUE_LISTS_GENERATION_ZERO)
            || text(grant, StoredGrant.GENERATION).filter(gen -> !gen.equals("0")).isPresent())
        && isEnding(key, instant(grant, StoredGrant.ACCESS_EXPIRES_AT), now, within)
        && !isPausing(instant(grant, StoredGrant.NOT_BEFORE), now);
  }

  private boolean isIdle(String key, String state) {
    String seen = is(Slip.DUE_REMEMBERS_STATES) ? states.computeIfAbsent(key, k -> state) : state;
    return seen.equals("IDLE")
        || is(Slip.DUE_LISTS_ALL_STATES)
        || (is(Slip.DUE_LISTS_STATES_BY_PREFIX) && seen.startsWith("IDLE"));
  }

  private boolean isEnding(String key, Optional<Instant> end, Instant now, Duration within) {
    if (end.isEmpty()) {
      return is(Slip.DUE_LISTS_WHAT_NEVER_ENDS);
    }
    Instant at =
        is(Slip.DUE_REMEMBERS_ENDS) ? ends.computeIfAbsent(key, k -> end.get()) : end.get();
    return (!at.isAfter(now.plus(within)) || is(Slip.DUE_IGNORES_WITHIN))
        && !(is(Slip.DUE_FORGETS_WHAT_HAS_ENDED) && now.isAfter(at));
  }

  private boolean isPausing(Optional<Instant> notBefore, Instant now) {
    return switch (slip) {
      case DUE_IGNORES_PAUSES -> false;
      case DUE_LISTS_NO_PAUSES -> notBefore.isPresent();
      case DUE_BELIEVES_EVERY_PAUSE -> isAhead(notBefore, now);
      default ->
          isAhead(notBefore.filter(end -> !end.isAfter(now.plus(StoredGrant.LONGEST_PAUSE))), now);
    };
  }

  private static boolean isAhead(Optional<Instant> notBefore, Instant now) {
    return notBefore.filter(now::isBefore).isPresent();
  }

  private static Optional<String> text(StoredGrant grant, String name) {
    return Optional.ofNullable(grant.fields().get(name));
  }

  private static Optional<Instant> instant(StoredGrant grant, String name) {
    return text(grant, name).map(text -> StoredGrant.instantOf(Long.parseLong(text)));
  }

  private boolean is(Slip other) {
    return slip == other;
  }
}
