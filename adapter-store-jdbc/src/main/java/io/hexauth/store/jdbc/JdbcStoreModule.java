// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import com.google.inject.AbstractModule;
import org.jspecify.annotations.Nullable;

/**
 * Guice module for both stores in one database: {@link JdbcTokenStoreModule} and {@link
 * JdbcPendingAuthorizationStoreModule} with the same configuration. Modules with equal
 * configurations are equal, so installing one twice has no effect.
 *
 * <ul>
 *   <li>Requires: {@link OAuthJdbc @OAuthJdbc} {@link javax.sql.DataSource}, which Hexauth never
 *       closes.
 *   <li>Provides: {@link io.hexauth.ports.spi.TokenStore}, {@link
 *       io.hexauth.ports.spi.TokenStoreMaintenance}, {@link
 *       io.hexauth.ports.spi.PendingAuthorizationStore}.
 * </ul>
 */
public final class JdbcStoreModule extends AbstractModule {

  private final JdbcStoreConfig config;

  /** Creates a module with {@link JdbcStoreConfig#defaults()}. */
  public JdbcStoreModule() {
    this(JdbcStoreConfig.defaults());
  }

  /** Creates a module with this configuration. */
  public JdbcStoreModule(JdbcStoreConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    install(new JdbcTokenStoreModule(config));
    install(new JdbcPendingAuthorizationStoreModule(config));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JdbcStoreModule that && config.equals(that.config);
  }

  @Override
  public int hashCode() {
    return config.hashCode();
  }
}
