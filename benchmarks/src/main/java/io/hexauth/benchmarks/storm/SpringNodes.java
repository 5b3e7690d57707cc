// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.benchmarks.stores.StoreOfNode;
import io.hexauth.servers.PostgresServer;
import io.hexauth.servers.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

/** Nodes of Spring Security: a manager each over its JDBC service on one PostgreSQL. */
final class SpringNodes implements Contender {

  private static final String SCHEMA =
      "/org/springframework/security/oauth2/client/oauth2-client-schema-postgres.sql";

  private record Node(
      ClientRegistration registration,
      OAuth2AuthorizedClientService service,
      AuthorizedClientServiceOAuth2AuthorizedClientManager manager,
      HikariDataSource pool) {}

  private final StormServer server = new StormServer(Duration.ofHours(1));
  private final TestingAuthenticationToken user = new TestingAuthenticationToken("alice", "none");
  private final OAuth2AuthorizeRequest request =
      OAuth2AuthorizeRequest.withClientRegistrationId("storm").principal(user).build();
  private final List<Node> nodes = new ArrayList<>();

  SpringNodes(int nodes) throws IOException {
    TestDatabase database = PostgresServer.newDatabase();
    try (InputStream schema =
        Objects.requireNonNull(
            JdbcOAuth2AuthorizedClientService.class.getResourceAsStream(SCHEMA))) {
      database.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
    }
    for (int node = 0; node < nodes; node++) {
      this.nodes.add(node(StoreOfNode.pool(database), server.endpoint(node)));
    }
  }

  private static Node node(HikariDataSource pool, URI endpoint) {
    ClientRegistration registration =
        ClientRegistration.withRegistrationId("storm")
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .clientId("client")
            .clientSecret("secret")
            .redirectUri("https://app.example/callback")
            .authorizationUri("https://login.example/authorize")
            .tokenUri(endpoint.toString())
            .build();
    var registrations = new InMemoryClientRegistrationRepository(registration);
    var service = new JdbcOAuth2AuthorizedClientService(new JdbcTemplate(pool), registrations);
    var manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, service);
    var provider = new RefreshTokenOAuth2AuthorizedClientProvider();
    provider.setClockSkew(Duration.ZERO);
    manager.setAuthorizedClientProvider(provider);
    return new Node(registration, service, manager, pool);
  }

  @Override
  public String title() {
    return "Spring Security, `JdbcOAuth2AuthorizedClientService`, PostgreSQL";
  }

  @Override
  public StormServer server() {
    return server;
  }

  @Override
  public void expire() {
    StormServer.Issued grant = server.newGrant();
    Instant now = Instant.now();
    Node first = nodes.get(0);
    first
        .service()
        .saveAuthorizedClient(
            new OAuth2AuthorizedClient(
                first.registration(),
                user.getName(),
                new OAuth2AccessToken(
                    OAuth2AccessToken.TokenType.BEARER,
                    grant.accessToken(),
                    now.minusSeconds(2),
                    now.minusSeconds(1)),
                new OAuth2RefreshToken(grant.refreshToken(), now.minusSeconds(2))),
            user);
  }

  @Override
  public Optional<String> call(int node) {
    return Optional.ofNullable(nodes.get(node).manager().authorize(request))
        .map(client -> client.getAccessToken().getTokenValue());
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.pool().close());
    server.close();
  }
}
