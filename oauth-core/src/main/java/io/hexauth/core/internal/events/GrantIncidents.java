// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.events;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.Incident;

/** Reports incidents of the grants of one registration. */
public final class GrantIncidents {

  private final ClientRegistrationId registration;
  private final IncidentDispatcher incidents;

  /** For the grants of one registration. */
  public GrantIncidents(ClientRegistrationId registration, IncidentDispatcher incidents) {
    this.registration = registration;
    this.incidents = incidents;
  }

  /** Tells operators what happened to a grant. */
  public void report(GrantCell grant, Incident.Kind kind) {
    incidents.report(new Incident(registration, grant.principal(), kind));
  }
}
