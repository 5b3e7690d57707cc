// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.RevocableToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Every secret of a grant, as it is before sealing. Immutable. Instants are on the store's clock.
 *
 * @param refreshToken what renews the grant
 * @param refreshExpiresAt when that ends, if the server said
 * @param granted the scopes that the user, or the server, granted to the grant as a whole
 * @param asked what the refresh token was asked for; absent if it is not known, or there is none
 * @param tokens at most one for each access request
 * @param unknown members that this version does not know; kept when the document is written again
 */
public record GrantDocument(
    Optional<RefreshToken> refreshToken,
    Optional<Instant> refreshExpiresAt,
    Scopes granted,
    Optional<AccessRequest> asked,
    List<IssuedToken> tokens,
    UnknownMembers unknown) {

  /** Copies what it is given. */
  public GrantDocument {
    tokens = List.copyOf(tokens);
  }

  /** {@return a grant that has nothing yet} */
  public static GrantDocument empty() {
    return new GrantDocument(
        Optional.empty(),
        Optional.empty(),
        Scopes.none(),
        Optional.empty(),
        List.of(),
        UnknownMembers.NONE);
  }

  /**
   * {@return what the grant may be asked for}
   *
   * @param usual what it was asked for, if the document does not say
   */
  public GrantedAccess grantedAccess(AccessRequest usual) {
    return new GrantedAccess(asked.orElse(usual), granted);
  }

  /**
   * {@return the access request for everything that was granted: the registration's own request if
   * it gets all of it, otherwise the request of the consent, otherwise a request for the scopes
   * that the server named}
   *
   * @param own the registration's own request
   */
  public AccessRequest accessToAll(AccessRequest own) {
    if (own.scopes().isEmpty() || own.scopes().covers(granted)) {
      return own;
    }
    AccessRequest consent = asked.orElse(own);
    boolean named =
        consent.scopes().covers(granted)
            && GrantedAccess.missing(consent.scopes(), granted).isEmpty();
    return named ? consent : consent.withScopes(granted);
  }

  /** {@return the token for this request, expired or not; empty if there never was one} */
  public Optional<IssuedToken> token(AccessRequest access) {
    return tokens.stream().filter(token -> token.isFor(access)).findFirst();
  }

  /**
   * The document after a token was granted. Without a new refresh token the old one stays (RFC 6749
   * §6), and so does the ID token (OpenID Connect Core §12.2); tokens that have expired are
   * dropped.
   *
   * @param generation the one that this grant will have
   * @param issuedAt the store's time at the start of the request, so that no life is counted too
   *     long
   */
  public GrantDocument with(
      AccessRequest access, GrantedToken token, long generation, Instant issuedAt) {
    var kept = new ArrayList<IssuedToken>();
    for (IssuedToken old : tokens) {
      boolean over = old.expiresAt().filter(end -> !issuedAt.isBefore(end)).isPresent();
      if (!over && !old.isFor(access)) {
        kept.add(old);
      }
    }
    kept.sort(Comparator.comparingLong(IssuedToken::generation));
    kept.add(
        new IssuedToken(
            access,
            generation,
            token.accessToken(),
            token.tokenType(),
            issuedAt,
            token.lifetime().map(issuedAt::plus),
            token.scopes(),
            token.idToken().or(this::idToken),
            token.additional()));
    boolean first = refreshToken.isEmpty() && token.refreshToken().isPresent();
    GrantDocument renewed = renewed(token.refreshToken(), token.refreshLifetime(), issuedAt);
    return new GrantDocument(
        renewed.refreshToken,
        renewed.refreshExpiresAt,
        granted.isEmpty() ? token.scopes() : granted,
        first ? Optional.of(access) : asked,
        kept,
        first ? unknown.withoutAccess() : unknown);
  }

  /**
   * The newest ID token of the login that the refresh token comes from; refreshes may bring none.
   */
  private Optional<IdToken> idToken() {
    return refreshToken.isEmpty()
        ? Optional.empty()
        : tokens.stream()
            .filter(token -> token.idToken().isPresent())
            .max(Comparator.comparingLong(IssuedToken::generation))
            .flatMap(IssuedToken::idToken);
  }

  /**
   * The document after an answer of which only the refresh token is kept. Without a new one the old
   * one stays (RFC 6749 §6).
   *
   * @param lifetime of the refresh token, if the server said
   * @param issuedAt the store's time at the start of the request
   */
  public GrantDocument renewed(
      Optional<RefreshToken> token, Optional<Duration> lifetime, Instant issuedAt) {
    Optional<Instant> ends =
        lifetime.isPresent() || token.isPresent() ? lifetime.map(issuedAt::plus) : refreshExpiresAt;
    return new GrantDocument(token.or(() -> refreshToken), ends, granted, asked, tokens, unknown);
  }

  /**
   * The same grant within the limits: the oldest access tokens are dropped until the rest fits. The
   * newest one, and the refresh token, always stay.
   */
  public GrantDocument within(SizeLimits limits) {
    var kept = new ArrayDeque<>(tokens);
    long bytes = DocumentSize.of(this);
    while (kept.size() > 1 && (kept.size() > limits.tokens() || bytes > limits.document())) {
      bytes -= DocumentSize.of(kept.remove());
    }
    return new GrantDocument(
        refreshToken, refreshExpiresAt, granted, asked, List.copyOf(kept), unknown);
  }

  /** {@return whether there is a refresh token whose end, if it is known, is not over} */
  public boolean isRefreshable(Instant storeNow) {
    return refreshToken.isPresent()
        && refreshExpiresAt.filter(end -> !storeNow.isBefore(end)).isEmpty();
  }

  /** {@return whether there is something in it that has not ended} */
  public boolean isUseful(Instant storeNow) {
    return isRefreshable(storeNow)
        || tokens.stream()
            .anyMatch(t -> t.expiresAt().filter(end -> !storeNow.isBefore(end)).isEmpty());
  }

  /**
   * {@return the same grant without its refresh token and what was granted with it: what the client
   * obtains by itself next starts over}
   */
  public GrantDocument withoutRefreshToken() {
    return new GrantDocument(
        Optional.empty(),
        Optional.empty(),
        Scopes.none(),
        Optional.empty(),
        tokens,
        unknown.withoutAccess());
  }

  /**
   * {@return every token that a server can revoke, the refresh token first, for it could mint more}
   */
  public List<RevocableToken> revocable() {
    var revocable = new ArrayList<RevocableToken>();
    refreshToken.ifPresent(revocable::add);
    tokens.forEach(token -> revocable.add(token.accessToken()));
    return revocable;
  }

  @Override
  public String toString() {
    return "GrantDocument[refreshable=" + refreshToken.isPresent() + ", tokens=" + tokens + "]";
  }
}
