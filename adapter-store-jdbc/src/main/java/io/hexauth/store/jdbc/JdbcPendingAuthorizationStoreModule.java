// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.store.jdbc.internal.JdbcPendingAuthorizationStore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Pending authorizations in a table of PostgreSQL, MariaDB or H2, shared by any number of nodes. A
 * script in {@code io/hexauth/store/jdbc/schema/}, then {@code postgresql}, {@code mariadb} or
 * {@code h2}, creates the table: {@code V2__hexauth_pending.sql}. Run it by hand or by a migration
 * tool, or set {@link JdbcStoreConfig#createTables()}. The store looks for its table when it is
 * created, with {@code Stage.PRODUCTION} at the start: a table, a column or a schema that is
 * missing stops the start; a database that does not answer within {@link
 * JdbcStoreConfig#stepTimeout()} is a warning. Modules with equal configurations are equal, so
 * installing one twice is harmless. {@link JdbcStoreModule} installs this one and {@link
 * JdbcTokenStoreModule}.
 *
 * <ul>
 *   <li>Requires: {@link OAuthJdbc @OAuthJdbc} {@link DataSource}, which is never closed here.
 *   <li>Provides: {@link PendingAuthorizationStore}.
 * </ul>
 */
public final class JdbcPendingAuthorizationStoreModule extends PrivateModule {

  private final JdbcStoreConfig config;

  /** With {@link JdbcStoreConfig#defaults()}. */
  public JdbcPendingAuthorizationStoreModule() {
    this(JdbcStoreConfig.defaults());
  }

  /** With a configuration of the application's own. */
  public JdbcPendingAuthorizationStoreModule(JdbcStoreConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    requireBinding(Key.get(DataSource.class, OAuthJdbc.class));
    expose(PendingAuthorizationStore.class);
  }

  @Provides
  @Singleton
  PendingAuthorizationStore store(@OAuthJdbc DataSource dataSource) {
    JdbcPendingAuthorizationStore store =
        JdbcPendingAuthorizationStore.in(
            dataSource,
            config.schema(),
            config.pendingTable(),
            config.createTables(),
            config.stepTimeout());
    store.look(config.stepTimeout());
    return store;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JdbcPendingAuthorizationStoreModule that && config.equals(that.config);
  }

  @Override
  public int hashCode() {
    return config.hashCode();
  }
}
