// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.json.GrantDocumentCodec;
import io.hexauth.core.internal.json.GrantOwner;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.TokenCipher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Encrypts and decrypts documents. The owner and the purpose of a document are bound to it as
 * associated data. So a row that was exchanged, restored from an older state, or copied to another
 * application cannot be decrypted.
 */
public final class GrantSealer {

  /** Problem of a document that the cipher does not open. */
  static final String NOT_OPENED = "the key is missing, or the record was tampered with";

  private final TokenCipher cipher;
  private final String namespace;
  private final ClientRegistrationId registration;

  /** Creates the component for the grants of one registration. */
  GrantSealer(TokenCipher cipher, String namespace, ClientRegistrationId registration) {
    this.cipher = cipher;
    this.namespace = namespace;
    this.registration = registration;
  }

  Envelope seal(GrantCell cell, GrantRecord.Version version, GrantDocument document) {
    return sealed(
        GrantDocumentCodec.FORMAT,
        GrantDocumentCodec.encode(document, new GrantOwner(registration, cell.principal())),
        grantData(namespace, cell.key(), version, GrantDocumentCodec.FORMAT));
  }

  /** Returns the decrypted document of a record; an empty one if the record has none. */
  GrantDocument open(GrantCell cell, GrantRecord record) {
    Optional<Envelope> envelope = record.envelope();
    if (envelope.isEmpty()) {
      return GrantDocument.empty();
    }
    int format = envelope.get().format();
    if (format < 1 || format > GrantDocumentCodec.LATEST) {
      throw unreadable(envelope.get(), "this version does not know the format");
    }
    byte[] plain =
        opened(envelope.get(), grantData(namespace, record.key(), record.version(), format))
            .orElseThrow(() -> unreadable(envelope.get(), NOT_OPENED));
    GrantDocument document =
        GrantDocumentCodec.decode(plain)
            .orElseThrow(() -> unreadable(envelope.get(), "its content is damaged"));
    if (GrantDocumentCodec.isBound(document)) {
      throw unreadable(
          envelope.get(), "its tokens are bound to a key; only a later version can use them");
    }
    return document;
  }

  /**
   * Encrypts the document of a record again, with the current primary key.
   *
   * @return the new envelope; empty if this node cannot decrypt the document
   */
  public static Optional<Envelope> resealed(
      TokenCipher cipher, String namespace, GrantRecord record) {
    Envelope old = record.envelope().orElseThrow();
    byte[] data = grantData(namespace, record.key(), record.version(), old.format());
    return cipher
        .open(new TokenCipher.Sealed(old.keyId(), old.bytes()), data)
        .map(plain -> cipher.seal(plain, data))
        .map(again -> new Envelope(old.format(), again.keyId(), again.bytes()));
  }

  /** {@return the owner of the record's grant; empty if this node cannot decrypt the document} */
  public static Optional<GrantOwner> owner(
      TokenCipher cipher, String namespace, GrantRecord record) {
    return record
        .envelope()
        .flatMap(
            e ->
                cipher.open(
                    new TokenCipher.Sealed(e.keyId(), e.bytes()),
                    grantData(namespace, record.key(), record.version(), e.format())))
        .flatMap(GrantDocumentCodec::owner);
  }

  /** Encrypts bytes for a purpose. They can be decrypted for this purpose only. */
  public Envelope sealFor(String purpose, String key, int format, byte[] plain) {
    return sealed(format, plain, data(purpose, namespace, key, "" + format));
  }

  /**
   * Decrypts bytes that were encrypted for a purpose.
   *
   * @return the bytes; empty if this node cannot decrypt them, or if the purpose differs
   */
  public Optional<byte[]> openFor(String purpose, String key, Envelope envelope) {
    return opened(envelope, data(purpose, namespace, key, "" + envelope.format()));
  }

  private Envelope sealed(int format, byte[] plain, byte[] associatedData) {
    TokenCipher.Sealed sealed = cipher.seal(plain, associatedData);
    return new Envelope(format, sealed.keyId(), sealed.bytes());
  }

  private Optional<byte[]> opened(Envelope envelope, byte[] associatedData) {
    return cipher.open(new TokenCipher.Sealed(envelope.keyId(), envelope.bytes()), associatedData);
  }

  /**
   * Returns the associated data of a grant. The key is a hash of namespace, tenant, registration
   * and principal, so these need not be added.
   */
  static byte[] grantData(String namespace, GrantKey key, GrantRecord.Version version, int format) {
    return data(
        "hexauth/grant/v1",
        namespace,
        key.value(),
        version.grantId().value(),
        Long.toString(version.generation()),
        Integer.toString(format));
  }

  private static byte[] data(String... parts) {
    byte[][] texts = new byte[parts.length][];
    int size = 0;
    for (int i = 0; i < parts.length; i++) {
      texts[i] = parts[i].getBytes(StandardCharsets.UTF_8);
      size += Integer.BYTES + texts[i].length;
    }
    ByteBuffer data = ByteBuffer.allocate(size);
    for (byte[] text : texts) {
      data.putInt(text.length).put(text);
    }
    return data.array();
  }

  UnreadableRecordException unreadable(Envelope envelope, String problem) {
    return new UnreadableRecordException(
        registration, envelope.format(), envelope.keyId(), problem);
  }
}
