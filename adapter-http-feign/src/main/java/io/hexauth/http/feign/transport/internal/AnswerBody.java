// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import feign.Response;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Reads the body of an answer, decompressed and bounded. */
final class AnswerBody {

  private AnswerBody() {}

  static byte[] read(Response response, int mostBytes) throws IOException {
    boolean compressed = isCompressed(response);
    try (var raw = new PushbackInputStream(response.body().asInputStream(), 1)) {
      byte[] first = raw.readNBytes(1);
      if (first.length == 0) {
        return first;
      }
      raw.unread(first);
      InputStream decoded = compressed ? new GZIPInputStream(raw) : raw;
      byte[] body = decoded.readNBytes(mostBytes);
      requireEnd(decoded, 1, mostBytes);
      // What follows the compressed data must not hide that the answer was cut.
      requireEnd(raw, mostBytes, mostBytes);
      return body;
    }
  }

  private static void requireEnd(InputStream in, int grace, int mostBytes) throws IOException {
    byte[] buffer = new byte[Math.min(grace, 4096)];
    int left = grace;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      left -= n;
      if (left <= 0) {
        throw new ExchangeFailure(
            Failure.TOO_LARGE, "the answer is larger than " + mostBytes + " bytes");
      }
    }
  }

  /** We ask for no encoding, but some servers compress whatever they are asked for. */
  private static boolean isCompressed(Response response) throws ExchangeFailure {
    List<String> codings =
        response.headers().getOrDefault("content-encoding", List.of()).stream()
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
