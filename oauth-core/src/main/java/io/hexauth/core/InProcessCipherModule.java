// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import io.hexauth.core.internal.memory.InProcessCipher;
import io.hexauth.ports.spi.TokenCipher;
import org.jspecify.annotations.Nullable;

/**
 * Guice module with a random encryption key that never leaves the process. Use it with stores in
 * the memory of the same process only, because no other process can decrypt the documents. After a
 * restart, the process cannot decrypt older documents either.
 *
 * <p><strong>Requires</strong> nothing.
 *
 * <p><strong>Provides</strong> {@link TokenCipher}.
 */
public final class InProcessCipherModule extends PrivateModule {

  @Override
  protected void configure() {
    bind(TokenCipher.class).to(InProcessCipher.class);
    bind(InProcessCipher.class).in(Scopes.SINGLETON);
    expose(TokenCipher.class);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InProcessCipherModule;
  }

  @Override
  public int hashCode() {
    return InProcessCipherModule.class.hashCode();
  }
}
