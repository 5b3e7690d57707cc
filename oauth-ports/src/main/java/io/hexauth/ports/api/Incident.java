// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import java.time.Instant;
import java.util.List;

/** Problem of one grant that an operator should know. */
public final class Incident extends OAuthEvent {

  /** Kind of incident. */
  public enum Kind {
    /**
     * The server had replaced the refresh token in an answer that was not received, not stored, or
     * refused the scopes or the resource. The grant is lost, and the user must consent again.
     */
    ROTATION_LOST,
    /**
     * The server has answered, and the store did not accept the result. This process returns the
     * token from memory and tries to store it again. If the process ends before that, the new
     * tokens are lost.
     */
    SERVED_UNSTORED,
    /** The token of {@link #SERVED_UNSTORED} is now stored. */
    STORED_LATE,
    /**
     * The token of {@link #SERVED_UNSTORED} could not be stored before lease and hold ended. It
     * stays in memory and is stored at the next read of the grant.
     */
    NOT_STORED,
    /** The store had lost data that this process has in memory, and the process wrote it back. */
    STORE_REPAIRED,
    /** This node cannot decrypt the record: its key is missing, or the record was changed. */
    RECORD_UNREADABLE,
    /**
     * Too many authorizations are pending in memory, and the oldest were removed before they
     * expired. Their users must start again. Registration and principal are those of the new
     * authorization. Reported at most once a minute for each registration.
     */
    PENDING_AUTHORIZATIONS_EVICTED,
    /**
     * The server granted fewer scopes than requested. Reported again for the same grant only if
     * other scopes are missing.
     */
    SCOPES_REDUCED,
    /**
     * One grant has more views in use than memory keeps. A valid token was removed, and is obtained
     * again when it is needed. Reported at most once a minute for each registration.
     */
    VIEW_PUSHED_OUT,
    /**
     * The metadata of a discovered server names an endpoint at another origin than before. The
     * client continues to use the known endpoint. Reported with each fetch, which happens at most
     * every 5 minutes.
     */
    SERVER_MOVED,
    /**
     * An API has rejected a token that had been refreshed because of an earlier rejection. Callers
     * get the API's answer, and rejections cause no refresh for some time. Reported at most once a
     * minute for each registration.
     */
    REFRESHED_TOKEN_REJECTED
  }

  private final Principal principal;
  private final Kind kind;

  private Incident(
      ClientRegistrationId registration, Instant time, Principal principal, Kind kind) {
    super(registration, time);
    this.principal = principal;
    this.kind = kind;
  }

  /** {@return an incident with these values} */
  public static Incident of(
      ClientRegistrationId registration, Instant time, Principal principal, Kind kind) {
    return new Incident(registration, time, principal, kind);
  }

  /**
   * {@return the owner of the grant; {@link Principal#self()} for the client itself} An application
   * can use it to ask this user for consent. Do not write it to logs or meters.
   */
  public Principal principal() {
    return principal;
  }

  /** {@return the kind of incident} */
  public Kind kind() {
    return kind;
  }

  @Override
  public void tell(OAuthEventListener listener) {
    listener.onIncident(this);
  }

  @Override
  List<?> shown() {
    return List.of(registration(), time(), kind);
  }
}
