// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import io.hexauth.core.internal.unencrypted.UnencryptedCipher;
import io.hexauth.ports.spi.TokenCipher;
import org.jspecify.annotations.Nullable;

/**
 * No encryption: documents go into the store as they are, and a warning at start-up says so. For a
 * store that is encrypted by other means, and for tests. Everyone who can read such a store can act
 * as every user; everyone who can write to it can plant tokens.
 *
 * <p>The Tink adapter reads what was stored like this if it is told to, and writes it back sealed.
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
