// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.OAuthClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The warning that parts of an answer were left out, not with each answer: a server whose answers
 * are too large sends them with each refresh.
 */
public final class Cuts {

  private static final Logger LOG = LoggerFactory.getLogger(Cuts.class);

  private final ClientRegistrationId registration;
  private final OncePerMinute minute;

  /** For one registration. */
  public Cuts(ClientRegistrationId registration, OAuthClock clock) {
    this.registration = registration;
    this.minute = new OncePerMinute(clock);
  }

  /** Logs that something was cut, once in a minute. */
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
