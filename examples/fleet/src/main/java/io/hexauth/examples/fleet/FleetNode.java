// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.Module;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.crypto.tink.TinkTokenCipherModule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.store.jdbc.JdbcPendingAuthorizationStoreModule;
import io.hexauth.store.jdbc.JdbcStoreConfig;
import io.hexauth.store.jdbc.JdbcTokenStoreModule;
import io.hexauth.store.jdbc.OAuthJdbc;
import java.io.IOException;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** One process of the application, with the modules of a real application. */
final class FleetNode {

  static final String CLIENT = "fleet-example";
  static final String SECRET = "s3cret-of-the-fleet-example";

  private static final JdbcStoreConfig TABLES = JdbcStoreConfig.defaults().withCreateTables(true);

  private FleetNode() {}

  /** Executes commands from the standard input, until the input ends. */
  public static void main(String[] arguments) throws IOException {
    Logger.getLogger("").setLevel(Level.WARNING);
    var settings = Settings.of(arguments);
    DataSource pool = pool(settings);
    new NodeCommands(settings, clients(settings, pool, new JdbcTokenStoreModule(TABLES))).run();
  }

  static OAuthClients clients(Settings settings, DataSource pool, Module tokenStore) {
    return Guice.createInjector(
            new OAuthClientModule(),
            new FeignTransportModule(),
            tokenStore,
            new JdbcPendingAuthorizationStoreModule(TABLES),
            // In production, a KMS encrypts the keyset: TinkTokenCipherModule.encryptedKeyset(…)
            TinkTokenCipherModule.insecureCleartextKeyset(
                () -> Files.readAllBytes(settings.keyset())),
            binder -> {
              binder.bind(Key.get(DataSource.class, OAuthJdbc.class)).toInstance(pool);
              OAuthClientBinder.of(binder)
                  .config(
                      OAuthClientConfig.defaults()
                          .withRefreshTimes(
                              settings.deadline(), settings.deadline().multipliedBy(2), Plan.HOLD))
                  .eventListener(new Reporter())
                  .registration(users(settings))
                  .registration(self(settings));
            })
        .getInstance(OAuthClients.class);
  }

  /** Prints incidents for the parent process. */
  private static final class Reporter implements OAuthEventListener {

    @Override
    public void onToken(TokenEvent event) {}

    @Override
    public void onIncident(Incident incident) {
      NodeCommands.say("incident " + incident.principal().name() + " " + incident.kind());
    }
  }

  static DataSource pool(Settings settings) {
    var config = new HikariConfig();
    config.setJdbcUrl(settings.database().url());
    config.setUsername(settings.database().user());
    config.setPassword(settings.database().password());
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  /**
   * Registration of the users. Each user consents once, and every node makes calls for the user.
   */
  private static ClientRegistration users(Settings settings) {
    return registration("users", settings)
        .authorizationCode()
        .authorizationEndpoint(settings.issuer() + "/authorize")
        .redirectUri("https://fleet.example/callback")
        .clockSkew(Plan.LIFE.dividedBy(4)) // these tokens live for seconds
        .build();
  }

  /** Registration of the node itself. The node is ready when it has a token. */
  private static ClientRegistration self(Settings settings) {
    return registration("self", settings).clientCredentials().build();
  }

  private static ClientRegistration.Builder registration(String id, Settings settings) {
    return ClientRegistration.builder(id)
        .allowPlainHttpOnLoopback()
        .tokenEndpoint(settings.issuer() + "/token")
        .clientSecretBasic(CLIENT, () -> SECRET)
        // Tells the server which node sends the request.
        .tokenParameter(Books.NODE, settings.name());
  }
}
