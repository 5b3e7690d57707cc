// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.ports.spi.TransportResult.Response;
import io.hexauth.testkit.contract.ReferenceTransport.Flaw;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/** Reader of one answer. */
final class ReferenceAnswer {

  /** Thrown for an answer that is not valid. */
  static final class Bad extends IOException {
    private static final long serialVersionUID = 1L;
    private final Failure failure;

    Bad(Failure failure) {
      super(failure.name());
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }

  private final InputStream in;
  private final int most;
  private final Flaw flaw;

  ReferenceAnswer(InputStream in, int most, Flaw flaw) {
    this.in = in;
    this.most = most;
    this.flaw = flaw;
  }

  Response read() throws IOException {
    String[] first = line().split(" ", -1);
    if (!first[0].equals("HTTP/1.1") || first.length < 3) {
      throw new Bad(Failure.GARBLED);
    }
    int status = Integer.parseInt(first[1]);
    var headers = new HashMap<String, List<String>>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] parts = line.split(":", 2);
      String name = flaw == Flaw.HEADERS_AS_SENT ? parts[0] : parts[0].toLowerCase(Locale.ROOT);
      headers.computeIfAbsent(name, n -> new ArrayList<>()).add(parts[1].strip());
    }
    if (status < 200 && flaw != Flaw.INTERIM_IS_AN_ANSWER) {
      return read();
    }
    if (status >= 300 && flaw == Flaw.ONLY_SUCCESS_IS_AN_ANSWER) {
      throw new Bad(Failure.GARBLED);
    }
    byte[] body = body(status, headers);
    return new Response(status, headers, changed(status, body));
  }

  private byte[] changed(int status, byte[] body) {
    if (status >= 400 && flaw == Flaw.ERRORS_WITHOUT_BODY) {
      return new byte[0];
    }
    return flaw == Flaw.BODIES_AS_TEXT
        ? new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)
        : body;
  }

  private byte[] body(int status, Map<String, List<String>> headers) throws IOException {
    if (status == 204 && flaw == Flaw.WANTS_A_BODY) {
      throw new EOFException();
    }
    byte[] raw = status == 204 || status == 304 ? new byte[0] : raw(headers);
    boolean gzip = headers.getOrDefault("content-encoding", List.of()).contains("gzip");
    if (!gzip || flaw == Flaw.NO_DECOMPRESSION) {
      return raw;
    }
    if (flaw == Flaw.BROKEN_COMPRESSION_IS_A_BODY && !isOneMember(raw)) {
      return raw;
    }
    if (flaw != Flaw.MANY_GZIP_MEMBERS && !isOneMember(raw)) {
      throw new Bad(Failure.GARBLED);
    }
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(raw))) {
      return flaw == Flaw.LIMIT_BEFORE_DECOMPRESSION ? plain.readAllBytes() : limited(plain);
    } catch (Bad e) {
      throw e;
    } catch (IOException e) {
      throw new Bad(Failure.GARBLED);
    }
  }

  /**
   * Recognises members of the test kit: a header of ten bytes, deflate, a trailer of eight bytes.
   */
  private static boolean isOneMember(byte[] raw) {
    var inflater = new Inflater(true);
    try {
      inflater.setInput(raw, 10, Math.max(0, raw.length - 10));
      byte[] buffer = new byte[8192];
      while (inflater.inflate(buffer) > 0) {
        // Only the end of the stream matters.
      }
      return inflater.finished() && inflater.getRemaining() == 8;
    } catch (DataFormatException | IndexOutOfBoundsException e) {
      return false;
    } finally {
      inflater.end();
    }
  }

  private byte[] raw(Map<String, List<String>> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
      return chunks();
    }
    List<String> length = headers.get("content-length");
    if (length == null) {
      if (flaw == Flaw.WANTS_A_LENGTH) {
        throw new EOFException();
      }
      return limited(in);
    }
    int promised = Integer.parseInt(length.get(0));
    if (promised == most && flaw == Flaw.LIMIT_IS_TOO_LARGE) {
      throw new Bad(Failure.TOO_LARGE);
    }
    // A small compressed answer may be too large after decompression; the opposite does not occur
    // here.
    if (promised > 20 * most || (promised > most && flaw != Flaw.NO_LIMIT && !gzip(headers))) {
      throw new Bad(Failure.TOO_LARGE);
    }
    byte[] bytes = in.readNBytes(promised);
    if (bytes.length < promised && flaw != Flaw.TRUNCATED_IS_COMPLETE) {
      throw new EOFException();
    }
    return bytes;
  }

  private static boolean gzip(Map<String, List<String>> headers) {
    return headers.containsKey("content-encoding");
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      byte[] chunk = in.readNBytes(size);
      if (chunk.length < size) {
        if (flaw == Flaw.CUT_CHUNKS_ARE_COMPLETE) {
          return chunk;
        }
        throw new EOFException();
      }
      body.write(chunk);
      if (body.size() > most && flaw != Flaw.NO_LIMIT) {
        throw new Bad(Failure.TOO_LARGE);
      }
      line();
    }
    line();
    return body.toByteArray();
  }

  private int size() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private byte[] limited(InputStream stream) throws IOException {
    byte[] bytes = stream.readNBytes(most + 1);
    if (bytes.length > most && flaw != Flaw.CUTS_AT_THE_LIMIT && flaw != Flaw.NO_LIMIT) {
      throw new Bad(Failure.TOO_LARGE);
    }
    return bytes;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
