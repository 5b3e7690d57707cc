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
 * Grants in a table of PostgreSQL, MariaDB or H2, shared by any number of nodes. Two scripts in
 * {@code io/hexauth/store/jdbc/schema/}, then {@code postgresql}, {@code mariadb} or {@code h2},
 * create the table: {@code V1__hexauth_grant.sql} and {@code V3__hexauth_grant_revision.sql}. Run
 * them by hand or by a migration tool, or set {@link JdbcStoreConfig#createTables()}. The store
 * looks for its table when it is created, with {@code Stage.PRODUCTION} at the start: a table, a
 * column or a schema that is missing stops the start; a database that does not answer within {@link
 * JdbcStoreConfig#stepTimeout()} is a warning. An H2 database in a file needs {@code WRITE_DELAY=0}
 * in its URL. Modules with equal configurations are equal, so installing one twice is harmless.
 * {@link JdbcStoreModule} installs this one and {@link JdbcPendingAuthorizationStoreModule}.
 *
 * <ul>
 *   <li>Requires: {@link OAuthJdbc @OAuthJdbc} {@link DataSource}, which is never closed here.
 *   <li>Provides: {@link TokenStore}, {@link TokenStoreMaintenance}.
 * </ul>
 */
public final class JdbcTokenStoreModule extends PrivateModule {

  private final JdbcStoreConfig config;

  /** With {@link JdbcStoreConfig#defaults()}. */
  public JdbcTokenStoreModule() {
    this(JdbcStoreConfig.defaults());
  }

  /** With a configuration of the application's own. */
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
