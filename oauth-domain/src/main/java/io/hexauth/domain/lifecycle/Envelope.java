// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encrypted document in the form in which stores keep it.
 *
 * @param format the version of the document's format
 * @param keyId the id of the key that encrypted the document; only a hint, which decryption does
 *     not trust
 * @param bytes the encrypted bytes; not copied, so they must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // equals compares the content; a copy would cost time
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
