// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.core.internal.time.OncePerMinute;
import io.hexauth.domain.registration.Principal;
import io.hexauth.ports.spi.OAuthClock;
import java.util.function.Consumer;

/**
 * Limit on the views of one grant in memory, for the grants of one registration. If it is too low,
 * an incident is reported, at most once a minute.
 */
public final class Views {

  private final int most;
  private final OAuthClock clock;
  private final Consumer<Principal> incidents;
  private final OncePerMinute minute;

  /**
   * Creates the limit for the grants of one registration.
   *
   * @param most the maximum number of views of one grant
   * @param clock the clock
   * @param incidents receives the owner of a grant whose valid token was removed
   */
  public Views(int most, OAuthClock clock, Consumer<Principal> incidents) {
    this.most = most;
    this.clock = clock;
    this.incidents = incidents;
    this.minute = new OncePerMinute(clock);
  }

  int most() {
    return most;
  }

  /** Reports the removal of a view, if its token could still be used. */
  void dropped(TokenCell view) {
    Snapshot token = view.snapshot();
    boolean good = token != null && !token.isExpired(clock.nanoTime());
    if (good && minute.isTime()) {
      incidents.accept(view.grant().principal());
    }
  }
}
