// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import io.hexauth.config.StartReportModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.crypto.tink.TinkTokenCipherModule;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.store.jdbc.JdbcStoreConfig;
import io.hexauth.store.jdbc.JdbcStoreModule;
import io.hexauth.store.jdbc.OAuthJdbc;
import java.nio.file.Path;
import javax.sql.DataSource;

/**
 * Guice module of the application: registrations from the settings, and encrypted tokens in a
 * database.
 */
final class WebModule extends AbstractModule {

  private final Settings settings;
  private final DataSource database;

  WebModule(Settings settings, DataSource database) {
    this.settings = settings;
    this.database = database;
  }

  @Override
  protected void configure() {
    install(new OAuthClientModule());
    install(new FeignTransportModule());
    // In production, run the scripts of adapter-store-jdbc and leave withCreateTables out.
    install(new JdbcStoreModule(JdbcStoreConfig.defaults().withCreateTables(true)));
    // In production, a KMS encrypts the keyset: TinkTokenCipherModule.encryptedKeyset(…).
    install(TinkTokenCipherModule.developmentKeyset(Path.of(settings.get("keyset"))));
    install(new StartReportModule());

    bind(Key.get(DataSource.class, OAuthJdbc.class)).toInstance(database);
    var providers = Providers.read(settings);
    var oauth = OAuthClientBinder.of(binder());
    providers.all().forEach(provider -> oauth.registration(provider.registration()));

    bind(Settings.class).toInstance(settings);
    bind(Providers.class).toInstance(providers);
    bind(Accounts.class).toInstance(Accounts.read(settings));
    bind(Routes.class);
  }
}
