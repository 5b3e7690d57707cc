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
 * Unencrypted content of a stored grant: its refresh token and its access tokens. Immutable.
 * Instants are by the store's clock.
 *
 * @param refreshToken the refresh token; empty if there is none
 * @param refreshExpiresAt the expiry of the refresh token; empty if the server did not send it
 * @param granted the scopes that were granted to the grant as a whole
 * @param asked the access request with which the grant was obtained; empty if it is unknown, or if
 *     there is no refresh token
 * @param tokens the access tokens, at most one for each access request
 * @param unknown members that this version does not know; they are kept when the document is
 *     written again
 */
public record GrantDocument(
    Optional<RefreshToken> refreshToken,
    Optional<Instant> refreshExpiresAt,
    Scopes granted,
    Optional<AccessRequest> asked,
    List<IssuedToken> tokens,
    UnknownMembers unknown) {

  /** Creates a document with a copy of the list. */
  public GrantDocument {
    tokens = List.copyOf(tokens);
  }

  /** {@return the document of a grant without tokens} */
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
   * {@return the access that the grant includes}
   *
   * @param usual the access request to assume if the document does not contain one
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

  /** {@return the access token for this request, even if it has expired; empty if there is none} */
  public Optional<IssuedToken> token(AccessRequest access) {
    return tokens.stream().filter(token -> token.isFor(access)).findFirst();
  }

  /**
   * Returns the document after a token was granted. If the answer has no refresh token, the old one
   * remains (RFC 6749 §6). The same applies to the ID token (OpenID Connect Core §12.2). Expired
   * access tokens are removed.
   *
   * @param access the request for which the token was granted
   * @param token the granted token
   * @param generation the generation of the granted token
   * @param issuedAt the store's time at the start of the request, so that the lifetime is not
   *     counted too long
   * @return the document
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
   * Returns the newest ID token that belongs to the refresh token. Answers to refreshes may contain
   * no ID token.
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
   * Returns the document after an answer of which only the refresh token is kept. If the answer has
   * none, the old one remains (RFC 6749 §6).
   *
   * @param token the refresh token of the answer; empty if it has none
   * @param lifetime the lifetime of the refresh token; empty if the server did not send it
   * @param issuedAt the store's time at the start of the request
   * @return the document
   */
  public GrantDocument renewed(
      Optional<RefreshToken> token, Optional<Duration> lifetime, Instant issuedAt) {
    Optional<Instant> ends =
        lifetime.isPresent() || token.isPresent() ? lifetime.map(issuedAt::plus) : refreshExpiresAt;
    return new GrantDocument(token.or(() -> refreshToken), ends, granted, asked, tokens, unknown);
  }

  /**
   * Returns the document within the size limits. The oldest access tokens are removed until the
   * rest fits. The newest access token and the refresh token always remain.
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

  /** {@return true if there is a refresh token that is not known to have expired} */
  public boolean isRefreshable(Instant storeNow) {
    return refreshToken.isPresent()
        && refreshExpiresAt.filter(end -> !storeNow.isBefore(end)).isEmpty();
  }

  /** {@return true if the refresh token or an access token has not expired} */
  public boolean isUseful(Instant storeNow) {
    return isRefreshable(storeNow)
        || tokens.stream()
            .anyMatch(t -> t.expiresAt().filter(end -> !storeNow.isBefore(end)).isEmpty());
  }

  /**
   * {@return a copy without the refresh token and the scopes that were granted with it} The client
   * then obtains a new grant by itself.
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
   * {@return all tokens that a server can revoke} The refresh token comes first, because new access
   * tokens can be obtained with it.
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
