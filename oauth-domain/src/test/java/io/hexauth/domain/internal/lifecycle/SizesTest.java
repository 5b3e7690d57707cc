// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import static io.hexauth.domain.internal.lifecycle.Grants.ACCESS;
import static io.hexauth.domain.internal.lifecycle.Grants.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Estimated sizes of values: each part counts, and none has a negative size. */
class SizesTest {

  private static final int LENGTH = 1000;
  private static final String LONG = "x".repeat(LENGTH);
  private static final Parts SHORT =
      new Parts("t", "r", "i", Scopes.of("a"), Scopes.of("a"), ACCESS, Map.of(), Map.of());

  record Parts(
      String access,
      String refresh,
      String id,
      Scopes granted,
      Scopes scopes,
      AccessRequest asked,
      Map<String, Object> additional,
      Map<String, Object> unknown) {

    GrantDocument document() {
      var empty =
          new GrantDocument(
              Optional.empty(),
              Optional.empty(),
              granted,
              Optional.empty(),
              List.of(),
              new UnknownMembers(unknown, Map.of()));
      return empty.with(asked, answer(), 1, NOW);
    }

    private GrantedToken answer() {
      return new GrantedToken(
          new AccessToken(access),
          TokenType.BEARER,
          Optional.of(Duration.ofHours(1)),
          refresh.isEmpty() ? Optional.empty() : Optional.of(new RefreshToken(refresh)),
          Optional.empty(),
          scopes,
          id.isEmpty() ? Optional.empty() : Optional.of(new IdToken(id)),
          additional);
    }

    OAuthToken token() {
      return OAuthToken.builder(access)
          .refreshToken(answer().refreshToken())
          .idToken(answer().idToken())
          .scopes(scopes)
          .additional(additional)
          .build();
    }

    @Override
    public String toString() {
      return "parts of " + document();
    }
  }

  /** {@return parts of which one is longer by a thousand characters} */
  static Stream<Parts> longer() {
    Scopes a = Scopes.of("a");
    Scopes scopes = Scopes.of("a", LONG);
    Map<String, Object> none = Map.of();
    Map<String, Object> members = Map.of("a", LONG);
    return Stream.of(
        new Parts("t" + LONG, "r", "i", a, a, ACCESS, none, none),
        new Parts("t", "r" + LONG, "i", a, a, ACCESS, none, none),
        new Parts("t", "r", "i" + LONG, a, a, ACCESS, none, none),
        new Parts("t", "r", "i", scopes, a, ACCESS, none, none),
        new Parts("t", "r", "i", a, scopes, ACCESS, none, none),
        new Parts("t", "r", "i", a, a, ACCESS.withScopes(scopes), none, none),
        new Parts("t", "r", "i", a, a, ACCESS.withAudience(LONG), none, none),
        new Parts("t", "r", "i", a, a, withResource(), none, none),
        new Parts("t", "r", "i", a, a, ACCESS, members, none),
        new Parts("t", "r", "i", a, a, ACCESS, none, members));
  }

  private static AccessRequest withResource() {
    return ACCESS.withResource(URI.create("https:" + LONG));
  }

  @ParameterizedTest
  @MethodSource("longer")
  void documentShouldBeLargerByAnyPartThatIs(Parts parts) {
    assertLarger(DocumentSize::of, SHORT.document(), parts.document(), LENGTH, 1);
    assertLarger(HeapSize::of, SHORT.document(), parts.document(), LENGTH, 7);
    assertLarger(
        d -> d.tokens().stream().mapToLong(DocumentSize::of).sum(),
        SHORT.document(),
        parts.document(),
        isOfToken(parts) ? LENGTH : 0,
        1);
  }

  private static boolean isOfToken(Parts parts) {
    return parts.refresh().equals("r")
        && parts.granted().equals(SHORT.granted())
        && parts.unknown().isEmpty();
  }

  private static <T> void assertLarger(
      ToLongFunction<T> size, T small, T large, int characters, int bytesPerCharacter) {
    long growth = size.applyAsLong(large) - size.applyAsLong(small);
    assertThat(growth).isBetween((long) characters, bytesPerCharacter * (characters + 100L) + 200);
  }

  @Test
  void documentShouldBeLargerThanItsTexts() {
    var empty = GrantDocument.empty();
    assertThat(DocumentSize.of(empty)).isBetween(200L, 1000L);
    assertThat(HeapSize.of(empty)).isBetween(100L, 1000L);
    assertThat(HeapSize.of(SHORT.document())).isBetween(500L, 3000L);
    var without = new Parts("t", "", "", Scopes.none(), Scopes.none(), ACCESS, Map.of(), Map.of());
    assertThat(HeapSize.of(SHORT.document()) - HeapSize.of(without.document()))
        .as("a refresh token, an ID token and scopes")
        .isBetween(4 * 50L, 1000L);
    assertThat(HeapSize.of(SHORT.token()) - HeapSize.of(without.token()))
        .as("an ID token and a scope")
        .isBetween(2 * 50L, 300L);
  }

  @Test
  void callersTokenShouldTakeItsTexts() {
    long small = HeapSize.of(SHORT.token());
    assertThat(small).isBetween(300L, 1000L);
    var access =
        new Parts(
            "t" + LONG, "r", "i", SHORT.granted(), SHORT.scopes(), ACCESS, Map.of(), Map.of());
    assertThat(HeapSize.of(access.token()) - small).as("once").isEqualTo(LENGTH);
    var id =
        new Parts(
            "t", "r", "i" + LONG, SHORT.granted(), SHORT.scopes(), ACCESS, Map.of(), Map.of());
    assertThat(HeapSize.of(id.token()) - small).isEqualTo(2 * LENGTH);
    var more =
        new Parts("t", "r", "i", SHORT.granted(), Scopes.of("a", LONG), ACCESS, Map.of(), Map.of());
    assertThat(HeapSize.of(more.token()) - small).isBetween((long) LENGTH, LENGTH + 200L);
    var members =
        new Parts(
            "t", "r", "i", SHORT.granted(), SHORT.scopes(), ACCESS, Map.of("a", LONG), Map.of());
    assertThat(HeapSize.of(members.token()) - small).isBetween(2L * LENGTH, 2L * LENGTH + 500);
    var values =
        new Parts(
            "t",
            "r",
            "i",
            SHORT.granted(),
            SHORT.scopes(),
            ACCESS,
            Map.of("a", Stream.generate(() -> 1).limit(LENGTH).toList()),
            Map.of());
    assertThat(HeapSize.of(values.token()) - small).isGreaterThan(100L * LENGTH);
  }

  @Test
  void principalsAndRequestsShouldTakeTheirTexts() {
    assertThat(HeapSize.of(new Principal("", "x"))).isBetween(50L, 200L);
    assertThat(HeapSize.of(new Principal("", LONG)) - HeapSize.of(new Principal("", "x")))
        .isEqualTo(2 * (LENGTH - 1));
    assertThat(HeapSize.of(new Principal(LONG, "x")) - HeapSize.of(new Principal("", "x")))
        .isEqualTo(2 * LENGTH);
    AccessRequest nothing = AccessRequest.of(Scopes.none());
    assertThat(HeapSize.of(nothing)).isZero();
    assertThat(HeapSize.of(nothing.withAudience(LONG))).isBetween(2L * LENGTH, 2L * LENGTH + 100);
    assertThat(HeapSize.of(nothing.withScopes(Scopes.of(LONG))))
        .isBetween(LENGTH + 50L, LENGTH + 200L);
    assertThat(HeapSize.of(nothing.withScopes(Scopes.of(LONG)).withAudience(LONG)))
        .isBetween(3L * LENGTH + 50, 3L * LENGTH + 300);
    assertThat(HeapSize.of(nothing.withResource(URI.create("https:" + LONG))))
        .isBetween(6L * LENGTH + 50, 6L * LENGTH + 500);
  }
}
