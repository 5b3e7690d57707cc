// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.events;

import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.IncidentListener;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators, on threads of the application's, each listener isolated. */
public final class IncidentDispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(IncidentDispatcher.class);

  private final Provider<Set<IncidentListener>> listeners;
  private final TaskPools pools;

  /** Dispatches to the listeners that are bound when the first incident comes. */
  @Inject
  IncidentDispatcher(Provider<Set<IncidentListener>> listeners, TaskPools pools) {
    this.listeners = listeners;
    this.pools = pools;
  }

  /** Logs an incident and tells the listeners, on threads of theirs. */
  public void report(Incident incident) {
    LOG.warn("Client registration '{}': {}", incident.registration(), incident.kind());
    try {
      pools.listeners().execute(() -> tell(incident));
    } catch (RejectedExecutionException e) {
      LOG.warn(
          "Client registration '{}': closing, or too much waits; an incident was not delivered",
          incident.registration());
    }
  }

  private void tell(Incident incident) {
    try {
      for (IncidentListener listener : listeners.get()) {
        tell(listener, incident);
      }
    } catch (Throwable e) { // on a thread of the pool, which would print the failure's message
      LOG.warn(
          "Client registration '{}': the incident listeners cannot be made ({})",
          incident.registration(),
          e.getClass().getName());
    }
  }

  private static void tell(IncidentListener listener, Incident incident) {
    try {
      listener.onIncident(incident);
    } catch (Throwable e) { // whatever it is, other listeners are to be told
      // Not the message: an application may have put a token into it.
      LOG.warn(
          "Client registration '{}': incident listener {} threw {}",
          incident.registration(),
          listener.getClass().getName(),
          e.getClass().getName());
    }
  }
}
