// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import io.hexauth.benchmarks.stores.StoreOfNode;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.servers.PostgresServer;
import io.hexauth.servers.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of Hexauth. Each node is an injector with separate connections. All rounds use the same
 * grant.
 */
final class HexauthNodes implements Contender {

  /**
   * Lifetime of an access token. Each round waits until the token has expired. Half of the
   * lifetime, after which a refresh is due, is much longer than a round.
   */
  private static final Duration LIFETIME = Duration.ofSeconds(3);

  /** Number of grants of each node that {@link #exercise} refreshes concurrently. */
  private static final int USERS = 4;

  private final String title;
  private final StormServer server = new StormServer(LIFETIME);
  private final List<HexauthNode> nodes;
  private final List<OAuthSession> sessions;
  private boolean seeded;

  private HexauthNodes(String title, int nodes, Supplier<StoreOfNode> stores) {
    this.title = title;
    this.nodes =
        IntStream.range(0, nodes)
            .mapToObj(node -> HexauthNode.of(stores.get(), server.endpoint(node)))
            .toList();
    this.sessions = this.nodes.stream().map(node -> node.session("alice")).toList();
  }

  static HexauthNodes onPostgres(int nodes) {
    TestDatabase database = PostgresServer.newDatabase();
    return new HexauthNodes("Hexauth on PostgreSQL", nodes, () -> StoreOfNode.postgres(database));
  }

  static HexauthNodes onRedis(int nodes) {
    return new HexauthNodes("Hexauth on Redis", nodes, StoreOfNode::redis);
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public StormServer server() {
    return server;
  }

  @Override
  public void expire() {
    if (!seeded || server.books().revoked() > 0) {
      sessions.get(0).importToken(token(server.newGrant()), ImportMode.REPLACE);
      seeded = true;
    }
    server.awaitExpiry();
  }

  @Override
  public Optional<String> call(int node) {
    return Optional.of(sessions.get(node).token().accessToken().value());
  }

  /**
   * Refreshes other grants, so that the JVM compiles the code of a refresh.
   *
   * @param refreshes number of refreshes of each node
   */
  void exercise(int refreshes) throws InterruptedException {
    server.answerAtOnce(true);
    ExecutorService users = Executors.newFixedThreadPool(nodes.size() * USERS);
    try {
      List<Callable<@Nullable Void>> all = new ArrayList<>();
      for (HexauthNode node : nodes) {
        for (int user = 0; user < USERS; user++) {
          OAuthSession session = node.session("user-" + all.size());
          all.add(() -> refreshed(session, refreshes / USERS));
        }
      }
      for (Future<@Nullable Void> done : users.invokeAll(all)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(title + " could not refresh", e);
    } finally {
      users.shutdownNow();
      server.answerAtOnce(false);
    }
  }

  private @Nullable Void refreshed(OAuthSession session, int times) {
    session.importToken(token(server.newGrant()), ImportMode.REPLACE);
    for (int i = 0; i < times; i++) {
      session.refresh();
    }
    return null;
  }

  private static OAuthToken token(StormServer.Issued grant) {
    return OAuthToken.builder(grant.accessToken())
        .refreshToken(grant.refreshToken())
        .expiresAt(Instant.now().plus(LIFETIME))
        .build();
  }

  @Override
  public void close() {
    nodes.forEach(HexauthNode::close);
    server.close();
  }
}
