// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import static io.hexauth.domain.internal.lifecycle.Grants.ACCESS;
import static io.hexauth.domain.internal.lifecycle.Grants.NOW;
import static io.hexauth.domain.internal.lifecycle.Grants.granted;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantDocumentTest {

  private static final Optional<Duration> HOUR = Optional.of(Duration.ofHours(1));

  private static AccessRequest access(int n) {
    return AccessRequest.of(Scopes.of("s" + n));
  }

  @DisplayName("A15: a new refresh token replaces the old one, an omitted one keeps it")
  @Test
  void refreshTokenShouldBeReplacedOrKept() {
    var first = GrantDocument.empty().with(ACCESS, granted("t1", HOUR, Optional.of("r1")), 1, NOW);
    var kept = first.with(ACCESS, granted("t2", HOUR, Optional.empty()), 2, NOW);
    var rotated = kept.with(ACCESS, granted("t3", HOUR, Optional.of("r3")), 3, NOW);
    assertThat(first.refreshToken()).contains(new RefreshToken("r1"));
    assertThat(kept.refreshToken()).contains(new RefreshToken("r1"));
    assertThat(rotated.refreshToken()).contains(new RefreshToken("r3"));
    assertThat(rotated.withoutRefreshToken().refreshToken()).isEmpty();
    assertThat(rotated.withoutRefreshToken().tokens()).isEqualTo(rotated.tokens());
  }

  @Test
  void refreshExpiryShouldBelongToTheRefreshTokenThatIsKept() {
    GrantedToken limited = limited(Optional.of("r1"), Optional.of(Duration.ofDays(30)));
    var first = GrantDocument.empty().with(ACCESS, limited, 1, NOW);
    assertThat(first.refreshExpiresAt()).contains(NOW.plus(Duration.ofDays(30)));
    Instant later = NOW.plus(Duration.ofDays(1));
    assertThat(first.with(ACCESS, limited(Optional.empty(), Optional.empty()), 2, later))
        .extracting(GrantDocument::refreshExpiresAt)
        .isEqualTo(first.refreshExpiresAt());
    assertThat(first.with(ACCESS, limited(Optional.of("r2"), Optional.empty()), 2, later))
        .extracting(GrantDocument::refreshExpiresAt)
        .isEqualTo(Optional.empty());
    var slid = limited(Optional.empty(), Optional.of(Duration.ofDays(30)));
    assertThat(first.with(ACCESS, slid, 2, later).refreshExpiresAt())
        .contains(later.plus(Duration.ofDays(30)));
  }

  /** Values that applications use for "never". */
  @Test
  void lifetimesWithoutEndShouldBeACentury() {
    for (Duration life :
        List.of(Duration.ofDays(7_900 * 365L), Duration.between(NOW, Instant.MAX))) {
      GrantedToken endless = granted("t", Optional.of(life), Optional.of("r1"));
      var document = GrantDocument.empty().with(ACCESS, endless, 1, NOW);
      assertThat(document.token(ACCESS).orElseThrow().expiresAt())
          .contains(NOW.plus(Duration.ofDays(36_500)));
    }
    GrantedToken kept = limited(Optional.of("r1"), Optional.of(Duration.ofSeconds(Long.MAX_VALUE)));
    assertThat(GrantDocument.empty().with(ACCESS, kept, 1, NOW).refreshExpiresAt())
        .contains(NOW.plus(Duration.ofDays(36_500)));
  }

  @Test
  void whatEndedLongAgoShouldHaveEnded() {
    GrantedToken ended =
        granted("t", Optional.of(Duration.between(NOW, Instant.MIN)), Optional.empty());
    assertThat(GrantDocument.empty().with(ACCESS, ended, 1, NOW).isUseful(NOW)).isFalse();
  }

  private static GrantedToken limited(
      Optional<String> refresh, Optional<Duration> refreshLifetime) {
    return new GrantedToken(
        new AccessToken("t"),
        TokenType.BEARER,
        HOUR,
        refresh.map(RefreshToken::new),
        refreshLifetime,
        Scopes.of("a"),
        Optional.empty(),
        Map.of());
  }

  @Test
  void tokenShouldKeepWhatWasGranted() {
    var document =
        GrantDocument.empty().with(ACCESS, granted("t1", HOUR, Optional.of("r1")), 7, NOW);
    assertThat(document.token(ACCESS))
        .contains(
            new IssuedToken(
                ACCESS,
                7,
                new AccessToken("t1"),
                TokenType.BEARER,
                NOW,
                Optional.of(NOW.plusSeconds(3600)),
                Scopes.of("a"),
                Optional.empty(),
                Map.of()));
    assertThat(document.token(access(9))).isEmpty();
  }

  @DisplayName("A06: fewer granted scopes are found under what was asked for")
  @Test
  void tokenShouldBeFoundUnderWhatWasAskedFor() {
    var wide = AccessRequest.of(Scopes.of("a", "b"));
    var document = GrantDocument.empty().with(wide, granted("t1", HOUR, Optional.empty()), 1, NOW);
    assertThat(document.token(wide).orElseThrow().scopes()).isEqualTo(Scopes.of("a"));
    assertThat(document.token(ACCESS)).isEmpty();
    assertThat(document.granted()).isEqualTo(Scopes.of("a"));
  }

  @DisplayName("A16: a narrower refresh does not shrink what the grant has")
  @Test
  void grantedScopesShouldStayWhenARefreshNarrows() {
    var document = GrantDocument.empty().with(access(1), wide("t1"), 1, NOW);
    var narrowed = document.with(ACCESS, granted("t2", HOUR, Optional.empty()), 2, NOW);
    assertThat(narrowed.granted()).isEqualTo(Scopes.of("a", "b", "c"));
  }

  private static GrantedToken wide(String token) {
    return new GrantedToken(
        new AccessToken(token),
        TokenType.BEARER,
        HOUR,
        Optional.empty(),
        Optional.empty(),
        Scopes.of("a", "b", "c"),
        Optional.empty(),
        Map.of());
  }

  @DisplayName("A50: one token for each access request, sixteen at most, the oldest goes")
  @Test
  void tokensShouldBeCappedAtSixteen() {
    var document = GrantDocument.empty();
    for (int i = 1; i <= 40; i++) {
      document =
          document
              .with(access(i), granted("t" + i, HOUR, Optional.empty()), i, NOW)
              .within(SizeLimits.defaults());
      assertThat(document.tokens()).hasSizeLessThanOrEqualTo(16);
      assertThat(document.token(access(i))).isPresent();
    }
    assertThat(document.tokens()).hasSize(16).allMatch(t -> t.generation() > 24);
    var again =
        document
            .with(access(25), granted("new", HOUR, Optional.empty()), 41, NOW)
            .within(SizeLimits.defaults());
    assertThat(again.tokens()).hasSize(16);
    assertThat(again.token(access(25)).orElseThrow().accessToken().value()).isEqualTo("new");
    assertThat(again.token(access(26))).isPresent();
  }

  @Test
  void olderTokensShouldBeDroppedUntilTheDocumentFitsItsLimit() {
    var limits = SizeLimits.defaults();
    var document = GrantDocument.empty();
    for (int i = 1; i <= 12; i++) {
      String large = "t" + i + "x".repeat(limits.token() - 10);
      document =
          document
              .with(access(i), granted(large, HOUR, Optional.of("r" + i)), i, NOW)
              .within(limits);
      assertThat(DocumentSize.of(document)).isLessThanOrEqualTo(limits.document());
      assertThat(document.token(access(i))).isPresent();
      assertThat(document.refreshToken()).contains(new RefreshToken("r" + i));
    }
    assertThat(document.tokens())
        .extracting(IssuedToken::generation)
        .containsExactly(6L, 7L, 8L, 9L, 10L, 11L, 12L);
  }

  @Test
  void numberOfTokensShouldBeConfigurable() {
    var limits = SizeLimits.defaults().withDocument(512 * 1024, 2);
    var document = GrantDocument.empty();
    for (int i = 1; i <= 3; i++) {
      document =
          document.with(access(i), granted("t" + i, HOUR, Optional.empty()), i, NOW).within(limits);
    }
    assertThat(document.tokens()).extracting(IssuedToken::generation).containsExactly(2L, 3L);
  }

  @Test
  void refreshTokenAloneShouldBeReplacedAndLeaveTheTokens() {
    var first = GrantDocument.empty().with(ACCESS, granted("t1", HOUR, Optional.of("r1")), 1, NOW);
    var renewed =
        first.renewed(Optional.of(new RefreshToken("r2")), Optional.of(Duration.ofDays(1)), NOW);
    assertThat(renewed.refreshToken()).contains(new RefreshToken("r2"));
    assertThat(renewed.refreshExpiresAt()).contains(NOW.plus(Duration.ofDays(1)));
    assertThat(renewed.tokens()).isEqualTo(first.tokens());
    assertThat(first.renewed(Optional.empty(), Optional.empty(), NOW)).isEqualTo(first);
  }

  @Test
  void oldestTokenShouldGoWhenTheStoredDocumentHasAnotherOrder() {
    var document =
        GrantDocument.empty()
            .with(access(2), granted("t2", HOUR, Optional.empty()), 2, NOW)
            .with(access(1), granted("t1", HOUR, Optional.empty()), 1, NOW);

    var next =
        document
            .with(access(3), granted("t3", HOUR, Optional.empty()), 3, NOW)
            .within(SizeLimits.defaults().withDocument(512 * 1024, 2));

    assertThat(next.tokens()).extracting(IssuedToken::generation).containsExactly(2L, 3L);
  }

  @Test
  void expiredTokensShouldBeDroppedAtTheNextWrite() {
    Optional<Duration> minute = Optional.of(Duration.ofMinutes(1));
    var document =
        GrantDocument.empty()
            .with(access(1), granted("t1", minute, Optional.empty()), 1, NOW)
            .with(access(2), granted("t2", Optional.empty(), Optional.empty()), 2, NOW)
            .with(access(3), granted("t3", Optional.of(Duration.ZERO), Optional.empty()), 3, NOW);
    assertThat(document.tokens()).hasSize(3);
    Instant end = NOW.plus(Duration.ofMinutes(1));
    assertThat(write(document, end.minusNanos(1)).token(access(1))).isPresent();
    assertThat(write(document, end).token(access(1))).isEmpty();
    assertThat(write(document, end).token(access(2))).isPresent();
    assertThat(write(document, NOW).token(access(3))).isEmpty();
  }

  private static GrantDocument write(GrantDocument document, Instant at) {
    return document.with(access(9), granted("t9", HOUR, Optional.empty()), 9, at);
  }

  @Test
  void unknownMembersShouldBeKeptEvenIfTheyAreNull() {
    var unknown = new HashMap<String, Object>();
    unknown.put("from_the_future", null);
    unknown.put("too", List.of(1));
    var document =
        new GrantDocument(
            Optional.empty(),
            Optional.empty(),
            Scopes.none(),
            Optional.empty(),
            List.of(),
            new UnknownMembers(unknown, Map.of()));
    assertThat(write(document, NOW).withoutRefreshToken().unknown().members()).isEqualTo(unknown);
  }

  @Test
  void envelopeShouldBeComparedByContent() {
    assertThat(new Envelope(1, "k", new byte[] {1, 2}))
        .isEqualTo(new Envelope(1, "k", new byte[] {1, 2}))
        .hasSameHashCodeAs(new Envelope(1, "k", new byte[] {1, 2}))
        .isNotEqualTo(new Envelope(1, "k", new byte[] {1, 3}))
        .isNotEqualTo(new Envelope(2, "k", new byte[] {1, 2}))
        .isNotEqualTo(new Envelope(1, "j", new byte[] {1, 2}))
        .isNotEqualTo(null)
        .isNotEqualTo("k")
        .hasToString("Envelope[format=1, keyId=k, 2 bytes]");
  }

  @Test
  void newTokenShouldReplaceTheOneOfTheSameRequestAndNoOther() {
    var document =
        GrantDocument.empty()
            .with(access(1), granted("t1", HOUR, Optional.empty()), 1, NOW)
            .with(access(2), granted("t2", HOUR, Optional.empty()), 2, NOW)
            .with(access(1), granted("t3", HOUR, Optional.empty()), 3, NOW);
    assertThat(document.tokens())
        .extracting(token -> token.accessToken().value())
        .containsExactly("t2", "t3");
  }

  private static GrantDocument identified(
      GrantDocument before, int n, Optional<String> refresh, Optional<String> id) {
    var answer =
        new GrantedToken(
            new AccessToken("t" + n),
            TokenType.BEARER,
            HOUR,
            refresh.map(RefreshToken::new),
            Optional.empty(),
            Scopes.of("a"),
            id.map(IdToken::new),
            Map.of());
    return before.with(access(n), answer, n, NOW);
  }

  @Test
  void idTokenOfTheLoginShouldStayWhenARefreshBringsNone() {
    var login = identified(GrantDocument.empty(), 1, Optional.of("r"), Optional.of("id1"));
    assertThat(idToken(identified(login, 2, Optional.empty(), Optional.empty()), 2))
        .contains(new IdToken("id1"));
    var newer = identified(login, 2, Optional.empty(), Optional.of("id2"));
    assertThat(idToken(newer, 2)).contains(new IdToken("id2"));
    var last =
        identified(
            identified(newer, 3, Optional.empty(), Optional.empty()),
            4,
            Optional.of("r2"),
            Optional.empty());
    assertThat(idToken(last, 4)).as("the newest").contains(new IdToken("id2"));
    var planted =
        new GrantDocument(
            newer.refreshToken(),
            Optional.empty(),
            newer.granted(),
            newer.asked(),
            List.of(newer.tokens().get(1), newer.tokens().get(0)),
            UnknownMembers.NONE);
    assertThat(idToken(identified(planted, 5, Optional.empty(), Optional.empty()), 5))
        .as("the newest, in whatever order they are stored")
        .contains(new IdToken("id2"));
  }

  @Test
  void unknownMembersOfWhatTheRefreshTokenWasAskedForShouldBeKeptAsLongAsIt() {
    Map<String, Object> later = Map.of("from_the_future", 1);
    var document =
        new GrantDocument(
            Optional.of(new RefreshToken("r")),
            Optional.empty(),
            Scopes.none(),
            Optional.of(access(1)),
            List.of(),
            new UnknownMembers(Map.of(), later));
    var rotated = document.with(access(2), granted("t", HOUR, Optional.of("r2")), 2, NOW);

    assertThat(write(document, NOW).unknown().ofAccess()).isEqualTo(later);
    assertThat(rotated.unknown().ofAccess()).isEqualTo(later);
    assertThat(rotated.within(SizeLimits.defaults()).unknown().ofAccess()).isEqualTo(later);
    assertThat(
            document
                .renewed(Optional.of(new RefreshToken("r2")), Optional.empty(), NOW)
                .unknown()
                .ofAccess())
        .isEqualTo(later);
    assertThat(document.withoutRefreshToken().unknown()).isEqualTo(UnknownMembers.NONE);
  }

  @Test
  void unknownMembersOfAnEarlierRequestShouldNotBecomeThoseOfANewOne() {
    var damaged =
        new GrantDocument(
            Optional.empty(),
            Optional.empty(),
            Scopes.none(),
            Optional.of(access(1)),
            List.of(),
            new UnknownMembers(Map.of("kept", 1), Map.of("from_the_future", 1)));

    assertThat(damaged.with(access(2), granted("t", HOUR, Optional.of("r")), 2, NOW).unknown())
        .isEqualTo(new UnknownMembers(Map.of("kept", 1), Map.of()));
  }

  @Test
  void idTokenShouldNotOutliveTheLoginItCameWith() {
    var login = identified(GrantDocument.empty(), 1, Optional.of("r"), Optional.of("id1"));
    assertThat(
            idToken(
                identified(login.withoutRefreshToken(), 2, Optional.empty(), Optional.empty()), 2))
        .isEmpty();
    var none = identified(GrantDocument.empty(), 1, Optional.of("r"), Optional.empty());
    assertThat(idToken(identified(none, 2, Optional.empty(), Optional.empty()), 2)).isEmpty();
  }

  private static Optional<IdToken> idToken(GrantDocument document, int n) {
    return document.token(access(n)).orElseThrow().idToken();
  }

  @Test
  void grantShouldRememberWhatItsRefreshTokenWasAskedFor() {
    var own = GrantDocument.empty().with(access(1), granted("t", HOUR, Optional.empty()), 1, NOW);
    assertThat(own.asked()).isEmpty();
    assertThat(own.grantedAccess(access(7)))
        .isEqualTo(new GrantedAccess(access(7), Scopes.of("a")));
    var refreshable = own.with(access(2), granted("t", HOUR, Optional.of("r")), 2, NOW);
    assertThat(refreshable.asked()).contains(access(2));
    assertThat(refreshable.grantedAccess(access(7)))
        .isEqualTo(new GrantedAccess(access(2), Scopes.of("a")));
    var rotated = refreshable.with(access(3), granted("t", HOUR, Optional.of("r2")), 3, NOW);
    assertThat(rotated.asked()).as("the request of the first one").contains(access(2));
    var kept = refreshable.with(access(3), granted("t", HOUR, Optional.empty()), 3, NOW);
    assertThat(kept.asked()).contains(access(2));
    var over = rotated.withoutRefreshToken();
    assertThat(over)
        .isEqualTo(
            new GrantDocument(
                Optional.empty(),
                Optional.empty(),
                Scopes.none(),
                Optional.empty(),
                rotated.tokens(),
                rotated.unknown()));
  }

  @ParameterizedTest
  @CsvSource({
    // lifetime of the access token, whether there is a refresh token, its lifetime, useful
    "PT1S,  false, ,      true",
    "PT0S,  false, ,      false",
    "PT-1S, false, ,      false",
    ",      false, ,      true",
    "PT-1S, true,  ,      true",
    "PT-1S, true,  PT1S,  true",
    "PT-1S, true,  PT0S,  false",
    "PT-1S, true,  PT-1S, false",
    "PT1S,  true,  PT-1S, true",
    "PT-1S, false, PT1S,  false"
  })
  void documentShouldBeUsefulWhileSomethingHasNotEnded(
      Duration life, boolean refreshable, Duration refreshLife, boolean useful) {
    GrantedToken answer =
        new GrantedToken(
            new AccessToken("t"),
            TokenType.BEARER,
            Optional.ofNullable(life),
            refreshable ? Optional.of(new RefreshToken("r")) : Optional.empty(),
            Optional.ofNullable(refreshLife),
            Scopes.of("a"),
            Optional.empty(),
            Map.of());
    assertThat(GrantDocument.empty().with(ACCESS, answer, 1, NOW).isUseful(NOW)).isEqualTo(useful);
    assertThat(GrantDocument.empty().isUseful(NOW)).isFalse();
  }

  @Test
  void everyTokenShouldBeRevocableAndTheRefreshTokenFirst() {
    var document =
        GrantDocument.empty()
            .with(access(1), granted("t1", HOUR, Optional.of("r")), 1, NOW)
            .with(access(2), granted("t2", HOUR, Optional.empty()), 2, NOW);
    assertThat(document.revocable())
        .containsExactly(new RefreshToken("r"), new AccessToken("t1"), new AccessToken("t2"));
    assertThat(document.withoutRefreshToken().revocable())
        .containsExactly(new AccessToken("t1"), new AccessToken("t2"));
    assertThat(GrantDocument.empty().revocable()).isEmpty();
  }

  @Test
  void documentShouldBeKeptUpToItsLimitAndCutFromOneByteOverItOn() {
    var document = GrantDocument.empty();
    for (int i = 1; i <= 3; i++) {
      String token = i + "x".repeat(2000);
      document = document.with(access(i), granted(token, HOUR, Optional.of("r")), i, NOW);
    }
    int size = (int) DocumentSize.of(document);
    var least = new SizeLimits(1, 1, 0, 0, 16, size);
    assertThat(document.within(least)).isEqualTo(document);
    var cut = document.within(least.withDocument(size - 1, 16));
    assertThat(cut.tokens()).isEqualTo(document.tokens().subList(1, 3));
    assertThat(cut.refreshToken()).isEqualTo(document.refreshToken());
    int two = (int) DocumentSize.of(cut);
    assertThat(document.within(least.withDocument(two, 16))).isEqualTo(cut);
    assertThat(document.within(least.withDocument(size, 2))).isEqualTo(cut);
  }

  @Test
  void newestTokenShouldStayHoweverLargeItIs() {
    var limits = new SizeLimits(1, 1, 0, 0, 1, 4102);
    String huge = "x".repeat(5000);
    var document =
        GrantDocument.empty()
            .with(access(1), granted("t", HOUR, Optional.empty()), 1, NOW)
            .with(access(2), granted(huge, HOUR, Optional.of("r")), 2, NOW)
            .within(limits);
    assertThat(document.tokens()).extracting(IssuedToken::generation).containsExactly(2L);
    assertThat(document.refreshToken()).isPresent();
    assertThat(GrantDocument.empty().within(limits)).isEqualTo(GrantDocument.empty());
  }

  @Test
  void versionShouldNotBeNewerThanItself() {
    var version = new GrantRecord.Version(Grants.ID, 3);
    assertThat(version.isNewerThan(version)).isFalse();
    assertThat(version.isNewerThan(new GrantRecord.Version(Grants.ID, 2))).isTrue();
    assertThat(version.isNewerThan(new GrantRecord.Version(Grants.ID, 4))).isFalse();
  }
}
