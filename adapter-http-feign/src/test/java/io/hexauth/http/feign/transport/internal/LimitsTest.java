// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.PLENTY;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertNotSent;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertResponse;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertUnknown;
import static io.hexauth.http.feign.transport.internal.TransportFixture.defaultTls;
import static io.hexauth.http.feign.transport.internal.TransportFixture.loopback;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.text;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits: the largest accepted value, and the smallest refused one. */
@Timeout(60)
class LimitsTest {

  private static final String OK = "HTTP/1.1 200 OK\r\n";

  /** The HTTP library also counts the empty line at the end of the headers. */
  @Test
  void headersShouldBeAcceptedUpToTheirLimit() throws IOException {
    String end = "Content-Length: 0\r\n\r\n";
    assertResponse(answered(OK + "X: y\r\n".repeat(98) + end), 200);
    assertUnknown(answered(OK + "X: y\r\n".repeat(99) + end), Failure.TOO_LARGE);
  }

  /** The limit is 8192 bytes with the end of the line. */
  @ParameterizedTest
  @ValueSource(strings = {OK + "X: ", "HTTP/1.1 200 "})
  void lineOfTheHeadShouldBeAcceptedUpToItsLimit(String start) throws IOException {
    int begun = start.length() - start.lastIndexOf('\n') - 1;
    String end = "\r\nContent-Length: 0\r\n\r\n";
    assertResponse(answered(start + "y".repeat(8190 - begun) + end), 200);
    assertUnknown(answered(start + "y".repeat(8191 - begun) + end), Failure.TOO_LARGE);
  }

  @Test
  void headOfAProxysAnswerShouldBeAcceptedUpToItsLimit() throws IOException {
    int most = 16 * 1024;
    assertResponse(tunnelled(headOf(most)), 200);
    assertNotSent(tunnelled(headOf(most + 1)), Failure.PROXY);
    String interim = "HTTP/1.1 103 Hint\r\n\r\n";
    assertResponse(tunnelled(interim + headOf(most - interim.length())), 200);
    assertNotSent(tunnelled(interim + headOf(most - interim.length() + 1)), Failure.PROXY);
  }

  private static String headOf(int length) {
    String start = "HTTP/1.1 200 Fine\r\nX: ";
    return start + "y".repeat(length - start.length() - 4) + "\r\n\r\n";
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 64, 1 << 30, (1 << 30) + 1, Integer.MAX_VALUE})
  void compressedBodyShouldBeAcceptedWhateverTheLimitIs(int mostBytes) throws IOException {
    TransportResult result = answered(compressed("gzip", "{}"), mostBytes);
    assertThat(text(assertResponse(result, 200))).isEqualTo("{}");
  }

  /** A server that flushes each byte: at least five bytes of deflate for one byte of content. */
  @Test
  void compressedBodyShouldBeAcceptedWhenItIsLargerThanItsContent() throws IOException {
    String body = "{\"a\":1}";
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes, true)) {
      for (byte one : body.getBytes(StandardCharsets.UTF_8)) {
        gzip.write(one);
        gzip.flush();
      }
    }
    TransportResult result = answered(compressed("gzip", bytes.toByteArray()), body.length());
    assertThat(text(assertResponse(result, 200))).isEqualTo(body);
    assertUnknown(
        answered(compressed("gzip", bytes.toByteArray()), body.length() - 1), Failure.TOO_LARGE);
  }

  /** A name in its header gives a member any length. */
  @Test
  void compressedBodyShouldBeReadUpToTwiceTheLimitAndAKibibyte() throws IOException {
    assertThat(text(assertResponse(answered(compressed("gzip", padded(3 * 1024))), 200)))
        .isEqualTo("{}");
    TransportResult beyond = answered(compressed("gzip", padded(3 * 1024 + 1)));
    assertUnknown(beyond, Failure.TOO_LARGE);
    assertThat(((TransportResult.Unknown) beyond).detail())
        .isEqualTo("the answer is larger than 1024 bytes");
  }

  private static byte[] padded(int length) throws IOException {
    byte[] member = gzip("{}");
    member[3] = 8; // a name follows the ten bytes of the header (RFC 1952 §2.3)
    var padded = new ByteArrayOutputStream();
    padded.write(member, 0, 10);
    padded.writeBytes("n".repeat(length - member.length - 1).getBytes(StandardCharsets.UTF_8));
    padded.write(0);
    padded.write(member, 10, member.length - 10);
    assertThat(padded.size()).isEqualTo(length);
    return padded.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "X-GZip", "identity, gzip", "gzip,", " gzip "})
  void gzipShouldBeKnownByEachOfItsNames(String coding) throws IOException {
    assertThat(text(assertResponse(answered(compressed(coding, "{}")), 200))).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource({"identity", "Identity", "''", "','", "'identity, identity'"})
  void bodyShouldBeTakenAsItIsWithoutACoding(String coding) throws IOException {
    assertThat(
            text(
                assertResponse(
                    answered(
                        OK + "Content-Encoding: " + coding + "\r\nContent-Length: 2\r\n\r\n{}"),
                    200)))
        .isEqualTo("{}");
  }

  private static String compressed(String coding, String body) throws IOException {
    return compressed(coding, gzip(body));
  }

  private static byte[] gzip(String body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String compressed(String coding, byte[] body) {
    return OK
        + "Content-Encoding: "
        + coding
        + "\r\nContent-Length: "
        + body.length
        + "\r\n\r\n"
        + new String(body, StandardCharsets.ISO_8859_1);
  }

  private static TransportResult answered(String answer) throws IOException {
    return answered(answer, 1024);
  }

  private static TransportResult answered(String answer, int mostBytes) throws IOException {
    try (var server = ScriptedServer.answering(answer)) {
      return transport().send(request(server.uri("/token"), PLENTY, mostBytes));
    }
  }

  private static TransportResult tunnelled(String head) throws IOException {
    try (var proxy =
        ScriptedServer.start(
            peer -> {
              peer.readRequest();
              peer.write(head);
              peer.readRequest();
              peer.write(OK + "Content-Length: 0\r\n\r\n");
            })) {
      var through = new Proxy("proxy.example", proxy.port(), false, Optional.empty());
      return transport(loopback(), defaultTls(), Optional.of(through))
          .send(request(URI.create("http://as.example/token")));
    }
  }
}
