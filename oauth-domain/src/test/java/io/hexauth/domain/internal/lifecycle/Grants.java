// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Records and answers with which tests start. */
public final class Grants {

  public static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  public static final Duration HOLD = Duration.ofSeconds(30);
  public static final AccessRequest ACCESS = AccessRequest.of(Scopes.of("a"));
  public static final GrantKey KEY =
      GrantKey.of("app", ClientRegistrationId.of("shop"), Principal.of("alice"));

  public static final GrantId ID = new GrantId("0".repeat(32));

  private Grants() {}

  static GrantedToken granted(String token, Optional<Duration> lifetime, Optional<String> refresh) {
    return new GrantedToken(
        new AccessToken(token),
        TokenType.BEARER,
        lifetime,
        refresh.map(RefreshToken::new),
        Optional.empty(),
        Scopes.of("a"),
        Optional.empty(),
        Map.of());
  }

  public static GrantDocument document(Optional<String> refresh) {
    return GrantDocument.empty()
        .with(ACCESS, granted("t0ken", Optional.of(Duration.ofHours(1)), refresh), 1, NOW);
  }

  public static GrantRecord record(
      GrantState state, Optional<Instant> leaseUntil, Optional<Instant> notBefore) {
    return GrantRecord.builder(KEY, ID, NOW)
        .version(new GrantRecord.Version(ID, 1))
        .epoch(1)
        .state(state)
        .attempt(state == GrantState.INTENT ? 1 : 0)
        .lease(leaseUntil.map(until -> new Lease("node-1", "attempt-1", until)))
        .notBefore(notBefore)
        .errorCode(notBefore.map(until -> OAuthErrorCode.INVALID_CLIENT))
        .envelope(Optional.of(new Envelope(1, "k1", new byte[] {1})))
        .build();
  }
}
