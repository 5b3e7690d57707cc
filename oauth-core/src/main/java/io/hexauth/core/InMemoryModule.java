// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import io.hexauth.core.internal.memory.InMemoryPendingAuthorizationStore;
import io.hexauth.core.internal.memory.InMemoryTokenStore;
import io.hexauth.core.internal.memory.InMemoryTokenStoreMaintenance;
import io.hexauth.core.internal.memory.InProcessCipher;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import org.jspecify.annotations.Nullable;

/**
 * Every port that can stay in the process: for services that act for themselves, for tests, and for
 * a start. Tokens are gone when the process ends and are shared with no other.
 *
 * <p><strong>Requires</strong> {@link OAuthClientModule}.
 *
 * <p><strong>Provides</strong> {@link TokenStore}, {@link TokenStoreMaintenance}, {@link
 * PendingAuthorizationStore}, {@link TokenCipher}.
 */
public final class InMemoryModule extends PrivateModule {

  @Override
  protected void configure() {
    bind(TokenStore.class).to(InMemoryTokenStore.class);
    bind(InMemoryTokenStore.class).in(Scopes.SINGLETON);
    bind(TokenStoreMaintenance.class).to(InMemoryTokenStoreMaintenance.class);
    bind(InMemoryTokenStoreMaintenance.class).in(Scopes.SINGLETON);
    bind(PendingAuthorizationStore.class).to(InMemoryPendingAuthorizationStore.class);
    bind(InMemoryPendingAuthorizationStore.class).in(Scopes.SINGLETON);
    bind(TokenCipher.class).to(InProcessCipher.class);
    bind(InProcessCipher.class).in(Scopes.SINGLETON);
    expose(TokenStore.class);
    expose(TokenStoreMaintenance.class);
    expose(PendingAuthorizationStore.class);
    expose(TokenCipher.class);
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
