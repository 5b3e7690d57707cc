// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.unencrypted;

import io.hexauth.ports.spi.TokenCipher;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cipher without encryption. A digest over the document and its associated data detects damage, and
 * rows that were accidentally exchanged or restored from an older state. It does not stop an
 * attacker who can write to the store.
 *
 * <p>The result is a stored format: the four bytes {@code PLN1}, the SHA-256 over the length of the
 * associated data, the associated data and the document, then the document.
 */
public final class UnencryptedCipher implements TokenCipher {

  private static final Logger LOG = LoggerFactory.getLogger(UnencryptedCipher.class);
  private static final String KEY_ID = "unencrypted";
  private static final byte[] MARK = "PLN1".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST_BYTES = 32;
  private static final int HEAD_BYTES = MARK.length + DIGEST_BYTES;

  @Inject
  UnencryptedCipher() {
    LOG.warn(
        "Tokens are stored unencrypted: everyone who can read the store can act as every user");
  }

  @Override
  public Sealed seal(byte[] plain, byte[] associatedData) {
    Objects.requireNonNull(associatedData, "associatedData");
    byte[] bytes =
        ByteBuffer.allocate(HEAD_BYTES + plain.length)
            .put(MARK)
            .put(digest(plain, associatedData))
            .put(plain)
            .array();
    return new Sealed(KEY_ID, bytes);
  }

  @Override
  public Optional<byte[]> open(Sealed sealed, byte[] associatedData) {
    Objects.requireNonNull(associatedData, "associatedData");
    byte[] bytes = sealed.bytes();
    if (bytes.length < HEAD_BYTES || !Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length)) {
      return Optional.empty();
    }
    byte[] plain = Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length);
    byte[] digest = Arrays.copyOfRange(bytes, MARK.length, HEAD_BYTES);
    return MessageDigest.isEqual(digest, digest(plain, associatedData))
        ? Optional.of(plain)
        : Optional.empty();
  }

  @Override
  public Keys keys() {
    return new Keys(KEY_ID, Set.of(KEY_ID));
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
