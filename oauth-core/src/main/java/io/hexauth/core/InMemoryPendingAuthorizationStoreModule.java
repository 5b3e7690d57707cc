// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import io.hexauth.core.internal.memory.InMemoryPendingAuthorizationStore;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import org.jspecify.annotations.Nullable;

/**
 * Guice module that stores pending authorizations in the memory of the process. A callback must
 * arrive at the process that started the authorization.
 *
 * <p><strong>Requires</strong> {@link OAuthClientModule}.
 *
 * <p><strong>Provides</strong> {@link PendingAuthorizationStore}.
 */
public final class InMemoryPendingAuthorizationStoreModule extends PrivateModule {

  @Override
  protected void configure() {
    bind(PendingAuthorizationStore.class).to(InMemoryPendingAuthorizationStore.class);
    bind(InMemoryPendingAuthorizationStore.class).in(Scopes.SINGLETON);
    expose(PendingAuthorizationStore.class);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InMemoryPendingAuthorizationStoreModule;
  }

  @Override
  public int hashCode() {
    return InMemoryPendingAuthorizationStoreModule.class.hashCode();
  }
}
