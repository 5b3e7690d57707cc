// SPDX-License-Identifier: Apache-2.0
package io.hexauth.documentation;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.inject.Guice;
import com.google.inject.Injector;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthMaintenance;
import io.hexauth.servers.RedisServer;
import io.hexauth.testkit.http.Certificates;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import io.hexauth.testkit.server.Issuing;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** Real authorization server, stores and keyset for the blocks of the documentation. */
final class Surroundings implements AutoCloseable {

  static final String SECRET = "s3cret-of-the-documentation";
  static final String PASSWORD = "p4ssword-of-the-documentation";
  static final String COOKIE = "cookie-with-enough-randomness-4f7c0a";

  private final FakeAuthorizationServer server =
      FakeAuthorizationServer.builder()
          .client("billing-service", SECRET)
          .client("my-app", SECRET)
          .user("alice", PASSWORD)
          .tls(Certificates.good().server())
          .start();
  private final OAuthClients clients;
  private final OAuthMaintenance maintenance;
  private final Path keyset;
  private final KeysetHandle handle;
  private final Aead kms;

  Surroundings(Path folder) throws GeneralSecurityException, IOException {
    // Applications use the JDK's default trust, and so does each page.
    SSLContext.setDefault(Certificates.good().trust());
    AeadConfig.register();
    handle = newKeyset();
    kms = newKeyset().getPrimitive(RegistryConfiguration.get(), Aead.class);
    keyset =
        Files.writeString(
            folder.resolve("keyset.json"),
            TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                handle, kms, new byte[0], RegistryConfiguration.get()));
    serve("/invoices", "{\"invoices\":2}");
    serve("/events", "{\"events\":3}");
    server
        .http()
        .serve(
            "/reports",
            request ->
                Reply.of(403)
                    .withHeader(
                        "WWW-Authenticate",
                        "Bearer error=\"insufficient_scope\", scope=\"admin\""));
    Injector injector =
        Guice.createInjector(
            new OAuthClientModule(),
            new FeignTransportModule(),
            new InMemoryModule(),
            binder -> OAuthClientBinder.of(binder).registration(billing()).registration(spotify()));
    clients = injector.getInstance(OAuthClients.class);
    maintenance = injector.getInstance(OAuthMaintenance.class);
    clients.get("billing").token();
    connect("alice", clients.get("spotify"));
    // A user whose token soon expires, so that a sweep finds a due grant.
    server.issue(tokens -> tokens.withLifetime(Duration.ofMinutes(1)));
    connect("dave", clients.get("spotify"));
    server.issue(tokens -> Issuing.defaults());
  }

  /** Connects a user, like users of an application who have consented before. */
  private void connect(String user, OAuthClient spotify) {
    var browser = UserAgentBinding.random();
    URI url = spotify.startAuthorization(Principal.of(user), browser).uri();
    spotify.finishAuthorization(AuthorizationCallback.parse(server.consent(url, user)), browser);
  }

  /** Adds an API that accepts tokens of the server. */
  private void serve(String path, String answer) {
    server
        .http()
        .serve(
            path,
            request ->
                request
                    .header("authorization")
                    .map(header -> header.substring("Bearer ".length()))
                    .filter(server.ledger().secrets()::contains)
                    .map(token -> Reply.json(200, answer))
                    .orElseGet(() -> Reply.of(401)));
  }

  private static KeysetHandle newKeyset() throws GeneralSecurityException {
    return KeysetHandle.newBuilder()
        .addEntry(
            KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                .withRandomId()
                .makePrimary())
        .build();
  }

  FakeAuthorizationServer server() {
    return server;
  }

  ClientRegistration billing() {
    return ClientRegistration.builder("billing")
        .clientCredentials()
        .tokenEndpoint(server.tokenEndpoint().toString())
        .clientSecretBasic("billing-service", () -> SECRET)
        .scopes("read")
        .resourceOrigins(server.issuer().toString())
        .build();
  }

  ClientRegistration spotify() {
    return ClientRegistration.builder("spotify")
        .discover(server.issuer().toString())
        .authorizationCode()
        .clientSecretBasic("my-app", () -> SECRET)
        .redirectUri("https://app.example/callback")
        .stepUpScopes("admin")
        .scopes("read")
        .build();
  }

  OAuthClients clients() {
    return clients;
  }

  OAuthMaintenance maintenance() {
    return maintenance;
  }

  /** {@return a database without tables, with an empty schema {@code auth}} */
  DataSource newDatabase() {
    var database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA \"auth\"");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return database;
  }

  String redisUri() {
    return RedisServer.uri();
  }

  Path keyset() {
    return keyset;
  }

  Aead kms() {
    return kms;
  }

  KeysetHandle handle() {
    return handle;
  }

  byte[] cleartext() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(
              handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get())
          .getBytes(StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  SSLContext sslContext() {
    return Certificates.good().trust();
  }

  @Override
  public void close() {
    clients.close();
    server.close();
  }
}
