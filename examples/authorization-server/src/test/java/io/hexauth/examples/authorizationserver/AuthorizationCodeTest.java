// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import static io.hexauth.examples.authorizationserver.PlainClient.json;
import static io.hexauth.examples.authorizationserver.PlainClient.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class AuthorizationCodeTest {

  private static DemoAuthorizationServer server;
  private static Browser alice;

  private final PlainClient httpAcg = new PlainClient(server, DemoClient.HTTP_ACG);
  private final PlainClient spotify = new PlainClient(server, DemoClient.OAUTH_2_0);

  @BeforeAll
  static void start() {
    server = DemoAuthorizationServer.start();
    alice = new Browser(server).signIn("alice");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void approveShouldRedirectWithCodeAndStateWhenNoScopeIsAskedFor() {
    URI callback = alice.approve(httpAcg.authorizationUrl());

    assertThat(callback.toString())
        .startsWith(DemoClient.HTTP_ACG.redirectUri().orElseThrow() + "?");
    assertThat(query(callback)).containsOnlyKeys("code", "state").containsEntry("state", "s-1");
  }

  @Test
  void denyShouldRedirectWithAccessDeniedWhenNoScopeIsAskedFor() {
    assertThat(query(alice.deny(httpAcg.authorizationUrl())))
        .containsEntry("error", "access_denied")
        .containsEntry("state", "s-1")
        .doesNotContainKey("code");
  }

  @Test
  void denyShouldRedirectWithAccessDeniedWhenScopesAreAskedFor() {
    assertThat(query(alice.deny(spotify.authorizationUrl("scope", "streaming"))))
        .containsEntry("error", "access_denied")
        .doesNotContainKey("code");
  }

  @Test
  void denyShouldBePossibleWhenTheSameWasApprovedBefore() {
    URI url = spotify.authorizationUrl("scope", "streaming");
    assertThat(query(alice.approve(url))).containsKey("code");

    assertThat(query(alice.deny(url))).containsEntry("error", "access_denied");
  }

  @ParameterizedTest
  @EnumSource(DemoUser.class)
  void exchangeShouldYieldTokensOfTheUserWhoConsented(DemoUser user) {
    Browser browser = new Browser(server).signIn(user.username());

    JsonNode tokens = httpAcg.exchange(browser.approve(httpAcg.authorizationUrl()));

    assertThat(tokens.propertyNames())
        .containsExactlyInAnyOrder("access_token", "refresh_token", "token_type", "expires_in");
    JsonNode me = json(httpAcg.api("/me", tokens.get("access_token").asString()), 200);
    assertThat(me.get("subject").asString()).isEqualTo(user.username());
    assertThat(me.get("scopes")).isEmpty();
  }

  @Test
  void exchangeShouldYieldAllScopesWhenAllAreApproved() {
    String all = String.join(" ", DemoClient.OAUTH_2_0.scopes());

    JsonNode tokens = spotify.exchange(alice.approve(spotify.authorizationUrl("scope", all)));

    assertThat(tokens.get("scope").asString().split(" "))
        .hasSize(19)
        .containsExactlyInAnyOrderElementsOf(DemoClient.OAUTH_2_0.scopes());
    assertThat(spotify.api("/playlists", tokens.get("access_token").asString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void exchangeShouldYieldFewerScopesWhenTheUserTicksFewer() {
    URI url = spotify.authorizationUrl("scope", "streaming playlist-read-private");

    JsonNode tokens = spotify.exchange(alice.approveOnly(url, Set.of("streaming")));

    assertThat(tokens.get("scope").asString()).isEqualTo("streaming");
  }

  @Test
  void exchangeShouldBeRefusedWhenTheVerifierIsWrong() {
    String[] request = httpAcg.codeRequest(alice.approve(httpAcg.authorizationUrl()));
    request[7] = "another-code-verifier-that-is-long-enough-for-it";

    assertThat(json(httpAcg.token(request), 400).get("error").asString())
        .isEqualTo("invalid_grant");
  }

  @Test
  void exchangeShouldBeRefusedAndEndTheFirstTokensWhenTheCodeIsUsedTwice() {
    URI callback = alice.approve(httpAcg.authorizationUrl());
    JsonNode tokens = httpAcg.exchange(callback);

    JsonNode second = json(httpAcg.token(httpAcg.codeRequest(callback)), 400);

    assertThat(second.get("error").asString()).isEqualTo("invalid_grant");
    assertThat(server.isActive(tokens.get("access_token").asString())).isFalse();
    assertThat(server.isActive(tokens.get("refresh_token").asString())).isFalse();
  }

  @Test
  void approveShouldRedirectWithAnErrorWhenPkceIsMissingThoughNeeded() {
    URI url = spotify.authorizationUrl("code_challenge", "", "code_challenge_method", "");

    assertThat(query(alice.approve(url))).containsEntry("error", "invalid_request");
  }

  @Test
  void approveShouldRedirectWithAnErrorWhenAScopeIsUnknown() {
    assertThat(query(alice.approve(spotify.authorizationUrl("scope", "everything"))))
        .containsEntry("error", "invalid_scope");
  }

  @Test
  void approveShouldFailWhenTheRedirectUriIsNotRegistered() {
    URI url = httpAcg.authorizationUrl("redirect_uri", "http://127.0.0.1/elsewhere");

    assertThatThrownBy(() -> alice.approve(url))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("unexpected answer 400 from /oauth2/authorize");
  }

  @Test
  void authorizationRequestShouldTolerateAndRecordTheConnector() {
    PlainClient acgAuth = new PlainClient(server, DemoClient.ACG_AUTH);

    URI callback = alice.approve(acgAuth.authorizationUrl("connector", "mikomo"));

    assertThat(query(callback)).containsOnlyKeys("code", "state");
    assertThat(server.lastConnector()).contains("mikomo");
    alice.approve(acgAuth.authorizationUrl());
    assertThat(server.lastConnector()).isEmpty();
  }

  @Test
  void approveShouldFailWhenNoUserIsSignedIn() {
    Browser signedOut = new Browser(server);

    assertThatThrownBy(() -> signedOut.approve(httpAcg.authorizationUrl()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("signIn");
  }

  @Test
  void signInShouldFailWhenThePasswordIsWrong() {
    Browser browser = new Browser(server);

    assertThatThrownBy(() -> browser.signIn("alice", "wrong"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> browser.signIn("carol")).isInstanceOf(IllegalArgumentException.class);
  }
}
