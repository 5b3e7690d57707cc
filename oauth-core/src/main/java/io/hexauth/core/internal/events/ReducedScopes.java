// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.events;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.lifecycle.GrantedAccess;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.ports.api.Incident.Kind;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports that a server granted fewer scopes than requested: one warning for each registration, and
 * an incident for each grant with newly missing scopes.
 */
public final class ReducedScopes {

  private static final Logger LOG = LoggerFactory.getLogger(ReducedScopes.class);

  private final RegistrationEvents events;
  private final AtomicBoolean warned = new AtomicBoolean();

  /** Creates the report for the grants of one registration. */
  public ReducedScopes(RegistrationEvents events) {
    this.events = events;
  }

  /**
   * Compares the requested scopes with the granted ones.
   *
   * @param grant the grant
   * @param asked the requested scopes, as the application names them; they may be logged
   * @param answer the server's answer
   */
  public void compare(GrantCell grant, Scopes asked, GrantedToken answer) {
    Scopes missing =
        GrantedAccess.reduced(asked, answer.scopes(), answer.refreshToken().isPresent());
    if (!grant.isReducedAnew(missing)) {
      return;
    }
    if (warned.compareAndSet(false, true)) {
      LOG.warn(
          "Client registration '{}': the server granted fewer scopes than requested, without"
              + " '{}'; allow the client to use them at the server, or remove them from the"
              + " registration",
          events.registration(),
          missing);
    }
    events.report(grant, Kind.SCOPES_REDUCED);
  }
}
