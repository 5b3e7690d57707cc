// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import java.time.Instant;
import java.util.List;

/** Problem of one grant, or of a server, that an operator should know about. */
public final class Incident extends OAuthEvent {

  /** Kind of incident. */
  public enum Kind {
    /**
     * The server no longer accepts the refresh token, for example because the user has withdrawn
     * the consent. The grant has ended, and the user must consent again. Because users cause it,
     * its log line has the level INFO; those of the other kinds have WARN.
     */
    GRANT_REFUSED,
    /**
     * The server replaced the refresh token, and the new one is lost: the answer was not received,
     * was not stored, or refused the scopes or the resource. The grant has ended, and the user must
     * consent again.
     */
    ROTATION_LOST,
    /**
     * The server issued a token, and the store did not accept it. This process returns the token
     * from memory and tries to store it again. If the process ends before that, the new tokens are
     * lost.
     */
    SERVED_UNSTORED,
    /** The token of {@link #SERVED_UNSTORED} is now stored. */
    STORED_LATE,
    /**
     * The token of {@link #SERVED_UNSTORED} could not be stored before the lease and its hold
     * ended. It stays in memory. Hexauth tries to store it at the next read of the grant.
     */
    NOT_STORED,
    /**
     * The store had lost data that this process still had in memory. The process has written the
     * data back.
     */
    STORE_REPAIRED,
    /**
     * This node cannot decrypt the stored grant: the key is missing, or the stored bytes were
     * changed.
     */
    RECORD_UNREADABLE,
    /**
     * Too many authorizations are pending in memory. The oldest were removed before they expired,
     * and their users must start again. The incident names the registration and the principal of
     * the new authorization. Reported at most once a minute for each registration.
     */
    PENDING_AUTHORIZATIONS_EVICTED,
    /**
     * The server granted fewer scopes than requested. Reported again for the same grant only if
     * different scopes are missing.
     */
    SCOPES_REDUCED,
    /**
     * One grant has more views in use than memory keeps. A valid access token of one view was
     * removed. It is obtained again when that view needs one. Reported at most once a minute for
     * each registration.
     */
    VIEW_PUSHED_OUT,
    /**
     * The metadata of a discovered server names an endpoint at another origin than before. The
     * client continues to use the known endpoint. Reported with each fetch, which happens at most
     * every 5 minutes.
     */
    SERVER_MOVED,
    /**
     * An API rejected a token, Hexauth refreshed it, and the API rejected the new token too.
     * Callers get the API's answer. For some time, rejections cause no refresh. Reported at most
     * once a minute for each registration.
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
