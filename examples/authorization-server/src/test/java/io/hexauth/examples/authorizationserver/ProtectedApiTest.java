// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import static io.hexauth.examples.authorizationserver.PlainClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtectedApiTest {

  private static DemoAuthorizationServer server;

  private final PlainClient client = new PlainClient(server, DemoClient.HTTP_CCG);

  @BeforeAll
  static void start() {
    server =
        DemoAuthorizationServer.start(Lifetimes.defaults().withAccessToken(Duration.ofSeconds(5)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void apiShouldAnswerUnauthorizedWithoutAnErrorCodeWhenThereIsNoToken() {
    var response = client.apiWithoutToken("/me");

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer"))
        .hasValueSatisfying(value -> assertThat(value).doesNotContain("error"));
  }

  @Test
  void apiShouldAnswerInvalidTokenWhenTheTokenIsUnknown() {
    var response = client.api("/me", "unknown");

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(value -> assertThat(value).contains("error=\"invalid_token\""));
  }

  @ParameterizedTest
  @CsvSource({
    "/read, read",
    "/playlists, playlist-read-private",
    "/files, files-read",
    "/shared-files, shared-files-read"
  })
  void apiShouldNameTheScopeThatTheTokenLacks(String path, String scope) {
    String token = token("write");

    var response = client.api(path, token);

    assertThat(client.apiPost("/write", token).statusCode()).isEqualTo(200);
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"");
  }

  @Test
  void apiShouldServeWhatTheScopeOpens() {
    String token = token("read");

    assertThat(json(client.api("/read", token), 200).get("owner").asString()).isEqualTo("http-ccg");
    assertThat(client.api("/playlists", token).statusCode()).isEqualTo(403);
    assertThat(client.apiPost("/write", token).statusCode()).isEqualTo(403);
  }

  @Test
  @Timeout(20)
  void apiShouldRefuseTheTokenWhenItsLifetimeIsOver() {
    String token = token("read");
    assertThat(client.api("/me", token).statusCode()).isEqualTo(200);

    int status;
    do {
      status = client.api("/me", token).statusCode();
    } while (status == 200); // ends with the token, or with the test's timeout

    assertThat(status).isEqualTo(401);
    assertThat(server.isActive(token)).isFalse();
  }

  @Test
  void apiRequestsShouldBeCountedWhetherServedOrNot() {
    int before = server.apiRequests();

    client.api("/me", token("read"));
    client.apiWithoutToken("/me");

    assertThat(server.apiRequests()).isEqualTo(before + 2);
  }

  @Test
  void startShouldGiveEachServerItsOwnPortAndTokens() {
    try (DemoAuthorizationServer other = DemoAuthorizationServer.start()) {
      assertThat(other.issuer()).isNotEqualTo(server.issuer());
      assertThat(new PlainClient(other, DemoClient.HTTP_CCG).api("/me", token("read")).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void closeShouldStopListeningAndBeRepeatable() {
    DemoAuthorizationServer other = DemoAuthorizationServer.start();
    other.close();
    other.close();

    InetAddress loopback = InetAddress.getLoopbackAddress();
    assertThatThrownBy(() -> new Socket(loopback, other.issuer().getPort()).close())
        .isInstanceOf(ConnectException.class);
  }

  private String token(String scope) {
    var response = client.token("grant_type", "client_credentials", "scope", scope);
    return json(response, 200).get("access_token").asString();
  }
}
