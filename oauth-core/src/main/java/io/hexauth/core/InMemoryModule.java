// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import com.google.inject.AbstractModule;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import org.jspecify.annotations.Nullable;

/**
 * Guice module that binds the stores and the cipher to implementations within the process. Use it
 * for services that act for themselves, for tests, and for a first trial. It installs {@link
 * InMemoryTokenStoreModule}, {@link InMemoryPendingAuthorizationStoreModule} and {@link
 * InProcessCipherModule}. To replace one of them, install the other two.
 *
 * <p><strong>Requires</strong> {@link OAuthClientModule}.
 *
 * <p><strong>Provides</strong> {@link TokenStore}, {@link TokenStoreMaintenance}, {@link
 * PendingAuthorizationStore}, {@link TokenCipher}.
 */
public final class InMemoryModule extends AbstractModule {

  @Override
  protected void configure() {
    install(new InMemoryTokenStoreModule());
    install(new InMemoryPendingAuthorizationStoreModule());
    install(new InProcessCipherModule());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InMemoryModule;
  }

  @Override
  public int hashCode() {
    return InMemoryModule.class.hashCode();
  }
}
