// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decoder for one gzip member with nothing after it. The JDK's {@code GZIPInputStream} is not
 * suitable: it reads any number of members, with one nested call for each, and the place where it
 * stops depends on how the bytes arrived.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952.html#section-2.3">RFC 1952 §2.3</a>
 */
final class GzipMember {

  private static final int MAGIC_AND_DEFLATE = 0x088B1F;
  private static final int TIME_AND_SYSTEM = 6;
  private static final int CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private GzipMember() {}

  /**
   * {@return the content}
   *
   * @throws ExchangeFailure if the content is larger than {@code mostBytes}, or if bytes follow the
   *     member
   * @throws IOException if the member is incomplete or damaged
   */
  static byte[] decode(byte[] compressed, int mostBytes) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(compressed).order(ByteOrder.LITTLE_ENDIAN);
    var inflater = new Inflater(true);
    try {
      skipHeader(in);
      byte[] content = inflate(inflater, in, mostBytes);
      var crc = new CRC32();
      crc.update(content);
      if (in.getInt() != (int) crc.getValue() || in.getInt() != content.length) {
        throw new ZipException("The checksum or the size is wrong");
      }
      if (in.hasRemaining()) {
        throw new ExchangeFailure(
            Failure.GARBLED, "bytes follow the compressed body of the answer");
      }
      return content;
    } catch (BufferUnderflowException e) {
      throw new EOFException("The member is incomplete");
    } catch (DataFormatException e) {
      throw new ZipException("The deflate stream is broken");
    } finally {
      inflater.end();
    }
  }

  private static void skipHeader(ByteBuffer in) throws ZipException {
    int start = in.getInt();
    int flags = start >>> 24;
    if ((start & 0xFFFFFF) != MAGIC_AND_DEFLATE || (flags & RESERVED) != 0) {
      throw new ZipException("The header is not a gzip header");
    }
    skip(in, TIME_AND_SYSTEM);
    if ((flags & EXTRA) != 0) {
      skip(in, Short.toUnsignedInt(in.getShort()));
    }
    if ((flags & NAME) != 0) {
      skipText(in);
    }
    if ((flags & COMMENT) != 0) {
      skipText(in);
    }
    if ((flags & CHECKSUM) != 0) {
      skip(in, Short.BYTES);
    }
  }

  private static void skip(ByteBuffer in, int bytes) {
    if (bytes > in.remaining()) {
      throw new BufferUnderflowException();
    }
    in.position(in.position() + bytes);
  }

  private static void skipText(ByteBuffer in) {
    while (in.get() != 0) {
      // Skips a text that ends with a zero byte.
    }
  }

  private static byte[] inflate(Inflater inflater, ByteBuffer in, int mostBytes)
      throws IOException, DataFormatException {
    inflater.setInput(in);
    var content = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!inflater.finished()) {
      int length = inflater.inflate(buffer);
      if (length == 0 && !inflater.finished()) {
        throw inflater.needsInput()
            ? new EOFException("The member is incomplete")
            : new ZipException("The deflate stream needs a dictionary");
      }
      content.write(buffer, 0, length);
      if (content.size() > mostBytes) {
        throw AnswerBody.tooLarge(mostBytes);
      }
    }
    return content.toByteArray();
  }
}
