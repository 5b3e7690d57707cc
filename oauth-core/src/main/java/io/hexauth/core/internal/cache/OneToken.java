// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.HeapSize;
import io.hexauth.domain.internal.lifecycle.IssuedToken;
import io.hexauth.domain.internal.lifecycle.UnknownMembers;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Grant with one access token and without unusual values. It is one object, where the document
 * consists of fifteen. Instants are nanoseconds since 1970; {@link #NEVER} means that there is no
 * instant.
 */
final class OneToken implements KeptGrant {

  private static final long NEVER = Long.MAX_VALUE;
  private static final long NANOS = 1_000_000_000;

  /** Latest instant. A later one does not fit into a {@code long} of nanoseconds. */
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /** Estimated bytes of this object. */
  private static final int OVERHEAD = 96;

  private final GrantId grantId;
  private final long generation;
  private final @Nullable RefreshToken refreshToken;
  private final long refreshExpiresAt;
  private final Scopes granted;
  private final @Nullable AccessRequest asked;
  private final AccessRequest access;
  private final AccessToken accessToken;
  private final long issuedAt;
  private final long expiresAt;
  private final Scopes scopes;
  private final @Nullable IdToken idToken;
  private final long store;
  private final long nanoTime;
  private final int answeredAfter;

  OneToken(CachedGrant grant, SharedValues shared) {
    GrantDocument document = grant.document();
    IssuedToken token = document.tokens().get(0);
    this.grantId = grant.version().grantId();
    this.generation = grant.version().generation();
    this.refreshToken = document.refreshToken().orElse(null);
    this.refreshExpiresAt = nanos(document.refreshExpiresAt());
    this.granted = shared.of(document.granted());
    this.asked = document.asked().map(shared::of).orElse(null);
    this.access = shared.of(token.access());
    this.accessToken = token.accessToken();
    this.issuedAt = nanos(token.issuedAt());
    this.expiresAt = nanos(token.expiresAt());
    this.scopes = shared.of(token.scopes());
    this.idToken = token.idToken().orElse(null);
    this.store = nanos(grant.moment().store());
    this.nanoTime = grant.moment().nanoTime();
    this.answeredAfter = (int) (grant.moment().answered() - nanoTime);
  }

  /** {@return true if this class can keep all values of the grant} */
  static boolean fits(CachedGrant grant) {
    GrantDocument document = grant.document();
    long answeredAfter = grant.moment().answered() - grant.moment().nanoTime();
    return document.tokens().size() == 1
        && fits(document.tokens().get(0), grant.version().generation())
        && document.unknown().equals(UnknownMembers.NONE)
        && document.refreshExpiresAt().map(OneToken::fits).orElse(true)
        && fits(grant.moment().store())
        && answeredAfter == (int) answeredAfter;
  }

  private static boolean fits(IssuedToken token, long generation) {
    return token.generation() == generation
        && token.tokenType().equals(TokenType.BEARER)
        && token.additional().isEmpty()
        && token.unknown().equals(UnknownMembers.NONE)
        && fits(token.issuedAt())
        && token.expiresAt().map(OneToken::fits).orElse(true);
  }

  private static boolean fits(Instant instant) {
    return !instant.isBefore(Instant.EPOCH) && instant.isBefore(LATEST);
  }

  @Override
  public GrantRecord.Version version() {
    return new GrantRecord.Version(grantId, generation);
  }

  @Override
  public CachedGrant grant() {
    var token =
        new IssuedToken(
            access,
            generation,
            accessToken,
            TokenType.BEARER,
            instant(issuedAt).orElseThrow(),
            instant(expiresAt),
            scopes,
            Optional.ofNullable(idToken),
            Map.of());
    var document =
        new GrantDocument(
            Optional.ofNullable(refreshToken),
            instant(refreshExpiresAt),
            granted,
            Optional.ofNullable(asked),
            List.of(token),
            UnknownMembers.NONE);
    var moment = new ClockReading(instant(store).orElseThrow(), nanoTime, nanoTime + answeredAfter);
    return new CachedGrant(version(), document, moment);
  }

  static long bytes(GrantDocument document, SharedValues shared) {
    IssuedToken token = document.tokens().get(0);
    return OVERHEAD
        + HeapSize.of(token.accessToken())
        + document.refreshToken().map(HeapSize::of).orElse(0L)
        + token.idToken().map(HeapSize::of).orElse(0L)
        + shared.bytes(document.granted())
        + shared.bytes(token.scopes())
        + shared.bytes(token.access())
        + document.asked().map(shared::bytes).orElse(0L);
  }

  @Override
  public long bytesSharedWith(OAuthToken token) {
    long bytes =
        SharedValues.isOneObject(token.accessToken(), accessToken) ? HeapSize.of(accessToken) : 0;
    bytes +=
        refreshToken != null && isSame(token.refreshToken(), refreshToken)
            ? HeapSize.of(refreshToken)
            : 0;
    bytes += idToken != null && isSame(token.idToken(), idToken) ? HeapSize.of(idToken) : 0;
    return bytes;
  }

  private static boolean isSame(Optional<?> one, Object other) {
    return one.isPresent() && SharedValues.isOneObject(one.get(), other);
  }

  private static long nanos(Optional<Instant> instant) {
    return instant.map(OneToken::nanos).orElse(NEVER);
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * NANOS + instant.getNano();
  }

  private static Optional<Instant> instant(long nanos) {
    return nanos == NEVER
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS));
  }
}
