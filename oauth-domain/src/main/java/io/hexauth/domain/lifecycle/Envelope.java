// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sealed document as stores keep it.
 *
 * @param format version of the document inside
 * @param keyId names the key that sealed the document; only a hint, never trusted when the document
 *     is opened
 * @param bytes the sealed bytes; not copied, so they must not be changed
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by content below; copying would double every read
public record Envelope(int format, String keyId, byte[] bytes) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Envelope that
        && format == that.format
        && keyId.equals(that.keyId)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Envelope[format=" + format + ", keyId=" + keyId + ", " + bytes.length + " bytes]";
  }
}
