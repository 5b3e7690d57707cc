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
 * Guice module that stores pending authorizations in a table of PostgreSQL, MariaDB or H2, for any
 * number of nodes. The script {@code V2__hexauth_pending.sql} creates the table. It is in the
 * folder {@code postgresql}, {@code mariadb} or {@code h2} of {@code
 * io/hexauth/store/jdbc/schema/}. Run it by hand or with a migration tool, or set {@link
 * JdbcStoreConfig#createTables()}.
 *
 * <p>When the store is created, it checks its table. With {@code Stage.PRODUCTION}, this is when
 * the injector is created. If the table, a column or the schema is missing, the creation fails. If
 * the database does not answer within {@link JdbcStoreConfig#stepTimeout()}, a warning is logged.
 *
 * <p>Modules with equal configurations are equal, so installing one twice has no effect. {@link
 * JdbcStoreModule} installs this module and {@link JdbcTokenStoreModule}.
 *
 * <ul>
 *   <li>Requires: {@link OAuthJdbc @OAuthJdbc} {@link DataSource}, which Hexauth never closes.
 *   <li>Provides: {@link PendingAuthorizationStore}.
 * </ul>
 */
public final class JdbcPendingAuthorizationStoreModule extends PrivateModule {

  private final JdbcStoreConfig config;

  /** Creates a module with {@link JdbcStoreConfig#defaults()}. */
  public JdbcPendingAuthorizationStoreModule() {
    this(JdbcStoreConfig.defaults());
  }

  /** Creates a module with this configuration. */
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
