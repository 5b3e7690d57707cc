// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

/**
 * Is told what an operator wants to know.
 *
 * <h2>Implementing</h2>
 *
 * Called on threads of Hexauth, never under a lease, in no particular order; what it throws is
 * logged and has no other effect. It may be told the same again while the trouble lasts.
 * Implementations must be safe for use by multiple threads.
 */
public interface IncidentListener {

  /** Something has happened to a grant. */
  void onIncident(Incident incident);
}
