// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.time.Instant;
import java.util.List;

/**
 * Event for {@link OAuthEventListener}s. Immutable. Hexauth creates events, and tests of listeners
 * can create them too. Applications do not extend this class. Later versions may add kinds of
 * events, and data to each kind.
 *
 * <p>Only {@link TokenEvent} contains a secret. {@link TokenEvent} and {@link Incident} name a
 * principal. {@link #toString()} shows neither secret nor principal.
 */
public abstract class OAuthEvent {

  private final ClientRegistrationId registration;
  private final Instant time;

  OAuthEvent(ClientRegistrationId registration, Instant time) {
    this.registration = registration;
    this.time = time;
  }

  /** {@return the registration of the event} */
  public final ClientRegistrationId registration() {
    return registration;
  }

  /** {@return the time of the event, by the clock of this node} */
  public final Instant time() {
    return time;
  }

  /** Calls the method of a listener that receives this kind of event. */
  public abstract void tell(OAuthEventListener listener);

  /** {@return true for a {@link Measurement}, which uses a separate part of a listener's queue} */
  public boolean isMeasurement() {
    return false;
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName().concat(shown().toString());
  }

  /** Returns the parts that {@link #toString()} shows. */
  abstract List<?> shown();
}
