// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.core.internal.time.OncePerMinute;
import io.hexauth.domain.registration.Principal;
import io.hexauth.ports.spi.OAuthClock;
import java.util.function.Consumer;

/**
 * Limit for the views of one grant that memory keeps, for the grants of one registration, and what
 * operators hear when that is too few: at most once a minute, for too few are too few all the time.
 */
public final class Views {

  private final int most;
  private final OAuthClock clock;
  private final Consumer<Principal> incidents;
  private final OncePerMinute minute;

  /** Bounds the views of each grant of one registration. */
  public Views(int most, OAuthClock clock, Consumer<Principal> incidents) {
    this.most = most;
    this.clock = clock;
    this.incidents = incidents;
    this.minute = new OncePerMinute(clock);
  }

  int most() {
    return most;
  }

  /** A view was dropped for want of room: worth a report if its token could still be used. */
  void dropped(TokenCell view) {
    Snapshot token = view.snapshot();
    boolean good = token != null && !token.isExpired(clock.nanoTime());
    if (good && minute.isTime()) {
      incidents.accept(view.grant().principal());
    }
  }
}
