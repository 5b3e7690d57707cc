// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import java.util.Optional;
import java.util.Set;

/**
 * Seals documents before a store sees them.
 *
 * <h2>Implementing</h2>
 *
 * Authenticated encryption with associated data, and nothing of one's own below that. The key id is
 * a hint for operators; opening finds its key by itself. Whatever this node cannot open, by a
 * missing key, other associated data or damage, is answered in the same way, and never thrown; only
 * {@code null} is, as {@link NullPointerException}. Arguments are not changed. Implementations must
 * be safe for use by multiple threads. The test kit's {@code TokenCipherContract} checks all of
 * this; bind the implementation to this interface in a Guice module.
 */
public interface TokenCipher {

  /** {@return the sealed form of these bytes; different each time} */
  Sealed seal(byte[] plain, byte[] associatedData);

  /**
   * The bytes that were sealed.
   *
   * @return empty if this node cannot open them, or the associated data is not what they were
   *     sealed with
   */
  Optional<byte[]> open(Sealed sealed, byte[] associatedData);

  /**
   * {@return which keys this node has now; for operators, and to find documents that an older key
   * sealed}
   */
  Keys keys();

  /**
   * The keys of one node. They may change while it runs, and differ between nodes while keys are
   * rotated.
   *
   * @param primary the key that seals; what {@link Sealed#keyId()} of a document sealed now says
   * @param readable the keys that open, the primary one among them
   */
  record Keys(String primary, Set<String> readable) {

    /** Copies what it is given. */
    public Keys {
      readable = Set.copyOf(readable);
    }
  }

  /**
   * Sealed bytes.
   *
   * @param keyId names the key, for operators; at most 64 characters
   * @param bytes what a store keeps; not copied, so they must not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; copying would double every read
  record Sealed(String keyId, byte[] bytes) {
    @Override
    public String toString() {
      return "Sealed[keyId=" + keyId + ", " + bytes.length + " bytes]";
    }
  }
}
