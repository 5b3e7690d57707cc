// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import java.time.Instant;
import java.util.List;

/** Something that an operator wants to know about one grant. */
public final class Incident extends OAuthEvent {

  /** Kind of incident. */
  public enum Kind {
    /**
     * The server had replaced the refresh token in an answer that was not received or not stored,
     * or that refused the scopes or the resource: the grant is lost, and the user has to consent
     * again.
     */
    ROTATION_LOST,
    /**
     * The server has answered and the store has not taken the result: this process serves the token
     * from memory and goes on trying. If it ends now, the rotation is lost.
     */
    SERVED_UNSTORED,
    /** The token of {@link #SERVED_UNSTORED} is stored now. */
    STORED_LATE,
    /**
     * The token of {@link #SERVED_UNSTORED} could not be stored while other nodes held back. It
     * stays in memory and is stored with the next look at the grant.
     */
    NOT_STORED,
    /** The store had lost what this process remembers, and got it back. */
    STORE_REPAIRED,
    /** The record cannot be opened here: its key is missing, or it was tampered with. */
    RECORD_UNREADABLE,
    /**
     * Too many authorizations are pending in memory, and the oldest were forgotten before their
     * time was over: their users have to start again. Registration and principal are those of the
     * authorization that took the place. Told at most once a minute for each registration.
     */
    PENDING_AUTHORIZATIONS_EVICTED,
    /**
     * The server granted fewer scopes than were asked for. Told again for the same grant only if
     * other scopes are missing.
     */
    SCOPES_REDUCED,
    /**
     * One grant has more views in use than memory keeps: a token that was still good was dropped
     * and is obtained again when it is needed. Told at most once a minute for each registration.
     */
    VIEW_PUSHED_OUT,
    /**
     * The metadata of a discovered server names an endpoint at another origin than before. The
     * client goes on with the endpoint that it knew. Told with each fetch, which is at most every 5
     * minutes.
     */
    SERVER_MOVED,
    /**
     * An API has rejected a token that had been refreshed because of its last rejection. Callers
     * get the API's answer; nothing is refreshed for this reason for a while. Told at most once a
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

  /** {@return an incident with these parts} */
  public static Incident of(
      ClientRegistrationId registration, Instant time, Principal principal, Kind kind) {
    return new Incident(registration, time, principal, kind);
  }

  /**
   * {@return whose grant it is; {@link Principal#self()} for the client itself} It is for the
   * application that has to ask this user again, not for logs and meters.
   */
  public Principal principal() {
    return principal;
  }

  /** {@return what happened} */
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
