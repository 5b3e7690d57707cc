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
 * is for operators only, so the encrypted bytes alone must be enough to find the key. If this node
 * cannot decrypt a document, the result is an empty {@code Optional}, and never an exception.
 * Possible causes are a missing key, different associated data, and damage. A {@code null} argument
 * causes a {@link NullPointerException}. The cipher must not change the arguments. Implementations
 * must be safe for use by multiple threads. {@code TokenCipherContract} of the test kit checks all
 * of this. Bind the implementation to this interface in a Guice module.
 */
public interface TokenCipher {

  /**
   * Encrypts a document.
   *
   * @param plain the document
   * @param associatedData the data to which the document is bound: decryption needs the same data
   * @return the encrypted bytes, which are different for each call
   */
  Sealed seal(byte[] plain, byte[] associatedData);

  /**
   * Decrypts a document.
   *
   * @return the bytes that were encrypted; empty if this node cannot decrypt them, or if the
   *     associated data differs
   */
  Optional<byte[]> open(Sealed sealed, byte[] associatedData);

  /**
   * {@return the current keys of this node, for operators and for finding documents with older
   * keys}
   */
  Keys keys();

  /**
   * Keys of one node. They may change while the node runs. During a rotation, nodes may have
   * different keys.
   *
   * @param primary the id of the key that encrypts, as in {@link Sealed#keyId()} of a new document
   * @param readable the ids of the keys that decrypt, including the primary key
   */
  record Keys(String primary, Set<String> readable) {

    /** Creates the keys with a copy of the set. */
    public Keys {
      readable = Set.copyOf(readable);
    }
  }

  /**
   * Encrypted document.
   *
   * @param keyId the id of the key, for operators; at most 64 characters
   * @param bytes the encrypted bytes, which a store keeps; not copied, so they must not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a copy would cost time
  record Sealed(String keyId, byte[] bytes) {
    @Override
    public String toString() {
      return "Sealed[keyId=" + keyId + ", " + bytes.length + " bytes]";
    }
  }
}
