// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import io.hexauth.core.internal.memory.InMemoryTokenStore;
import io.hexauth.core.internal.memory.InMemoryTokenStoreMaintenance;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import org.jspecify.annotations.Nullable;

/**
 * Guice module that stores tokens in the memory of the process. They are lost when the process
 * ends, and other processes cannot read them.
 *
 * <p><strong>Requires</strong> {@link OAuthClientModule}.
 *
 * <p><strong>Provides</strong> {@link TokenStore}, {@link TokenStoreMaintenance}.
 */
public final class InMemoryTokenStoreModule extends PrivateModule {

  @Override
  protected void configure() {
    bind(TokenStore.class).to(InMemoryTokenStore.class);
    bind(InMemoryTokenStore.class).in(Scopes.SINGLETON);
    bind(TokenStoreMaintenance.class).to(InMemoryTokenStoreMaintenance.class);
    bind(InMemoryTokenStoreMaintenance.class).in(Scopes.SINGLETON);
    expose(TokenStore.class);
    expose(TokenStoreMaintenance.class);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InMemoryTokenStoreModule;
  }

  @Override
  public int hashCode() {
    return InMemoryTokenStoreModule.class.hashCode();
  }
}
