// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import com.google.inject.AbstractModule;
import org.jspecify.annotations.Nullable;

/**
 * Both stores in one database: {@link JdbcTokenStoreModule} and {@link
 * JdbcPendingAuthorizationStoreModule} with one configuration. Modules with equal configurations
 * are equal, so installing one twice is harmless.
 *
 * <ul>
 *   <li>Requires: {@link OAuthJdbc @OAuthJdbc} {@link javax.sql.DataSource}, which is never closed
 *       here.
 *   <li>Provides: {@link io.hexauth.ports.spi.TokenStore}, {@link
 *       io.hexauth.ports.spi.TokenStoreMaintenance}, {@link
 *       io.hexauth.ports.spi.PendingAuthorizationStore}.
 * </ul>
 */
public final class JdbcStoreModule extends AbstractModule {

  private final JdbcStoreConfig config;

  /** With {@link JdbcStoreConfig#defaults()}. */
  public JdbcStoreModule() {
    this(JdbcStoreConfig.defaults());
  }

  /** With another configuration. */
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
