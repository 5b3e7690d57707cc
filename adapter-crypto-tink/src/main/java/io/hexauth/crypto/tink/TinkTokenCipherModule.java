// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.inject.PrivateModule;
import com.google.inject.Provider;
import com.google.inject.Singleton;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.TokenCipher;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Guice module that encrypts documents with Google Tink. The keyset contains AEAD keys with Tink's
 * own prefix, such as {@code AES256_GCM}.
 *
 * <pre>{@code
 * TinkTokenCipherModule.encryptedKeyset(() -> Files.readAllBytes(keyset), kek)
 * }</pre>
 *
 * <p>The keyset is read for the first time when the injector creates the cipher. Without a usable
 * keyset, the creation fails. While the cipher is used, a daemon thread reads the keyset again
 * every {@link TinkTokenCipherConfig#reloadEvery()}. If a document has an unknown key, the thread
 * reads the keyset immediately, but at most once a second.
 *
 * <p>During such a read, the current keyset is still used, and most calls do not wait. A call
 * waits, for at most 5 s per read, if it needs an unknown key, or if the cipher was not used for
 * twice {@code reloadEvery}. If a later read fails or hangs, the failure is logged, and the current
 * keyset is still used. The source is never called twice at the same time: if it hangs forever, it
 * is not called again.
 *
 * <ul>
 *   <li>Requires: {@link OAuthClock}, which {@code OAuthClientModule} binds.
 *   <li>Provides: {@link TokenCipher}.
 * </ul>
 *
 * <p>Modules with equal configurations and the same source are equal.
 */
public final class TinkTokenCipherModule extends PrivateModule {

  private final Callable<KeysetHandle> source;
  private final TinkTokenCipherConfig config;

  private TinkTokenCipherModule(Callable<KeysetHandle> source, TinkTokenCipherConfig config) {
    this.source = Objects.requireNonNull(source, "source");
    this.config = Objects.requireNonNull(config, "config");
  }

  /**
   * {@return a module for a keyset that is encrypted with another key, for example with a key of a
   * KMS} The format is that of {@code tinkey}, in JSON or binary, without associated data.
   *
   * @param keyset reads the encrypted keyset, for example from a file. If the bytes are the same as
   *     at the previous read, they are not decrypted again
   * @param kek decrypts the keyset
   */
  public static TinkTokenCipherModule encryptedKeyset(Callable<byte[]> keyset, Aead kek) {
    return keyset(KeysetSource.encrypted(keyset, kek));
  }

  /**
   * {@return a module for a keyset that the application loads}
   *
   * @param keyset returns the keyset; called at start and for each reload
   */
  public static TinkTokenCipherModule keyset(Callable<KeysetHandle> keyset) {
    return new TinkTokenCipherModule(keyset, TinkTokenCipherConfig.defaults());
  }

  /**
   * {@return a module for a keyset that is not encrypted} Everyone who can read the keyset can read
   * every token. A warning is logged at start-up.
   *
   * @param keyset reads the keyset, in JSON or binary
   */
  public static TinkTokenCipherModule insecureCleartextKeyset(Callable<byte[]> keyset) {
    return keyset(KeysetSource.insecureCleartext(keyset));
  }

  /**
   * {@return a module for a keyset file that is not encrypted, for development} The module creates
   * the file at the first start and uses it at later starts. A warning is logged at each start. Do
   * not use it in production: a node without the file creates a new keyset, which cannot decrypt
   * the documents of other nodes.
   *
   * @param file the keyset, in JSON; readable by its owner only
   */
  public static TinkTokenCipherModule developmentKeyset(Path file) {
    return keyset(KeysetSource.development(file));
  }

  /** {@return a copy of this module with another configuration} */
  public TinkTokenCipherModule withConfig(TinkTokenCipherConfig another) {
    return new TinkTokenCipherModule(source, another);
  }

  @Override
  protected void configure() {
    Provider<OAuthClock> clock = getProvider(OAuthClock.class);
    Provider<TokenCipher> cipher =
        () ->
            new TinkTokenCipher(
                new Keyring(source, config.reloadEvery(), clock.get()),
                config.migrateFromPlaintext());
    bind(TokenCipher.class).toProvider(cipher).in(Singleton.class);
    expose(TokenCipher.class);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TinkTokenCipherModule that
        && source.equals(that.source)
        && config.equals(that.config);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, config);
  }
}
