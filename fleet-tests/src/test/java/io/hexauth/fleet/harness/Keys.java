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

/** A keyset as an operator sees it; immutable. */
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

  /** {@return these and a new one, which is the last} */
  public Keys withOneMore() {
    return built(KeysetHandle.newBuilder(handle).addEntry(fresh()));
  }

  /** {@return these, of which the last is the one that seals} */
  public Keys withLastAsPrimary() {
    KeysetHandle.Builder next = KeysetHandle.newBuilder(handle);
    next.getAt(handle.size() - 1).makePrimary();
    return built(next);
  }

  /** {@return these, of which only the last is of use} */
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

  /** {@return what a node says that has them: the primary one, and all that are of use} */
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

  /** {@return what a node reads} */
  public String json() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(
          handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
