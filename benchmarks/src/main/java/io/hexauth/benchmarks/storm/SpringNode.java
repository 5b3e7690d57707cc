// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.benchmarks.stores.StoreOfNode;
import io.hexauth.servers.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.JdbcOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.RefreshTokenOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;

/** A node of Spring Security: a manager with its JDBC service on PostgreSQL. */
public final class SpringNode implements AutoCloseable {

  private static final String SCHEMA =
      "/org/springframework/security/oauth2/client/oauth2-client-schema-postgres.sql";

  private final TestingAuthenticationToken user = new TestingAuthenticationToken("alice", "none");
  private final OAuth2AuthorizeRequest request =
      OAuth2AuthorizeRequest.withClientRegistrationId("storm").principal(user).build();
  private final HikariDataSource pool;
  private final ClientRegistration registration;
  private final OAuth2AuthorizedClientService service;
  private final AuthorizedClientServiceOAuth2AuthorizedClientManager manager;

  private SpringNode(HikariDataSource pool, URI endpoint, Duration clockSkew) {
    this.pool = pool;
    registration =
        ClientRegistration.withRegistrationId("storm")
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .clientId("client")
            .clientSecret("secret")
            .redirectUri("https://app.example/callback")
            .authorizationUri("https://login.example/authorize")
            .tokenUri(endpoint.toString())
            .build();
    var registrations = new InMemoryClientRegistrationRepository(registration);
    service = new JdbcOAuth2AuthorizedClientService(new JdbcTemplate(pool), registrations);
    manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, service);
    var provider = new RefreshTokenOAuth2AuthorizedClientProvider();
    provider.setClockSkew(clockSkew);
    manager.setAuthorizedClientProvider(provider);
  }

  /** Creates the tables with the script of Spring Security. */
  public static void createTables(TestDatabase database) throws IOException {
    try (InputStream schema =
        Objects.requireNonNull(
            JdbcOAuth2AuthorizedClientService.class.getResourceAsStream(SCHEMA))) {
      database.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** {@return a node with separate connections} */
  public static SpringNode of(TestDatabase database, URI endpoint, Duration clockSkew) {
    return new SpringNode(StoreOfNode.pool(database), endpoint, clockSkew);
  }

  /** Stores these tokens. The access token is stored as expired. */
  public void save(String accessToken, String refreshToken) {
    Instant now = Instant.now();
    service.saveAuthorizedClient(
        new OAuth2AuthorizedClient(
            registration,
            user.getName(),
            new OAuth2AccessToken(
                OAuth2AccessToken.TokenType.BEARER,
                accessToken,
                now.minusSeconds(2),
                now.minusSeconds(1)),
            new OAuth2RefreshToken(refreshToken, now.minusSeconds(2))),
        user);
  }

  /** {@return the value of a token that has not expired; empty if there is none} */
  public Optional<String> authorize() {
    return Optional.ofNullable(manager.authorize(request))
        .map(client -> client.getAccessToken().getTokenValue());
  }

  @Override
  public void close() {
    pool.close();
  }
}
