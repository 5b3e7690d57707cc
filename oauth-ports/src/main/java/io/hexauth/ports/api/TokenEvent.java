// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Event that reports a token that this node has obtained or read, or the revocation of a grant by
 * this node.
 */
public final class TokenEvent extends OAuthEvent {

  /** Reason of a token event. */
  public enum Cause {
    /** This node obtained and stored the first token of a grant. */
    GRANTED,
    /** This node obtained and stored a further token of a grant. */
    REFRESHED,
    /** This node read a token that another node, an earlier process or the application stored. */
    ADOPTED,
    /**
     * This node revoked the grant. Its tokens must not be used any more, and no token event of this
     * grant follows, even if a call on another thread still returns its last token.
     */
    REVOKED
  }

  private final Principal principal;
  private final Optional<OAuthToken> token;
  private final GrantId grantId;
  private final long generation;
  private final Cause cause;

  private TokenEvent(
      ClientRegistrationId registration,
      Instant time,
      Principal principal,
      Optional<OAuthToken> token,
      GrantId grantId,
      long generation,
      Cause cause) {
    super(registration, time);
    this.principal = principal;
    this.token = token;
    this.grantId = grantId;
    this.generation = generation;
    this.cause = cause;
  }

  /** {@return an event with these values} */
  public static TokenEvent of(
      ClientRegistrationId registration,
      Instant time,
      Principal principal,
      Optional<OAuthToken> token,
      GrantId grantId,
      long generation,
      Cause cause) {
    return new TokenEvent(registration, time, principal, token, grantId, generation, cause);
  }

  /** {@return the owner of the token; {@link Principal#self()} for the client itself} */
  public Principal principal() {
    return principal;
  }

  /** {@return the token; empty if the grant was revoked} */
  public Optional<OAuthToken> token() {
    return token;
  }

  /** {@return the id of the grant, which changes with each new consent} */
  public GrantId grantId() {
    return grantId;
  }

  /**
   * {@return the generation of the grant: a number that starts at 1 and grows by one with each
   * refresh; 0 if a grant was revoked before it had a token}
   */
  public long generation() {
    return generation;
  }

  /** {@return the reason of the event} */
  public Cause cause() {
    return cause;
  }

  @Override
  public void tell(OAuthEventListener listener) {
    listener.onToken(this);
  }

  @Override
  List<?> shown() {
    return List.of(registration(), time(), cause, generation);
  }
}
