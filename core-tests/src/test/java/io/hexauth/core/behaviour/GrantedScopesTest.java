// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.http.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A view may request the granted scopes only, whatever the registration contains. */
class GrantedScopesTest {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private Node reading() {
    return world.node(world.authorizationCode().scopes("read").build());
  }

  private Node readingAndWriting() {
    return world.node(world.authorizationCode().scopes("read", "write").build());
  }

  private Node withPassword(String... scopes) {
    return world.node(
        world.password().scopes(scopes).build(),
        app ->
            app.bindResourceOwnerCredentials("acme")
                .toInstance(p -> Optional.of(new ResourceOwner("alice", "wonderland"))));
  }

  /** Lets Alice consent to these scopes instead of those of the registration. */
  private OAuthToken consent(Node node, String... scopes) {
    return consented(node, scopes).token();
  }

  private OAuthSession consented(Node node, String... scopes) {
    var browser = UserAgentBinding.random();
    URI url = node.client().startAuthorization(World.ALICE, browser, o -> o.scopes(scopes)).uri();
    var callback = AuthorizationCallback.parse(world.server().consent(url, "alice"));
    return node.client().finishAuthorization(callback, browser);
  }

  private static OAuthSession view(Node node, String... scopes) {
    return node.alice().withAccess(AccessRequest.of(Scopes.of(scopes)));
  }

  /** The scopes that refreshes requested, oldest first; "all" if a refresh named none. */
  private List<String> refreshedFor() {
    return world.server().token().requests().stream()
        .filter(r -> r.form().first("grant_type").equals(Optional.of("refresh_token")))
        .map(r -> r.form().first("scope").orElse("all"))
        .toList();
  }

  /** Makes the next token response contain this token with these scopes, and no refresh token. */
  private void answerOnce(String token, String scopes) {
    String body =
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"%s\"}";
    world.server().token().next(Reply.json(200, body.formatted(token, scopes)));
  }

  private void expire() {
    world.clock().advance(Duration.ofHours(2));
  }

  private static void assertMissing(OAuthSession view, String... scopes) {
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(view::token)
        .satisfies(
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.NOT_GRANTED);
              assertThat(e.missingScopes()).isEqualTo(Scopes.of(scopes));
              assertThat(e).hasMessageContaining(String.join(" ", scopes));
            });
  }

  @Test
  void viewShouldNeedTheUserWhenItsScopeWasNotGranted() {
    world.server().issue(i -> i.withScopes("read"));
    Node node = readingAndWriting();
    node.consent(world.server(), World.ALICE);

    assertMissing(view(node, "write"), "write");
    assertMissing(view(node, "read", "write", "admin"), "write", "admin");

    assertThat(refreshedFor()).as("nothing was sent").isEmpty();
    assertThat(world.store().record().epoch()).as("and no lease was taken").isZero();
    assertThat(node.alice().token().scopes()).isEqualTo(Scopes.of("read"));
  }

  @Test
  void viewShouldNeedTheUserWhenAnotherNodeKnowsTheGrant() {
    world.server().issue(i -> i.withScopes("read"));
    readingAndWriting().consent(world.server(), World.ALICE);

    assertMissing(view(readingAndWriting(), "write"), "write");

    assertThat(refreshedFor()).isEmpty();
  }

  @Test
  void viewShouldGetANarrowerTokenWhenItsScopeWasGranted() {
    Node node = readingAndWriting();
    node.consent(world.server(), World.ALICE);

    OAuthToken token = view(node, "write").token();

    assertThat(token.scopes()).isEqualTo(Scopes.of("write"));
    assertThat(refreshedFor()).containsExactly("write");
    assertThat(node.alice().token().scopes()).isEqualTo(Scopes.of("read", "write"));
  }

  @Test
  void viewShouldBeObtainedAnewWhenTheClientCanObtainItByItself() {
    Node own = world.node(world.clientCredentials().scopes("read").build());
    Node password = withPassword("read");
    OAuthToken read = password.alice().token();

    OAuthSession ownWrite =
        own.client().session().withAccess(AccessRequest.of(Scopes.of("write", "admin")));
    assertThat(ownWrite.token().scopes()).isEqualTo(Scopes.of("write", "admin"));
    assertThat(view(password, "write").token().scopes()).isEqualTo(Scopes.of("write"));

    assertThat(read.scopes()).isEqualTo(Scopes.of("read"));
    assertThat(world.grantTypes()).containsExactly("password", "client_credentials", "password");
  }

  @Test
  void defaultViewShouldGetWhatWasGrantedWhenThatIsLess() {
    world.server().issue(i -> i.withScopes("read"));
    Node node = readingAndWriting();
    node.consent(world.server(), World.ALICE);

    expire();

    assertThat(node.alice().token().scopes()).isEqualTo(Scopes.of("read"));
    assertThat(refreshedFor()).containsExactly("all");
  }

  @Test
  void defaultViewShouldBeRefreshedWhenTheServerHasOtherNamesForTheScopes() {
    world.server().issue(i -> i.withScopes("https://as.example/auth/read"));
    Node node = reading();
    node.consent(world.server(), World.ALICE);

    expire();

    assertThat(node.alice().token().scopes()).isEqualTo(Scopes.of("https://as.example/auth/read"));
    assertThat(refreshedFor()).containsExactly("all");
    assertThat(view(node, "https://as.example/auth/read").token()).isNotNull();
  }

  @Test
  void passwordShouldNotBeSentAgainWhenTheServerGrantsLess() {
    world.server().issue(i -> i.withScopes("read"));
    Node node = withPassword("read", "write");
    node.alice().token();

    expire();

    assertThat(node.alice().token().scopes()).isEqualTo(Scopes.of("read"));
    assertThat(world.grantTypes()).containsExactly("password", "refresh_token");
  }

  @Test
  void widerConsentShouldBeUsedByAViewForIt() {
    Node node = reading();
    OAuthToken wide = consent(node, "read", "admin");

    assertThat(view(node, "read", "admin").token()).isEqualTo(wide);
    assertThat(view(reading(), "admin", "read").token()).isEqualTo(wide);
    assertThat(refreshedFor()).as("it is stored under what was asked for").isEmpty();
    assertThat(view(node, "admin").token().scopes()).isEqualTo(Scopes.of("admin"));
    expire();
    assertThat(view(node, "read", "admin").token().scopes()).isEqualTo(Scopes.of("read", "admin"));
    assertThat(refreshedFor()).containsExactly("admin", "all");
  }

  @Test
  void defaultViewShouldBeRefreshedNarrowerAfterAWiderConsent() {
    Node node = reading();
    OAuthToken wide = consent(node, "read", "admin");

    OAuthToken token = node.alice().token();

    assertThat(token.scopes()).isEqualTo(Scopes.of("read"));
    assertThat(token.accessToken()).isNotEqualTo(wide.accessToken());
    assertThat(refreshedFor()).containsExactly("read");
    expire();
    assertThat(reading().alice().token().scopes()).isEqualTo(Scopes.of("read"));
    assertThat(refreshedFor()).containsExactly("read", "read");
  }

  @Test
  void defaultViewShouldNeedTheUserWhenNothingOfItWasGranted() {
    Node node = reading();
    consent(node, "admin");

    assertMissing(node.alice(), "read");

    assertThat(node.alice().current()).isEmpty();
    assertThat(refreshedFor()).isEmpty();
    assertThat(view(node, "admin").token().scopes()).isEqualTo(Scopes.of("admin"));
  }

  @Test
  void tokensOfViewsShouldNotOutliveTheGrantThatANewConsentReplaces() {
    Node node = reading();
    OAuthToken first = node.consent(world.server(), World.ALICE);
    OAuthSession kept = node.alice();
    assertThat(kept.token()).isEqualTo(first);

    consent(node, "read", "admin");

    assertThat(kept.token().accessToken()).isNotEqualTo(first.accessToken());
    assertThat(refreshedFor()).containsExactly("read");
  }

  @Test
  void consentShouldBringWhatWasMissing() {
    Node node = reading();
    node.consent(world.server(), World.ALICE);
    assertMissing(view(node, "admin"), "admin");

    consent(node, "read", "admin");

    assertThat(view(node, "admin").token().scopes()).isEqualTo(Scopes.of("admin"));
  }

  /** The granted token is stored, although callers do not get it. */
  @Test
  void fetchedTokenShouldNotBeHandedOutWhenItDoesNotCoverItsView() {
    Node node = world.node(world.clientCredentials().scopes("read", "write").build());
    OAuthSession writing = node.client().session().withAccess(AccessRequest.of(Scopes.of("write")));
    answerOnce("at-less", "read");

    assertThatExceptionOfType(OAuthException.class)
        .isThrownBy(writing::obtainToken)
        .withMessageContaining("write");

    assertThat(world.tokenRequests()).isEqualTo(1);
    assertThat(world.store().record().generation()).isEqualTo(1);
  }

  @Test
  void viewShouldNotGetATokenThatDoesNotCoverIt() {
    Node node = readingAndWriting();
    node.consent(world.server(), World.ALICE);
    answerOnce("at-less", "read");

    assertMissing(view(node, "write"), "write");
    assertMissing(view(node, "write"), "write");

    assertThat(refreshedFor()).as("and it is not asked for again at once").containsExactly("write");
    assertThat(view(node, "write").current()).isEmpty();
    assertMissing(view(readingAndWriting(), "write", "nothing"), "nothing");
    assertThat(node.alice().refresh().scopes()).isEqualTo(Scopes.of("read", "write"));
  }

  @Test
  void newConsentShouldCureARefusalThatIsRemembered() {
    Node node = readingAndWriting();
    node.consent(world.server(), World.ALICE);
    answerOnce("at-less", "read");
    assertMissing(view(node, "write"), "write");

    consent(node, "read", "write");

    assertThat(view(node, "write").token().scopes()).isEqualTo(Scopes.of("write"));
    assertThat(refreshedFor()).containsExactly("write", "write");
  }

  @Test
  void manualModeShouldAskForARefreshOfAViewThatHasNoTokenYet() {
    ClientRegistration manual = world.authorizationCode().scopes("read").manualRefresh().build();
    Node node = world.node(manual);
    consent(node, "read", "admin");

    assertThatExceptionOfType(TokenExpiredException.class).isThrownBy(() -> node.alice().token());

    assertThat(node.alice().refresh().scopes()).isEqualTo(Scopes.of("read"));
    assertThat(node.alice().token().scopes()).isEqualTo(Scopes.of("read"));
  }

  @Test
  void grantedAccessShouldUseTheTokenOfAWiderConsent() {
    Node node = reading();
    OAuthToken wide = consent(node, "read", "admin");

    assertThat(node.alice().withGrantedAccess().token()).isEqualTo(wide);
    assertThat(reading().alice().withGrantedAccess().token()).isEqualTo(wide);

    assertThat(refreshedFor()).isEmpty();
    expire();
    OAuthToken refreshed = node.alice().withGrantedAccess().token();
    assertThat(refreshed.scopes()).isEqualTo(Scopes.of("read", "admin"));
    assertThat(node.alice().withGrantedAccess().status().scopes()).isEqualTo(refreshed.scopes());
    assertThat(refreshedFor()).containsExactly("all");
  }

  @Test
  void grantedAccessShouldFollowEachNewConsent() {
    Node node = reading();
    OAuthSession kept = node.alice().withGrantedAccess();
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(kept::token)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NO_GRANT));

    assertThat(consent(node, "read")).isEqualTo(kept.token());
    assertThat(consent(node, "read", "admin")).isEqualTo(kept.token());
    assertThat(consent(node, "pay")).isEqualTo(kept.token());
    assertThat(kept.revoke()).isTrue();

    assertThatExceptionOfType(ReauthorizationRequiredException.class).isThrownBy(kept::token);
    assertThat(refreshedFor()).isEmpty();
  }

  /**
   * The scope offline_access requests a refresh token, but some servers do not list it among the
   * granted scopes.
   */
  @Test
  void grantedAccessShouldUseTheTokenOfTheConsentWhenTheServerLeavesOutOfflineAccess() {
    world.server().issue(i -> i.withScopes("read", "admin"));
    Node node = reading();

    OAuthToken wide = consent(node, "read", "admin", "offline_access");

    assertThat(node.alice().withGrantedAccess().token()).isEqualTo(wide);
    assertThat(refreshedFor()).isEmpty();
  }

  @Test
  void grantedAccessShouldBeRefreshedWhenTheServerHasOtherNamesForTheScopes() {
    world.server().issue(i -> i.withScopes("https://as.example/auth/all"));
    Node node = reading();
    OAuthSession unused = consented(node, "admin");

    OAuthToken token = node.alice().withGrantedAccess().token();

    assertThat(token.scopes()).isEqualTo(Scopes.of("https://as.example/auth/all"));
    assertThat(refreshedFor()).containsExactly("all");
  }

  @Test
  void grantedAccessShouldUseTheTokenOfAConsentWithoutARefreshToken() {
    Node node = reading();
    answerOnce("at-wide", "read admin");

    OAuthToken wide = consent(node, "read", "admin");

    assertThat(node.alice().withGrantedAccess().token()).isEqualTo(wide);
    assertThat(reading().alice().withGrantedAccess().token()).isEqualTo(wide);
  }

  @Test
  void grantedAccessShouldBeTheOwnSessionWhenTheRegistrationGetsEverything() {
    Node all = readingAndWriting();
    Node open = world.node(world.authorizationCode().build());
    OAuthToken read = consent(all, "read");
    assertThat(all.alice().withGrantedAccess().token().scopes()).isEqualTo(read.scopes());
    OAuthToken own = all.alice().token();

    assertThat(all.alice().withGrantedAccess().token()).isEqualTo(own);
    OAuthToken wide = consent(open, "read", "pay");
    assertThat(open.alice().withGrantedAccess().token()).isEqualTo(open.alice().token());
    assertThat(open.alice().token().scopes()).isEqualTo(wide.scopes());
  }

  @Test
  void grantedAccessShouldBeTheOwnSessionWhenTheClientCanObtainTokensByItself() {
    Node node = world.node(world.clientCredentials().scopes("read").build());
    OAuthSession own = node.client().session();
    OAuthToken write = own.withAccess(AccessRequest.of(Scopes.of("write"))).token();

    OAuthToken token = own.withGrantedAccess().token();

    assertThat(write.scopes()).isEqualTo(Scopes.of("write"));
    assertThat(token.scopes()).isEqualTo(Scopes.of("read"));
    assertThat(own.token()).isEqualTo(token);
  }

  @Test
  void grantedAccessShouldReadTheStoreForNothingButTheGrant() {
    Node node = reading();
    OAuthSession kept = node.alice().withGrantedAccess();

    assertThat(kept.registration()).isEqualTo(node.client().registration());
    assertThat(kept.principal()).isEqualTo(World.ALICE);
    assertThat(kept.withAccess(AccessRequest.of(Scopes.of("read")))).isNotNull();
    assertThat(world.store().finds()).isZero();

    consent(node, "read", "admin");
    int before = world.store().finds();
    assertThat(kept.token()).isEqualTo(kept.token());
    assertThat(world.store().finds()).isEqualTo(before);
  }

  static Stream<Arguments> calls() {
    return Stream.of(
        Arguments.of("token", call(OAuthSession::token)),
        Arguments.of("current", call(OAuthSession::current)),
        Arguments.of("status", call(OAuthSession::status)),
        Arguments.of("isTokenExpired", call(OAuthSession::isTokenExpired)));
  }

  private static Function<OAuthSession, Object> call(Function<OAuthSession, Object> method) {
    return method;
  }

  /** Counts how often a call reads the store on a node with an empty memory. */
  private int reads(OAuthSession session, Function<OAuthSession, Object> call) {
    int before = world.store().finds();
    Object unused = call.apply(session);
    return world.store().finds() - before;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void grantedAccessShouldReadNoGrantWhenTheClientNeedsNoUser(
      String name, Function<OAuthSession, Object> call) {
    List<Supplier<OAuthSession>> sessionsOfANewNode =
        List.of(
            () -> withPassword("read").alice(),
            () -> world.node(world.clientCredentials().build()).client().session());
    assertThat(sessionsOfANewNode)
        .allSatisfy(
            opened -> {
              opened.get().token();

              assertThat(reads(opened.get().withGrantedAccess(), call))
                  .isEqualTo(reads(opened.get(), call))
                  .isEqualTo(1);
            });
  }
}
