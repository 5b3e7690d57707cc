// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.inject.CreationException;
import com.google.inject.Key;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.servers.MariaDbServer;
import io.hexauth.servers.PostgresServer;
import io.hexauth.servers.TestDatabase;
import io.hexauth.testkit.guice.StrictInjector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A grant that is in the table when its database is upgraded to revisions. */
class UpgradeTest {

  private static final List<String> ADDED = List.of("rev", "layout", "commit_id", "extra");
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final TokenCipher cipher = new AesCipher();
  private final AtomicInteger issued = new AtomicInteger();
  private final AtomicInteger revoked = new AtomicInteger();

  static Stream<TestDatabase> databases() {
    return Stream.of(
        PostgresServer.newDatabase(),
        MariaDbServer.newDatabase(),
        h2("upgrade" + DATABASES.incrementAndGet()));
  }

  private static TestDatabase h2(String name) {
    return new TestDatabase("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", name, "sa", "");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aGrantShouldBeReadRefreshedAndRevokedAfterTheScript(TestDatabase database)
      throws IOException {
    use(
        database,
        true,
        session -> assertThat(session.token().accessToken().value()).isEqualTo("access-1"));
    withoutRevisions(database);
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(() -> use(database, true, session -> {}))
        .withMessageContaining("V3__hexauth_grant_revision.sql");

    run(database, "V3__hexauth_grant_revision.sql");

    use(
        database,
        false,
        session -> {
          assertThat(session.token().accessToken().value()).as("read").isEqualTo("access-1");
          assertThat(issued).hasValue(1);
          assertThat(session.refresh().accessToken().value()).as("refreshed").isEqualTo("access-2");
        });
    use(
        database,
        false,
        session -> {
          assertThat(session.token().accessToken().value()).as("stored").isEqualTo("access-2");
          assertThat(session.revoke()).isTrue();
          assertThat(revoked.get()).isPositive();
        });
    use(
        database,
        false,
        session ->
            assertThatExceptionOfType(ReauthorizationRequiredException.class)
                .isThrownBy(session::token));
    assertThat(issued).hasValue(2);
  }

  /** The old record may also be revoked before a refresh gives it a revision. */
  @ParameterizedTest
  @MethodSource("databases")
  void aGrantShouldBeRevokedAsTheVersionBeforeHasLeftIt(TestDatabase database) throws IOException {
    use(database, true, OAuthSession::token);
    withoutRevisions(database);
    run(database, "V3__hexauth_grant_revision.sql");

    use(database, false, session -> assertThat(session.revoke()).isTrue());

    use(
        database,
        false,
        session ->
            assertThatExceptionOfType(ReauthorizationRequiredException.class)
                .isThrownBy(session::token));
  }

  /** The table as the scripts of the version before have created it. */
  private static void withoutRevisions(TestDatabase database) {
    for (String column : ADDED) {
      database.execute("ALTER TABLE " + table(database) + " DROP COLUMN " + column);
    }
  }

  private static String table(TestDatabase database) {
    char quote = database.url().startsWith("jdbc:mariadb") ? '`' : '"';
    return quote + "hexauth_grant" + quote;
  }

  /** As an operator runs it. */
  private static void run(TestDatabase database, String file) throws IOException {
    String folder = "/io/hexauth/store/jdbc/schema/" + database.url().split(":")[1] + "/";
    try (InputStream script = UpgradeTest.class.getResourceAsStream(folder + file)) {
      String sql = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      database.execute(sql.strip().split(";\\s*\\n"));
    }
  }

  private void use(TestDatabase database, boolean create, Consumer<OAuthSession> work) {
    try (OAuthClients clients =
        StrictInjector.create(
                new OAuthClientModule(),
                new JdbcStoreModule(JdbcStoreConfig.defaults().withCreateTables(create)),
                binder ->
                    binder
                        .bind(Key.get(DataSource.class, OAuthJdbc.class))
                        .toInstance(database.dataSource()),
                binder -> binder.bind(TokenCipher.class).toInstance(cipher),
                binder -> binder.bind(OAuthTransport.class).toInstance(this::answer),
                binder ->
                    OAuthClientBinder.of(binder)
                        .registration(registration())
                        .bindResourceOwnerCredentials("owner")
                        .toInstance(p -> Optional.of(new ResourceOwner(p.name(), "secret"))))
            .getInstance(OAuthClients.class)) {
      work.accept(clients.get("owner").session("alice"));
    }
  }

  private static ClientRegistration registration() {
    return ClientRegistration.builder("owner")
        .password()
        .tokenEndpoint("https://as.example/token")
        .revocationEndpoint("https://as.example/revoke")
        .clientSecretPost("app", () -> "client-secret")
        .build();
  }

  private TransportResult answer(TransportRequest request) {
    if (request.uri().getPath().equals("/revoke")) {
      revoked.incrementAndGet();
      return new TransportResult.Response(200, Map.of(), new byte[0]);
    }
    int number = issued.incrementAndGet();
    String json =
        """
        {"access_token":"access-%d","token_type":"Bearer","expires_in":3600,"refresh_token":"r-%d"}"""
            .formatted(number, number);
    return new TransportResult.Response(
        200,
        Map.of("content-type", List.of("application/json")),
        json.getBytes(StandardCharsets.UTF_8));
  }
}
