// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Keyset in the form that an operator edits. Immutable. */
public final class Keys {

  private final KeysetHandle handle;

  private Keys(KeysetHandle handle) {
    this.handle = handle;
  }

  static Keys one() {
    try {
      AeadConfig.register();
      return new Keys(KeysetHandle.newBuilder().addEntry(fresh().makePrimary()).build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeysetHandle.Builder.Entry fresh() {
    return KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
        .withRandomId();
  }

  /** {@return a copy with a new key at the end} */
  public Keys withOneMore() {
    return built(KeysetHandle.newBuilder(handle).addEntry(fresh()));
  }

  /** {@return a copy in which the last key is primary} */
  public Keys withLastAsPrimary() {
    KeysetHandle.Builder next = KeysetHandle.newBuilder(handle);
    next.getAt(handle.size() - 1).makePrimary();
    return built(next);
  }

  /** {@return a copy in which only the last key is enabled} */
  public Keys withOnlyTheLast() {
    KeysetHandle.Builder next = KeysetHandle.newBuilder(handle);
    for (int i = 0; i < handle.size() - 1; i++) {
      next.getAt(i).setStatus(KeyStatus.DISABLED);
    }
    return built(next);
  }

  private static Keys built(KeysetHandle.Builder builder) {
    try {
      return new Keys(builder.build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * {@return the text that a node with these keys prints: the primary key, and all enabled keys}
   */
  public String asSaid() {
    return id(handle.getPrimary())
        + " of "
        + IntStream.range(0, handle.size())
            .mapToObj(handle::getAt)
            .filter(entry -> entry.getStatus() == KeyStatus.ENABLED)
            .map(Keys::id)
            .sorted()
            .collect(Collectors.joining(" "));
  }

  private static String id(KeysetHandle.Entry entry) {
    return Integer.toUnsignedString(entry.getId());
  }

  /** {@return the keyset as a node reads it} */
  public String json() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(
          handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
