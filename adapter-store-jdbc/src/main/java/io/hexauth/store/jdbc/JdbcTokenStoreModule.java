// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.store.jdbc.internal.GrantTable;
import io.hexauth.store.jdbc.internal.JdbcTokenStore;
import io.hexauth.store.jdbc.internal.JdbcTokenStoreMaintenance;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Guice module that stores grants in a table of PostgreSQL, MariaDB or H2, for any number of nodes.
 * The script {@code V1__hexauth_grant.sql} creates the table. It is in the folder {@code
 * postgresql}, {@code mariadb} or {@code h2} of {@code io/hexauth/store/jdbc/schema/}. Run it by
 * hand or with a migration tool, or set {@link JdbcStoreConfig#createTables()}.
 *
 * <p>When the store is created, it checks its table. With {@code Stage.PRODUCTION}, this is when
 * the injector is created. If the table, a column or the schema is missing, the creation fails. If
 * the database does not answer within {@link JdbcStoreConfig#stepTimeout()}, a warning is logged.
 * An H2 file database needs {@code WRITE_DELAY=0} in its URL.
 *
 * <p>Modules with equal configurations are equal, so installing one twice has no effect. {@link
 * JdbcStoreModule} installs this module and {@link JdbcPendingAuthorizationStoreModule}.
 *
 * <ul>
 *   <li>Requires: {@link OAuthJdbc @OAuthJdbc} {@link DataSource}, which Hexauth never closes.
 *   <li>Provides: {@link TokenStore}, {@link TokenStoreMaintenance}.
 * </ul>
 */
public final class JdbcTokenStoreModule extends PrivateModule {

  private final JdbcStoreConfig config;

  /** Creates a module with {@link JdbcStoreConfig#defaults()}. */
  public JdbcTokenStoreModule() {
    this(JdbcStoreConfig.defaults());
  }

  /** Creates a module with this configuration. */
  public JdbcTokenStoreModule(JdbcStoreConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    requireBinding(Key.get(DataSource.class, OAuthJdbc.class));
    expose(TokenStore.class);
    expose(TokenStoreMaintenance.class);
  }

  @Provides
  @Singleton
  GrantTable table(@OAuthJdbc DataSource dataSource) {
    GrantTable table =
        GrantTable.in(
            dataSource,
            config.schema(),
            config.grantTable(),
            config.createTables(),
            config.stepTimeout());
    table.look(config.stepTimeout());
    return table;
  }

  @Provides
  @Singleton
  TokenStore store(GrantTable table) {
    return new JdbcTokenStore(table);
  }

  @Provides
  @Singleton
  TokenStoreMaintenance maintenance(GrantTable table) {
    return new JdbcTokenStoreMaintenance(table);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JdbcTokenStoreModule that && config.equals(that.config);
  }

  @Override
  public int hashCode() {
    return config.hashCode();
  }
}
