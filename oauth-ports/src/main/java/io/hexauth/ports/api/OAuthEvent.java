// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.time.Instant;
import java.util.List;

/**
 * Something that has happened, told to {@link OAuthEventListener}s. Immutable. Made by Hexauth, and
 * by tests of listeners; not for extension. More kinds of events may come, and more data in each.
 *
 * <p>Only {@link TokenEvent} holds a secret. It and {@link Incident} name a principal, because an
 * application has to know whose token it was; no {@link #toString()} shows either.
 */
public abstract class OAuthEvent {

  private final ClientRegistrationId registration;
  private final Instant time;

  OAuthEvent(ClientRegistrationId registration, Instant time) {
    this.registration = registration;
    this.time = time;
  }

  /** {@return the registration that it happened to} */
  public final ClientRegistrationId registration() {
    return registration;
  }

  /** {@return when it happened, by the clock of this node} */
  public final Instant time() {
    return time;
  }

  /** Calls the method of a listener that is for this kind of event. */
  public abstract void tell(OAuthEventListener listener);

  /**
   * {@return whether it is a {@link Measurement}, which never takes the room of another event in
   * the queue of a listener}
   */
  public boolean isMeasurement() {
    return false;
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName().concat(shown().toString());
  }

  /** Returns the parts that may be shown. */
  abstract List<?> shown();
}
