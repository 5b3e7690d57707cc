// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.assertResponse;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertUnknown;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.text;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One call is one request over one connection, whatever the server does (T1–T4, T11, B09). */
@Timeout(60)
class OneRequestTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n";

  @Test
  void requestShouldNotBeRepeatedWhenTheServerClosesAfterReadingIt() throws IOException {
    try (var server = ScriptedServer.start(ScriptedServer.Peer::readRequest)) {
      assertUnknown(transport().send(request(server.uri("/token"))), Failure.CUT);
      assertThat(server.requests).hasSize(1);
      assertThat(server.accepted).hasValue(1);
    }
  }

  @Test
  void requestShouldNotBeRepeatedWhenTheServerResetsTheConnection() throws IOException {
    try (var server =
        ScriptedServer.start(
            peer -> {
              peer.readRequest();
              peer.reset();
            })) {
      assertUnknown(transport().send(request(server.uri("/token"))), Failure.CUT);
      assertThat(server.accepted).hasValue(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "503 Busy\r\nRetry-After: 0",
        "429 Slow\r\nRetry-After: 0",
        "500 Broken",
        "408 Timeout",
        "421 Misdirected",
        "425 Early",
        "401 Who\r\nWWW-Authenticate: Basic realm=\"x\"",
        "407 Proxy\r\nProxy-Authenticate: Basic realm=\"x\"",
      })
  void requestShouldNotBeRepeatedWhenTheAnswerInvitesIt(String answer) throws IOException {
    int status = Integer.parseInt(answer.substring(0, 3));
    try (var server =
        ScriptedServer.answering("HTTP/1.1 " + answer + "\r\nContent-Length: 2\r\n\r\n{}")) {
      var response = assertResponse(transport().send(request(server.uri("/token"))), status);
      assertThat(text(response)).isEqualTo("{}");
      assertThat(server.accepted).hasValue(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "301,same", "302,same", "303,same", "307,same", "308,same",
    "301,other", "302,other", "303,other", "307,other", "308,other",
    "301,//", "302,//", "303,//", "307,//", "308,//",
    "301,/\\", "302,/\\", "303,/\\", "307,/\\", "308,/\\",
    "301,userinfo", "302,userinfo", "303,userinfo", "307,userinfo", "308,userinfo",
    "301,https", "302,https", "303,https", "307,https", "308,https",
  })
  void redirectShouldBeAnAnswerAndNotFollowed(int status, String where) throws IOException {
    try (var other = ScriptedServer.answering(OK + "\r\n{}")) {
      String location =
          switch (where) {
            case "other" -> other.uri("/steal").toString();
            case "//" -> "//127.0.0.1:" + other.port() + "/steal";
            case "/\\" -> "/\\127.0.0.1:" + other.port() + "/steal";
            case "userinfo" -> "http://127.0.0.1@127.0.0.1:" + other.port() + "/steal";
            case "https" -> "https://127.0.0.1:" + other.port() + "/steal";
            default -> "/again";
          };
      try (var server =
          ScriptedServer.answering(
              "HTTP/1.1 "
                  + status
                  + " Go\r\nLocation: "
                  + location
                  + "\r\n"
                  + "Content-Length: 0\r\n\r\n")) {
        var response = assertResponse(transport().send(request(server.uri("/token"))), status);
        assertThat(response.headers().get("location")).containsExactly(location);
        assertThat(server.accepted).hasValue(1);
        assertThat(other.accepted).hasValue(0);
      }
    }
  }

  @Test
  void everyRequestShouldHaveAConnectionOfItsOwnWhenTheServerWouldKeepIt() throws IOException {
    try (var server =
        ScriptedServer.start(
            peer -> {
              while (peer.readRequest() != null) {
                peer.write(OK + "Connection: keep-alive\r\nKeep-Alive: timeout=60\r\n\r\n{}");
              }
            })) {
      OAuthTransport transport = transport();
      assertResponse(transport.send(request(server.uri("/token"))), 200);
      assertResponse(transport.send(request(server.uri("/token"))), 200);
      assertThat(server.accepted).hasValue(2);
      assertThat(server.requests).allMatch(r -> r.contains("\r\nConnection: close\r\n"));
    }
  }

  @Test
  void cookieShouldNotComeBackWithTheNextRequest() throws IOException {
    try (var server = ScriptedServer.answering(OK + "Set-Cookie: session=1; Path=/\r\n\r\n{}")) {
      OAuthTransport transport = transport();
      assertResponse(transport.send(request(server.uri("/token"))), 200);
      assertResponse(transport.send(request(server.uri("/token"))), 200);
      assertThat(server.requests)
          .hasSize(2)
          .noneMatch(r -> r.toLowerCase(Locale.ROOT).contains("cookie:"));
    }
  }

  @Test
  void informationalAnswersShouldBeReadOver() throws IOException {
    try (var server =
        ScriptedServer.answering(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                + OK
                + "\r\n{}")) {
      assertThat(text(assertResponse(transport().send(request(server.uri("/token"))), 200)))
          .isEqualTo("{}");
      assertThat(server.requests).hasSize(1);
    }
  }
}
