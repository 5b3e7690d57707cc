// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.grant.GrantRequest;
import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.Stored;
import io.hexauth.domain.refresh.Outcome;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import java.util.function.BooleanSupplier;

/** Where the next token of a grant comes from: its refresh token, else the client's own grant. */
final class TokenSource {

  private final ClientRegistration registration;
  private final AuthorizationServer server;
  private final OwnGrant ownGrant;

  TokenSource(ClientRegistration registration, AuthorizationServer server, OwnGrant ownGrant) {
    this.registration = registration;
    this.server = server;
    this.ownGrant = ownGrant;
  }

  boolean isSelfObtainable() {
    return registration.grant().isSelfObtainable();
  }

  /**
   * The next token. Where the server no longer takes the refresh token and the client can start
   * over by itself, it does, under the same lease.
   */
  Obtained next(GrantCell grant, AccessRequest access, Stored leased, BooleanSupplier mayPresent) {
    GrantRecord.Version version = leased.record().version();
    GrantDocument document = leased.document();
    // A grant that was obtained for less does not grow by refreshing it (RFC 6749 §6).
    boolean enough = !isSelfObtainable() || document.granted().covers(access.scopes());
    if (document.refreshToken().isPresent() && enough && !grant.isRefused(version)) {
      Obtained refreshed = refresh(access, document, mayPresent);
      boolean startOver = isSelfObtainable() && refreshed.outcome().endsGrant();
      if (!startOver) {
        return refreshed;
      }
      // Whatever becomes of starting over: what was refused is not presented again.
      grant.refuse(version);
    }
    return obtain(grant.principal(), access, mayPresent);
  }

  Obtained refresh(AccessRequest access, GrantDocument document, BooleanSupplier mayPresent) {
    // A view for other scopes says which; otherwise the server keeps what it granted (RFC 6749 §6).
    boolean narrowed = !access.scopes().equals(registration.scopes());
    var grant =
        new GrantRequest.RefreshTokenGrant(document.refreshToken().orElseThrow(), access, narrowed);
    return server.ask(grant, narrowed ? access.scopes() : document.granted(), mayPresent);
  }

  Obtained obtain(Principal principal, AccessRequest access) {
    return obtain(principal, access, () -> true);
  }

  private Obtained obtain(Principal principal, AccessRequest access, BooleanSupplier mayPresent) {
    GrantRequest grant;
    try {
      grant = ownGrant.request(principal, access);
    } catch (OAuthException e) {
      return new Obtained.Failed(new Outcome.NotTried(), e);
    }
    return server.ask(grant, access.scopes(), mayPresent);
  }
}
