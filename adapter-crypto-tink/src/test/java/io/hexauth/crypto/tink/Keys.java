// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.hexauth.testkit.clock.VirtualClock;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/** Keysets, as an operator changes them step by step. */
final class Keys {

  static final Duration RELOAD = Duration.ofMinutes(1);

  static {
    try {
      AeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Keys() {}

  static Key key(Parameters parameters, int id) {
    try {
      return KeysetHandle.newBuilder()
          .addEntry(
              KeysetHandle.generateEntryFromParameters(parameters).withFixedId(id).makePrimary())
          .build()
          .getPrimary()
          .getKey();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static Key aes(int id) {
    return key(PredefinedAeadParameters.AES256_GCM, id);
  }

  /** {@return a keyset whose first key is primary} */
  static KeysetHandle keyset(Key primary, Key... others) {
    var builder = KeysetHandle.newBuilder().addEntry(entry(primary).makePrimary());
    for (Key other : others) {
      builder.addEntry(entry(other));
    }
    return built(builder);
  }

  /** {@return a keyset of two keys, of which the second one is disabled} */
  static KeysetHandle withDisabled(Key primary, Key disabled) {
    return built(
        KeysetHandle.newBuilder()
            .addEntry(entry(primary).makePrimary())
            .addEntry(entry(disabled).setStatus(KeyStatus.DISABLED)));
  }

  /** {@return a keyset with one key of these parameters} */
  static KeysetHandle keyset(Parameters parameters) {
    try {
      return KeysetHandle.generateNew(parameters, RegistryConfiguration.get());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static TinkTokenCipher cipher(KeysetHandle keyset) {
    return cipher(() -> keyset, VirtualClock.create());
  }

  /** {@return a cipher that waits for each reload, so that the outcome is known} */
  static TinkTokenCipher cipher(Callable<KeysetHandle> source, VirtualClock clock) {
    return cipher(source, clock, Runnable::run, Duration.ZERO);
  }

  static TinkTokenCipher cipher(
      Callable<KeysetHandle> source, VirtualClock clock, Executor reloads, Duration patience) {
    return new TinkTokenCipher(new Keyring(source, RELOAD, clock, reloads, patience), false);
  }

  static String json(KeysetHandle keyset) {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(
          keyset, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeysetHandle.Builder.Entry entry(Key key) {
    Integer id = key.getIdRequirementOrNull();
    KeysetHandle.Builder.Entry entry = KeysetHandle.importKey(key);
    return id == null ? entry.withRandomId() : entry;
  }

  private static KeysetHandle built(KeysetHandle.Builder builder) {
    try {
      return builder.build();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
