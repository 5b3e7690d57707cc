// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;

/**
 * A token that became known to this node. {@link #toString()} redacts it.
 *
 * @param registration whose it is
 * @param principal whom it belongs to; {@link Principal#self()} for the client itself
 * @param token the token
 * @param grantId which authorization it comes from
 * @param generation of the grant
 * @param cause how it became known
 */
public record TokenEvent(
    ClientRegistrationId registration,
    Principal principal,
    OAuthToken token,
    GrantId grantId,
    long generation,
    Cause cause) {

  /** Way in which a token became known to a node. */
  public enum Cause {
    /** This node obtained and stored it. */
    UPDATED,
    /** Another node, or an earlier process, did; or an application handed it in. */
    ADOPTED
  }

  @Override
  public String toString() {
    return "TokenEvent["
        + registration
        + ", "
        + cause
        + ", generation="
        + generation
        + ", "
        + token
        + "]";
  }
}
