// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory keeps grants in a smaller form, which must not change them. */
class KeptGrantTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123456789Z");
  private static final Instant FAR = Instant.parse("+1000000-01-01T00:00:00Z");
  private static final Instant LONG_AGO = Instant.parse("1969-12-31T23:59:59Z");
  private static final AccessRequest ACCESS = AccessRequest.of(Scopes.of("read", "write"));
  private static final UnknownMembers LATER = new UnknownMembers(Map.of("new", 1), Map.of());

  /** Builder of a grant; each case changes one of its parts. */
  private static final class Parts {
    long generation = 7;
    Optional<RefreshToken> refreshToken = Optional.of(new RefreshToken("refresh"));
    Optional<Instant> refreshExpiresAt = Optional.empty();
    Scopes granted = Scopes.of("read");
    Optional<AccessRequest> asked = Optional.of(ACCESS);
    UnknownMembers unknown = UnknownMembers.NONE;
    AccessRequest access = ACCESS;
    long tokenGeneration = 7;
    TokenType type = TokenType.BEARER;
    Instant issuedAt = NOW;
    Optional<Instant> expiresAt = Optional.of(NOW.plusSeconds(60));
    Scopes scopes = Scopes.of("write", "read");
    Optional<IdToken> idToken = Optional.empty();
    Map<String, Object> additional = Map.of();
    UnknownMembers unknownOfToken = UnknownMembers.NONE;
    Instant store = NOW;
    long nanoTime = -5;
    long answered = 10;
    int tokens = 1;

    Parts with(Consumer<Parts> change) {
      change.accept(this);
      return this;
    }

    CachedGrant grant() {
      List<IssuedToken> issued = new ArrayList<>();
      for (int i = 0; i < tokens; i++) {
        issued.add(
            new IssuedToken(
                access,
                tokenGeneration,
                new AccessToken("token-" + i),
                type,
                issuedAt,
                expiresAt,
                scopes,
                idToken,
                additional,
                unknownOfToken));
      }
      return new CachedGrant(
          new GrantRecord.Version(new GrantId("%032x".formatted(1)), generation),
          new GrantDocument(refreshToken, refreshExpiresAt, granted, asked, issued, unknown),
          new ClockReading(store, nanoTime, answered));
    }
  }

  private static CachedGrant changed(Consumer<Parts> change) {
    return new Parts().with(change).grant();
  }

  static Stream<CachedGrant> plain() {
    return Stream.of(
        changed(p -> {}),
        changed(p -> p.refreshToken = Optional.empty()),
        changed(p -> p.refreshExpiresAt = Optional.of(NOW.plusNanos(1))),
        changed(p -> p.granted = Scopes.none()),
        changed(p -> p.asked = Optional.empty()),
        changed(p -> p.asked = Optional.of(ACCESS.withAudience("other"))),
        changed(p -> p.access = ACCESS.withAudience("api")),
        changed(p -> p.issuedAt = Instant.EPOCH),
        changed(p -> p.expiresAt = Optional.empty()),
        changed(p -> p.scopes = Scopes.none()),
        changed(p -> p.idToken = Optional.of(new IdToken("a.b.c"))),
        changed(
            p -> {
              p.nanoTime = Long.MAX_VALUE;
              p.answered = Long.MIN_VALUE + 10; // 11 ns later
            }));
  }

  static Stream<CachedGrant> unusual() {
    return Stream.of(
        changed(p -> p.tokens = 0),
        changed(p -> p.tokens = 2),
        changed(p -> p.tokenGeneration = 6),
        changed(p -> p.unknown = LATER),
        changed(p -> p.unknownOfToken = LATER),
        changed(p -> p.type = new TokenType("mac")),
        changed(p -> p.additional = Map.of("instance_url", "https://api.example")),
        changed(p -> p.issuedAt = LONG_AGO),
        changed(p -> p.expiresAt = Optional.of(FAR)),
        changed(p -> p.refreshExpiresAt = Optional.of(FAR)),
        changed(p -> p.store = LONG_AGO),
        changed(p -> p.answered = Long.MAX_VALUE / 2));
  }

  private static KeptGrant kept(CachedGrant grant) {
    return KeptGrant.of(grant, new SharedValues());
  }

  @ParameterizedTest
  @MethodSource("plain")
  void grantWithOneTokenShouldBeOneObjectAndComeBackAsItWas(CachedGrant grant) {
    assertThat(kept(grant)).isInstanceOf(OneToken.class);
    assertSame(grant);
  }

  @ParameterizedTest
  @MethodSource("unusual")
  void unusualGrantShouldBeKeptWholeAndComeBackAsItWas(CachedGrant grant) {
    assertThat(kept(grant)).isInstanceOf(KeptGrant.Whole.class);
    assertSame(grant);
    assertThat(KeptGrant.bytes(grant, new SharedValues()))
        .as("its document, and the records around it")
        .isEqualTo(HeapSize.of(grant.document()) + KeptGrant.RECORDS);
    assertThat(KeptGrant.RECORDS).isBetween(100, 300);
  }

  private static void assertSame(CachedGrant grant) {
    CachedGrant back = kept(grant).grant();
    assertThat(back).isEqualTo(grant);
    assertThat(kept(grant).version()).isEqualTo(grant.version());
    assertThat(back.document().granted().value()).isEqualTo(grant.document().granted().value());
    assertThat(back.document().tokens())
        .extracting(token -> token.scopes().value())
        .isEqualTo(
            grant.document().tokens().stream().map(token -> token.scopes().value()).toList());
  }

  @Test
  void equalScopesAndRequestsOfGrantsShouldBeKeptOnce() {
    var shared = new SharedValues();
    GrantDocument first = KeptGrant.of(changed(p -> {}), shared).grant().document();
    CachedGrant again =
        changed(
            p -> {
              p.granted = Scopes.of("read");
              p.scopes = Scopes.of("write", "read");
              p.access = AccessRequest.of(Scopes.of("read", "write"));
              p.asked = Optional.of(AccessRequest.of(Scopes.of("read", "write")));
            });
    long bytes = KeptGrant.bytes(again, shared);
    GrantDocument second = KeptGrant.of(again, shared).grant().document();

    assertThat(second.granted()).isSameAs(first.granted());
    assertThat(second.tokens().get(0).scopes()).isSameAs(first.tokens().get(0).scopes());
    assertThat(second.tokens().get(0).access()).isSameAs(first.tokens().get(0).access());
    assertThat(second.asked().orElseThrow()).isSameAs(first.asked().orElseThrow());
    assertThat(KeptGrant.bytes(again, new SharedValues()) - bytes).isGreaterThan(300);
  }

  @Test
  void scopesInAnotherOrderShouldNotBeShared() {
    var shared = new SharedValues();
    Scopes one = Scopes.of("read", "write");
    Scopes other = Scopes.of("write", "read");

    assertThat(shared.of(one)).isSameAs(one);
    assertThat(shared.of(other)).isSameAs(other);
    assertThat(shared.of(AccessRequest.of(one)).scopes().value()).isEqualTo("read write");
    assertThat(shared.of(AccessRequest.of(other)).scopes().value()).isEqualTo("write read");
  }

  @Test
  void bytesShouldCountWhatAGrantAndItsTokenShareOnlyOnce() {
    CachedGrant grant = changed(p -> p.idToken = Optional.of(new IdToken("i".repeat(1_000))));
    IssuedToken issued = grant.document().tokens().get(0);
    OAuthToken same =
        OAuthToken.builder(issued.accessToken())
            .refreshToken(grant.document().refreshToken())
            .idToken(issued.idToken())
            .build();
    OAuthToken equal =
        OAuthToken.builder("token-0").idToken(Optional.of(new IdToken("i".repeat(1_000)))).build();

    assertThat(kept(grant).bytesSharedWith(same)).isBetween(2_100L, 2_500L);
    assertThat(kept(grant).bytesSharedWith(equal)).isZero();
  }
}
