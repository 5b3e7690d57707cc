// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import io.hexauth.core.internal.memory.InMemoryPendingAuthorizationStore;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import org.jspecify.annotations.Nullable;

/**
 * Pending authorizations in the memory of the process: a callback must come to the process that
 * sent the user away.
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
