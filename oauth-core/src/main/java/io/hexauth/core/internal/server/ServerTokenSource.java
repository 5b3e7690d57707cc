// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.core.internal.events.ReducedScopes;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.internal.grant.GrantRequest;
import io.hexauth.domain.internal.grant.TokenFailure;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.GrantedAccess.Coverage;
import io.hexauth.domain.internal.lifecycle.GrantedAccess.Covered;
import io.hexauth.domain.internal.lifecycle.GrantedAccess.NotCovered;
import io.hexauth.domain.internal.lifecycle.OpenedGrant;
import io.hexauth.domain.internal.refresh.FailureRecord;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.scope.Scopes;
import java.util.Optional;

/**
 * Source of the next token of a grant: its refresh token, or else a new grant of the client itself.
 */
public final class ServerTokenSource {

  private final ClientRegistration registration;
  private final AuthorizationServer server;
  private final OwnGrant ownGrant;
  private final ReducedScopes reduced;

  /** Creates the source of one registration. */
  ServerTokenSource(
      ClientRegistration registration,
      AuthorizationServer server,
      OwnGrant ownGrant,
      ReducedScopes reduced) {
    this.registration = registration;
    this.server = server;
    this.ownGrant = ownGrant;
    this.reduced = reduced;
  }

  /** {@return true if the client can obtain a new grant without the user} */
  public boolean isSelfObtainable() {
    return registration.grant().isSelfObtainable();
  }

  /**
   * {@return the result of the check whether the grant of a document includes the access of a view}
   */
  public Coverage coverage(AccessRequest access, GrantDocument document) {
    return document
        .grantedAccess(registration.access())
        .of(access, registration.access(), isSelfObtainable());
  }

  /**
   * Obtains the next token. If the server refuses the refresh token and the client can obtain a new
   * grant by itself, it does so under the same lease.
   */
  public TokenResult next(
      GrantCell grant, AccessRequest access, OpenedGrant leased, Permit permit) {
    GrantRecord.Version version = leased.record().version();
    GrantDocument document = leased.document();
    // If the grant was obtained for less access, a refresh cannot extend it (RFC 6749 §6).
    boolean enough =
        !isSelfObtainable() || coverage(access, document).fold(covered -> true, missing -> false);
    if (document.refreshToken().isPresent() && enough && !grant.isRefused(version)) {
      TokenResult refreshed = refresh(grant, access, document, permit);
      Optional<TokenFailure> refused =
          refreshed
              .failure()
              .filter(failure -> isSelfObtainable() && isRefused(failure, leased.record()));
      if (refused.isEmpty()) {
        return refreshed;
      }
      // Whatever the result of the new request is, the refused refresh token is not sent again.
      grant.refuse(version);
      return obtain(grant, access, permit).after(refused.get());
    }
    return obtain(grant, access, permit);
  }

  /** Returns true if the refusal is permanent, or the second one without a reason. */
  private static boolean isRefused(TokenFailure failure, GrantRecord leased) {
    return failure.endsGrant() || (failure.isUnexplained() && FailureRecord.isRefused(leased));
  }

  /** Sends the refresh token, with at most the access that was granted with it. */
  TokenResult refresh(
      GrantCell grant, AccessRequest access, GrantDocument document, Permit permit) {
    return coverage(access, document)
        .fold(covered -> refresh(grant, covered, document, permit), ServerTokenSource::notGranted);
  }

  /** {@return the failure for a view whose access the grant does not include} */
  public static TokenFailure notGranted(NotCovered missing) {
    return new TokenFailure.NotGranted(missing.scopes(), missing.resources());
  }

  private TokenResult refresh(
      GrantCell grant, Covered covered, GrantDocument document, Permit permit) {
    var request =
        new GrantRequest.RefreshTokenGrant(
            document.refreshToken().orElseThrow(), covered.request(), covered.narrowed());
    // If the request contains no scopes, the server keeps the granted ones (RFC 6749 §6).
    Scopes assumed = covered.narrowed() ? covered.request().scopes() : document.granted();
    Scopes asked = covered.request().scopes().intersection(document.granted());
    return ask(grant, request, assumed, asked, permit).under(registration.refresh().rotation());
  }

  /** {@return the result with a new grant, which needs no user} */
  public TokenResult obtain(GrantCell grant, AccessRequest access) {
    return obtain(grant, access, Permit.newGrant());
  }

  private TokenResult obtain(GrantCell grant, AccessRequest access, Permit permit) {
    GrantRequest request;
    try {
      request = ownGrant.request(grant.principal(), access);
    } catch (OAuthException e) {
      return new TokenFailure.NotTried(e);
    }
    return ask(grant, request, access.scopes(), access.scopes(), permit);
  }

  /** Exchanges an authorization code. */
  public TokenResult exchange(GrantCell grant, GrantRequest.AuthorizationCodeGrant request) {
    Scopes asked = request.access().scopes();
    return ask(grant, request, asked, asked, Permit.newGrant());
  }

  private TokenResult ask(
      GrantCell grant, GrantRequest request, Scopes assumed, Scopes asked, Permit permit) {
    TokenResult result = server.ask(request, assumed, permit);
    result.token().ifPresent(token -> reduced.compare(grant, asked, token));
    return result;
  }
}
