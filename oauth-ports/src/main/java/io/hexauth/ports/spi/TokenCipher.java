// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import java.util.Optional;
import java.util.Set;

/**
 * Cipher that encrypts documents before a store receives them.
 *
 * <h2>Implementing</h2>
 *
 * <p>Use authenticated encryption with associated data (AEAD) of an established library. The key id
 * is for operators; decryption must find its key without it. If this node cannot decrypt a
 * document, because of a missing key, other associated data or damage, the result is always an
 * empty {@code Optional}, and never an exception. A {@code null} argument is a {@link
 * NullPointerException}. The arguments are not changed. Implementations must be safe for use by
 * multiple threads. {@code TokenCipherContract} of the test kit checks all of this. Bind the
 * implementation to this interface in a Guice module.
 */
public interface TokenCipher {

  /** {@return the encrypted bytes, which are different for each call} */
  Sealed seal(byte[] plain, byte[] associatedData);

  /**
   * Decrypts a document.
   *
   * @return the bytes that were encrypted; empty if this node cannot decrypt them, or if the
   *     associated data differ
   */
  Optional<byte[]> open(Sealed sealed, byte[] associatedData);

  /** {@return the current keys of this node; for operators, and to find documents of older keys} */
  Keys keys();

  /**
   * Keys of one node. They may change while the node runs, and differ between nodes during a
   * rotation.
   *
   * @param primary the id of the key that encrypts, as in {@link Sealed#keyId()} of a new document
   * @param readable the ids of the keys that decrypt, including the primary key
   */
  record Keys(String primary, Set<String> readable) {

    /** Copies the set. */
    public Keys {
      readable = Set.copyOf(readable);
    }
  }

  /**
   * Encrypted bytes.
   *
   * @param keyId the id of the key, for operators; at most 64 characters
   * @param bytes the bytes that a store keeps; not copied, so they must not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; copying would double every read
  record Sealed(String keyId, byte[] bytes) {
    @Override
    public String toString() {
      return "Sealed[keyId=" + keyId + ", " + bytes.length + " bytes]";
    }
  }
}
