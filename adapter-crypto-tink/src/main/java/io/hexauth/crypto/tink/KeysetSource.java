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
 * A keyset out of bytes. It parses, and asks a KMS, only if the bytes are others than before.
 *
 * <p>Not thread-safe: {@link Keyring} calls it once at a time.
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
      // Without its message and cause, which may quote what they could not read.
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

  /** The first byte of a binary keyset is the tag of a field, and never this one. */
  private static boolean isJson(byte[] keyset) {
    return text(keyset).stripLeading().startsWith("{");
  }

  private static String text(byte[] keyset) {
    return new String(keyset, StandardCharsets.UTF_8);
  }
}
