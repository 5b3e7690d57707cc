// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.testkit.fault.RefusingPort;
import io.hexauth.testkit.http.Reply;
import java.net.URI;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules for network failures: they are never thrown, never retried, and never reported as "not
 * sent" by mistake.
 */
abstract class TransportFailureRules extends TransportRules {

  TransportFailureRules(Supplier<TransportFixture> fixture) {
    super(fixture);
  }

  @Test
  final void aCloseWithoutAnAnswerShouldBeUnknown() {
    given().endpoint().always(Reply.normal().closing());
    assertThat(TransportFixture.unknown(given().send())).isEqualTo(Failure.CUT);
    given().sawRequests(1);
  }

  @Test
  final void aResetShouldBeUnknown() {
    given().endpoint().always(Reply.normal().resetting());
    assertThat(TransportFixture.unknown(given().send())).isEqualTo(Failure.CUT);
    given().sawRequests(1);
  }

  @Test
  final void aTruncatedBodyShouldBeUnknown() {
    given().endpoint().always(Reply.of(200).withBody("{\"access_token\":\"x\"}").truncated());
    assertThat(TransportFixture.unknown(given().send())).isEqualTo(Failure.CUT);
    given().sawRequests(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabcd",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX-Cut",
        "HTTP/1.1 200"
      })
  final void anAnswerThatIsCutAnywhereShouldBeUnknown(String cut) {
    given().endpoint().always(Reply.raw(cut));
    assertThat(TransportFixture.unknown(given().send())).isIn(Failure.CUT, Failure.GARBLED);
    given().sawRequests(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "220 mail.example ESMTP ready\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabcd\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nabcd",
        "\u0000\u0001\u0002\u00ff"
      })
  final void whatIsNotHttpShouldBeUnknown(String garbage) {
    given().endpoint().always(Reply.raw(garbage));
    assertThat(TransportFixture.unknown(given().send())).isIn(Failure.GARBLED, Failure.CUT);
    given().sawRequests(1);
  }

  @Test
  final void brokenCompressionShouldBeUnknown() {
    given()
        .endpoint()
        .always(Reply.of(200).withHeader("Content-Encoding", "gzip").withBody("not gzip at all"));
    assertThat(TransportFixture.unknown(given().send())).isEqualTo(Failure.GARBLED);
    given().sawRequests(1);
  }

  @Test
  final void aPortThatRefusesShouldBeNotSent() {
    try (var down = RefusingPort.open()) {
      var uri = URI.create("http://127.0.0.1:" + down.port() + "/token");
      assertThat(
              TransportFixture.notSent(given().send(given().request(uri, TransportFixture.LONG))))
          .isEqualTo(Failure.CONNECT);
    }
  }

  @Test
  final void aNameThatCannotExistShouldBeNotSent() {
    // Longer than a DNS label may be, so no resolver asks a server.
    var uri = URI.create("https://" + "a".repeat(70) + ".invalid/token");
    assertThat(TransportFixture.notSent(given().send(given().request(uri, TransportFixture.LONG))))
        .isEqualTo(Failure.LOOKUP);
  }

  @Test
  final void aServerThatDoesNotSpeakTlsShouldBeNotSent() {
    var uri = URI.create("https://127.0.0.1:" + given().server().port() + "/token");
    assertThat(TransportFixture.notSent(given().send(given().request(uri, TransportFixture.LONG))))
        .isEqualTo(Failure.TLS);
    given().sawRequests(0);
  }
}
