// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.PLENTY;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertResponse;
import static io.hexauth.http.feign.transport.internal.TransportFixture.assertUnknown;
import static io.hexauth.http.feign.transport.internal.TransportFixture.request;
import static io.hexauth.http.feign.transport.internal.TransportFixture.text;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compressed answers: one complete gzip member (RFC 1952) without damage, and nothing after it. */
@Timeout(60)
class GzipTest {

  private static final int CAP = 1 << 20;

  /**
   * Small stack, as threads of applications may have: decoding must not recurse for each member.
   */
  private static final int SMALL_STACK = 256 * 1024;

  private static final byte[] BODY = gzip("{\"a\":1}");
  private static final byte[] EMPTY = gzip("");
  private static final int FLAGS = 3;
  private static final int TEXT = 1;
  private static final int CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("50,000 empty members", repeated(EMPTY, 50_000), Failure.GARBLED),
        Arguments.of("200,000 empty members", repeated(EMPTY, 200_000), Failure.TOO_LARGE),
        Arguments.of("an empty member after the body", joined(BODY, EMPTY), Failure.GARBLED),
        Arguments.of("the body after an empty member", joined(EMPTY, BODY), Failure.GARBLED),
        Arguments.of("two bodies", joined(BODY, BODY), Failure.GARBLED),
        Arguments.of("a member that is cut after another", cutSecond(), Failure.GARBLED),
        Arguments.of("a byte after the body", joined(BODY, new byte[1]), Failure.GARBLED),
        Arguments.of("text after the body", joined(BODY, bytes("{}")), Failure.GARBLED),
        Arguments.of("no magic number", bytes("{\"a\":1}           "), Failure.GARBLED),
        Arguments.of("another method", changed(BODY, 2, 7), Failure.GARBLED),
        Arguments.of("a reserved flag", changed(BODY, FLAGS, 32), Failure.GARBLED),
        Arguments.of("the second reserved flag", changed(BODY, FLAGS, 64), Failure.GARBLED),
        Arguments.of("the third reserved flag", changed(BODY, FLAGS, 128), Failure.GARBLED),
        Arguments.of("another magic number", changed(BODY, 0, 1), Failure.GARBLED),
        Arguments.of("another second magic number", changed(BODY, 1, 1), Failure.GARBLED),
        Arguments.of("another checksum", changed(BODY, BODY.length - 8, 1), Failure.GARBLED),
        Arguments.of("another size", changed(BODY, BODY.length - 4, 1), Failure.GARBLED),
        Arguments.of("a broken deflate block", changed(BODY, 10, 0xFF), Failure.GARBLED),
        Arguments.of("the fixed header alone", cut(BODY, 10), Failure.GARBLED),
        Arguments.of("half of a header", cut(BODY, 5), Failure.GARBLED),
        Arguments.of("no trailer", cut(BODY, BODY.length - 8), Failure.GARBLED),
        Arguments.of("half of a trailer", cut(BODY, BODY.length - 3), Failure.GARBLED),
        Arguments.of("a name without end", named("n".repeat(5000), NAME), Failure.GARBLED),
        Arguments.of("a name larger than any answer", hugeName(), Failure.TOO_LARGE),
        Arguments.of("blocks without content", emptyBlocks(), Failure.TOO_LARGE),
        Arguments.of("a body larger than the cap", gzip(" ".repeat(CAP + 1)), Failure.TOO_LARGE));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("refused")
  void answerShouldBeRefusedUnlessItIsOneWholeMember(String name, byte[] body, Failure failure)
      throws Exception {
    assertUnknown(answered(body), failure);
  }

  static Stream<Arguments> accepted() {
    return Stream.of(
        Arguments.of("one member", BODY, "{\"a\":1}"),
        Arguments.of("an empty member", EMPTY, ""),
        Arguments.of("nothing at all", new byte[0], ""),
        Arguments.of("a text flag", changed(BODY, FLAGS, TEXT), "{\"a\":1}"),
        Arguments.of("a name", named("a.json\0", NAME), "{\"a\":1}"),
        Arguments.of("a comment", named("hello\0", COMMENT), "{\"a\":1}"),
        Arguments.of("an extra field", named("\2\0ab", EXTRA), "{\"a\":1}"),
        Arguments.of("the largest extra field", withExtraField(0xFFFF), "{\"a\":1}"),
        Arguments.of("a header checksum", named("xy", CHECKSUM), "{\"a\":1}"),
        Arguments.of(
            "all of them",
            named("\2\0ab" + "n\0" + "c\0" + "xy", EXTRA | NAME | COMMENT | CHECKSUM),
            "{\"a\":1}"),
        Arguments.of("a body as large as the cap", gzip(" ".repeat(CAP)), " ".repeat(CAP)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void answerShouldComeUpWhenItIsOneWholeMember(String name, byte[] body, String expected)
      throws Exception {
    assertThat(text(assertResponse(answered(body), 200))).isEqualTo(expected);
  }

  private static TransportResult answered(byte[] body) throws Exception {
    try (var server =
        ScriptedServer.start(
            peer -> {
              peer.readRequest();
              peer.write(
                  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                      + body.length
                      + "\r\n\r\n");
              peer.write(body);
            })) {
      var sending =
          new FutureTask<>(() -> transport().send(request(server.uri("/token"), PLENTY, CAP)));
      new Thread(null, sending, "caller", SMALL_STACK).start();
      return sending.get();
    }
  }

  private static byte[] gzip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(bytes(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] joined(byte[]... parts) {
    var bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static byte[] repeated(byte[] part, int times) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static byte[] cut(byte[] whole, int length) {
    return Arrays.copyOf(whole, length);
  }

  private static byte[] cutSecond() {
    return joined(BODY, cut(BODY, 12));
  }

  private static byte[] changed(byte[] whole, int index, int value) {
    byte[] copy = whole.clone();
    copy[index] ^= (byte) value;
    return copy;
  }

  /** {@return the member of the body, with optional fields after the ten bytes of its header} */
  private static byte[] named(String fields, int flags) {
    byte[] header = cut(BODY, 10);
    header[FLAGS] = (byte) flags;
    byte[] rest = Arrays.copyOfRange(BODY, 10, BODY.length);
    return fields.length() > 100
        ? joined(header, bytes(fields))
        : joined(header, bytes(fields), rest);
  }

  /**
   * {@return the member of the body, with an extra field, whose length is an unsigned number of two
   * bytes}
   */
  private static byte[] withExtraField(int length) {
    byte[] header = cut(BODY, 10);
    header[FLAGS] = EXTRA;
    return joined(
        header,
        new byte[] {(byte) length, (byte) (length >>> 8)},
        new byte[length],
        Arrays.copyOfRange(BODY, 10, BODY.length));
  }

  private static byte[] hugeName() {
    return named("n".repeat(3 * CAP), NAME);
  }

  /**
   * {@return stored deflate blocks of length 0 (RFC 1951 §3.2.4): five bytes each, without content}
   */
  private static byte[] emptyBlocks() {
    return joined(cut(BODY, 10), repeated(new byte[] {0, 0, 0, -1, -1}, CAP));
  }
}
