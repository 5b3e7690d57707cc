// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import static io.hexauth.testkit.server.Browser.member;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.internal.grant.CodeVerifier;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.SecureRandom;

/** A confidential client of a fake server. */
record TokenClient(FakeAuthorizationServer server, String id, String secret) {

  static final String CALLBACK = "https://app.example/cb";

  private static final Browser BROWSER = new Browser();
  private static final CodeVerifier VERIFIER = CodeVerifier.random(new SecureRandom());

  HttpResponse<String> post(Form form) {
    return BROWSER.post(server.tokenEndpoint(), form, id, secret);
  }

  /** Sends a token request, and checks that it is granted. */
  HttpResponse<String> granted(Form form) {
    HttpResponse<String> answer = post(form);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  void assertRefused(Form form, String error) {
    HttpResponse<String> answer = post(form);
    assertThat(answer.statusCode()).isEqualTo(error.equals("invalid_client") ? 401 : 400);
    assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\"}");
  }

  int revoke(String token) {
    return BROWSER
        .post(server.revocationEndpoint(), Form.empty().with("token", token), id, secret)
        .statusCode();
  }

  /** {@return the status of the API for the access token of this answer} */
  int api(HttpResponse<String> granted) {
    return BROWSER.get(server.apiEndpoint(), member(granted, "access_token")).statusCode();
  }

  String scopes(HttpResponse<String> granted) {
    return member(BROWSER.get(server.apiEndpoint(), member(granted, "access_token")), "scope");
  }

  HttpResponse<String> password(String user) {
    return granted(
        grant("password")
            .with("username", user)
            .with("password", "wonderland")
            .with("scope", "r w"));
  }

  static Form grant(String grantType) {
    return Form.empty().with("grant_type", grantType);
  }

  static Form refresh(HttpResponse<String> granted) {
    return grant("refresh_token").with("refresh_token", member(granted, "refresh_token"));
  }

  Form authorization() {
    return Form.empty()
        .with("response_type", "code")
        .with("client_id", id)
        .with("redirect_uri", CALLBACK)
        .with("code_challenge", VERIFIER.challenge())
        .with("code_challenge_method", "S256")
        .with("state", "some-state");
  }

  URI url(Form authorization) {
    return URI.create(server.authorizationEndpoint() + "?" + authorization.encoded());
  }

  String code(String user) {
    URI callback = server.consent(url(authorization()), user);
    return Form.decode(callback.getRawQuery()).first("code").orElseThrow();
  }

  static Form redemption(String code) {
    return grant("authorization_code")
        .with("code", code)
        .with("redirect_uri", CALLBACK)
        .with("code_verifier", VERIFIER.value());
  }
}
