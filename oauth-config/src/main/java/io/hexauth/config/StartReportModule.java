// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import com.google.inject.AbstractModule;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import org.jspecify.annotations.Nullable;

/**
 * Guice module that logs one report at level INFO when the injector is created: registrations,
 * stores, cipher, transport, and insecure settings. The report contains no secret. A short-lived
 * thread writes it, and the injector does not wait for it.
 *
 * <p><strong>Requires</strong> {@link OAuthClients}, {@link TokenStore}, {@link
 * PendingAuthorizationStore}, {@link TokenCipher} and {@link OAuthTransport}. They are created
 * together with the injector, in every stage.
 *
 * <p><strong>Provides</strong> nothing.
 */
public final class StartReportModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(StartReport.class).asEagerSingleton();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StartReportModule;
  }

  @Override
  public int hashCode() {
    return StartReportModule.class.hashCode();
  }
}
