// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates keysets from bytes. The bytes are parsed, and a KMS is called, only if the bytes have
 * changed.
 *
 * <p>Not thread-safe: {@link Keyring} calls it from one thread at a time.
 */
final class KeysetSource implements Callable<KeysetHandle> {

  private static final Logger LOG = LoggerFactory.getLogger(KeysetSource.class);
  private static final byte[] NO_ASSOCIATED_DATA = {};

  private final Callable<byte[]> bytes;
  private final Parser parser;
  private byte @Nullable [] seen;
  private @Nullable KeysetHandle parsed;

  private KeysetSource(Callable<byte[]> bytes, Parser parser) {
    this.bytes = Objects.requireNonNull(bytes, "keyset");
    this.parser = parser;
  }

  @FunctionalInterface
  private interface Parser {
    KeysetHandle parse(byte[] keyset, Configuration keyTypes) throws GeneralSecurityException;
  }

  static KeysetSource encrypted(Callable<byte[]> bytes, Aead kek) {
    Objects.requireNonNull(kek, "kek");
    return new KeysetSource(
        bytes,
        (keyset, keyTypes) ->
            isJson(keyset)
                ? TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
                    text(keyset), kek, NO_ASSOCIATED_DATA, keyTypes)
                : TinkProtoKeysetFormat.parseEncryptedKeyset(
                    keyset, kek, NO_ASSOCIATED_DATA, keyTypes));
  }

  static KeysetSource insecureCleartext(Callable<byte[]> bytes) {
    return new KeysetSource(
        bytes,
        (keyset, keyTypes) -> {
          LOG.warn(
              "The keyset is stored unencrypted: every reader of the keyset can read every token");
          return cleartext(keyset, keyTypes);
        });
  }

  static KeysetSource development(Path file) {
    Objects.requireNonNull(file, "file");
    return new KeysetSource(
        () -> NewKeyset.existingOrNew(file),
        (keyset, keyTypes) -> {
          LOG.warn(
              "The keyset {} is for development only: it is created if it is missing, and stored"
                  + " unencrypted. Every reader of the keyset can read every token",
              file);
          return cleartext(keyset, keyTypes);
        });
  }

  private static KeysetHandle cleartext(byte[] keyset, Configuration keyTypes)
      throws GeneralSecurityException {
    try {
      return isJson(keyset)
          ? TinkJsonProtoKeysetFormat.parseKeyset(
              text(keyset), keyTypes, InsecureSecretKeyAccess.get())
          : TinkProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get(), keyTypes);
    } catch (GeneralSecurityException e) {
      // Message and cause are left out: they may quote a part of the keyset.
      throw new GeneralSecurityException("This is not a cleartext keyset");
    }
  }

  @Override
  public KeysetHandle call() throws Exception {
    AeadConfig.register();
    byte[] now = bytes.call();
    KeysetHandle handle = parsed;
    if (handle == null || !Arrays.equals(now, seen)) {
      handle = parser.parse(now, RegistryConfiguration.get());
      parsed = handle;
      seen = now.clone();
    }
    return handle;
  }

  /** A binary keyset never starts with this character: its first byte is the tag of a field. */
  private static boolean isJson(byte[] keyset) {
    return text(keyset).stripLeading().startsWith("{");
  }

  private static String text(byte[] keyset) {
    return new String(keyset, StandardCharsets.UTF_8);
  }
}
