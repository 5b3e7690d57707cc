// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.OAuthClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warning that parts of an answer were left out. It is limited to once a minute, because a server
 * with too large answers sends one with each refresh.
 */
public final class Cuts {

  private static final Logger LOG = LoggerFactory.getLogger(Cuts.class);

  private final ClientRegistrationId registration;
  private final OncePerMinute minute;

  /** Creates the warning for one registration. */
  public Cuts(ClientRegistrationId registration, OAuthClock clock) {
    this.registration = registration;
    this.minute = new OncePerMinute(clock);
  }

  /** Logs the warning, at most once a minute. */
  public void report() {
    if (minute.isTime()) {
      LOG.warn(
          "Client registration '{}': additional members, scopes or an ID token of an answer are over"
              + " a limit and were left out; the tokens are kept. Raise the limit with"
              + " OAuthClientConfig.withSizeLimits(…) if they are needed",
          registration);
    }
  }
}
