// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of an answer that are too large are refused or left out, and all other parts are kept. */
class SizeLimitsTest {

  private static final SizeLimits LIMITS = SizeLimits.defaults();
  private static final String LARGE = "x".repeat(LIMITS.token());
  private static final String LARGEST = "x".repeat(LIMITS.token() - 2);

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private static Reply answer(String members) {
    return Reply.json(200, "{\"token_type\":\"Bearer\",\"expires_in\":3600," + members + "}");
  }

  private static String member(String name, String value) {
    return "\"" + name + "\":\"" + value + "\"";
  }

  @Test
  void largestTokensShouldBeKept() {
    Node node = world.node(world.password().build(), SizeLimitsTest::alicesPassword);
    String nearlyAll = "x".repeat(LIMITS.additional() - 20);
    world
        .server()
        .token()
        .next(
            answer(
                member("access_token", LARGEST)
                    + ","
                    + member("refresh_token", LARGEST)
                    + ","
                    + member("id_token", LARGEST)
                    + ","
                    + member("more", nearlyAll)));

    OAuthToken token = node.alice().token();

    assertThat(token.accessToken().value()).isEqualTo(LARGEST);
    assertThat(token.refreshToken().orElseThrow().value()).isEqualTo(LARGEST);
    assertThat(token.idToken()).contains(new IdToken(LARGEST));
    assertThat(token.additional()).containsEntry("more", nearlyAll);
    Node other = world.node(world.password().build(), SizeLimitsTest::alicesPassword);
    assertThat(other.alice().token().accessToken()).isEqualTo(token.accessToken());
    assertThat(world.store().record().envelope().orElseThrow().bytes().length)
        .isLessThan(LIMITS.document() + 64);
  }

  private static void alicesPassword(OAuthClientBinder binder) {
    binder
        .bindResourceOwnerCredentials("acme")
        .toInstance(principal -> Optional.of(new ResourceOwner("alice", "wonderland")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"access_token", "refresh_token"})
  void consentShouldFailAndLeaveWhatIsStoredWhenATokenIsTooLarge(String which) {
    Node node = world.node(world.authorizationCode().build());
    OAuthToken before = node.consent(world.server(), World.ALICE);
    String other = which.equals("access_token") ? "refresh_token" : "access_token";
    world.server().token().next(answer(member(which, LARGE) + "," + member(other, "small")));

    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(() -> node.consent(world.server(), World.ALICE))
        .withMessageContaining("65,538")
        .withMessageContaining("65,536")
        .withMessageContaining("SizeLimits.withToken");

    assertThat(node.alice().token()).isEqualTo(before);
  }

  @Test
  void rotatedRefreshTokenShouldBeStoredWhenTheAccessTokenIsTooLarge() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    world
        .server()
        .token()
        .next(answer(member("access_token", LARGE) + "," + member("refresh_token", "rotated")));

    for (int i = 0; i < 3; i++) { // one request; then the refusal is remembered
      assertThatExceptionOfType(InvalidServerResponseException.class)
          .isThrownBy(() -> node.alice().token())
          .withMessageContaining("access token");
    }

    assertThat(world.server().token().requests()).hasSize(2);
    world.server().token().next(answer(member("access_token", "small")));
    Node other = world.node(world.authorizationCode().build());
    assertThat(other.alice().token().accessToken().value()).isEqualTo("small");
    assertThat(world.server().token().requests().get(2).form().first("refresh_token"))
        .contains("rotated");
  }

  @Test
  void oldRefreshTokenShouldStayWhenOnlyTooLargeAnAccessTokenCame() {
    Node node = world.node(world.authorizationCode().build());
    OAuthToken first = node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    world.server().token().next(answer(member("access_token", LARGE)));
    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(() -> node.alice().token());
    world.server().token().next(answer(member("access_token", "small")));
    world.clock().advance(Duration.ofSeconds(11));

    assertThat(node.alice().token().accessToken().value()).isEqualTo("small");
    assertThat(world.server().token().requests().get(2).form().first("refresh_token"))
        .contains(first.refreshToken().orElseThrow().value());
  }

  /** The old refresh token was replaced, so presenting it again would be reuse. */
  @Test
  void accessTokenShouldBeKeptAndNothingPresentedWhenTheNewRefreshTokenIsTooLarge() {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    world
        .server()
        .token()
        .next(answer(member("access_token", "small") + "," + member("refresh_token", LARGE)));

    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(() -> node.alice().token())
        .withMessageContaining("refresh token");

    assertThat(node.alice().token().accessToken().value()).isEqualTo("small");
    world.clock().advance(Duration.ofHours(2));
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> node.alice().token());
    assertThat(world.server().token().requests()).hasSize(2);
  }

  static Stream<Arguments> leftOut() {
    return Stream.of(
        Arguments.of("an ID token", member("id_token", LARGE)),
        Arguments.of("scopes", member("scope", "a " + LARGE)),
        Arguments.of("a text", member("more", "x".repeat(LIMITS.additional()))),
        Arguments.of("nested lists", "\"more\":[" + "[],".repeat(2_000) + "[]]"),
        Arguments.of("members", "\"more\":{" + members(2_000) + "}"),
        Arguments.of("deep lists", members(960) + ",\"more\":" + "[".repeat(60) + "]".repeat(60)),
        Arguments.of("top members", members(2_000)));
  }

  private static String members(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"m" + i + "\":1")
        .collect(Collectors.joining(","));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("leftOut")
  void tokensShouldBeKeptWhenTheRestOfTheAnswerIsTooLarge(String what, String members) {
    Node node = world.node(world.authorizationCode().build());
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    world
        .server()
        .token()
        .next(
            answer(
                member("access_token", "new")
                    + ","
                    + member("refresh_token", "rotated")
                    + ","
                    + members
                    + ","
                    + member("instance_url", "https://eu1.example")));

    OAuthToken token = node.alice().token();

    assertThat(token.accessToken().value()).isEqualTo("new");
    assertThat(token.refreshToken().orElseThrow().value()).isEqualTo("rotated");
    assertThat(token.idToken()).isEmpty();
    assertThat(token.scopes().value().length()).isLessThanOrEqualTo(LIMITS.token());
    assertThat(token.additional().size()).isLessThanOrEqualTo(LIMITS.additionalValues());
    if (!what.startsWith("top")) {
      assertThat(token.additional()).containsEntry("instance_url", "https://eu1.example");
      assertThat(token.additional()).doesNotContainKey("more");
    }
  }

  static Stream<OAuthToken> tooLargeToHandIn() {
    OAuthToken small = OAuthToken.builder("small").build();
    return Stream.of(
        OAuthToken.builder(LARGE).build(),
        small.toBuilder().refreshToken(LARGE).build(),
        small.toBuilder().idToken(Optional.of(new IdToken(LARGE))).build(),
        small.toBuilder().scopes(Scopes.of(LARGE)).build(),
        small.toBuilder().additional(Map.of("more", "x".repeat(LIMITS.additional()))).build(),
        small.toBuilder().additional(Map.of("more", Collections.nCopies(1_000, 1))).build());
  }

  @ParameterizedTest
  @MethodSource("tooLargeToHandIn")
  void tokenThatIsHandedInShouldBeRefusedWhenItIsTooLarge(OAuthToken token) {
    Node node = world.node(world.authorizationCode().build());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> node.alice().importToken(token, ImportMode.IF_ABSENT))
        .withMessageContaining("acme")
        .withMessageContaining("SizeLimits.with");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> node.alice().importToken(token, ImportMode.REPLACE));

    assertThat(node.alice().current()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tooLargeToHandIn")
  void tokenOfAProviderShouldBeRefusedWhenItIsTooLarge(OAuthToken token) {
    Node node =
        world.node(
            world.clientCredentials().build(),
            binder ->
                binder.bindTokenProvider("acme").toInstance((context, last, requests) -> token));

    assertThatExceptionOfType(TokenProviderException.class)
        .isThrownBy(() -> node.client().token())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(TokenProviderException.Reason.TOO_LARGE));
  }

  @Test
  void rotatedRefreshTokenShouldBeStoredWhenAProviderRefreshesAndTheAccessTokenIsTooLarge() {
    var registration = world.authorizationCode().build();
    Node node =
        world.node(
            registration,
            binder ->
                binder
                    .bindTokenProvider("acme")
                    .toInstance((context, last, requests) -> requests.refresh()));
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    world
        .server()
        .token()
        .next(answer(member("access_token", LARGE) + "," + member("refresh_token", "rotated")));
    assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> node.alice().token());
    world.server().token().next(answer(member("access_token", "small")));

    assertThat(world.node(registration).alice().token().accessToken().value()).isEqualTo("small");
    assertThat(world.server().token().requests().get(2).form().first("refresh_token"))
        .contains("rotated");
  }

  @Test
  void principalShouldBeRefusedWhenItIsTooLong() {
    Node node = world.node(world.authorizationCode().build());
    for (Principal principal :
        List.of(
            Principal.of("x".repeat(LIMITS.principal() + 1)),
            Principal.of("ü".repeat(LIMITS.principal() / 2 + 1)),
            new Principal("t".repeat(LIMITS.principal()), "u"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> node.client().session(principal))
          .withMessageContaining("acme")
          .withMessageContaining("SizeLimits.withPrincipal");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> node.client().startAuthorization(principal, UserAgentBinding.random()));
    }
    assertThat(node.client().session(Principal.of("x".repeat(LIMITS.principal()))).current())
        .isEmpty();
  }

  @Test
  void limitsShouldBeConfigurable() {
    var limits =
        LIMITS.withToken(128 * 1024).withAdditional(256 * 1024, 10_000).withPrincipal(8_000);
    Node node =
        world.node(
            world.authorizationCode().build(),
            binder -> binder.config(OAuthClientConfig.defaults().withSizeLimits(limits)));
    String more = "x".repeat(LIMITS.additional());
    world
        .server()
        .token()
        .next(
            answer(
                member("access_token", LARGE)
                    + ","
                    + member("refresh_token", LARGE)
                    + ","
                    + member("more", more)));

    OAuthToken token = node.consent(world.server(), World.ALICE);

    assertThat(token.accessToken().value()).isEqualTo(LARGE);
    assertThat(token.additional()).containsEntry("more", more);
    assertThat(node.client().session("x".repeat(8_000)).current()).isEmpty();
  }
}
