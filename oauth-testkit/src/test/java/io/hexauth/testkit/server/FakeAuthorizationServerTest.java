// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import static io.hexauth.testkit.server.Browser.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.internal.grant.CodeVerifier;
import io.hexauth.testkit.clock.VirtualClock;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeAuthorizationServerTest {

  private static final String SECRET = "p%+&é: x";

  private final VirtualClock clock = VirtualClock.create();
  private final Browser browser = new Browser();
  private final CodeVerifier verifier = CodeVerifier.random(new SecureRandom());
  private final FakeAuthorizationServer server =
      FakeAuthorizationServer.builder()
          .client("a:b c", SECRET)
          .publicClient("native")
          .user("alice", "wonderland")
          .redirectUri("https://app.example/cb?x=1")
          .clock(clock)
          .start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aCodeShouldBecomeATokenThatTheApiKnows() {
    URI callback = server.consent(authorizationUrl(), "alice");
    Form answer = Form.decode(callback.getRawQuery());
    assertThat(callback.toString()).startsWith("https://app.example/cb?x=1&code=");
    assertThat(answer.first("state")).contains("s t");
    assertThat(answer.first("iss")).contains(server.issuer().toString());

    var token = token(redemption(answer.first("code").orElseThrow(), verifier.value()));

    assertThat(token.statusCode()).isEqualTo(200);
    assertThat(member(token, "expires_in")).isEqualTo("3600");
    var api = browser.get(server.apiEndpoint(), member(token, "access_token"));
    assertThat(api.body())
        .isEqualTo("{\"sub\":\"alice\",\"client_id\":\"a:b c\",\"scope\":\"r w\"}");
    clock.advance(Duration.ofHours(1));
    assertThat(browser.get(server.apiEndpoint(), member(token, "access_token")).statusCode())
        .isEqualTo(401);
    assertThat(server.ledger().tokenRequests("authorization_code")).isEqualTo(1);
  }

  @Test
  void aCodeShouldNeedItsVerifierAndBeGoodOnce() {
    String code = code();
    String other = CodeVerifier.random(new SecureRandom()).value();
    assertThat(member(token(redemption(code(), other)), "error")).isEqualTo("invalid_grant");
    var token = token(redemption(code, verifier.value()));

    var again = token(redemption(code, verifier.value()));

    assertThat(member(again, "error")).isEqualTo("invalid_grant");
    assertThat(server.ledger().familiesRevokedForReuse()).isEqualTo(1);
    assertThat(browser.get(server.apiEndpoint(), member(token, "access_token")).statusCode())
        .isEqualTo(401);
  }

  @Test
  void strictRotationShouldRevokeTheFamilyOnReuse() {
    String first = member(password(), "refresh_token");
    var second = token(refresh(first));
    assertThat(member(second, "refresh_token")).isNotEmpty().isNotEqualTo(first);

    var reuse = token(refresh(first));

    assertThat(member(reuse, "error")).isEqualTo("invalid_grant");
    assertThat(member(token(refresh(member(second, "refresh_token"))), "error"))
        .isEqualTo("invalid_grant");
    assertThat(server.ledger().presentations(first)).isEqualTo(2);
    assertThat(server.ledger().mostPresentations()).isEqualTo(2);
    assertThat(server.ledger().familiesRevokedForReuse()).isEqualTo(1);
  }

  @Test
  void graceShouldForgiveReuseForAWhile() {
    server.issue(i -> i.withGrace(Duration.ofSeconds(30)));
    String first = member(password(), "refresh_token");
    token(refresh(first));
    clock.advance(Duration.ofSeconds(29));
    assertThat(token(refresh(first)).statusCode()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(1));
    assertThat(token(refresh(first)).statusCode()).isEqualTo(400);
  }

  @Test
  void withoutRotationARefreshTokenShouldStayGood() {
    server.issue(i -> i.withRotation(Rotation.OFF));
    String refresh = member(password(), "refresh_token");
    assertThat(member(token(refresh(refresh)), "refresh_token")).isEmpty();
    assertThat(token(refresh(refresh)).statusCode()).isEqualTo(200);
    assertThat(server.ledger().tokenRequests("refresh_token")).isEqualTo(2);
  }

  @Test
  void lenientRotationShouldRefuseOnlyTheOldToken() {
    server.issue(i -> i.withRotation(Rotation.LENIENT));
    String first = member(password(), "refresh_token");
    var second = token(refresh(first));
    assertThat(token(refresh(first)).statusCode()).isEqualTo(400);
    assertThat(token(refresh(member(second, "refresh_token"))).statusCode()).isEqualTo(200);
    assertThat(server.ledger().familiesRevokedForReuse()).isZero();
  }

  @Test
  void clientCredentialsShouldComeWithoutRefreshToken() {
    server.issue(i -> i.withScopes("only").withMember("tenant", "{\"id\":7}").withoutLifetime());
    var token = token(form("client_credentials").with("scope", "a b"));
    assertThat(token.body()).contains("\"tenant\":{\"id\":7}").doesNotContain("expires_in");
    assertThat(member(token, "refresh_token")).isEmpty();
    assertThat(member(token, "scope")).isEqualTo("only");
  }

  @Test
  void clientsShouldAuthenticateByExactlyOneMethod() {
    Form form = form("client_credentials");
    assertThat(browser.post(server.tokenEndpoint(), form).statusCode()).isEqualTo(401);
    assertThat(member(browser.post(server.tokenEndpoint(), form, "a:b c", "wrong"), "error"))
        .isEqualTo("invalid_client");
    Form post = form.with("client_id", "a:b c").with("client_secret", SECRET);
    assertThat(browser.post(server.tokenEndpoint(), post).statusCode()).isEqualTo(200);
    assertThat(member(token(post), "error")).isEqualTo("invalid_request");
    Form none = form.with("client_id", "native");
    assertThat(member(browser.post(server.tokenEndpoint(), none), "error"))
        .isEqualTo("unauthorized_client");
  }

  @Test
  void revokedTokensShouldBeRefused() {
    var token = password();
    Form revoke = Form.empty().with("token", member(token, "refresh_token"));
    var answer = browser.post(server.revocationEndpoint(), revoke, "a:b c", SECRET);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(server.ledger().revocations()).isEqualTo(1);
    assertThat(token(refresh(member(token, "refresh_token"))).statusCode()).isEqualTo(400);
    assertThat(browser.get(server.apiEndpoint(), member(token, "access_token")).statusCode())
        .isEqualTo(401);
    assertThat(server.ledger().familiesRevokedForReuse()).isZero();
  }

  @Test
  void authorizationRequestsShouldBeRefusedWhenAStrictServerWould() {
    String good = authorizationUrl().toString();
    for (String bad :
        new String[] {
          good.replace("response_type=code", "response_type=token"),
          good.replace("a%3Ab+c", "nobody"),
          good.replace("x%3D1", "x%3D2"),
          good.replace("S256", "plain"),
          good + "&state=again",
          good + "#fragment",
          good.replace("/authorize", "/other"),
          good.replaceAll("code_challenge=[^&]*&", "").replace("a%3Ab+c", "native"),
        }) {
      assertThatThrownBy(() -> server.consent(URI.create(bad), "alice"))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("refuses");
    }
    Form denied = Form.decode(server.deny(authorizationUrl()).getRawQuery());
    assertThat(denied.first("error")).contains("access_denied");
    assertThat(denied.first("state")).contains("s t");
  }

  private String code() {
    URI callback = server.consent(authorizationUrl(), "alice");
    return Form.decode(callback.getRawQuery()).first("code").orElseThrow();
  }

  private URI authorizationUrl() {
    Form form =
        Form.empty()
            .with("response_type", "code")
            .with("client_id", "a:b c")
            .with("redirect_uri", "https://app.example/cb?x=1")
            .with("code_challenge", verifier.challenge())
            .with("code_challenge_method", "S256")
            .with("scope", "r w")
            .with("state", "s t");
    return URI.create(server.authorizationEndpoint() + "?" + form.encoded());
  }

  private HttpResponse<String> password() {
    return token(form("password").with("username", "alice").with("password", "wonderland"));
  }

  private HttpResponse<String> token(Form form) {
    return browser.post(server.tokenEndpoint(), form, "a:b c", SECRET);
  }

  private static Form form(String grantType) {
    return Form.empty().with("grant_type", grantType);
  }

  private static Form refresh(String token) {
    return form("refresh_token").with("refresh_token", token);
  }

  private static Form redemption(String code, String verifier) {
    return form("authorization_code")
        .with("code", code)
        .with("redirect_uri", "https://app.example/cb?x=1")
        .with("code_verifier", verifier);
  }

  @Test
  void metadataShouldNameTheServerByBothWellKnownUrls() {
    for (String path :
        List.of("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration")) {
      var document = browser.get(server.http().uri(path), "");

      assertThat(document.statusCode()).isEqualTo(200);
      assertThat(member(document, "issuer")).isEqualTo(server.issuer().toString());
      assertThat(member(document, "authorization_endpoint"))
          .isEqualTo(server.authorizationEndpoint().toString());
      assertThat(member(document, "token_endpoint")).isEqualTo(server.tokenEndpoint().toString());
      assertThat(member(document, "revocation_endpoint"))
          .isEqualTo(server.revocationEndpoint().toString());
      assertThat(document.body())
          .contains("\"authorization_response_iss_parameter_supported\":true")
          .contains("\"code_challenge_methods_supported\":[\"S256\"]");
    }
    assertThat(server.metadata().requests()).hasSize(1);
    assertThat(server.openIdMetadata().requests()).hasSize(1);
    server.issue(Issuing::withoutIssuerMember);

    assertThat(browser.get(server.http().uri("/.well-known/oauth-authorization-server"), "").body())
        .contains("\"authorization_response_iss_parameter_supported\":false");
  }
}
