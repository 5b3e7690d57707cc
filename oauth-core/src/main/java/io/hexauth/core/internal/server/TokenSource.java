// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.core.internal.events.ReducedScopes;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.grant.GrantRequest;
import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantedAccess.Coverage;
import io.hexauth.domain.lifecycle.GrantedAccess.Covered;
import io.hexauth.domain.lifecycle.GrantedAccess.NotCovered;
import io.hexauth.domain.lifecycle.OpenedGrant;
import io.hexauth.domain.refresh.FailureRecord;
import io.hexauth.domain.refresh.Outcome;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.scope.Scopes;

/** Where the next token of a grant comes from: its refresh token, else the client's own grant. */
public final class TokenSource {

  private final ClientRegistration registration;
  private final AuthorizationServer server;
  private final OwnGrant ownGrant;
  private final ReducedScopes reduced;

  /** Where the tokens of one registration come from. */
  TokenSource(
      ClientRegistration registration,
      AuthorizationServer server,
      OwnGrant ownGrant,
      ReducedScopes reduced) {
    this.registration = registration;
    this.server = server;
    this.ownGrant = ownGrant;
    this.reduced = reduced;
  }

  /** {@return whether no user is needed for a new grant} */
  public boolean isSelfObtainable() {
    return registration.grant().isSelfObtainable();
  }

  /** {@return what the refresh token of a document can do for a view} */
  public Coverage coverage(AccessRequest access, GrantDocument document) {
    return document
        .grantedAccess(registration.access())
        .of(access, registration.access(), isSelfObtainable());
  }

  /**
   * The next token. Where the server no longer takes the refresh token and the client can start
   * over by itself, it does, under the same lease.
   */
  public Obtained next(GrantCell grant, AccessRequest access, OpenedGrant leased, Permit permit) {
    GrantRecord.Version version = leased.record().version();
    GrantDocument document = leased.document();
    // A grant that was obtained for less does not grow by refreshing it (RFC 6749 §6).
    boolean enough =
        !isSelfObtainable() || coverage(access, document).fold(covered -> true, missing -> false);
    if (document.refreshToken().isPresent() && enough && !grant.isRefused(version)) {
      Obtained refreshed = refresh(grant, access, document, permit);
      boolean startOver = isSelfObtainable() && isRefused(refreshed.outcome(), leased.record());
      if (!startOver) {
        return refreshed;
      }
      // Whatever becomes of starting over: what was refused is not presented again.
      grant.refuse(version);
      return obtain(grant, access, permit).after(refreshed.outcome());
    }
    return obtain(grant, access, permit);
  }

  /** For good, or for the second time without a reason. */
  private static boolean isRefused(Outcome outcome, GrantRecord leased) {
    return outcome.endsGrant() || (outcome.isUnexplained() && FailureRecord.isRefused(leased));
  }

  /** Presents the refresh token, for no more than was granted with it. */
  Obtained refresh(GrantCell grant, AccessRequest access, GrantDocument document, Permit permit) {
    return coverage(access, document)
        .fold(
            covered -> refresh(grant, covered, document, permit),
            missing -> new Obtained.Failed(new Outcome.NotTried(), notGranted(missing)));
  }

  /** {@return what callers get if a grant does not cover a view} */
  public ReauthorizationRequiredException notGranted(NotCovered missing) {
    return ReauthorizationRequiredException.notGranted(
        registration.id(), missing.scopes(), missing.resources());
  }

  private Obtained refresh(
      GrantCell grant, Covered covered, GrantDocument document, Permit permit) {
    var request =
        new GrantRequest.RefreshTokenGrant(
            document.refreshToken().orElseThrow(), covered.request(), covered.narrowed());
    // Where no scopes are sent, the server keeps what it granted (RFC 6749 §6).
    Scopes assumed = covered.narrowed() ? covered.request().scopes() : document.granted();
    Scopes asked = covered.request().scopes().intersection(document.granted());
    return ask(grant, request, assumed, asked, permit).under(registration.refresh().rotation());
  }

  /** {@return a new grant, which needs no user} */
  public Obtained obtain(GrantCell grant, AccessRequest access) {
    return obtain(grant, access, Permit.newGrant());
  }

  private Obtained obtain(GrantCell grant, AccessRequest access, Permit permit) {
    GrantRequest request;
    try {
      request = ownGrant.request(grant.principal(), access);
    } catch (OAuthException e) {
      return new Obtained.Failed(new Outcome.NotTried(), e);
    }
    return ask(grant, request, access.scopes(), access.scopes(), permit);
  }

  /** Exchanges a code. */
  public Obtained exchange(GrantCell grant, GrantRequest.AuthorizationCodeGrant request) {
    Scopes asked = request.access().scopes();
    return ask(grant, request, asked, asked, Permit.newGrant());
  }

  private Obtained ask(
      GrantCell grant, GrantRequest request, Scopes assumed, Scopes asked, Permit permit) {
    Obtained obtained = server.ask(request, assumed, permit);
    obtained.got().ifPresent(got -> reduced.compare(grant, asked, got.granted()));
    return obtained;
  }
}
