// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.PLENTY;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertResponse;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertUnknown;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.text;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are complete, bounded and decoded; otherwise, the request fails (T9, B25). */
@Timeout(60)
class AnswerTest {

  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final int CAP = 64 * 1024;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 20",
        "HTTP/1.1 200 OK\r\nContent-Ty",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
      })
  void answerThatEndsEarlyShouldBeACut(String answer) throws IOException {
    assertUnknown(answered(answer), Failure.CUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "<html>oops</html>\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n{\"a\"",
        "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\n\r\n{}",
      })
  void answerThatIsNotHttpShouldBeGarbled(String answer) throws IOException {
    try (var server =
        ScriptedServer.start(
            peer -> {
              peer.readRequest();
              peer.write(answer);
              peer.hang();
            })) {
      assertUnknown(transport().send(request(server.uri("/token"))), Failure.GARBLED);
    }
  }

  @Test
  void answerShouldComeUpAsItIsWithEveryValueOfEveryHeader() throws IOException {
    var response =
        assertResponse(
            answered(
                "HTTP/1.0 201 Made\r\nX-A: 1\r\nx-a: 2\r\nContent-Type: text/html;charset=x\r\n"
                    + "X-Empty:\r\nContent-Length: 6\r\n\r\n<p>\u00c3\u00a9>"),
            201);
    assertThat(response.headers().get("x-a")).isUnmodifiable().containsExactly("1", "2");
    assertThat(response.headers()).isUnmodifiable();
    assertThat(response.headers().get("x-empty")).containsExactly("");
    assertThat(response.headers().get("content-type")).containsExactly("text/html;charset=x");
    assertThat(text(response)).isEqualTo("<p>\u00e9>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 Nothing\r\n\r\n",
        "HTTP/1.1 304 Same\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
      })
  void answerWithoutABodyShouldHaveAnEmptyOne(String answer) throws IOException {
    assertThat(answered(answer))
        .isInstanceOfSatisfying(
            TransportResult.Response.class, r -> assertThat(r.body()).isEmpty());
  }

  @Test
  void chunkedAnswerShouldBePutTogether() throws IOException {
    assertThat(
            text(
                assertResponse(
                    answered(
                        OK
                            + "Transfer-Encoding: chunked\r\n\r\n1;x=y\r\n{\r\n1\r\n}\r\n"
                            + "0\r\nX-Trailer: 1\r\n\r\n"),
                    200)))
        .isEqualTo("{}");
  }

  @Test
  void bodyShouldBeReadUpToTheCapAndNotBeyond() throws IOException {
    assertThat(text(assertResponse(answered(withBody(CAP)), 200))).hasSize(CAP);
    assertUnknown(answered(withBody(CAP + 1)), Failure.TOO_LARGE);
  }

  @Test
  void bodyWithoutEndShouldBeTooLargeInBoundedMemory() throws IOException {
    try (var server =
        ScriptedServer.start(
            peer -> {
              peer.readRequest();
              peer.write(OK + "\r\n");
              peer.flood(" ".repeat(1000));
            })) {
      var transport = transport();
      assertUnknown(transport.send(request(server.uri("/token"), PLENTY, CAP)), Failure.TOO_LARGE);
      long before = allocated();
      assertUnknown(transport.send(request(server.uri("/token"), PLENTY, CAP)), Failure.TOO_LARGE);
      assertThat(allocated() - before).isLessThan(8L * CAP);
    }
  }

  @Test
  void compressedBodyShouldBeDecompressed() throws IOException {
    assertThat(text(assertResponse(gzipped("{\"a\":1}"), 200))).isEqualTo("{\"a\":1}");
  }

  @Test
  void compressedBodyShouldBeCountedDecompressed() throws IOException {
    assertThat(text(assertResponse(gzipped(" ".repeat(CAP)), 200))).hasSize(CAP);
    assertUnknown(gzipped(" ".repeat(CAP + 1)), Failure.TOO_LARGE);
  }

  @Test
  void bombShouldBeTooLargeInBoundedMemory() throws IOException {
    byte[] bomb = gzip(" ".repeat(1000 * CAP));
    try (var server =
        ScriptedServer.start(
            peer -> {
              peer.readRequest();
              peer.write(OK + "Content-Encoding: gzip\r\n\r\n");
              peer.write(bomb);
            })) {
      var transport = transport();
      long before = allocated();
      assertUnknown(transport.send(request(server.uri("/token"), PLENTY, CAP)), Failure.TOO_LARGE);
      assertThat(allocated() - before).isLessThan(8L * CAP);
    }
  }

  @Test
  void compressedBodyThatIsCutShouldBeACut() throws IOException {
    byte[] whole = gzip("{\"access_token\":\"abc\",\"expires_in\":3600}");
    for (int length : new int[] {0, 1, 5, 12, 30, whole.length - 1}) {
      try (var server =
          ScriptedServer.start(
              peer -> {
                peer.readRequest();
                peer.write(
                    OK + "Content-Encoding: gzip\r\nContent-Length: " + whole.length + "\r\n\r\n");
                peer.write(java.util.Arrays.copyOf(whole, length));
              })) {
        assertUnknown(transport().send(request(server.uri("/token"))), Failure.CUT);
      }
    }
  }

  @Test
  void compressedBodyShouldBeACutWhenTheCodingEndsButTheMessageDoesNot() throws IOException {
    byte[] whole = gzip("{}");
    try (var server =
        ScriptedServer.start(
            peer -> {
              peer.readRequest();
              peer.write(
                  OK
                      + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
                      + Integer.toHexString(whole.length)
                      + "\r\n");
              peer.write(whole);
              peer.write("\r\n");
            })) {
      assertUnknown(transport().send(request(server.uri("/token"))), Failure.CUT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"X: y\r\n", "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy", "X: y\r\n folded\r\n", "\r\n"})
  void headersWithoutEndShouldBeTooLarge(String flood) throws IOException {
    try (var server =
        ScriptedServer.start(
            peer -> {
              peer.readRequest();
              peer.write(flood.equals("\r\n") ? "" : OK);
              peer.flood(flood);
            })) {
      assertUnknown(transport().send(request(server.uri("/token"))), Failure.TOO_LARGE);
    }
  }

  private static TransportResult answered(String answer) throws IOException {
    try (var server = ScriptedServer.answering(answer)) {
      return transport().send(request(server.uri("/token"), PLENTY, CAP));
    }
  }

  @Test
  void bodyThatIsCompressedTwiceShouldBeGarbled() throws IOException {
    byte[] twice = gzip(new String(gzip("{}"), StandardCharsets.ISO_8859_1));
    assertUnknown(answered("gzip, gzip", twice), Failure.GARBLED);
    assertUnknown(answered("gzip\r\nContent-Encoding: gzip", twice), Failure.GARBLED);
    assertUnknown(answered("br, gzip", gzip("{}")), Failure.GARBLED);
  }

  private static TransportResult gzipped(String body) throws IOException {
    return answered("GZIP", gzip(body));
  }

  private static TransportResult answered(String coding, byte[] compressed) throws IOException {
    return answered(
        OK
            + "Content-Encoding: "
            + coding
            + "\r\nContent-Length: "
            + compressed.length
            + "\r\n\r\n"
            + new String(compressed, StandardCharsets.ISO_8859_1));
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String withBody(int length) {
    return OK + "Content-Length: " + length + "\r\n\r\n" + " ".repeat(length);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
