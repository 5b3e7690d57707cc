// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.assertResponse;
import static io.hexauth.http.feign.transport.internal.TransportFixture.post;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.ports.spi.TransportRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of a request (T7, T8, B23). */
@Timeout(60)
class RequestTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  @Test
  void requestShouldBeExactlyThis() throws IOException {
    try (var server = ScriptedServer.answering(OK)) {
      send(server.uri("/token"), Optional.of("Basic {x}|$&"), "a={b}&c=%20\u00e9");
      assertThat(server.requests)
          .containsExactly(
              """
              POST /token HTTP/1.1
              Host: 127.0.0.1:%d
              Accept: application/json
              Accept-Encoding: identity
              Authorization: Basic {x}|$&
              Content-Type: application/x-www-form-urlencoded
              User-Agent: hexauth
              Content-Length: 13
              Connection: close

              a={b}&c=%%20\u00e9"""
                  .formatted(server.port())
                  .replace("\n", "\r\n"));
    }
  }

  @Test
  void getShouldBeExactlyThis() throws IOException {
    try (var server = ScriptedServer.answering(OK)) {
      TransportRequest get =
          TransportRequest.get("keys", server.uri("/jwks?v=1"))
              .header("accept", "application/jwk-set+json")
              .header("user-agent", "acme")
              .build();

      assertResponse(transport().send(get), 200);

      assertThat(server.requests)
          .containsExactly(
              """
              GET /jwks?v=1 HTTP/1.1
              Host: 127.0.0.1:%d
              Accept: application/jwk-set+json
              Accept-Encoding: identity
              User-Agent: acme
              Connection: close

              """
                  .formatted(server.port())
                  .replace("\n", "\r\n"));
    }
  }

  @Test
  void postWithoutABodyShouldSayThatItHasNone() throws IOException {
    try (var server = ScriptedServer.answering(OK)) {
      assertResponse(transport().send(TransportRequest.post("x", server.uri("/t")).build()), 200);
      assertThat(server.requests.get(0))
          .contains("\r\nContent-Length: 0\r\n")
          .doesNotContain("Content-Type");
    }
  }

  @Test
  void requestShouldHaveNoAuthorizationUnlessGiven() throws IOException {
    try (var server = ScriptedServer.answering(OK)) {
      send(server.uri("/token"), Optional.empty(), "");
      assertThat(server.requests.get(0))
          .doesNotContain("Authorization")
          .contains("\r\nContent-Length: 0\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', /",
    "/, /",
    "?a=b, /?a=b",
    "/a%2Fb/c%20d?x=%26, /a%2Fb/c%20d?x=%26",
    "//token, //token",
    "//evil.example/token, //evil.example/token",
    "/../x/./y, /../x/./y",
    "/t?q=http://x/, /t?q=http://x/",
    "/t\u00f6k, /t%C3%B6k",
  })
  void pathAndQueryShouldArriveAsTheyAre(String given, String seen) throws IOException {
    try (var server = ScriptedServer.answering(OK)) {
      send(server.uri(given), Optional.empty(), "a=b");
      assertThat(server.requests.get(0)).startsWith("POST " + seen + " HTTP/1.1\r\n");
    }
  }

  @Test
  void loopbackShouldBeReachableByName() throws IOException {
    try (var server = ScriptedServer.answering(OK)) {
      send(URI.create("HTTP://LocalHost:" + server.port() + "/t"), Optional.empty(), "a=b");
      assertThat(server.requests.get(0)).contains("\r\nHost: LocalHost:" + server.port() + "\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user@as.example/token",
        "http://user:secret@127.0.0.1/token",
        "ftp://127.0.0.1/token",
        "file:///etc/passwd",
        "jar:file:/x!/y",
        "/token",
        "https:token",
      })
  void requestShouldBeRefusedUnlessItIsHttpToAHostWithoutUserInformation(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transport().send(request(URI.create(uri))))
        .withMessageNotContaining("secret");
  }

  @Test
  void authorizationShouldBeSentWhenItIsVisibleToItsLastCharacter() throws IOException {
    String all = IntStream.range(0x21, 0x7F).mapToObj(Character::toString).collect(joining());
    try (var server = ScriptedServer.answering(OK)) {
      send(server.uri("/token"), Optional.of("Basic " + all), "a=b");
      assertThat(server.requests.get(0)).contains("\r\nAuthorization: Basic " + all + "\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic a\r\nX: y",
        "Basic a\nb",
        "Basic \u00e9",
        "Basic \0",
        "B\tc",
        "\u007f",
        "a\u001f"
      })
  void authorizationShouldBeRefusedWhenItCouldEndTheHeader(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> send(URI.create("http://127.0.0.1:1/"), Optional.of(value), "a=b"));
  }

  private static void send(URI uri, Optional<String> authorization, String form) {
    TransportRequest.Builder post = post(uri, form);
    authorization.ifPresent(value -> post.header("Authorization", value));
    assertResponse(transport().send(post.build()), 200);
  }
}
