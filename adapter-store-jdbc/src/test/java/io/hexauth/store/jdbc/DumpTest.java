// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Key;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.servers.PostgresServer;
import io.hexauth.servers.TestDatabase;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.log.Canaries;
import io.hexauth.testkit.log.LogCapture;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A dump of the database, and the log, contain no secret and no name of a principal. */
class DumpTest {

  private final Canaries canaries = new Canaries();
  private final String clientSecret = canaries.create("client_secret");
  private final String password = canaries.create("password");
  private final String alice = canaries.create("principal");
  private final TestDatabase database = PostgresServer.newDatabase();

  @Test
  void noRowAndNoLineOfTheLogShouldShowATokenASecretOrAName() throws SQLException {
    try (LogCapture log = LogCapture.start()) {
      useEverything();
      dumpedShouldShowNothing();

      assertThat(log.text()).as("the lowest level is captured").contains("TRACE org.jdbi");
      canaries.assertNoneIn(log.text());
    }
  }

  private void useEverything() {
    JdbcStoreConfig config = JdbcStoreConfig.defaults().withCreateTables(true);
    try (OAuthClients clients =
        StrictInjector.create(
                new OAuthClientModule(),
                new JdbcTokenStoreModule(config),
                new JdbcPendingAuthorizationStoreModule(config),
                binder ->
                    binder
                        .bind(Key.get(DataSource.class, OAuthJdbc.class))
                        .toInstance(database.dataSource()),
                binder -> binder.bind(TokenCipher.class).toInstance(new AesCipher()),
                binder -> binder.bind(OAuthTransport.class).toInstance(this::answer),
                binder ->
                    OAuthClientBinder.of(binder)
                        .registration(byPassword())
                        .registration(byCode())
                        .bindResourceOwnerCredentials("owner")
                        .toInstance(p -> Optional.of(new ResourceOwner(p.name(), password))))
            .getInstance(OAuthClients.class)) {
      OAuthToken first = clients.get("owner").session(alice).token();
      OAuthToken second = clients.get("owner").session(alice).refresh();
      assertThat(second.accessToken()).isNotEqualTo(first.accessToken());
      var browser = UserAgentBinding.of(canaries.create("user_agent"));
      AuthorizationRedirect redirect =
          clients.get("code").startAuthorization(Principal.of(alice), browser);
      canaries.add("state", redirect.state().value());
    }
  }

  private void dumpedShouldShowNothing() throws SQLException {
    String grants = dump("hexauth_grant");
    String pending = dump("hexauth_pending");

    assertThat(grants).contains("|2|2|IDLE|");
    assertThat(pending).isNotBlank();
    canaries.assertNoneIn(grants);
    canaries.assertNoneIn(pending);
  }

  private ClientRegistration byPassword() {
    return ClientRegistration.builder("owner")
        .password()
        .tokenEndpoint("https://as.example/token")
        .clientSecretPost("app", () -> clientSecret)
        .build();
  }

  private ClientRegistration byCode() {
    return ClientRegistration.builder("code")
        .authorizationCode()
        .authorizationEndpoint("https://as.example/authorize")
        .tokenEndpoint("https://as.example/token")
        .clientSecretPost("app", () -> clientSecret)
        .redirectUri("https://app.example/callback")
        .build();
  }

  private TransportResult answer(TransportRequest request) {
    int length = request.body().orElseThrow().bytes().length;
    String json =
        """
        {"access_token":"%s","token_type":"Bearer","expires_in":3600,"refresh_token":"%s"}"""
            .formatted(
                canaries.create("access_token_" + length),
                canaries.create("refresh_token_" + length));
    return new TransportResult.Response(
        200,
        Map.of("content-type", List.of("application/json")),
        json.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return the content of a table, with bytes as text and in hexadecimal} */
  private String dump(String table) throws SQLException {
    StringBuilder dump = new StringBuilder();
    try (Connection connection = database.connect();
        ResultSet rows = connection.createStatement().executeQuery("SELECT * FROM " + table)) {
      while (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          dump.append(rows.getString(i)).append('|');
        }
        dump.append(new String(rows.getBytes("ct"), StandardCharsets.ISO_8859_1)).append('\n');
      }
    }
    return dump.toString();
  }
}
