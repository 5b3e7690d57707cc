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
 * Documents sealed with Google Tink: any keyset of AEAD keys with Tink's own prefix, such as {@code
 * AES256_GCM}.
 *
 * <pre>{@code
 * TinkTokenCipherModule.encryptedKeyset(() -> Files.readAllBytes(keyset), kek)
 * }</pre>
 *
 * <p>The source of the keyset is asked when the injector makes the cipher, which fails if there is
 * no usable keyset; and again while it is used, by a daemon thread: every {@link
 * TinkTokenCipherConfig#reloadEvery()}, and at once, at most each second, when a document is sealed
 * with a key that is not known here. Meanwhile the keyset at hand stays in use; only a call that
 * misses a key, or comes after twice {@code reloadEvery} without any use, waits for an answer, for
 * 5 s at most. A source that fails or hangs later is logged, and the keyset at hand stays in use. A
 * source is never called twice at a time: one that hangs for ever is not called again.
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
   * A keyset that another key encrypts: that of a KMS, or one out of a mounted secret. As {@code
   * tinkey} writes it, in JSON or binary, with no associated data.
   *
   * @param keyset reads the encrypted keyset, for instance from a file; only bytes that have
   *     changed are decrypted
   * @param kek what encrypts the keyset
   */
  public static TinkTokenCipherModule encryptedKeyset(Callable<byte[]> keyset, Aead kek) {
    return keyset(KeysetSource.encrypted(keyset, kek));
  }

  /**
   * A keyset that the application gets hold of by itself.
   *
   * @param keyset called for each reload
   */
  public static TinkTokenCipherModule keyset(Callable<KeysetHandle> keyset) {
    return new TinkTokenCipherModule(keyset, TinkTokenCipherConfig.defaults());
  }

  /**
   * Unprotected keyset: every reader of the keyset can read every token. For tests, and where that
   * is acceptable; a warning is logged at the start.
   *
   * @param keyset reads the keyset, in JSON or binary
   */
  public static TinkTokenCipherModule insecureCleartextKeyset(Callable<byte[]> keyset) {
    return keyset(KeysetSource.insecureCleartext(keyset));
  }

  /**
   * Keyset for development: a file in the clear, which is created at the first start and kept for
   * the next ones. A warning is logged at each start. Not for production: a node whose file is
   * missing makes a keyset that opens nothing of what others have sealed.
   *
   * @param file the keyset, in JSON; readable by its owner only
   */
  public static TinkTokenCipherModule developmentKeyset(Path file) {
    return keyset(KeysetSource.development(file));
  }

  /** {@return the same with another configuration} */
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
