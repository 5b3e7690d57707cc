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
 * The statements or commands that one refresh sends to the store. The node has the grant in memory,
 * and the access token has expired.
 *
 * @param store the name of the store in reports
 * @param steps the statements or commands, in order
 */
public record RoundTrips(String store, List<String> steps) {

  private static final Duration LIFETIME = Duration.ofSeconds(1);

  /** {@return the round trips of a refresh on PostgreSQL} */
  public static RoundTrips onPostgres() {
    return counted(
        "PostgreSQL",
        told ->
            StoreOfNode.postgres(
                PostgresServer.newDatabase(), executed -> told.accept(executed.sql())));
  }

  /** {@return the round trips of a refresh on Redis} */
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
      // The first refresh opens connections and loads scripts. Only the second is counted.
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
