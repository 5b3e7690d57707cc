// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All codes and tokens of the server. Safe for use by multiple threads. */
final class Grants {

  /** Parameters of an authorization request to which its code is bound. */
  record CodeRequest(String redirectUri, Optional<String> challenge) {}

  /** Tokens that a client receives. */
  record Issued(String accessToken, Optional<String> refreshToken, Set<String> scopes) {}

  private record IssuedCode(Family family, CodeRequest request) {}

  private record IssuedAccess(Family family, Set<String> scopes, Optional<Instant> expiresAt) {}

  private final InstantSource clock;
  private final Ledger ledger;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, IssuedCode> codes = new HashMap<>();
  private final Set<String> usedCodes = new HashSet<>();
  private final Map<String, IssuedAccess> accessTokens = new HashMap<>();
  private final Map<String, Family> refreshTokens = new HashMap<>();

  Grants(InstantSource clock, Ledger ledger) {
    this.clock = clock;
    this.ledger = ledger;
  }

  synchronized String code(Family family, CodeRequest request) {
    String code = secret("code");
    codes.put(code, new IssuedCode(family, request));
    return code;
  }

  /** Exchanges a code. If a code is presented twice, its tokens are revoked (RFC 6749 §4.1.2). */
  synchronized Issued redeem(String code, String clientId, CodeRequest shown, Issuing how)
      throws OAuthFailure {
    IssuedCode issued = codes.get(code);
    if (issued == null
        || issued.family().isRevoked()
        || !issued.family().clientId().equals(clientId)) {
      throw OAuthFailure.invalidGrant();
    }
    if (!usedCodes.add(code)) {
      revokeForReuse(issued.family());
      throw OAuthFailure.invalidGrant();
    }
    if (!issued.request().equals(shown)) {
      throw OAuthFailure.invalidGrant();
    }
    return start(issued.family(), how.refreshToken(), how);
  }

  /** Issues the first tokens of a family. */
  synchronized Issued start(Family family, boolean withRefreshToken, Issuing how) {
    Optional<String> refresh =
        withRefreshToken ? Optional.of(newRefreshToken(family)) : Optional.empty();
    return new Issued(newAccessToken(family, family.scopes(), how), refresh, family.scopes());
  }

  synchronized Issued refresh(
      String token, String clientId, Optional<Set<String>> asked, Issuing how) throws OAuthFailure {
    Family family = refreshTokens.get(token);
    if (family == null || family.isRevoked() || !family.clientId().equals(clientId)) {
      throw OAuthFailure.invalidGrant();
    }
    Set<String> scopes = asked.orElse(family.scopes());
    if (!family.scopes().containsAll(scopes)) {
      throw new OAuthFailure(400, "invalid_scope");
    }
    if (!family.isGood(token, clock.instant(), how.grace())) {
      if (how.rotation() == Rotation.STRICT) {
        revokeForReuse(family);
      }
      throw OAuthFailure.invalidGrant();
    }
    Optional<String> next = Optional.empty();
    if (how.rotation() != Rotation.OFF && how.refreshToken()) {
      family.replace(token, clock.instant());
      next = Optional.of(newRefreshToken(family));
    }
    return new Issued(newAccessToken(family, scopes, how), next, scopes);
  }

  /** Revokes a token (RFC 7009 §2.1). With a refresh token, its access tokens are revoked too. */
  synchronized void revoke(String token, String clientId) {
    Family family = refreshTokens.get(token);
    IssuedAccess access = accessTokens.get(token);
    if (family != null && family.clientId().equals(clientId)) {
      family.revoke();
      ledger.revokedOnRequest();
    } else if (access != null && access.family().clientId().equals(clientId)) {
      accessTokens.remove(token);
      ledger.revokedOnRequest();
    }
  }

  /** Ends all grants of this subject, like a user or an administrator. */
  synchronized void revokeSubject(String subject) {
    Stream.concat(codes.values().stream().map(IssuedCode::family), refreshTokens.values().stream())
        .filter(f -> f.subject().equals(subject))
        .forEach(Family::revoke);
    accessTokens.values().removeIf(a -> a.family().subject().equals(subject));
  }

  /**
   * {@return the family of a valid access token, with the scopes of this token; empty if the token
   * is not valid}
   */
  synchronized Optional<Family> check(String accessToken) {
    return Optional.ofNullable(accessTokens.get(accessToken))
        .filter(a -> !a.family().isRevoked())
        .filter(a -> a.expiresAt().filter(e -> !clock.instant().isBefore(e)).isEmpty())
        .map(a -> new Family(a.family().clientId(), a.family().subject(), a.scopes()));
  }

  private void revokeForReuse(Family family) {
    if (!family.isRevoked()) {
      family.revoke();
      ledger.revokedForReuse();
    }
  }

  private String newAccessToken(Family family, Set<String> scopes, Issuing how) {
    String token = secret("at");
    Optional<Duration> lifetime = how.lifetime();
    accessTokens.put(
        token,
        new IssuedAccess(
            family, new LinkedHashSet<>(scopes), lifetime.map(l -> clock.instant().plus(l))));
    return token;
  }

  private String newRefreshToken(Family family) {
    String token = secret("rt");
    refreshTokens.put(token, family);
    family.add(token);
    return token;
  }

  private String secret(String kind) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String secret = kind + "-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    ledger.issued(secret);
    return secret;
  }
}
