// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.servers.PostgresServer;
import io.hexauth.servers.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections survive the process: they are stored encrypted in the configured database. */
class StoredTest {

  @Test
  void connectionShouldOutliveARestartOnH2(@TempDir Path folder) {
    connectAndRestart(folder, Map.of());
  }

  @Test
  void connectionShouldOutliveARestartOnPostgreSql(@TempDir Path folder) throws SQLException {
    TestDatabase database = PostgresServer.newDatabase();

    connectAndRestart(
        folder,
        Map.of(
            "database.url", database.url(),
            "database.user", database.user(),
            "database.password", database.password()));

    try (var connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        var rows = connection.createStatement().executeQuery("SELECT 1 FROM \"hexauth_grant\"")) {
      assertThat(rows.next()).isTrue();
    }
  }

  @Test
  void tokensShouldBeSealedInTheDatabase(@TempDir Path folder) throws SQLException {
    try (Site site = Site.start(folder)) {
      Person.alice(site).connect("tunebox", site.alice(site.tunebox()));
      site.stopApplication();

      OAuthToken token = tokenOfAlice(site.current());
      String stored = rows(site.current());

      assertThat(site.tunebox().isActive(token.accessToken().value())).isTrue();
      assertThat(stored)
          .contains("IDLE")
          .doesNotContain(token.accessToken().value())
          .doesNotContain(token.refreshToken().orElseThrow().value());
    }
  }

  private static void connectAndRestart(Path folder, Map<String, String> changes) {
    try (Site site = Site.start(folder, changes)) {
      Person.alice(site).connect("tunebox", site.alice(site.tunebox()));
      int requests = site.tunebox().tokenRequests("tunebox");

      site.restart();

      Person alice = Person.alice(site);
      assertThat(alice.get("/").body()).contains("Disconnect Tunebox");
      assertThat(alice.get("/tunebox/calls/profile").body()).contains("status 200");
      assertThat(site.tunebox().tokenRequests("tunebox")).isEqualTo(requests);
    }
  }

  /** {@return the columns of all grants, with bytes as text} */
  private static String rows(Settings settings) throws SQLException {
    var text = new StringBuilder();
    try (var connection =
            DriverManager.getConnection(
                settings.get("database.url"),
                settings.get("database.user"),
                settings.get("database.password"));
        var rows = connection.createStatement().executeQuery("SELECT * FROM \"hexauth_grant\"")) {
      while (rows.next()) {
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          text.append(
              rows.getObject(column) instanceof byte[] bytes
                  ? new String(bytes, StandardCharsets.ISO_8859_1)
                  : rows.getString(column));
        }
      }
    }
    return text.toString();
  }

  /** {@return the token, decrypted with the keyset of the application} */
  private static OAuthToken tokenOfAlice(Settings settings) {
    try (var database = new HikariDataSource()) {
      database.setJdbcUrl(settings.get("database.url"));
      database.setUsername(settings.get("database.user"));
      database.setPassword(settings.get("database.password"));
      try (OAuthClients clients =
          Guice.createInjector(new WebModule(settings, database)).getInstance(OAuthClients.class)) {
        return clients.get("tunebox").session("alice").current().orElseThrow();
      }
    }
  }
}
