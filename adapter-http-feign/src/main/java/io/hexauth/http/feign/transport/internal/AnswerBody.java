// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import feign.Response;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Reads the body of an answer with a size limit, and decompresses it. */
final class AnswerBody {

  private AnswerBody() {}

  static byte[] read(Response response, int mostBytes) throws IOException {
    if (!isCompressed(response)) {
      return whole(response, mostBytes, mostBytes);
    }
    byte[] compressed = whole(response, mostCompressed(mostBytes), mostBytes);
    return compressed.length == 0 ? compressed : GzipMember.decode(compressed, mostBytes);
  }

  /**
   * Limit of the compressed size. It exceeds the limit of the content, because small pieces that a
   * server flushes separately are larger after compression.
   */
  private static int mostCompressed(int mostBytes) {
    return (int) Math.min(Integer.MAX_VALUE - 8, 2L * mostBytes + 1024);
  }

  /** Reads to the end of the message. Otherwise, an incomplete answer could look complete. */
  private static byte[] whole(Response response, int limit, int mostBytes) throws IOException {
    Integer length = response.body().length();
    // With a known length, this avoids a buffer of 8 kB for a few hundred bytes.
    int most = length == null ? limit : Math.min(limit, length);
    try (var in = response.body().asInputStream()) {
      byte[] body = in.readNBytes(most);
      if (in.read() >= 0) {
        throw tooLarge(mostBytes);
      }
      return body;
    }
  }

  static ExchangeFailure tooLarge(int mostBytes) {
    return new ExchangeFailure(
        Failure.TOO_LARGE, "the answer is larger than " + mostBytes + " bytes");
  }

  /**
   * {@return true if the body is compressed} The request accepts no content encoding, but some
   * servers compress every answer.
   */
  private static boolean isCompressed(Response response) throws ExchangeFailure {
    Collection<String> encodings = response.headers().get("content-encoding");
    if (encodings == null) {
      return false;
    }
    List<String> codings =
        encodings.stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
            .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
            .toList();
    if (codings.isEmpty()) {
      return false;
    }
    if (codings.equals(List.of("gzip")) || codings.equals(List.of("x-gzip"))) {
      return true;
    }
    throw new ExchangeFailure(
        Failure.GARBLED, "the answer has a content encoding other than gzip, or several");
  }
}
