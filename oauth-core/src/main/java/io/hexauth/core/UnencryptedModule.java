// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import io.hexauth.core.internal.unencrypted.UnencryptedCipher;
import io.hexauth.ports.spi.TokenCipher;
import org.jspecify.annotations.Nullable;

/**
 * Guice module without encryption: documents are stored unencrypted, and a warning is logged at
 * start-up. Use it for tests, and for a store with another kind of encryption. A person who can
 * read the store can act as every user. A person who can write to the store can insert forged
 * tokens.
 *
 * <p>The Tink adapter can read such documents during a migration, and writes them back encrypted.
 *
 * <p><strong>Requires</strong> nothing.
 *
 * <p><strong>Provides</strong> {@link TokenCipher}.
 */
public final class UnencryptedModule extends PrivateModule {

  @Override
  protected void configure() {
    bind(TokenCipher.class).to(UnencryptedCipher.class);
    bind(UnencryptedCipher.class).in(Scopes.SINGLETON);
    expose(TokenCipher.class);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UnencryptedModule;
  }

  @Override
  public int hashCode() {
    return UnencryptedModule.class.hashCode();
  }
}
