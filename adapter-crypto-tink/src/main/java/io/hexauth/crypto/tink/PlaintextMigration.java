// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads documents that {@code UnencryptedModule} of {@code oauth-core} wrote, and counts them. Such
 * a document consists of the four bytes {@code PLN1}, a SHA-256 over the associated data (with its
 * length) and the content, and the content. See docs/stored-formats.md.
 */
final class PlaintextMigration {

  static final String KEY_ID = "unencrypted";

  private static final Logger LOG = LoggerFactory.getLogger(PlaintextMigration.class);
  private static final byte[] MARK = "PLN1".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST_BYTES = 32;
  private static final int HEAD_BYTES = MARK.length + DIGEST_BYTES;

  private final AtomicLong accepted = new AtomicLong();

  PlaintextMigration() {
    LOG.warn(
        "Unencrypted documents are accepted; set withMigrateFromPlaintext(false) when the"
            + " migration is complete");
  }

  Optional<byte[]> open(byte[] bytes, byte[] associatedData) {
    if (bytes.length < HEAD_BYTES || !Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length)) {
      return Optional.empty();
    }
    byte[] plain = Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length);
    byte[] digest = Arrays.copyOfRange(bytes, MARK.length, HEAD_BYTES);
    if (!MessageDigest.isEqual(digest, digest(plain, associatedData))) {
      return Optional.empty();
    }
    long count = accepted.incrementAndGet();
    // Only for 1, 2, 4, 8, … documents: a long migration must not fill the log.
    if (Long.bitCount(count) == 1) {
      LOG.warn("{} unencrypted documents were read so far", count);
    }
    return Optional.of(plain);
  }

  private static byte[] digest(byte[] plain, byte[] associatedData) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, associatedData.length));
      sha256.update(associatedData);
      return sha256.digest(plain);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
