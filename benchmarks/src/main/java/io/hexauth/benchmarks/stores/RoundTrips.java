// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import io.hexauth.benchmarks.storm.HexauthNode;
import io.hexauth.benchmarks.storm.StormServer;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.servers.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What one refresh asks of the store, on a node that knows the grant and whose access token has
 * ended.
 *
 * @param store what it is called in reports
 * @param steps the statements or commands, in order
 */
public record RoundTrips(String store, List<String> steps) {

  private static final Duration LIFETIME = Duration.ofSeconds(1);

  /** {@return counted on PostgreSQL} */
  public static RoundTrips onPostgres() {
    return counted(
        "PostgreSQL",
        told ->
            StoreOfNode.postgres(
                PostgresServer.newDatabase(), executed -> told.accept(executed.sql())));
  }

  /** {@return counted on Redis} */
  public static RoundTrips onRedis() {
    return counted("Redis", StoreOfNode::redis);
  }

  private static RoundTrips counted(String name, Function<Consumer<String>, StoreOfNode> store) {
    var steps = new CopyOnWriteArrayList<String>();
    try (StormServer server = new StormServer(LIFETIME);
        HexauthNode node = HexauthNode.of(store.apply(steps::add), server.endpoint(0))) {
      OAuthSession session = node.session("bob-" + System.nanoTime());
      StormServer.Issued grant = server.newGrant();
      session.importToken(
          OAuthToken.builder(grant.accessToken())
              .refreshToken(grant.refreshToken())
              .expiresAt(Instant.now().plus(LIFETIME))
              .build(),
          ImportMode.REPLACE);
      // The first refresh makes connections and loads scripts; the second is counted.
      OAuthToken first = refreshed(server, session);
      steps.clear();
      OAuthToken second = refreshed(server, session);
      if (first.equals(second) || server.books().requests() != 2) {
        throw new IllegalStateException("This was not one refresh after another");
      }
      return new RoundTrips(name, List.copyOf(steps));
    }
  }

  private static OAuthToken refreshed(StormServer server, OAuthSession session) {
    server.awaitExpiry();
    return session.token();
  }
}
